// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/tonecheck.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace Earmark {
namespace {

// Hz: where notes are. Below lies hum, above whistles of machines.
constexpr double Lowest = 150;
constexpr double Highest = 3'000;
constexpr float Prominence = 20; // of a line above the median around it: 13 dB
// Of a line, to the strongest around it: what is weaker may be the window's own side lobe.
constexpr float SideLobe = 1.0F / 300;
constexpr std::size_t Near = 3; // bins: the line's own width under the window
constexpr std::size_t Around = 18; // bins to either side to compare with
constexpr std::size_t Wide = 10; // bins side lobes reach

} // namespace

ToneCheck::ToneCheck(int sampleRate, int channels, int milliseconds)
    : m_channels(static_cast<std::size_t>(std::max(channels, 1))),
      m_spectrum(std::bit_ceil(static_cast<std::size_t>(std::max(sampleRate, 2'000))
                               * static_cast<std::size_t>(milliseconds) / 1'000)),
      m_frames(static_cast<std::int64_t>(m_spectrum.size() * 3 / 2)),
      m_binWidth(std::max(sampleRate, 2'000) / static_cast<double>(m_spectrum.size())),
      m_power(m_spectrum.bins())
{
}

bool ToneCheck::hasTones(const float *first, float inaudible)
{
    for (std::size_t channel = 0; channel < m_channels; ++channel) {
        m_earlier.clear();
        m_later.clear();
        findLines(first + channel, inaudible, m_earlier);
        if (m_earlier.empty())
            continue;
        findLines(first + channel + m_spectrum.size() / 2 * m_channels, inaudible, m_later);
        bool lines = false;
        bool fifty = true;
        bool sixty = true;
        for (const std::size_t bin : m_later) {
            const auto same = std::lower_bound(m_earlier.begin(), m_earlier.end(), bin - 1);
            if (same == m_earlier.end() || *same > bin + 1)
                continue; // noise has lines, too, but not twice the same
            lines = true;
            fifty = fifty && isMains(bin, 50);
            sixty = sixty && isMains(bin, 60);
        }
        if (lines && !fifty && !sixty)
            return true;
    }
    return false;
}

void ToneCheck::findLines(const float *first, float inaudible, std::vector<std::size_t> &lines)
{
    // Nine bins up the overtones of the mains no longer run together.
    const auto begin = static_cast<std::size_t>(std::max(9.0, std::ceil(Lowest / m_binWidth)));
    const auto end = std::min(static_cast<std::size_t>(Highest / m_binWidth), m_power.size() - 1);
    m_spectrum.compute(first, m_channels, m_power);
    for (std::size_t bin = begin; bin < end; ++bin) {
        if (m_power[bin] >= inaudible && isLine(bin))
            lines.push_back(bin);
    }
}

bool ToneCheck::isLine(std::size_t bin) const
{
    const float value = m_power[bin];
    if (value < m_power[bin - 1] || value < m_power[bin + 1])
        return false;
    const float sideLobe = value / SideLobe;
    const float floor = value / Prominence;
    const std::size_t first = bin - std::min(bin, Around);
    const std::size_t last = std::min(bin + Around, m_power.size() - 1);
    int higher = 0; // than the floor must be; most are not
    for (std::size_t other = first; other <= last; ++other) {
        const std::size_t distance = other < bin ? bin - other : other - bin;
        if (distance <= Wide && m_power[other] > sideLobe)
            return false;
        higher += distance >= Near && m_power[other] > floor ? 1 : -1;
    }
    // What lies too near was counted as low.
    return higher + 2 * int(Near) - 1 < 0;
}

bool ToneCheck::isMains(std::size_t bin, double mains) const
{
    // A parabola through the logarithms finds the line between the bins.
    const auto level = [&](std::size_t at) { return std::log(double(m_power[at]) + 1e-20); };
    const double left = level(bin - 1);
    const double right = level(bin + 1);
    const double curve = left - 2 * level(bin) + right;
    const double shift = curve < 0 ? std::clamp((left - right) / (2 * curve), -0.5, 0.5) : 0;
    const double frequency = (static_cast<double>(bin) + shift) * m_binWidth;
    const double off = std::remainder(frequency, mains);
    return std::abs(off) < 2 + 0.2 * m_binWidth;
}

} // namespace Earmark
