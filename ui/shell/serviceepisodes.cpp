// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/serviceepisodes.h"

#include "services/episodeservice.h"

namespace Earmark {

QFuture<Result<EpisodeFences>> ServiceEpisodes::fences(const EpisodeQuery &query)
{
    return m_service.fences(query);
}

QFuture<Result<EpisodeRows>> ServiceEpisodes::rows(const EpisodeQuery &query,
                                                   const EpisodeKey &from, int limit)
{
    return m_service.rows(query, from, limit);
}

QFuture<Result<EpisodeRows>> ServiceEpisodes::firstRows(const EpisodeQuery &query, int limit)
{
    return m_service.firstRows(query, limit);
}

QFuture<Result<EpisodeRows>> ServiceEpisodes::rowsById(const QList<EpisodeId> &episodes)
{
    return m_service.rowsById(episodes);
}

} // namespace Earmark
