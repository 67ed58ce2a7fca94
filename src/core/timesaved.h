// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace Earmark {

/// What a listener did not have to spend, by its cause: counted only for what was really heard (a
/// jump of the listener's own saves nothing). Speeds below 1 make bySpeed negative.
struct TimeSaved
{
    std::chrono::milliseconds bySpeed{0};
    std::chrono::milliseconds byTrimming{0}; ///< Output time: at 2× a second cut saves half of one.
    std::chrono::milliseconds bySkipping{0}; ///< Likewise.

    std::chrono::milliseconds total() const { return bySpeed + byTrimming + bySkipping; }
    TimeSaved &operator+=(const TimeSaved &other)
    {
        bySpeed += other.bySpeed;
        byTrimming += other.byTrimming;
        bySkipping += other.bySkipping;
        return *this;
    }
    bool operator==(const TimeSaved &) const = default;
};

} // namespace Earmark
