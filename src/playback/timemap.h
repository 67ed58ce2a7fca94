// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace Earmark {

/// Media time (the episode's own, everywhere outside `playback`) and output time (what QMediaPlayer
/// counts: the sound that really comes out). The same as long as nothing stretches or trims; every
/// conversion goes through here so that it can stop being the same.
struct TimeMap
{
    static std::chrono::milliseconds toOutput(std::chrono::milliseconds media) { return media; }
    static std::chrono::milliseconds toMedia(std::chrono::milliseconds output) { return output; }
};

} // namespace Earmark
