// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/podcast.h"
#include "core/result.h"
#include "storage/sql.h"

#include <QList>

namespace Earmark {

struct RefreshRecord;

/// The log of refreshes as rows, for repository and merge; inside a transaction of theirs.
class AttemptRows
{
public:
    explicit AttemptRows(const QSqlDatabase &db);

    /// Log and podcast; nothing of a podcast that is gone.
    Result<> record(const RefreshRecord &record);
    /// The log alone. The oldest beyond PodcastRepository::AttemptsKept go.
    Result<> add(PodcastId podcast, const FetchAttempt &attempt);

    static Result<QList<FetchAttempt>> of(const QSqlDatabase &db, PodcastId podcast);

private:
    Sql::Statement m_succeeded;
    Sql::Statement m_failed;
    Sql::Statement m_insert;
    Sql::Statement m_drop;
};

} // namespace Earmark
