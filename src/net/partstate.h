// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <cstdint>
#include <optional>

namespace Earmark {

/// Error::code of an error of kind Network: the publisher put another file at the address.
constexpr int MediaChanged = 1001;

/// Where the fetching of a file that is kept stands. Sizes in bytes.
struct PartState
{
    std::int64_t present = 0;
    std::optional<std::int64_t> total{}; ///< Once a server, or the map on the disk, told it.
    /// Else it is where a stream of unknown length ended: whether the file is whole is for those to
    /// say who know its format.
    bool isTotalTold = true;
    bool isOpen = false; ///< The disk was asked what is there already.
    bool isWhole = false;
    bool isKept = false; ///< All of it is wanted (and nothing failed).
    /// Why keeping, or opening, stopped. setKept(true) tries again, unless isOpen is false or
    /// isStale: then only another opening does.
    std::optional<Error> failure{};
    /// The publisher's file is another now, and somebody heard bytes of the old one: what is there
    /// stays readable until this is closed, and the next opening begins anew.
    bool isStale = false;
    int timesBegunAnew = 0; ///< Because of another file, when nobody had read of the old one.

    bool operator==(const PartState &) const = default;
};

} // namespace Earmark
