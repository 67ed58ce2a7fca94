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
    /// Before all else these give up their guid (it becomes another, vacatedGuid()): an item that
    /// is another episode has it now.
    QList<EpisodeId> vacate;

    bool operator==(const MergePlan &) const = default;
};

/// Decides, and does nothing: no SQL, no network, no clock. An item is a known episode when it has
/// - its guid, unless title and address are both other ones and it is, by the rules below, a second
/// known
///   episode (publishers number their guids anew), or title, address and day are all other ones
///   (publishers use a guid again; but when that is so of more than a quarter of the feed, all of
///   it was rewritten and the guid is what stayed); else
/// - its enclosure's address (http or https makes no difference) and not both another title and
///   another day: some broadcasters put every day's news at one address; else
/// - its title and UTC day, and their lengths differ by <= 10 minutes or one is unknown; but not
///   when the library or the document has several of that title on that day.
/// A known episode is matched at most once. Of two items with one guid the first wins (see
/// separateRepeatedGuids()). An episode that the feed no longer lists is in neither list: it stays.
/// An unchanged digest is no update.
MergePlan planMerge(const QList<KnownEpisode> &known, const QList<PreparedEpisode> &items);

/// Unique in its podcast, and made of what was there.
QString vacatedGuid(const QString &guid, EpisodeId id);

/// Some feeds give all their items one guid. Items of one guid with different dates become "guid
/// date"; those that differ in title and enclosure alone "guid date enclosure". What repeats an
/// item stays as it is.
void separateRepeatedGuids(QList<PreparedEpisode> &items);

/// 16 bytes over everything of an episode that the library keeps.
QByteArray contentDigest(const PreparedEpisode &episode);

} // namespace Earmark
