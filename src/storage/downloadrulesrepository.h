// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadrules.h"
#include "core/ids.h"
#include "core/result.h"

#include <QList>

namespace Earmark {

class Database;

/// What podcasts say of their downloads, and what the rules need to know of the library. Blocking:
/// made and called inside Storage::read() or write().
class DownloadRulesRepository
{
public:
    explicit DownloadRulesRepository(const Database &database) : m_database(database) { }

    /// A podcast that is not in the library is ErrorKind::NotFound.
    Result<PodcastDownloads> podcast(PodcastId podcast) const;
    /// Whether it is serial stays as its feed says.
    Result<> setPodcast(PodcastId podcast, const PodcastDownloads &own);
    /// With the words of all podcasts. To one that was subscribed to later than `since` of all, all
    /// new is what came since then.
    Result<DownloadRules> rules(DownloadRules rules) const;

    /// The episodes that planAutomaticDownloads() asks for, each once; of a podcast's newest
    /// without those that can make no difference to it. What was unsubscribed from is left out: it
    /// is not there, and may come back as it was.
    Result<QList<DownloadFacts>> facts(const DownloadRules &rules, EpisodeId playing) const;

private:
    const Database &m_database;
};

} // namespace Earmark
