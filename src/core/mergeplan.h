// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/preparedfeed.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QUrl>

#include <chrono>

namespace Earmark {

/// What a refresh needs to know of an episode in the library to recognise it.
struct KnownEpisode
{
    EpisodeId id;
    QString guid;
    QUrl enclosure;
    QString title; ///< As shown.
    QDateTime published; ///< UTC; invalid: unknown.
    std::chrono::milliseconds duration{0}; ///< 0: unknown.
    QByteArray digest; ///< contentDigest() of what was merged last.

    bool operator==(const KnownEpisode &) const = default;
};

/// What must change in the library so that it says what the feed says. Items are indexes into the
/// list that was handed in.
struct MergePlan
{
    struct Update
    {
        EpisodeId id;
        qsizetype item = 0;

        bool operator==(const Update &) const = default;
    };
    /// Oldest first, so that ids grow with the publication date (search asks the newest id first);
    /// of one date the later in the document first.
    QList<qsizetype> insert;
    QList<Update> update; ///< In document order. The guid becomes the item's.

    bool operator==(const MergePlan &) const = default;
};

/// Decides, and does nothing: no SQL, no network, no clock. An item is a known episode when it has
/// - its guid; else
/// - its enclosure's address (http or https makes no difference) and not both another title and
///   another day: some broadcasters put every day's news at one address; else
/// - its title and UTC day, and their lengths differ by <= 10 minutes or one is unknown; but not
///   when the library or the document has several of that title on that day.
/// A known episode is matched at most once. Of two items with one guid the first wins. An episode
/// that the feed no longer lists is in neither list: it stays. An unchanged digest is no update.
MergePlan planMerge(const QList<KnownEpisode> &known, const QList<PreparedEpisode> &items);

/// 16 bytes over everything of an episode that the library keeps.
QByteArray contentDigest(const PreparedEpisode &episode);

} // namespace Earmark
