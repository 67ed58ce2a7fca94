// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace Earmark {

/// [from, to): to is behind the last byte.
struct ByteRange
{
    std::int64_t from = 0;
    std::int64_t to = 0;

    std::int64_t length() const { return to - from; }
    bool operator==(const ByteRange &) const = default;
};

/// Sorted by from; none empty, none touching another.
using ByteRanges = std::vector<ByteRange>;

/// Ranges that have at most `distance` bytes between them become one: what is asked for in one
/// request rather than two, what is one mark on a seek bar.
ByteRanges joined(const ByteRanges &ranges, std::int64_t distance);

/// Which bytes of a file are there: disjoint half-open ranges, neighbours joined. Offsets are >= 0.
class RangeMap
{
public:
    RangeMap() = default;
    /// In any order, overlapping or not: what was read from a disk.
    explicit RangeMap(const ByteRanges &ranges);

    /// [from, to) is there now. An empty or backward range is nothing.
    void add(std::int64_t from, std::int64_t to);
    /// [from, to) is there no more.
    void remove(std::int64_t from, std::int64_t to);

    bool contains(std::int64_t offset) const { return endOfRun(offset) > offset; }
    /// All of [from, to); of an empty range there is nothing to miss.
    bool contains(std::int64_t from, std::int64_t to) const;
    /// The end of the run that holds offset; offset itself when it is missing.
    std::int64_t endOfRun(std::int64_t offset) const;
    /// The begin of the run that holds offset or ends at it; offset itself when there is none.
    std::int64_t beginOfRun(std::int64_t offset) const;
    /// Where the first run begins that begins after offset.
    std::optional<std::int64_t> nextRun(std::int64_t offset) const;
    std::int64_t total() const;
    std::size_t runs() const { return m_runs.size(); }

    /// The runs, each cut to [from, to).
    ByteRanges present(std::int64_t from, std::int64_t to) const;
    ByteRanges present() const;
    /// The gaps of [from, to), which with present() are all of it.
    ByteRanges missing(std::int64_t from, std::int64_t to) const;
    /// The first of missing(from, to); nothing: all of it is there.
    std::optional<ByteRange> firstGap(std::int64_t from, std::int64_t to) const;
    /// How much of [from, to) is there, 0 to 1; 1 only when nothing is missing (up to 2^53 bytes).
    /// 0 for an empty range: of a file of unknown length nothing is shown.
    double covered(std::int64_t from, std::int64_t to) const;

    bool operator==(const RangeMap &) const = default;

private:
    std::map<std::int64_t, std::int64_t> m_runs; ///< begin -> end
};

} // namespace Earmark
