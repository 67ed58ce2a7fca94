// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/soundrecorder.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr std::size_t ToneWindow = SoundRecorder::SampleRate * 12 / 100; // 120 ms
constexpr std::size_t ToneHop = SoundRecorder::SampleRate / 50;
constexpr double SameLine = 0.15; // s: heard moments this near to a line of time belong to it

double secondsOf(std::chrono::steady_clock::time_point time)
{
    return std::chrono::duration<double>(time.time_since_epoch()).count();
}

bool runsOn(const HeardMoment &from, const HeardMoment &to, double speed)
{
    return std::abs((to.media - from.media) - speed * (to.at - from.at)) < SameLine;
}

} // namespace

SoundRecorder::SoundRecorder(QObject *parent) : QObject(parent)
{
    connect(&m_parec, &QProcess::readyReadStandardOutput, this, &SoundRecorder::take);
}

SoundRecorder::~SoundRecorder()
{
    m_parec.terminate();
    m_parec.waitForFinished(3'000);
}

bool SoundRecorder::start()
{
    // The session manager moves a recorder to a new default output (seen: a monitor like any other
    // is a source to it), but for one that says so.
    m_parec.start(u"parec"_s,
                  {u"--property=node.dont-reconnect=true"_s, u"-d"_s, u"earmark_test.monitor"_s,
                   u"--latency-msec=20"_s, u"--raw"_s, u"--format=s16le"_s,
                   u"--rate=%1"_s.arg(SampleRate), u"--channels=1"_s});
    return QTest::qWaitFor([this] { return !m_samples.empty(); }, 10'000);
}

void SoundRecorder::take()
{
    m_odd += m_parec.readAllStandardOutput();
    const auto count = static_cast<std::size_t>(m_odd.size()) / sizeof(std::int16_t);
    const std::size_t bytes = count * sizeof(std::int16_t);
    const std::size_t before = m_samples.size();
    m_samples.resize(before + count);
    std::memcpy(m_samples.data() + before, m_odd.constData(), bytes);
    m_odd.remove(0, static_cast<qsizetype>(bytes));
    synchronise();
    if (!m_listens)
        m_looked = m_samples.size();
    for (; m_looked + ToneWindow <= m_samples.size(); m_looked += ToneHop) {
        if (const auto moment = momentAt(m_looked))
            m_moments.push_back(*moment);
    }
}

/// By the quickest piece of the last second or two: parec drops sound when nobody takes it, and all
/// that comes behind is earlier in the recording then.
void SoundRecorder::synchronise()
{
    const double began = secondsOf(std::chrono::steady_clock::now()) - now();
    if (now() >= m_syncedUntil) {
        m_syncedUntil = now() + 1;
        m_lastBegan = m_syncedUntil > 1.5 ? m_thisBegan : began;
        m_thisBegan = began;
    }
    m_thisBegan = std::min(m_thisBegan, began);
}

/// Of the window that begins here.
std::optional<HeardMoment> SoundRecorder::momentAt(std::size_t sample) const
{
    const auto media = heardTime(std::span(m_samples).subspan(sample, ToneWindow), SampleRate);
    if (!media)
        return std::nullopt;
    return HeardMoment{static_cast<double>(sample + ToneWindow / 2) / SampleRate, *media};
}

std::vector<HeardMoment> SoundRecorder::momentsIn(double from, double to) const
{
    std::vector<HeardMoment> moments;
    const auto end = std::min(static_cast<std::size_t>(to * SampleRate), m_samples.size());
    for (auto at = static_cast<std::size_t>(std::max(from, 0.0) * SampleRate);
         at + ToneWindow <= end; at += ToneHop) {
        if (const auto moment = momentAt(at))
            moments.push_back(*moment);
    }
    return moments;
}

double SoundRecorder::now() const
{
    return static_cast<double>(m_samples.size()) / SampleRate;
}

double SoundRecorder::secondAt(std::chrono::steady_clock::time_point time) const
{
    return secondsOf(time) - std::min(m_thisBegan, m_lastBegan);
}

std::vector<HeardMoment> SoundRecorder::heardSince(double second) const
{
    const auto from = std::find_if(m_moments.begin(), m_moments.end(),
                                   [second](const auto &moment) { return moment.at >= second; });
    return {from, m_moments.end()};
}

std::optional<double> SoundRecorder::heardNow() const
{
    if (m_samples.size() < ToneWindow)
        return std::nullopt;
    return heardTime(std::span(m_samples).last(ToneWindow), SampleRate);
}

std::optional<HeardMoment> SoundRecorder::newSoundSince(double second, double steady,
                                                        double speed) const
{
    const auto before = heardSince(second - 0.3);
    std::optional<HeardMoment> old;
    for (const HeardMoment &moment : before) {
        if (moment.at <= second)
            old = moment;
    }
    const auto moments = heardSince(second);
    // a lone one is where a window caught the end of one sound and the beginning of another
    const auto enough = std::lround(steady / 2 * SampleRate / ToneHop);
    for (auto first = moments.begin(); first != moments.end(); ++first) {
        if (old && runsOn(*old, *first, speed))
            continue;
        const auto end = std::find_if(first, moments.end(), [&](const HeardMoment &moment) {
            return moment.at > first->at + steady;
        });
        const auto running = std::count_if(first, end, [&](const HeardMoment &moment) {
            return runsOn(*first, moment, speed);
        });
        if (end != moments.end() && running * 4 >= (end - first) * 3 && running >= enough)
            return *first;
    }
    return std::nullopt;
}

} // namespace Earmark
