// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resumerules.h"

#include <algorithm>
#include <array>

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {
namespace {

struct Step
{
    milliseconds pause;
    milliseconds rewind;
};
constexpr std::array<Step, 4> Steps{{{24h, 20s}, {1h, 10s}, {1min, 3s}, {0s, 800ms}}};

} // namespace

milliseconds resumeRewind(milliseconds pause)
{
    const auto *const step = std::ranges::find_if(
            Steps, [pause](const Step &candidate) { return pause >= candidate.pause; });
    return step == Steps.end() ? Steps.back().rewind : step->rewind;
}

milliseconds resumePosition(const LeftPlace &left, const QDateTime &now, const Chapters &chapters)
{
    if (!left.at.isValid())
        return left.position;
    milliseconds earliest = 0ms;
    for (const Chapter &chapter : chapters) {
        if (!chapter.hidden && chapter.start <= left.position)
            earliest = std::max(earliest, chapter.start);
    }
    const milliseconds pause(left.at.msecsTo(now));
    return std::max(earliest, left.position - resumeRewind(pause));
}

} // namespace Earmark
