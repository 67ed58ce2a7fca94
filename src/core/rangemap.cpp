// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rangemap.h"

#include <algorithm>
#include <iterator>

namespace Earmark {

ByteRanges joined(const ByteRanges &ranges, std::int64_t distance)
{
    ByteRanges wider;
    for (const ByteRange &range : ranges) {
        if (!wider.empty() && range.from - wider.back().to <= distance)
            wider.back().to = range.to;
        else
            wider.push_back(range);
    }
    return wider;
}

RangeMap::RangeMap(const ByteRanges &ranges)
{
    for (const ByteRange &range : ranges)
        add(range.from, range.to);
}

void RangeMap::add(std::int64_t from, std::int64_t to)
{
    if (from >= to)
        return;
    auto first = m_runs.upper_bound(from);
    if (first != m_runs.begin() && std::prev(first)->second >= from)
        --first;
    auto last = first;
    while (last != m_runs.end() && last->first <= to) {
        from = std::min(from, last->first);
        to = std::max(to, last->second);
        ++last;
    }
    m_runs.erase(first, last);
    m_runs.emplace(from, to);
}

std::int64_t RangeMap::endOfRun(std::int64_t offset) const
{
    const auto after = m_runs.upper_bound(offset);
    return after == m_runs.begin() ? offset : std::max(offset, std::prev(after)->second);
}

std::int64_t RangeMap::beginOfRun(std::int64_t offset) const
{
    const auto after = m_runs.upper_bound(offset);
    if (after == m_runs.begin() || std::prev(after)->second < offset)
        return offset;
    return std::prev(after)->first;
}

std::optional<std::int64_t> RangeMap::nextRun(std::int64_t offset) const
{
    const auto after = m_runs.upper_bound(offset);
    if (after == m_runs.end())
        return std::nullopt;
    return after->first;
}

std::int64_t RangeMap::total() const
{
    std::int64_t sum = 0;
    for (const auto &[from, to] : m_runs)
        sum += to - from;
    return sum;
}

void RangeMap::remove(std::int64_t from, std::int64_t to)
{
    const ByteRanges gone = present(from, to);
    if (gone.empty())
        return;
    const std::int64_t begin = beginOfRun(gone.front().from);
    const std::int64_t end = endOfRun(gone.back().from);
    m_runs.erase(m_runs.lower_bound(begin), m_runs.lower_bound(end));
    add(begin, gone.front().from);
    add(gone.back().to, end);
}

bool RangeMap::contains(std::int64_t from, std::int64_t to) const
{
    return from >= to || endOfRun(from) >= to;
}

ByteRanges RangeMap::present(std::int64_t from, std::int64_t to) const
{
    ByteRanges ranges;
    if (from >= to)
        return ranges;
    auto run = m_runs.upper_bound(from);
    if (run != m_runs.begin() && std::prev(run)->second > from)
        --run;
    for (; run != m_runs.end() && run->first < to; ++run)
        ranges.push_back({.from = std::max(run->first, from), .to = std::min(run->second, to)});
    return ranges;
}

ByteRanges RangeMap::present() const
{
    ByteRanges ranges;
    ranges.reserve(m_runs.size());
    for (const auto &[from, to] : m_runs)
        ranges.push_back({.from = from, .to = to});
    return ranges;
}

ByteRanges RangeMap::missing(std::int64_t from, std::int64_t to) const
{
    ByteRanges gaps;
    std::int64_t at = from;
    for (const ByteRange &range : present(from, to)) {
        if (range.from > at)
            gaps.push_back({.from = at, .to = range.from});
        at = range.to;
    }
    if (at < to)
        gaps.push_back({.from = at, .to = to});
    return gaps;
}

std::optional<ByteRange> RangeMap::firstGap(std::int64_t from, std::int64_t to) const
{
    const std::int64_t begin = endOfRun(from);
    if (begin >= to)
        return std::nullopt;
    return ByteRange{.from = begin, .to = std::min(to, nextRun(begin).value_or(to))};
}

double RangeMap::covered(std::int64_t from, std::int64_t to) const
{
    if (from >= to)
        return 0;
    std::int64_t sum = 0;
    for (const ByteRange &range : present(from, to))
        sum += range.length();
    return double(sum) / double(to - from);
}

} // namespace Earmark
