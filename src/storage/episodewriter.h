// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/preparedfeed.h"
#include "core/result.h"
#include "storage/chapterrows.h"
#include "storage/sql.h"

namespace Earmark {

/// Writes what a feed says of its episodes, many in a row; inside a transaction of FeedMerge's.
class EpisodeWriter
{
public:
    EpisodeWriter(const QSqlDatabase &db, PodcastId podcast);

    /// False: the guid is there already (two merges of one feed met); nothing was changed.
    Result<bool> insert(const PreparedEpisode &episode);
    /// Keeps what the listener did, a length that was measured, a date the feed no longer gives,
    /// and the chapters of other sources; those of an address the feed changed are forgotten.
    /// False: the episode is gone.
    Result<bool> update(EpisodeId id, const PreparedEpisode &episode);

private:
    Result<> writeChapters(EpisodeId id, const PreparedEpisode &episode, bool isNew);
    Result<> forgetStaleJson(EpisodeId id, const FeedEpisode &feed);

    PodcastId m_podcast;
    Sql::Statement m_insert;
    Sql::Statement m_insertDetail;
    Sql::Statement m_update;
    Sql::Statement m_updateDetail;
    Sql::Statement m_chaptersUrl;
    ChapterRows m_chapters;
};

} // namespace Earmark
