// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/soundsettings.h"
#include "support/speechlike.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace Earmark {

/// A word of the speech where it was found in a recording.
struct FoundWord
{
    double at = 0; ///< Second of the recording at which it begins.
    double gain = 0; ///< Of its inside, dB: recorded over spoken.
    double onsetGain = 0; ///< Of its first 50 ms.
};

/// Frames of media that shortening saves, were each pause of the minimum cut to what is kept; up to
/// the beginning of the last word, or with the pause behind it.
double savedFrames(const SpeechLike &speech, TrimStrength strength, bool withTheLast);

/// Every word of the speech (mono) in a recording at its own speed of the same sample rate, whose
/// pauses may be shorter; the first begins between second `from` and `to`. Found by the sound of
/// its inside. Nothing: one of them is not there.
std::optional<std::vector<FoundWord>> findWords(const SpeechLike &speech,
                                                std::span<const std::int16_t> recording,
                                                double from, double to);

} // namespace Earmark
