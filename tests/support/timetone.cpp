// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/timetone.h"

#include "support/wavbytes.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace Earmark {

namespace {

constexpr double Pi = std::numbers::pi;
constexpr double Quietest = 100; // RMS of 16 bit: what a resampler or dither leaves is below

/// |DFT|^2 of the windowed samples at a frequency.
double power(const std::vector<double> &samples, double hertz, int sampleRate)
{
    const double coefficient = 2 * std::cos(2 * Pi * hertz / sampleRate);
    double last = 0;
    double before = 0;
    for (const double sample : samples) {
        const double next = sample + coefficient * last - before;
        before = last;
        last = next;
    }
    return last * last + before * before - coefficient * last * before;
}

double strongest(const std::vector<double> &samples, double from, double to, double step,
                 int sampleRate)
{
    double best = from;
    double most = -1;
    double hertz = from;
    while (hertz <= to) {
        const double here = power(samples, hertz, sampleRate);
        if (here > most) {
            most = here;
            best = hertz;
        }
        hertz += step;
    }
    return best;
}

} // namespace

QByteArray timeToneWav(int seconds, int sampleRate, int channels)
{
    constexpr double Loudness = 16'000;
    const auto frames = static_cast<std::size_t>(seconds) * static_cast<std::size_t>(sampleRate);
    std::vector<std::int16_t> samples;
    samples.reserve(frames * static_cast<std::size_t>(channels));
    for (std::size_t i = 0; i < frames; ++i) {
        const double t = static_cast<double>(i) / sampleRate;
        const double phase = ToneStart * t + ToneSlope * t * t / 2;
        const auto sample = static_cast<std::int16_t>(Loudness * std::sin(2 * Pi * phase));
        samples.insert(samples.end(), static_cast<std::size_t>(channels), sample);
    }
    return wavOf(samples, sampleRate, channels);
}

std::optional<double> heardTime(std::span<const std::int16_t> samples, int sampleRate,
                                double maxSeconds)
{
    // 48 kHz is far more than a tone below 400 Hz needs; every sixth, averaged, is enough.
    const int stride = std::max(1, static_cast<int>(sampleRate / (8 * (ToneStart + maxSeconds))));
    const std::size_t count = samples.size() / static_cast<std::size_t>(stride);
    if (count < 64)
        return std::nullopt;
    std::vector<double> thin(count);
    double energy = 0;
    double windowed = 0;
    for (std::size_t i = 0; i < count; ++i) {
        double sum = 0;
        for (int j = 0; j < stride; ++j)
            sum += samples[i * static_cast<std::size_t>(stride) + static_cast<std::size_t>(j)];
        const double value = sum / stride;
        const double hann = 0.5
                - 0.5 * std::cos(2 * Pi * static_cast<double>(i) / static_cast<double>(count));
        thin[i] = value * hann;
        energy += value * value;
        windowed += thin[i] * thin[i];
    }
    if (std::sqrt(energy / static_cast<double>(count)) < Quietest)
        return std::nullopt;
    const int rate = sampleRate / stride;
    const double exactRate = static_cast<double>(sampleRate) / stride;
    const double high = ToneStart + ToneSlope * maxSeconds;
    double hertz = strongest(thin, ToneStart - 5, high, 2, rate);
    hertz = strongest(thin, hertz - 2, hertz + 2, 0.1, rate);
    hertz = strongest(thin, hertz - 0.1, hertz + 0.1, 0.01, rate);
    // For a pure tone under a Hann window the peak is 1/3 of n * energy (coherent over noise gain).
    const double purity = power(thin, hertz, rate) / (windowed * static_cast<double>(count) / 3);
    if (purity < 0.85)
        return std::nullopt;
    return (hertz * exactRate / rate - ToneStart) / ToneSlope;
}

double strongestTone(std::span<const std::int16_t> samples, int sampleRate, double lowest,
                     double highest)
{
    std::vector<double> windowed(samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double turn = 2 * Pi * static_cast<double>(i) / static_cast<double>(samples.size());
        windowed[i] = samples[i] * (0.5 - 0.5 * std::cos(turn));
    }
    double hertz = strongest(windowed, lowest, highest, 1, sampleRate);
    hertz = strongest(windowed, hertz - 1, hertz + 1, 0.1, sampleRate);
    return strongest(windowed, hertz - 0.1, hertz + 0.1, 0.01, sampleRate);
}

} // namespace Earmark
