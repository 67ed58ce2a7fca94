// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/soundlevels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace Earmark {
namespace {

using Coefficients = std::array<double, 5>; // b0 b1 b2 a1 a2

constexpr double Rumble = 80; // Hz; what lies below it is none of a voice
constexpr double FullScale = 32'768;
constexpr std::size_t TenthSteps = 10;
// A steady push, far below any sound, so that filters do not creep towards 0 by ever smaller
// numbers, which processors are slow with.
constexpr float Push = 1e-3F;

/// Butterworth high pass of second order, by the bilinear transform.
Coefficients rumbleFilter(double rate)
{
    const double k = std::tan(std::numbers::pi * Rumble / rate);
    const double norm = 1 / (1 + std::numbers::sqrt2 * k + k * k);
    return {norm, -2 * norm, norm, 2 * (k * k - 1) * norm,
            (1 - std::numbers::sqrt2 * k + k * k) * norm};
}

/// ITU-R BS.1770: a shelf, as a head is one. The numbers give the standard's coefficients at 48
/// kHz.
Coefficients headFilter(double rate)
{
    const double k = std::tan(std::numbers::pi * 1681.974450955533 / rate);
    const double q = 0.7071752369554196;
    const double high = std::pow(10, 3.999843853973347 / 20);
    const double band = std::pow(high, 0.4996667741545416);
    const double norm = 1 / (1 + k / q + k * k);
    return {(high + band * k / q + k * k) * norm, 2 * (k * k - high) * norm,
            (high - band * k / q + k * k) * norm, 2 * (k * k - 1) * norm,
            (1 - k / q + k * k) * norm};
}

/// The same: low sounds count less. Its b are 1 -2 1.
Coefficients lowFilter(double rate)
{
    const double k = std::tan(std::numbers::pi * 38.13547087602444 / rate);
    const double q = 0.5003270373238773;
    const double norm = 1 / (1 + k / q + k * k);
    return {1, -2, 1, 2 * (k * k - 1) * norm, (1 - k / q + k * k) * norm};
}

std::uint8_t levelOf(double meanSquare)
{
    const double dB = 10 * std::log10(std::max(meanSquare / (FullScale * FullScale), 1e-15));
    return static_cast<std::uint8_t>(
            std::clamp(std::lround((dB - SoundLevels::Lowest) * 2), 0L, 255L));
}

double meanAbove(const std::vector<double> &blocks, double gate)
{
    double sum = 0;
    std::size_t count = 0;
    for (const double block : blocks) {
        if (block >= gate) {
            sum += block;
            ++count;
        }
    }
    return count > 0 ? sum / double(count) : 0;
}

} // namespace

void SoundLevels::Filters::set(std::size_t lane, const Coefficients &coefficients)
{
    b0[lane] = static_cast<float>(coefficients[0]);
    b1[lane] = static_cast<float>(coefficients[1]);
    b2[lane] = static_cast<float>(coefficients[2]);
    a1[lane] = static_cast<float>(coefficients[3]);
    a2[lane] = static_cast<float>(coefficients[4]);
}

inline SoundLevels::Lanes SoundLevels::Filters::pass(Lanes in)
{
    const Lanes out = b0 * in + first;
    first = b1 * in + second - a1 * out;
    second = b2 * in - a2 * out;
    squares += out * out;
    return out;
}

SoundLevels::SoundLevels(PcmFormat format)
    : m_channels(format.channels == 2 ? 2 : 1),
      m_framesPerStep(std::max(format.sampleRate, 1'000) / double(StepsPerSecond))
{
    const double rate = m_framesPerStep * StepsPerSecond;
    for (const std::size_t side : {0U, 1U}) {
        m_early.set(side, rumbleFilter(rate));
        m_early.set(side + 2, headFilter(rate));
        m_late.set(side, lowFilter(rate));
        m_late.set(side + 2, {1, -1, 0, 0, 0});
    }
    beginStep();
}

void SoundLevels::add(std::span<const std::int16_t> samples)
{
    const std::size_t frames = samples.size() / m_channels;
    std::size_t done = 0;
    while (done < frames) {
        const std::size_t count = std::min(frames - done, m_stepFrames - m_inStep);
        addFrames(samples.data() + done * m_channels, count);
        done += count;
        m_inStep += count;
        if (m_inStep == m_stepFrames) {
            closeStep();
            beginStep();
        }
    }
}

void SoundLevels::addFrames(const std::int16_t *samples, std::size_t frames)
{
    Filters early = m_early; // in registers
    Filters late = m_late;
    const std::size_t right = m_channels - 1;
    for (std::size_t i = 0; i < frames; ++i, samples += m_channels) {
        const float l = samples[0];
        const float r = samples[right];
        const Lanes passed = early.pass(Lanes{l, r, l, r} + Push);
        late.pass(Lanes{passed[2], passed[3], l, r});
    }
    m_early = early;
    m_late = late;
}

void SoundLevels::beginStep()
{
    const double begins = m_stepEnds;
    m_stepEnds += m_framesPerStep;
    m_stepFrames = static_cast<std::size_t>(std::llround(m_stepEnds) - std::llround(begins));
    m_inStep = 0;
}

void SoundLevels::closeStep()
{
    const auto frames = static_cast<double>(std::max<std::size_t>(m_inStep, 1));
    const Lanes total = m_early.squares;
    const Lanes late = m_late.squares;
    m_total.push_back(levelOf(std::max(total[0], total[1]) / frames));
    m_high.push_back(levelOf(std::max(late[2], late[3]) / frames));
    m_weightedSum += (double(late[0]) + late[1]) / frames;
    if (m_total.size() % TenthSteps == 0) {
        m_weighted.push_back(
                static_cast<float>(m_weightedSum / TenthSteps / (FullScale * FullScale)));
        m_weightedSum = 0;
    }
    m_early.squares = Lanes{};
    m_late.squares = Lanes{};
}

void SoundLevels::finish()
{
    if (2 * m_inStep < m_stepFrames)
        return;
    closeStep();
    beginStep();
}

std::optional<double> SoundLevels::loudness() const
{
    constexpr std::size_t Block = 4; // tenths
    constexpr double Offset = -0.691; // LUFS of a mean square of 1
    static const double silence = std::pow(10, (-70 - Offset) / 10);
    std::vector<double> blocks;
    for (std::size_t i = 0; i + Block <= m_weighted.size(); ++i) {
        double sum = 0;
        for (std::size_t j = i; j < i + Block; ++j)
            sum += m_weighted[j];
        if (sum / Block >= silence)
            blocks.push_back(sum / Block);
    }
    const double ungated = meanAbove(blocks, 0);
    const double gated = meanAbove(blocks, ungated / 10); // 10 LU
    if (!(gated > 0))
        return std::nullopt;
    return Offset + 10 * std::log10(gated);
}

} // namespace Earmark
