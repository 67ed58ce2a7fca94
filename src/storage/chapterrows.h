// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"
#include "core/ids.h"
#include "core/result.h"
#include "storage/rowstatement.h"
#include "storage/sql.h"

#include <QList>

namespace Earmark {

/// Chapters of episodes as rows, for the repositories; inside a transaction of theirs.
class ChapterRows
{
public:
    /// A feed or file may claim any number; a list of 2,000 is a minute per chapter in 33 hours.
    static constexpr qsizetype MaxChapters = 2000;

    explicit ChapterRows(const QSqlDatabase &db);

    /// Without the lists' recount: count() after the last one.
    Result<> replace(EpisodeId episode, const ChapterList &list);
    /// For an episode that has no rows yet; sourcesOf() and shownOf() all its lists stand in it.
    Result<> insert(EpisodeId episode, const ChapterList &list);
    /// episode_detail.sources_read
    static int sourcesOf(const QList<ChapterList> &lists);
    /// episode.chapters as count() would write it: lists in the order of trust, nothing chosen.
    static int shownOf(const QList<ChapterList> &lists);
    /// Forgets what the source said, and that it was read.
    Result<> forget(EpisodeId episode, ChapterSource source);
    /// Writes episode.chapters: visible ones of the chosen list, else of the first in the order of
    /// trust that has two.
    Result<> count(EpisodeId episode);
    /// One list per source that was read, in the order of trust.
    Result<QList<ChapterList>> lists(EpisodeId episode, int sourcesRead);

private:
    Result<> insertOne(EpisodeId episode, ChapterSource source, qsizetype number,
                       const Chapter &chapter);

    Result<> markRead(EpisodeId episode, ChapterSource source);

    Sql::RowStatement m_insert;
    Sql::RowStatement m_insertPlain;
    Sql::Statement m_delete;
    Sql::Statement m_markRead;
    Sql::Statement m_forget;
    Sql::Statement m_count;
    Sql::Statement m_select;
};

} // namespace Earmark
