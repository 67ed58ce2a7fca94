// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rangemap.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace Earmark {

constexpr std::int64_t SmallestWindow = std::int64_t(256) * 1024;
constexpr std::int64_t LargestWindow = std::int64_t(4) * 1024 * 1024;
/// Waiting for this many bytes of a running answer beats a new request.
constexpr std::int64_t WorthWaiting = std::int64_t(256) * 1024;

/// A request on its way: what it will still bring.
struct RunningFetch
{
    std::int64_t at = 0; ///< The next byte.
    std::int64_t to = 0; ///< Behind the last one.
};

struct FetchWindow
{
    std::int64_t from = 0;
    std::int64_t to = 0;

    bool operator==(const FetchWindow &) const = default;
};

struct ReadSituation
{
    RangeMap present{};
    std::vector<RunningFetch> running{};
    std::vector<std::int64_t> waiting{}; ///< Offsets that readers wait for.
    std::optional<std::int64_t> ahead{}; ///< Where what a reader reads ends soon.
    std::optional<std::int64_t> size{};
    std::size_t mostRunning = 2;
};

struct ReadPlan
{
    std::vector<std::size_t> drop; ///< Indices in running, ascending: read-ahead nobody waits for.
    std::vector<FetchWindow> start;

    bool operator==(const ReadPlan &) const = default;
};

/// What a reader gets that waits for from: as long as the run before it, between the two
/// constants, never into what is there or behind the end.
FetchWindow readWindow(const RangeMap &present, std::optional<std::int64_t> size,
                       std::int64_t from);

/// What to ask the server for next. Readers that wait come first, and read-ahead gives way to
/// them. Windows grow (readWindow()): a reader that hops costs little, one that goes on soon gets
/// few large requests.
ReadPlan planReads(const ReadSituation &situation);

/// Should the next window be asked for, given that a reader stands at offset in present bytes?
/// Nothing or the offset to go on from.
std::optional<std::int64_t> readAheadFrom(const RangeMap &present, std::int64_t offset,
                                          std::optional<std::int64_t> size);

} // namespace Earmark
