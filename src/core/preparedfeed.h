// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/feeddocument.h"
#include "core/podcast.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace Earmark {

/// One parsed episode with what the library derives from it, made on the pool.
struct PreparedEpisode
{
    FeedEpisode feed; ///< When packed is set, only what planMerge() looks at.
    QByteArray packed{}; ///< All else, by whoever stores it (storage/feedrow.h).
    QString shownTitle; ///< core/titles.h; never empty.
    QString excerpt; ///< Plain text, <= 240 characters.
    Chapters noteChapters; ///< Empty when the notes make no list.
    QByteArray digest{}; ///< contentDigest() of it (core/mergeplan.h); empty: not made yet.
};

/// A whole feed ready to be merged into the library. podcast.id and url are the subscription's;
/// title ... promotions, validators are the feed's; counters and user's settings are ignored.
struct PreparedFeed
{
    Podcast podcast;
    QList<PreparedEpisode> episodes; ///< Document order.
    std::optional<FetchAttempt> attempt{}; ///< Logged when all is written, with what it brought.
    /// A page of older episodes: of podcast only id and nextPage (empty: that was the last) count.
    bool isOlderPage = false;
};

/// What a refresh changed.
struct MergeSummary
{
    int inserted = 0;
    int updated = 0;

    bool operator==(const MergeSummary &) const = default;
};

} // namespace Earmark
