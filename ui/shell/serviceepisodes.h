// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/episodes/episodesource.h"

namespace Earmark {

class EpisodeService;

/// The lists' rows, from the library.
class ServiceEpisodes : public EpisodeSource
{
public:
    explicit ServiceEpisodes(EpisodeService &service) : m_service(service) { }

    QFuture<Result<EpisodeFences>> fences(const EpisodeQuery &query) override;
    QFuture<Result<EpisodeRows>> rows(const EpisodeQuery &query, const EpisodeKey &from,
                                      int limit) override;
    QFuture<Result<EpisodeRows>> firstRows(const EpisodeQuery &query, int limit) override;
    QFuture<Result<EpisodeRows>> rowsById(const QList<EpisodeId> &episodes) override;

private:
    EpisodeService &m_service;
};

} // namespace Earmark
