// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadview.h"
#include "core/episode.h"

#include <QString>

// What is there of an episode's sound, and its download, as a sign and in words.

namespace Earmark {

enum class MediaSign : quint8 {
    None,
    Partly,
    Waiting,
    Running,
    Paused,
    Failed,
    Whole,
};

/// As far as a row alone says.
MediaStatus mediaOf(const EpisodeRow &row);

MediaSign mediaSign(const MediaStatus &status);
/// 0 to 1, below 1 until it is whole; 0 while the size is unknown.
double presentShare(const MediaStatus &status);
/// "34 %"; "18 MB" while the size is unknown.
QString presentText(const MediaStatus &status);
/// Beside the sign: how far, or why not; empty where the sign says it all.
QString mediaWord(const MediaStatus &status);
/// All of it, as one sentence or two.
QString mediaSentence(const MediaStatus &status);
/// In a list of facts: "downloaded", "downloading, 34 %"; empty for nothing.
QString spokenMedia(const MediaStatus &status);

} // namespace Earmark
