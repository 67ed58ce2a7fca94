// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/soundfigures.h"

#include "bench/soundmeasured.h"
#include "media/filebytes.h"
#include "playback/player.h"
#include "support/memorybytes.h"
#include "support/soundmeasure.h"
#include "support/wavbytes.h"

#include <QLoggingCategory>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {

Q_LOGGING_CATEGORY(soundBench, "earmark.bench.sound", QtWarningMsg)

namespace {

constexpr double Clearly = 15; // s: a place this far away is other sound, whatever the speed
constexpr auto LastPlace = 110s; // of the two minutes

double seconds(std::chrono::milliseconds time)
{
    return std::chrono::duration<double>(time).count();
}

std::chrono::milliseconds milliseconds(double seconds)
{
    return std::chrono::milliseconds(std::llround(seconds * 1'000));
}

/// All of these, or the first.
QList<double> speeds(const QList<double> &all, bool isShort)
{
    return isShort ? all.first(1) : all;
}

SoundSettings atSpeed(double speed)
{
    SoundSettings sound;
    sound.speed = speed;
    return sound;
}

/// A minute of 440 Hz.
std::shared_ptr<ByteSource> steadyTone()
{
    constexpr int Rate = 44'100;
    std::vector<float> samples(std::size_t(Rate) * 60);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = 0.5F * float(std::sin(2 * std::numbers::pi * 440 * double(i) / Rate));
    return std::make_shared<MemoryBytes>(wavOf(samples, Rate, 1));
}

} // namespace

double largest(const QList<double> &values)
{
    double most = 0;
    for (const double value : values)
        most = std::max(most, std::abs(value));
    return most;
}

SoundFigures::SoundFigures(SoundScale scale, std::shared_ptr<SoundStage> stage)
    : m_scale(scale), m_stage(std::move(stage)), m_measured(std::make_unique<Measured>())
{
}

SoundFigures::~SoundFigures() = default;

Result<SoundStage *> SoundFigures::stage(bool listensForTheTone)
{
    if (const auto done = m_stage->setUp(listensForTheTone); !done)
        return done.error();
    return m_stage.get();
}

Result<std::shared_ptr<ByteSource>> SoundFigures::ruled(const QString &format)
{
    if (!m_measured->ruler)
        m_measured->ruler.emplace();
    return FileBytes::open(m_measured->ruler->fixture(format));
}

Result<Outcome> SoundFigures::seekError(const QString &format)
{
    const auto there = stage(false);
    const auto source = ruled(format);
    if (!there || !source)
        return there ? source.error() : there.error();
    SoundRecorder &recorder = (*there)->recorder();
    std::mt19937 random(4);
    std::uniform_real_distribution<double> anywhere(0, seconds(LastPlace));
    QList<double> errors;
    for (const double speed : {1.0, 2.0}) {
        Player player;
        if (const auto begun = (*there)->begin(player, *source, 5s, atSpeed(speed)); !begun)
            return begun.error();
        for (int i = 0; i < m_scale.seeks; ++i) {
            double place = anywhere(random);
            while (std::abs(place - seconds(player.position())) < Clearly)
                place = anywhere(random);
            place = seconds(milliseconds(place));
            const double since = recorder.secondNow();
            player.seek(milliseconds(place));
            std::optional<Heard::Arrival> heard;
            for (int look = 0; look < 6 && !heard; ++look) {
                (*there)->listen(1);
                heard = m_measured->ruler->arrival(recorder.samples(), since, place, speed);
            }
            if (!heard)
                return unheard(u"%1 at %2 s, speed %3"_s.arg(format).arg(place).arg(speed));
            errors.append((heard->media - place) * 1'000);
            qCDebug(soundBench, "%s at %gx to %.3f s: %.0f ms, after %.0f ms", qPrintable(format),
                    speed, place, errors.last(), (heard->at - since) * 1'000);
        }
    }
    return Outcome{largest(errors), 0, int(errors.size())};
}

Result<Outcome> SoundFigures::speedSlopeError()
{
    const auto there = stage();
    const auto source = fixtureOnDisk(u"mp3vbr"_s);
    if (!there || !source)
        return there ? source.error() : there.error();
    SoundRecorder &recorder = (*there)->recorder();
    QList<double> errors;
    for (const double speed : speeds({2, 0.5, 1, 1.5, 3, 4}, m_scale.isShort)) {
        Player player;
        if (const auto begun = (*there)->begin(player, *source, 20s, atSpeed(speed)); !begun)
            return begun.error();
        (*there)->listen(0.3);
        const double since = recorder.now();
        (*there)->listen(m_scale.seconds);
        const auto moments = recorder.heardSince(since);
        if (double(moments.size()) < m_scale.seconds * 25) // half of them
            return unheard(u"a steady tone at speed %1"_s.arg(speed));
        errors.append((Heard::lineThrough(moments).slope / speed - 1) * 100);
        qCDebug(soundBench, "slope at %gx: %.2f %%", speed, errors.last());
    }
    return Outcome{largest(errors), 0, int(errors.size())};
}

Result<Outcome> SoundFigures::pitchError()
{
    constexpr double Pitch = 440;
    constexpr std::size_t Piece = SoundRecorder::SampleRate / 2;
    const auto there = stage();
    if (!there)
        return there.error();
    SoundRecorder &recorder = (*there)->recorder();
    const auto source = steadyTone();
    QList<double> errors;
    for (const double speed : speeds({2, 0.5, 1.5, 3}, m_scale.isShort)) {
        Player player;
        if (const auto begun = (*there)->begin(player, source, 1s, atSpeed(speed)); !begun)
            return begun.error();
        (*there)->listen(0.3 + 0.5 * m_scale.runs);
        for (int run = 0; run < m_scale.runs; ++run) {
            const auto samples = recorder.samples();
            const auto piece
                    = samples.subspan(samples.size() - Piece * std::size_t(run + 1), Piece);
            const double heard
                    = strongestTone(piece, SoundRecorder::SampleRate, Pitch / 4, Pitch * 4);
            errors.append((heard / Pitch - 1) * 100);
            qCDebug(soundBench, "pitch at %gx: %.2f %%", speed, errors.last());
        }
    }
    return Outcome{largest(errors), 0, int(errors.size())};
}

/// Everything that the player tells of its position while this is done, and two seconds long, held
/// against what was heard at that moment.
Result<> SoundFigures::comparePositions(Player &player, const QString &what,
                                        const std::function<void()> &act)
{
    constexpr double Lasts = 2; // s
    constexpr double ToldAtOnce = 0.1; // s: of what is done, which is heard a little later
    constexpr double Margin = 0.3; // s, for the middle of what is heard before and behind
    SoundRecorder &recorder = m_stage->recorder();
    std::vector<HeardMoment> positions;
    const double since = recorder.secondNow();
    const auto noting
            = QObject::connect(&player, &Player::positionChanged, &recorder, [&](auto position) {
                  positions.push_back({recorder.secondNow(), seconds(position)});
              });
    act();
    const double speed = player.sound().speed;
    m_stage->listen(Lasts);
    QObject::disconnect(noting);
    m_stage->listen(Margin);
    if (positions.empty())
        return unheard(u"a position"_s);
    const double reach = speed * (Lasts + 2 * Margin);
    const double last = positions.back().media;
    const auto moments = m_measured->ruler->moments(recorder.samples(), since, recorder.now(),
                                                    last - reach, last + reach);
    QList<double> errors;
    QString each;
    for (const HeardMoment &position : positions) {
        const auto heard = Heard::mediaAt(moments, position.at, speed);
        if (!heard || position.at < since + ToldAtOnce)
            continue;
        errors.append((position.media - *heard) * 1'000);
        each += u" %1:%2"_s.arg((position.at - since) * 1'000, 0, 'f', 0)
                        .arg(errors.last(), 0, 'f', 0);
    }
    if (errors.size() < 5)
        return unheard(u"what a position was told of"_s);
    m_measured->positionErrors.append(largest(errors));
    qCDebug(soundBench, "position at %gx, %s: %.0f ms ahead, at worst %.0f; ms:ms%s", speed,
            qPrintable(what), median(errors), largest(errors), qPrintable(each));
    return {};
}

Result<Outcome> SoundFigures::positionError()
{
    const auto there = stage(false);
    const auto source = ruled(u"mp3vbr_noxing"_s);
    if (!there || !source)
        return there ? source.error() : there.error();
    m_measured->positionErrors.clear();
    for (const double speed : speeds({2, 1, 1.5, 3, 0.5}, m_scale.isShort)) {
        Player player;
        if (const auto begun = (*there)->begin(player, *source, 5s, atSpeed(speed)); !begun)
            return begun.error();
        for (int run = 0; run < std::min(m_scale.runs, 3); ++run) {
            const double other = run % 2 == 0 ? 1.25 : speed;
            const std::pair<QString, std::function<void()>> all[]{
                    {u"seek"_s, [&] { player.seek(10s + 12s * run); }},
                    {u"steady"_s, [] {}},
                    {u"speed"_s, [&] { player.setSound(atSpeed(other)); }}};
            for (const auto &[what, act] : all) {
                if (const auto done = comparePositions(player, what, act); !done)
                    return done.error();
            }
            player.setSound(atSpeed(speed));
        }
    }
    return Outcome{largest(m_measured->positionErrors), 0, int(m_measured->positionErrors.size())};
}

Result<> SoundFigures::measureSpeedChanges()
{
    if (!m_measured->changeGaps.isEmpty())
        return {};
    const auto there = stage();
    const auto source = fixtureOnDisk(u"wav"_s);
    if (!there || !source)
        return there ? source.error() : there.error();
    SoundRecorder &recorder = (*there)->recorder();
    Player player;
    if (const auto begun = (*there)->begin(player, *source, 20s); !begun)
        return begun.error();
    for (int run = 0; run < 2 * m_scale.runs; ++run) {
        (*there)->listen(1);
        const double since = recorder.secondNow();
        player.setSound(atSpeed(run % 2 == 0 ? 1.5 : 1));
        (*there)->listen(1.4);
        const auto gap = Heard::longestSilence(recorder, since, since + 1);
        const auto heard = gap.length > 0.01 ? std::optional(gap.end())
                                             : Heard::changeHeard(recorder, since, run % 2 != 0);
        if (!heard)
            return unheard(u"a change of speed"_s);
        m_measured->changeGaps.append(gap.length * 1'000);
        m_measured->changesHeard.append((*heard - since) * 1'000);
        qCDebug(soundBench, "a change of speed: gap %.0f ms, heard after %.0f ms",
                m_measured->changeGaps.last(), m_measured->changesHeard.last());
    }
    return {};
}

Result<Outcome> SoundFigures::speedChangeGap()
{
    return measureSpeedChanges().transform([this] { return outcome(m_measured->changeGaps); });
}

Result<Outcome> SoundFigures::speedChangeHeard()
{
    return measureSpeedChanges().transform([this] { return outcome(m_measured->changesHeard); });
}

} // namespace Earmark
