// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/mediarange.h"

#include <QByteArray>

#include <optional>

namespace Earmark {

class SoundLevels;

/// What the levels of a whole file tell. Pauses and floor are judged as by playback/silencejudge.h,
/// with what follows known too: against the least there was within 15 s, and against how loud
/// speech is there.
struct FoundPauses
{
    MediaRanges pauses; ///< Of at least EpisodeAnalysis::ShortestPause, in steps of 10 ms.
    /// dBFS RMS, for SilenceJudge::setNoiseFloor(): as loud as the noise behind the speech becomes
    /// in places that make a fifth of it. Nothing: no speech stands out of anything.
    std::optional<double> noiseFloor;
};

FoundPauses findPauses(const SoundLevels &levels);

/// EpisodeAnalysis::waveform; empty when there are no levels.
QByteArray drawWaveform(const SoundLevels &levels);

} // namespace Earmark
