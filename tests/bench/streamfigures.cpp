// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/streamfigures.h"

#include "bench/feedstage.h"
#include "bench/listeningwindow.h"
#include "bench/streamstage.h"
#include "support/soundmeasure.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Earmark {

struct StreamFigures::Measured
{
    QList<double> bare; ///< ms
    QList<double> clicks; ///< ms
    QList<double> seeks; ///< ms
    QList<double> jumps; ///< MB
    QList<double> twice; ///< bytes
};

namespace {

constexpr double BytesInMb = 1e6;
constexpr double PlaceInTone = 60; // s
constexpr int DownloadPatience = 180'000; // ms

Outcome outcome(const QList<double> &values, const QList<double> &references = {})
{
    return {median(values), median(references), int(values.size())};
}

QString runName(int run)
{
    return u"listen%1"_s.arg(run);
}

} // namespace

StreamFigures::StreamFigures(StreamScale scale, std::shared_ptr<SoundStage> sound)
    : m_scale(scale), m_sound(std::move(sound)), m_measured(std::make_unique<Measured>())
{
}

StreamFigures::~StreamFigures() = default;

Result<StreamStage *> StreamFigures::stage()
{
    if (!m_stage)
        m_stage = std::make_unique<StreamStage>();
    const auto ready = m_stage->setUp(m_scale.episode);
    return ready ? Result<StreamStage *>(m_stage.get()) : ready.error();
}

Result<StreamStage *> StreamFigures::bulkStage()
{
    if (!m_bulk)
        m_bulk = std::make_unique<StreamStage>();
    const auto ready = m_bulk->setUp(m_scale.bulk);
    return ready ? Result<StreamStage *>(m_bulk.get()) : ready.error();
}

Result<> StreamFigures::measureListening()
{
    if (!m_measured->clicks.isEmpty())
        return {};
    const auto there = stage();
    if (!there)
        return there.error();
    if (auto ready = m_sound->setUp(false); !ready)
        return ready;
    const int runs = m_scale.runs + (m_scale.runs > 1 ? 1 : 0);
    QStringList addresses;
    for (int run = 0; run < runs; ++run)
        addresses.append(m_stage->episode(runName(run)).toString());
    ListeningWindow window(ListeningWindow::Media::Stored);
    if (auto opened = window.open(addresses); !opened)
        return opened;
    for (int run = 0; run < runs; ++run) {
        if (auto heard = listenOnce(window, run); !heard)
            return heard;
        if (auto whole = downloadTheRest(window, run); !whole)
            return whole;
    }
    if (runs > m_scale.runs) { // the first one makes the sound engine, once in a program's life
        m_measured->clicks.removeFirst();
        m_measured->bare.removeFirst();
    }
    return {};
}

Result<> StreamFigures::listenOnce(ListeningWindow &window, int run)
{
    SoundRecorder &recorder = m_sound->recorder();
    if (auto far = m_stage->setLine(StreamLine::faraway()); !far)
        return far;
    const auto bare = m_sound->bareSink();
    if (!bare)
        return bare.error();
    if (auto chosen = window.choose(run); !chosen)
        return chosen;
    if (!m_sound->waitForSilence())
        return unheard(u"silence before a click"_s);
    double since = recorder.secondNow();
    window.pressReturn();
    std::optional<double> heard;
    if (!m_sound->waitUntil([&] { return (heard = Heard::onset(recorder, since)).has_value(); }))
        return unheard(u"an episode that was clicked"_s);
    const double click = (*heard - since) * 1'000;
    m_sound->listen(m_scale.played);

    const double repetition = m_stage->repetition();
    const double middle = double(m_scale.episode) / 16'000 / 2;
    const double place = std::floor(middle / repetition) * repetition + PlaceInTone;
    since = recorder.secondNow();
    window.playback().seek(std::chrono::milliseconds(qint64(place * 1'000)));
    m_sound->listen(std::max(3.0, m_scale.played));
    const auto moments = recorder.momentsIn(since - 0.1, since + 2.8);
    const auto jumped = Heard::arrival(recorder, moments, PlaceInTone, 1);
    if (!jumped) {
        return unheard(u"a jump; at last %1 s of the tone"_s.arg(
                moments.empty() ? 0 : moments.back().media));
    }
    window.playback().pause();
    const auto bytes = m_stage->streamed(runName(run));
    if (!bytes)
        return bytes.error();
    m_measured->bare.append(*bare);
    m_measured->clicks.append(click);
    m_measured->seeks.append((jumped->at - since) * 1'000);
    m_measured->jumps.append(double(bytes->bytes) / BytesInMb);
    qCDebug(streamBench,
            "click %.0f ms, jump %.0f ms, %lld bytes in %d answers, %lld twice, bare sink %.0f ms",
            click, m_measured->seeks.last(), static_cast<long long>(bytes->bytes), bytes->answers,
            static_cast<long long>(bytes->twice), *bare);
    return {};
}

Result<> StreamFigures::downloadTheRest(ListeningWindow &window, int run)
{
    if (auto near = m_stage->setLine(StreamLine::loopback()); !near)
        return near;
    DownloadService &downloads = window.bench().services.downloads();
    downloads.start();
    const EpisodeId episode = window.episode(run);
    downloads.download({episode});
    if (!m_sound->waitUntil(
                [&] { return downloads.status(episode).presence == MediaPresence::Whole; },
                DownloadPatience))
        return fail(ErrorKind::Network, u"An episode was not downloaded."_s,
                    downloads.view(episode) ? downloads.view(episode)->text : QString());
    const auto bytes = m_stage->streamed(runName(run));
    if (!bytes)
        return bytes.error();
    m_measured->twice.append(double(bytes->twice));
    qCDebug(streamBench, "whole: %lld bytes in %d answers, %lld twice",
            static_cast<long long>(bytes->bytes), bytes->answers,
            static_cast<long long>(bytes->twice));
    return {};
}

Result<Outcome> StreamFigures::clickToSound()
{
    return measureListening().transform(
            [this] { return outcome(m_measured->clicks, m_measured->bare); });
}

Result<Outcome> StreamFigures::seekToSound()
{
    return measureListening().transform(
            [this] { return outcome(m_measured->seeks, m_measured->bare); });
}

Result<Outcome> StreamFigures::bytesOfAJump()
{
    return measureListening().transform([this] { return outcome(m_measured->jumps); });
}

Result<Outcome> StreamFigures::bytesTwice()
{
    return measureListening().transform([this] {
        // None of them may have any.
        return Outcome{*std::max_element(m_measured->twice.cbegin(), m_measured->twice.cend()), 0,
                       int(m_measured->twice.size())};
    });
}

} // namespace Earmark
