// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

// Whether there is room for what is downloaded. All sizes are bytes.

namespace Earmark {

/// The disk that the downloads' folder is on.
struct DiskSpace
{
    qint64 free = 0; ///< For this user, now.
    qint64 total = 0; ///< 0: unknown.

    bool operator==(const DiskSpace &) const = default;
};

/// What is never filled, so that the system and the library itself go on: 500 MB, on a small disk
/// 2 % of it.
qint64 reservedSpace(const DiskSpace &disk);

/// Held to be the size of a file whose size nobody told: two hours at 128 kbit/s.
constexpr qint64 UnknownMediaSize = 115'000'000;

struct RoomAsked
{
    std::optional<qint64> size{}; ///< As declared by server or feed; nothing, or 0: unknown.
    qint64 present = 0; ///< Of it on the disk already, and so no longer in DiskSpace::free.
};

struct RoomDecision
{
    bool isEnough = true;
    qint64 missing = 0; ///< What would have to be freed.
    QString sentence{}; ///< For the listener; empty when it is enough.

    bool operator==(const RoomDecision &) const = default;
};

/// Before a download begins or goes on. promised: what the others that run will still need.
RoomDecision roomToStart(const DiskSpace &disk, const RoomAsked &asked, qint64 promised);

/// While it runs: stops what can never be finished, and what comes near the end of the disk. Half
/// of the reserve may be used, so that what was let in is not stopped by the little that others
/// write meanwhile. present as of now.
RoomDecision roomToGoOn(const DiskSpace &disk, const RoomAsked &asked);

} // namespace Earmark
