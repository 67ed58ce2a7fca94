// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/stretcher.h"

#include <algorithm>
#include <cmath>
#include <SoundTouch.h>

namespace Earmark {

namespace {

// ms; SoundTouch's own choice (40 to 90) is for music and garbles fast speech, shorter ones bend
// steady tones.
constexpr int Sequence = 30;
constexpr int SeekWindow = 15;
constexpr int Overlap = 8;

// s, of output: what comes out is late by Lag * (1 - 1 / speed), early when slow (measured: bursts
// of noise at seven speeds, -18 ms at 0.5 to +12 ms at 4). It is what lies in one sequence.
constexpr double Lag = 0.018;

} // namespace

Stretcher::Stretcher(int sampleRate, int channels)
    : m_sampleRate(sampleRate), m_channels(static_cast<std::size_t>(channels))
{
}

Stretcher::~Stretcher() = default;

void Stretcher::restart(double speed)
{
    m_touch.reset();
    m_speed = speed;
    m_pushed = m_given = 0;
    if (speed == 1)
        return;
    m_late = std::llround(Lag * (1 - 1 / speed) * m_sampleRate);
    m_touch = std::make_unique<soundtouch::SoundTouch>();
    m_touch->setSampleRate(static_cast<unsigned>(m_sampleRate));
    m_touch->setChannels(static_cast<unsigned>(m_channels));
    m_touch->setSetting(SETTING_SEQUENCE_MS, Sequence);
    m_touch->setSetting(SETTING_SEEKWINDOW_MS, SeekWindow);
    m_touch->setSetting(SETTING_OVERLAP_MS, Overlap);
    m_touch->setTempo(speed);
}

void Stretcher::push(std::span<const float> samples, std::vector<float> &out)
{
    if (m_touch == nullptr) {
        out.insert(out.end(), samples.begin(), samples.end());
        return;
    }
    const std::size_t frames = samples.size() / m_channels;
    m_touch->putSamples(samples.data(), static_cast<unsigned>(frames));
    m_pushed += static_cast<std::int64_t>(frames);
    take(out);
}

void Stretcher::finish(std::vector<float> &out)
{
    if (m_touch == nullptr)
        return;
    m_touch->flush();
    take(out);
    const auto due = std::llround(static_cast<double>(m_pushed) / m_speed);
    const auto missing = (due - m_given) * static_cast<std::int64_t>(m_channels);
    if (missing >= 0 || -missing <= std::ssize(out))
        out.resize(static_cast<std::size_t>(std::ssize(out) + missing));
    m_given = due;
}

void Stretcher::take(std::vector<float> &out)
{
    if (m_late < 0) { // what comes first is early
        out.resize(out.size() + static_cast<std::size_t>(-m_late) * m_channels);
        m_given -= m_late;
        m_late = 0;
    }
    const std::size_t before = out.size();
    const unsigned ready = m_touch->numSamples();
    out.resize(before + ready * m_channels);
    const auto got = static_cast<std::int64_t>(m_touch->receiveSamples(out.data() + before, ready));
    out.resize(before + static_cast<std::size_t>(got) * m_channels);
    const std::int64_t dropped = std::min(m_late, got);
    const auto first = out.begin() + static_cast<std::ptrdiff_t>(before);
    out.erase(first, first + dropped * static_cast<std::ptrdiff_t>(m_channels));
    m_late -= dropped;
    m_given += got - dropped;
}

} // namespace Earmark
