// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace Earmark {

/// What the buttons, the keys and the seek bar's arrows jump by (the icons show the numbers).
constexpr std::chrono::milliseconds SkipBack{-10'000};
constexpr std::chrono::milliseconds SkipForward{30'000};

} // namespace Earmark
