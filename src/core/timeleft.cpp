// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/timeleft.h"

#include <algorithm>
#include <cmath>

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {

milliseconds listeningTime(milliseconds from, milliseconds to, double speed,
                           const MediaRanges &skips)
{
    milliseconds media = std::max(0ms, to - from);
    for (const MediaRange &skip : skips) {
        // Who jumped into a part that is skipped hears the rest of it.
        if (skip.start >= from)
            media -= std::max(0ms, std::min(skip.end, to) - skip.start);
    }
    return milliseconds(std::llround(double(std::max(0ms, media).count()) / speed));
}

} // namespace Earmark
