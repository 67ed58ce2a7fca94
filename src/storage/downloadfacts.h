// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadrules.h"
#include "core/ids.h"
#include "core/result.h"
#include "storage/sql.h"

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QStringList>

namespace Earmark {

/// planAutomaticDownloads() knows no more of a podcast.
constexpr int MostOfAPodcast = 200;

/// Reads what the rules of downloads need to know: some hundreds of episodes out of hundreds of
/// thousands, each by an index and each once.
class DownloadFactsReader
{
public:
    explicit DownloadFactsReader(const QSqlDatabase &db);

    /// All with a file, a part or a download, what plays, the first `queued` of the queue.
    Result<> readThere(EpisodeId playing, int queued);
    /// Until there are as many as are kept of it: what is older matters only where a file is there.
    Result<> readNewest(PodcastId podcast, const DownloadSettings &settings);
    Result<> readSince(PodcastId podcast, const QDateTime &since);
    /// The one heard last and those that follow it; never heard: from the first one on.
    Result<> readFollowing(PodcastId podcast);

    const QList<DownloadFacts> &facts() const { return m_facts; }
    /// For the test that none of these reads a whole table.
    static QStringList statements();

private:
    Result<> readQueue();
    Result<> take(Sql::Statement &statement, std::initializer_list<Sql::Binding> bindings = {});
    const DownloadFacts &taken(const Sql::Statement &row);

    Sql::Statement m_queue;
    Sql::Statement m_whole;
    Sql::Statement m_parts;
    Sql::Statement m_downloads;
    Sql::Statement m_one;
    Sql::Statement m_newest;
    Sql::Statement m_since;
    Sql::Statement m_heardLast;
    Sql::Statement m_following;

    EpisodeId m_playing;
    QHash<EpisodeId, int> m_places; ///< In the queue.
    QList<EpisodeId> m_queued;
    QHash<EpisodeId, qsizetype> m_known; ///< Where they stand in m_facts.
    QList<DownloadFacts> m_facts;
};

} // namespace Earmark
