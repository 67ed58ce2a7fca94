// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rangemap.h"

#include <QByteArray>
#include <QUrl>

#include <cstdint>
#include <optional>

namespace Earmark {

/// What is known of a file that is partly fetched: which bytes are there, and which file they are
/// of. Offsets and sizes in bytes.
struct PartMap
{
    QByteArray address{}; ///< addressDigest() of where it was asked for.
    std::optional<std::int64_t> size{}; ///< Of the whole file, once a server told it.
    /// The server told the size. Else it is where a stream ended, and Qt 6.4 takes a chunked one
    /// that broke in a certain way for ended.
    bool isSizeTold = true;
    QByteArray etag{}; ///< As the server sent it; empty: it sent none.
    QByteArray lastModified{}; ///< The same.
    RangeMap present{};

    bool isWhole() const { return size && present.endOfRun(0) >= *size; }
    bool operator==(const PartMap &) const = default;
};

/// Tells two addresses apart without saying which they are: an address may hold the password of a
/// private podcast. 32 bytes; without user, password and fragment.
QByteArray addressDigest(const QUrl &url);

/// The bytes of the file beside a part. A header line that is longer than 4 KiB is left out, as if
/// the server had sent none: the next answer then counts as another file.
QByteArray packPartMap(const PartMap &map);

/// Nothing unless every byte is as packPartMap() writes it, of this version, with its checksum.
/// What it says may then be believed of the map, never of the file: whoever opens that looks.
std::optional<PartMap> unpackPartMap(QByteArrayView bytes);

/// The part of ranges below end.
RangeMap below(const RangeMap &ranges, std::int64_t end);

} // namespace Earmark
