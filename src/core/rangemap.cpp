// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rangemap.h"

#include <algorithm>
#include <iterator>

namespace Earmark {

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

} // namespace Earmark
