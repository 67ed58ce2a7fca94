// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rangemap.h"
#include "net/readplan.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace Earmark {

/// As long as one request for what is kept may be: few enough requests for a distant server, little
/// enough in its way when a reader jumps into it.
constexpr std::int64_t KeepWindow = std::int64_t(16) * 1024 * 1024;
/// Requests that are held back have a connection each, and Qt has six for a host.
constexpr std::size_t MostHeld = 2;

/// Whether all of the file is wanted, besides what readers want.
enum class Keeping : std::uint8_t {
    No,
    Later, ///< Wanted, but it waits: paused, or more was fetched than the limit allows.
    Now,
};

struct KeptFetch
{
    std::int64_t at = 0; ///< The next byte.
    std::int64_t to = 0; ///< Behind the last one.
    bool isKept = false; ///< Begun for keeping.
};

struct KeepSituation
{
    RangeMap present{};
    std::vector<KeptFetch> running{}; ///< The oldest first; they do not overlap.
    std::vector<std::int64_t> waiting{}; ///< Offsets that readers wait for.
    std::optional<std::int64_t> ahead{}; ///< Where what a reader reads ends soon.
    std::optional<std::int64_t> size{};
    Keeping keeping = Keeping::No;
    std::int64_t place = 0; ///< Where a reader read last.
    std::size_t mostRunning = 2;
};

struct KeepPlan
{
    enum class Fate : std::uint8_t {
        Run,
        Needed, ///< The same, and a reader waits for it: no limit holds it back.
        Hold, ///< Read no further for now.
        Drop,
    };
    struct Running
    {
        Fate fate = Fate::Run;
        std::int64_t to = 0; ///< As before, or less: a reader's request goes on from there.

        bool operator==(const Running &) const = default;
    };
    struct Start
    {
        FetchWindow window;
        bool isKept = false;

        bool operator==(const Start &) const = default;
    };
    std::vector<Running> running; ///< One for each in KeepSituation::running.
    std::vector<Start> start;

    bool operator==(const KeepPlan &) const = default;
};

/// What to ask for next where every byte is kept: like planReads(), but a request that stands in a
/// reader's way is held back and not dropped, because what the server sent already would be asked
/// for again. What is kept comes behind all readers, one request at a time: from where a reader
/// stands to the end, then from the front. No two requests ask for the same byte.
KeepPlan planKeeping(const KeepSituation &situation);

} // namespace Earmark
