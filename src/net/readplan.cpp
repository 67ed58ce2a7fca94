// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/readplan.h"

#include <algorithm>

namespace Earmark {
namespace {

constexpr std::int64_t ReadAhead = std::int64_t(2) * 1024 * 1024;

bool brings(const RunningFetch &fetch, std::int64_t offset)
{
    return fetch.at <= offset && offset < fetch.to && offset - fetch.at <= WorthWaiting;
}

void keepClear(FetchWindow &window, const std::vector<RunningFetch> &others)
{
    for (const RunningFetch &other : others) {
        if (other.at > window.from)
            window.to = std::min(window.to, other.at);
    }
}

/// Who waits for what nothing brings, ascending; needed tells which requests are waited for.
std::vector<std::int64_t> unservedReaders(const ReadSituation &situation, std::vector<bool> &needed)
{
    std::vector<std::int64_t> unserved;
    for (const std::int64_t offset : situation.waiting) {
        bool isServed = situation.present.contains(offset);
        for (std::size_t i = 0; i < situation.running.size() && !isServed; ++i) {
            isServed = brings(situation.running[i], offset);
            needed[i] = needed[i] || isServed;
        }
        if (!isServed && (!situation.size || offset < *situation.size))
            unserved.push_back(offset);
    }
    std::sort(unserved.begin(), unserved.end());
    return unserved;
}

} // namespace

FetchWindow readWindow(const RangeMap &present, std::optional<std::int64_t> size, std::int64_t from)
{
    const std::int64_t run = from - present.beginOfRun(from);
    std::int64_t to = from + std::clamp(run, SmallestWindow, LargestWindow);
    if (size)
        to = std::min(to, *size);
    if (const auto next = present.nextRun(from))
        to = std::min(to, *next);
    return {from, to};
}

ReadPlan planReads(const ReadSituation &situation)
{
    ReadPlan plan;
    std::vector<bool> needed(situation.running.size(), false);
    const std::vector<std::int64_t> unserved = unservedReaders(situation, needed);

    std::vector<RunningFetch> kept;
    for (std::size_t i = 0; i < situation.running.size(); ++i) {
        if (unserved.empty() || needed[i])
            kept.push_back(situation.running[i]);
        else
            plan.drop.push_back(i);
    }
    const auto begin = [&](std::int64_t offset) {
        const bool isComing = std::any_of(kept.begin(), kept.end(),
                                          [&](const auto &fetch) { return brings(fetch, offset); });
        if (isComing || kept.size() >= situation.mostRunning)
            return;
        FetchWindow window = readWindow(situation.present, situation.size, offset);
        keepClear(window, kept);
        plan.start.push_back(window);
        kept.push_back({window.from, window.to});
    };
    for (const std::int64_t offset : unserved)
        begin(offset);
    const auto isUnderWay = [&](std::int64_t offset) {
        return std::any_of(kept.begin(), kept.end(), [&](const auto &fetch) {
            return fetch.at <= offset && offset < fetch.to;
        });
    };
    if (unserved.empty() && situation.ahead && !situation.present.contains(*situation.ahead)
        && !(situation.size && *situation.ahead >= *situation.size)
        && !isUnderWay(*situation.ahead))
        begin(*situation.ahead);
    return plan;
}

std::optional<std::int64_t> readAheadFrom(const RangeMap &present, std::int64_t offset,
                                          std::optional<std::int64_t> size)
{
    const std::int64_t end = present.endOfRun(offset);
    if (end <= offset || (size && end >= *size))
        return std::nullopt;
    const std::int64_t run = end - present.beginOfRun(offset);
    if (end - offset >= std::min(run / 2, ReadAhead))
        return std::nullopt;
    return end;
}

} // namespace Earmark
