// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <cstdint>
#include <optional>
#include <span>

namespace Earmark {

/// A signal whose frequency tells the media time: at t seconds it is ToneStart + t * ToneSlope, so
/// that a quarter of a second of a recording says which moment was heard.
constexpr double ToneStart = 200; // Hz
constexpr double ToneSlope = 1; // Hz per second

/// A 16-bit WAV of the time tone.
QByteArray timeToneWav(int seconds, int sampleRate, int channels);

/// The media time (s) in the middle of this piece (mono, 100 ms at least); nothing for silence or
/// for what is no pure tone. Right to a few hundredths of a second; maxSeconds bounds the search.
std::optional<double> heardTime(std::span<const std::int16_t> samples, int sampleRate,
                                double maxSeconds = 130);

/// The frequency of the strongest tone between these two (Hz), to a hundredth; of half a second.
double strongestTone(std::span<const std::int16_t> samples, int sampleRate, double lowest,
                     double highest);

/// One heard moment of a recording.
struct HeardMoment
{
    double at = 0; ///< Second of the recording.
    double media = 0; ///< Second of the episode.
};

} // namespace Earmark
