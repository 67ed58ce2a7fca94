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

bool runsOn(const HeardMoment &from, const HeardMoment &to)
{
    return std::abs((to.media - from.media) - (to.at - from.at)) < SameLine;
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
    m_parec.start(u"parec"_s,
                  {u"-d"_s, u"earmark_test.monitor"_s, u"--latency-msec=20"_s, u"--raw"_s,
                   u"--format=s16le"_s, u"--rate=%1"_s.arg(SampleRate), u"--channels=1"_s});
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
    for (; m_looked + ToneWindow <= m_samples.size(); m_looked += ToneHop) {
        const auto media
                = heardTime(std::span(m_samples).subspan(m_looked, ToneWindow), SampleRate);
        const std::size_t middle = m_looked + ToneWindow / 2;
        if (media)
            m_moments.push_back({static_cast<double>(middle) / SampleRate, *media});
    }
}

double SoundRecorder::now() const
{
    return static_cast<double>(m_samples.size()) / SampleRate;
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

std::optional<HeardMoment> SoundRecorder::newSoundSince(double second, double steady) const
{
    const auto before = heardSince(second - 0.3);
    std::optional<HeardMoment> old;
    for (const HeardMoment &moment : before) {
        if (moment.at <= second)
            old = moment;
    }
    const auto moments = heardSince(second);
    for (auto first = moments.begin(); first != moments.end(); ++first) {
        if (old && runsOn(*old, *first))
            continue;
        const auto end = std::find_if(first, moments.end(), [&](const HeardMoment &moment) {
            return moment.at > first->at + steady;
        });
        const auto running = std::count_if(
                first, end, [&](const HeardMoment &moment) { return runsOn(*first, moment); });
        if (end != moments.end() && running * 4 >= (end - first) * 3)
            return *first;
    }
    return std::nullopt;
}

} // namespace Earmark
