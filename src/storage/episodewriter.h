// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/result.h"
#include "storage/chapterrows.h"
#include "storage/feedrow.h"
#include "storage/rowstatement.h"
#include "storage/sql.h"

namespace Earmark {

/// Writes what a feed says of its episodes, many in a row; inside a transaction of FeedMerge's.
class EpisodeWriter
{
public:
    EpisodeWriter(const QSqlDatabase &db, PodcastId podcast);

    /// False: the guid is there already (two merges of one feed met); nothing was changed.
    Result<bool> insert(const FeedRow &row);
    /// Keeps what the listener did, a length that was measured, a date the feed no longer gives,
    /// and the chapters of other sources; those of an address the feed changed are forgotten.
    /// False: the episode is gone, or another has its guid.
    Result<bool> update(EpisodeId id, const FeedRow &row);

private:
    Result<> replaceChapters(EpisodeId id, const FeedRow &row);
    Result<> forgetStaleJson(EpisodeId id, const FeedRow &row);

    PodcastId m_podcast;
    Sql::RowStatement m_insert;
    Sql::RowStatement m_insertDetail;
    Sql::RowStatement m_update;
    Sql::RowStatement m_updateDetail;
    Sql::Statement m_chaptersUrl;
    ChapterRows m_chapters;
};

} // namespace Earmark
