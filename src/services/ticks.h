// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>

namespace Earmark {

/// Real time since some moment, which never goes back, and stands still while the computer sleeps.
/// Handed in, so that a test need not wait.
using Ticks = std::function<std::chrono::milliseconds()>;

inline Ticks steadyTicks()
{
    return [] {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
                std::chrono::steady_clock::now().time_since_epoch());
    };
}

} // namespace Earmark
