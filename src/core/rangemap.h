// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

namespace Earmark {

/// Which bytes of a file are there: disjoint half-open ranges, neighbours joined. Offsets are >= 0.
class RangeMap
{
public:
    /// [from, to) is there now. An empty or backward range is nothing.
    void add(std::int64_t from, std::int64_t to);

    bool contains(std::int64_t offset) const { return endOfRun(offset) > offset; }
    /// The end of the run that holds offset; offset itself when it is missing.
    std::int64_t endOfRun(std::int64_t offset) const;
    /// The begin of the run that holds offset or ends at it; offset itself when there is none.
    std::int64_t beginOfRun(std::int64_t offset) const;
    /// Where the first run begins that begins after offset.
    std::optional<std::int64_t> nextRun(std::int64_t offset) const;
    std::int64_t total() const;
    std::size_t runs() const { return m_runs.size(); }

    bool operator==(const RangeMap &) const = default;

private:
    std::map<std::int64_t, std::int64_t> m_runs; ///< begin -> end
};

} // namespace Earmark
