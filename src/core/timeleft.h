// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/mediarange.h"

#include <chrono>

namespace Earmark {

/// How long it takes to hear [from, to) at this speed, when these parts of it are skipped.
/// Shortened silences are not counted: nobody knows them before they came. 0 where to is not after
/// from.
std::chrono::milliseconds listeningTime(std::chrono::milliseconds from,
                                        std::chrono::milliseconds to, double speed,
                                        const MediaRanges &skips);

} // namespace Earmark
