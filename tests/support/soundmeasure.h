// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/timetone.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace Earmark {

class SoundRecorder;

/// Measures taken on a recording (of support/soundrecorder.h). Places and lengths are seconds of
/// the recording, but for `media`.
namespace Heard {

struct Silence
{
    double from = 0;
    double length = 0;

    double end() const { return from + length; }
};

/// The longest silence from this second on until the other (or until now); length 0: none.
Silence longestSilence(const SoundRecorder &recorder, double since,
                       std::optional<double> until = {});

/// Where sound begins behind 10 ms of silence at least, the first such place since then.
std::optional<double> onset(const SoundRecorder &recorder, double since);

/// Where the last silence between two seconds ends; nothing: there is none.
std::optional<double> silenceEnd(std::span<const std::int16_t> samples, double from, double to);

/// Where the sound of this place of the time tone begins after a jump, and what it is.
struct Arrival
{
    double at
            = 0; ///< Behind the silence of the jump or, where there is none, behind the old sound.
    double media = 0; ///< Second of the episode heard there, by what follows.
};
/// moments: from the jump on. Nothing: it was not heard (yet): 0.5 s of it are needed. The place
/// must be 10 s at least from what was heard before.
std::optional<Arrival> arrival(const SoundRecorder &recorder, std::span<const HeardMoment> moments,
                               double place, double speed);
/// Of one that listens to all.
std::optional<Arrival> arrivalSince(const SoundRecorder &recorder, double since, double place,
                                    double speed);

/// A straight line through heard moments: media = media + slope * (at - at).
struct Line
{
    double at = 0; ///< The middle ...
    double media = 0; ///< ... and what was heard there.
    double slope = 0; ///< Media seconds per second: the speed.

    double mediaAt(double second) const { return media + slope * (second - at); }
};
Line lineThrough(std::span<const HeardMoment> moments);

/// When a change of speed at `changed` from or to 1x was heard, of the time tone in a WAV: the one
/// side is the tone itself, sample for sample, and the other is not. 1.2 s behind it are needed.
std::optional<double> changeHeard(const SoundRecorder &recorder, double changed, bool toPlain);

/// What was heard at this second, by the quarter of a second before and behind it.
std::optional<double> mediaAt(std::span<const HeardMoment> moments, double second, double speed);

/// |rms| of these samples in dBFS.
double level(std::span<const std::int16_t> samples);

} // namespace Heard
} // namespace Earmark
