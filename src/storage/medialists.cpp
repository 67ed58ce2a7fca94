// SPDX-License-Identifier: GPL-3.0-or-later

// What the Downloads page lists. In the statements a presence of 1 is a part, 2 is a whole file
// (core/mediapresence.h).

#include "storage/columns.h"
#include "storage/database.h"
#include "storage/mediarepository.h"
#include "storage/sql.h"

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

const auto PodcastTitle = "CASE WHEN p.custom_title = '' THEN p.title ELSE p.custom_title END"_L1;

} // namespace

Result<DownloadRows> MediaRepository::rows() const
{
    auto query = Sql::exec(
            m_database.handle(),
            "SELECT e.id, e.podcast_id, e.title, "_L1 + PodcastTitle
                    + ", CASE WHEN e.image = '' THEN p.image ELSE e.image END, m.presence, m.bytes,"
                      " m.size, m.path, m.reason, m.changed_at, d.episode_id IS NOT NULL"
                      " FROM media AS m CROSS JOIN episode AS e ON e.id = m.episode_id"
                      " CROSS JOIN podcast AS p ON p.id = e.podcast_id"
                      " LEFT JOIN download AS d ON d.episode_id = m.episode_id"
                      " WHERE (m.presence = 2 OR d.episode_id IS NOT NULL) AND e.removed = 0"
                      " ORDER BY m.changed_at DESC, m.episode_id DESC"_L1);
    if (!query)
        return query.error();
    DownloadRows rows;
    while (query->next()) {
        rows.append({.episode = EpisodeId(query->value(0).toLongLong()),
                     .podcast = PodcastId(query->value(1).toLongLong()),
                     .title = query->value(2).toString(),
                     .podcastTitle = query->value(3).toString(),
                     .image = toUrl(query->value(4)),
                     .presence = MediaPresence(query->value(5).toInt()),
                     .bytes = query->value(6).toLongLong(),
                     .size = query->value(7).toLongLong(),
                     .path = query->value(8).toString(),
                     .reason = query->value(9).toString(),
                     .changedAt = toDateTime(query->value(10)),
                     .isWanted = query->value(11).toBool()});
    }
    return rows;
}

Result<QList<PodcastStorage>> MediaRepository::usage() const
{
    // Of an unsubscribed podcast the files are there until it is purged, and nobody lists it.
    auto query = Sql::exec(m_database.handle(),
                           "SELECT coalesce(p.id, 0), coalesce("_L1 + PodcastTitle
                                   + ", ''), coalesce(p.image, ''), sum(m.presence = 2),"
                                     " sum(m.presence = 1), sum(m.bytes) AS taken"
                                     " FROM media AS m"
                                     " LEFT JOIN episode AS e ON e.id = m.episode_id"
                                     " AND e.removed = 0"
                                     " LEFT JOIN podcast AS p ON p.id = e.podcast_id"
                                     " WHERE m.presence > 0 GROUP BY p.id"
                                     " ORDER BY taken DESC, p.id"_L1);
    if (!query)
        return query.error();
    QList<PodcastStorage> usage;
    while (query->next()) {
        usage.append({.podcast = PodcastId(query->value(0).toLongLong()),
                      .title = query->value(1).toString(),
                      .image = toUrl(query->value(2)),
                      .files = query->value(3).toInt(),
                      .parts = query->value(4).toInt(),
                      .bytes = query->value(5).toLongLong()});
    }
    return usage;
}

Result<LeftParts> MediaRepository::leftParts() const
{
    auto query = Sql::exec(m_database.handle(),
                           u"SELECT count(*), coalesce(sum(m.bytes), 0) FROM media AS m"
                           " CROSS JOIN episode AS e ON e.id = m.episode_id"
                           " LEFT JOIN download AS d ON d.episode_id = m.episode_id"
                           " WHERE m.presence = 1 AND d.episode_id IS NULL AND e.removed = 0"_s);
    if (!query)
        return query.error();
    if (!query->next())
        return LeftParts{};
    return LeftParts{.episodes = query->value(0).toInt(), .bytes = query->value(1).toLongLong()};
}

} // namespace Earmark
