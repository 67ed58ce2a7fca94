// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"

#include <QDateTime>

#include <chrono>

// Where listening goes on after a pause. All times but pauses are media time.

namespace Earmark {

/// How far back listening goes on after a pause of this length: 0.8, 3, 10, 20 s after 0, 1 min,
/// 1 h, 1 day (the issue's; AntennaPod goes by the same steps). A pause below 0 (the clock was set)
/// counts as none.
std::chrono::milliseconds resumeRewind(std::chrono::milliseconds pause);

/// Where the sound was heard last.
struct LeftPlace
{
    std::chrono::milliseconds position{0};
    QDateTime at; ///< UTC; invalid: the listener chose this place, and has heard nothing of it yet.

    bool operator==(const LeftPlace &) const = default;
};

/// Where it goes on: the place itself when it was chosen, else some seconds before it, but not
/// before the chapter it lies in, and not before the episode's beginning.
std::chrono::milliseconds resumePosition(const LeftPlace &left, const QDateTime &now,
                                         const Chapters &chapters);

} // namespace Earmark
