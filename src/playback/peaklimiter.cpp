// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/peaklimiter.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace Earmark {
namespace {

constexpr std::int64_t Half = 12; // taps of the interpolation to either side
constexpr std::int64_t Taps = 2 * Half;
constexpr std::int64_t Places = 3; // between two frames
constexpr double Ahead = 0.0045; // s; with the interpolation's half below 5 ms from 24 kHz on
constexpr double Release = 0.1; // s
constexpr std::int64_t Block = 64; // frames
// What the interpolation misses near the upper end of the spectrum, of noise 20 dB too loud.
constexpr double Inexact = 0.5; // dB
constexpr double Settled = 1e-5; // of the missing gain: no more to hear

/// Bessel's I0, for the window of Kaiser.
double bessel(double x)
{
    double sum = 1;
    double term = 1;
    for (int i = 1; i < 30; ++i) {
        term *= (x / (2 * i)) * (x / (2 * i));
        sum += term;
    }
    return sum;
}

} // namespace

PeakLimiter::PeakLimiter(int sampleRate, int channels, double ceilingDbtp)
    : m_channels(std::max(channels, 1)),
      m_ahead(std::max<std::int64_t>(2 * std::llround(Ahead * sampleRate / 2), 2)),
      m_release(std::exp(-1 / (Release * std::max(sampleRate, 1'000)))),
      m_ceiling(static_cast<float>(std::pow(10, (ceilingDbtp - Inexact) / 20))),
      m_filter(static_cast<std::size_t>(Places * Taps)),
      m_first(static_cast<std::size_t>(m_ahead / 2), 1),
      m_second(static_cast<std::size_t>(m_ahead / 2), 1)
{
    constexpr double Beta = 7;
    double largest = 0;
    for (std::int64_t place = 0; place < Places; ++place) {
        double sum = 0;
        double size = 0;
        const auto tap = m_filter.begin() + std::ptrdiff_t(place * Taps);
        for (std::int64_t i = 0; i < Taps; ++i) {
            const double at = double(i - Half + 1) - double(place + 1) / (Places + 1);
            const double turn = std::numbers::pi * at;
            const double share = at / double(Half);
            const double window = bessel(Beta * std::sqrt(std::max(0.0, 1 - share * share)));
            const double value = std::sin(turn) / turn * window / bessel(Beta);
            tap[i] = static_cast<float>(value);
            sum += value;
            size += std::abs(value);
        }
        for (std::int64_t i = 0; i < Taps; ++i)
            tap[i] = static_cast<float>(tap[i] / sum);
        largest = std::max(largest, size / sum);
    }
    m_harmless = static_cast<float>(m_ceiling / largest);
    reset();
}

void PeakLimiter::reset()
{
    // Silence before the beginning, for the interpolation.
    m_held.assign(static_cast<std::size_t>(Half * m_channels), 0);
    m_heldFrom = -Half;
    m_input = m_limited = m_given = 0;
    m_lastBetween = 0;
    m_lows.clear();
    m_envelope = 1;
    m_busyUntil = 0;
    std::fill(m_first.begin(), m_first.end(), 1);
    std::fill(m_second.begin(), m_second.end(), 1);
    m_firstSum = double(m_first.size());
    m_secondSum = double(m_second.size());
}

const float *PeakLimiter::frame(std::int64_t at) const
{
    return m_held.data() + (at - m_heldFrom) * m_channels;
}

void PeakLimiter::push(std::span<const float> frames, std::vector<float> &out)
{
    const auto count = static_cast<std::int64_t>(frames.size()) / m_channels;
    m_held.insert(m_held.end(), frames.begin(),
                  frames.begin() + std::ptrdiff_t(count * m_channels));
    m_input += count;
    limit(m_input - Half, out);
    const std::int64_t needed = std::min(m_given, m_limited - Half);
    if (needed - m_heldFrom > 4 * m_ahead) {
        m_held.erase(m_held.begin(),
                     m_held.begin() + std::ptrdiff_t((needed - m_heldFrom) * m_channels));
        m_heldFrom = needed;
    }
}

void PeakLimiter::finish(std::vector<float> &out)
{
    const std::int64_t end = m_input;
    m_held.resize(m_held.size() + static_cast<std::size_t>((2 * m_ahead + Half) * m_channels));
    m_input += 2 * m_ahead + Half;
    const std::size_t before = out.size();
    const std::int64_t left = end - m_given;
    limit(end + m_ahead, out);
    out.resize(before + static_cast<std::size_t>(left * m_channels));
    reset();
}

void PeakLimiter::limit(std::int64_t until, std::vector<float> &out)
{
    while (m_limited < until) {
        const std::int64_t end = std::min(until, m_limited + Block);
        const bool quiet = isQuiet(m_limited, end);
        if (quiet)
            m_lastBetween = 0;
        if (quiet && m_limited >= m_busyUntil) {
            const std::int64_t to = end - m_ahead;
            if (to > m_given) {
                out.insert(out.end(), frame(m_given), frame(to));
                m_given = to;
            }
            m_limited = end;
            continue;
        }
        for (; m_limited < end; ++m_limited) {
            const double peak = quiet ? 0 : peakAround(m_limited);
            const double wanted = peak > m_ceiling ? m_ceiling / peak : 1;
            const double gain = smooth(m_limited, wanted);
            if (m_limited >= m_ahead)
                give(m_given++, gain, out);
        }
    }
}

bool PeakLimiter::isQuiet(std::int64_t from, std::int64_t to) const
{
    float loudest = 0;
    for (const float *at = frame(from - Half); at != frame(to + Half); ++at)
        loudest = std::max(loudest, std::abs(*at));
    return loudest <= m_harmless;
}

double PeakLimiter::between(std::int64_t at) const
{
    float peak = 0;
    for (int channel = 0; channel < m_channels; ++channel) {
        const float *const first = frame(at - Half + 1) + channel;
        for (std::int64_t place = 0; place < Places; ++place) {
            const float *const tap = m_filter.data() + place * Taps;
            float value = 0;
            for (std::int64_t i = 0; i < Taps; ++i)
                value += tap[i] * first[i * m_channels];
            peak = std::max(peak, std::abs(value));
        }
    }
    return peak;
}

double PeakLimiter::peakAround(std::int64_t at)
{
    const double behind = between(at);
    double peak = std::max(behind, m_lastBetween);
    m_lastBetween = behind;
    for (int channel = 0; channel < m_channels; ++channel)
        peak = std::max(peak, double(std::abs(frame(at)[channel])));
    return peak;
}

double PeakLimiter::smooth(std::int64_t at, double wanted)
{
    while (!m_lows.empty() && m_lows.back().gain >= wanted)
        m_lows.pop_back();
    m_lows.push_back({at, wanted});
    if (m_lows.front().at <= at - m_ahead - 1)
        m_lows.pop_front();
    const double released = 1 - (1 - m_envelope) * m_release;
    m_envelope = std::min(m_lows.front().gain, released);
    if (m_envelope > 1 - Settled)
        m_envelope = 1;
    else
        m_busyUntil = at + 2 * m_ahead + Block;
    const auto place = static_cast<std::size_t>(at) % m_first.size();
    m_firstSum += m_envelope - m_first[place];
    m_first[place] = m_envelope;
    const double mean = m_firstSum / double(m_first.size());
    m_secondSum += mean - m_second[place];
    m_second[place] = mean;
    return m_secondSum / double(m_second.size());
}

void PeakLimiter::give(std::int64_t at, double gain, std::vector<float> &out) const
{
    // The last word, should the interpolation have missed something.
    const float *const samples = frame(at);
    for (int channel = 0; channel < m_channels; ++channel) {
        const auto value = static_cast<float>(samples[channel] * gain);
        out.push_back(std::clamp(value, -m_ceiling, m_ceiling));
    }
}

} // namespace Earmark
