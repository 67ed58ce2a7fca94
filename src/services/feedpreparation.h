// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/feeddocument.h"
#include "core/preparedfeed.h"
#include "core/result.h"
#include "feed/feedparser.h"

namespace Earmark {

/// Makes of a parsed document what the library stores: promotion found over all notes, titles for
/// episodes that have none, excerpts, chapters of the notes. Pure and slow (milliseconds per
/// hundred episodes): for the pool. subscription: id and address, the title until now, and in
/// lastRefreshed the time of this refresh.
PreparedFeed prepareFeed(const Podcast &subscription, FeedDocument document);

/// A document that was read, and its episodes as the library stores them.
struct ReadFeed
{
    FeedDocument document; ///< Without its episodes.
    QStringList guids; ///< Of the first episodes, as the document has them.
    QStringList promotions;
    QList<PreparedEpisode> episodes;
};

struct ReadFeedHooks
{
    /// It is certain that the document is a feed, and not much of it was read yet.
    std::function<void()> isFeed{};
    /// Makes a prepared episode small, on any thread: all of them are in memory at once.
    std::function<void(PreparedEpisode &)> pack{};
};

/// Parses and prepares at once, on this thread and, for a large feed, one more.
Result<ReadFeed> readFeed(QIODevice &device, const FeedContext &context,
                          const ReadFeedHooks &hooks = {});
/// The same of a document that is there already; guids stay empty.
ReadFeed readDocument(FeedDocument document,
                      const std::function<void(PreparedEpisode &)> &pack = {});
/// As prepareFeed() would have made it. Quick.
PreparedFeed preparedFor(const Podcast &subscription, ReadFeed feed);

} // namespace Earmark
