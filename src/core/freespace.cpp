// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/freespace.h"

#include "core/amounts.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qint64 LargestReserve = 500'000'000;
constexpr qint64 ReserveShare = 50; ///< One 50th is 2 %.

/// Nothing: unknown.
std::optional<qint64> restOf(const RoomAsked &asked)
{
    if (asked.size.value_or(0) <= 0)
        return std::nullopt;
    return std::max<qint64>(0, *asked.size - asked.present);
}

RoomDecision decided(qint64 missing, const QString &sentence)
{
    if (missing <= 0)
        return {};
    return {.isEnough = false, .missing = missing, .sentence = sentence};
}

} // namespace

qint64 reservedSpace(const DiskSpace &disk)
{
    return disk.total > 0 ? std::min(LargestReserve, disk.total / ReserveShare) : LargestReserve;
}

RoomDecision roomToStart(const DiskSpace &disk, const RoomAsked &asked, qint64 promised)
{
    const qint64 unknown = std::max(UnknownMediaSize - asked.present, UnknownMediaSize / 10);
    const qint64 needed = restOf(asked).value_or(unknown);
    if (needed == 0)
        return {}; // Nothing more is written.
    const qint64 left = disk.free - reservedSpace(disk) - std::max<qint64>(0, promised);
    const qint64 usable = std::max<qint64>(0, left);
    return decided(needed - left,
                   u"There is not enough room on the disk: this file needs %1, and %2 can be used. "
                   "Delete something, or choose another folder for downloads."_s.arg(
                           sizeInWords(needed), sizeInWords(usable)));
}

RoomDecision roomToGoOn(const DiskSpace &disk, const RoomAsked &asked)
{
    const std::optional<qint64> rest = restOf(asked);
    if (rest == 0)
        return {};
    const qint64 kept = reservedSpace(disk) / 2;
    const qint64 needed = rest.value_or(1);
    return decided(
            needed + kept - disk.free,
            u"The disk is nearly full: %1 are free, and what is left of this file may not "
            "fit. What came is kept. Delete something, then resume."_s.arg(sizeInWords(disk.free)));
}

} // namespace Earmark
