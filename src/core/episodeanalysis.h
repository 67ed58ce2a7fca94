// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/mediarange.h"

#include <QByteArray>

#include <chrono>
#include <optional>

namespace Earmark {

/// What listening to a whole file once told about it (media/episodeanalyser.h). Media time.
struct EpisodeAnalysis
{
    /// Of waveform, for whatever length; a file of less sound than that many ms has fewer.
    static constexpr int WaveformBins = 2000;
    static constexpr std::chrono::milliseconds ShortestPause{200};

    std::chrono::milliseconds length{0}; ///< As decoded, whatever was declared. > 0.
    std::optional<double> loudness; ///< LUFS, integrated (EBU R128); nothing: silence.
    std::optional<double> noiseFloor; ///< dBFS, of the quiet moments (playback/silencejudge.h).
    MediaRanges pauses; ///< Where nobody speaks, of at least ShortestPause.
    /// For the eye: bin i tells how loud [i, i + 1) * length / waveform.size() is, as a height from
    /// 0 (silence) to 255 (the loudest moments of this file, however quiet it is as a whole).
    QByteArray waveform; ///< Bytes are unsigned. Never empty.

    bool operator==(const EpisodeAnalysis &) const = default;
};

} // namespace Earmark
