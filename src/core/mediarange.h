// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <vector>

namespace Earmark {

/// A part of an episode, [start, end) in media time.
struct MediaRange
{
    std::chrono::milliseconds start{0};
    std::chrono::milliseconds end{0};

    std::chrono::milliseconds length() const { return end - start; }
    bool contains(std::chrono::milliseconds at) const { return at >= start && at < end; }
    bool operator==(const MediaRange &) const = default;
};

/// Sorted by start; none empty, none touching another.
using MediaRanges = std::vector<MediaRange>;

} // namespace Earmark
