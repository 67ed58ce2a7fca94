// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>

#include <chrono>
#include <optional>

namespace Earmark {

/// `earmark:play?feed=…&guid=…&t=750`: leads from a note in another program back to the second.
/// It names the podcast by its feed's address and the episode by guid, so that it outlives the
/// library it was copied from.
struct EarmarkAddress
{
    QUrl feed;
    QString guid;
    std::chrono::milliseconds at{0}; ///< Media time; t is in seconds, with decimals if need be.

    bool operator==(const EarmarkAddress &) const = default;
};

QString toText(const EarmarkAddress &address);

/// The same moment with no more of its feed than the host, for a private podcast: whoever has it in
/// his library finds it all the same. Nothing when the guid itself is a private address.
std::optional<EarmarkAddress> withoutPath(const EarmarkAddress &address);

/// Nothing unless it is a whole and sane address: feed http or https (or the demo's, or that
/// of a folder on this computer, which is looked up among the podcasts and never opened), guid not
/// empty, 0 <= t <= 1,000 h, no longer than 8 KiB.
std::optional<EarmarkAddress> parseEarmarkAddress(const QString &text);

} // namespace Earmark
