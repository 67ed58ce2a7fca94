// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"
#include "core/episodequery.h"
#include "core/result.h"

#include <QFuture>

namespace Earmark {

/// Where a list gets its rows: services/episodeservice.h in the program, values in a test.
class EpisodeSource
{
public:
    EpisodeSource() = default;
    EpisodeSource(const EpisodeSource &) = delete;
    EpisodeSource &operator=(const EpisodeSource &) = delete;
    virtual ~EpisodeSource() = default;

    virtual QFuture<Result<EpisodeFences>> fences(const EpisodeQuery &query) = 0;
    /// Rows from the key on, itself included.
    virtual QFuture<Result<EpisodeRows>> rows(const EpisodeQuery &query, const EpisodeKey &from,
                                              int limit)
            = 0;
    virtual QFuture<Result<EpisodeRows>> firstRows(const EpisodeQuery &query, int limit) = 0;
    virtual QFuture<Result<EpisodeRows>> rowsById(const QList<EpisodeId> &episodes) = 0;
};

} // namespace Earmark
