// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/listsql.h"

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

// Each condition must say all of its index's WHERE (0001_library.sql), word for word.
constexpr auto Listed = "e.removed = 0 AND e.archived = 0"_L1;
constexpr auto Unplayed = " AND e.play < 2"_L1;
constexpr auto Whole = "d.presence = 2"_L1; // 0005_download_rules.sql

QLatin1StringView indexOf(const EpisodeQuery &query)
{
    switch (query.place) {
    case Place::Episodes:
        return query.unplayedOnly ? "episode_unplayed"_L1 : "episode_listed"_L1;
    case Place::Queue:
        return "queue_by_rank"_L1;
    case Place::InProgress:
        return "episode_in_progress"_L1;
    case Place::Favourites:
        return "episode_favourite"_L1;
    case Place::Archive:
        return "episode_archived"_L1;
    case Place::Podcast:
        break;
    }
    return "episode_of_podcast"_L1;
}

QString conditionOf(const EpisodeQuery &query)
{
    QString condition = Listed;
    switch (query.place) {
    case Place::Episodes:
        break;
    case Place::Queue:
        condition += " AND e.id = q.episode_id"_L1;
        break;
    case Place::InProgress:
        condition += " AND e.play = 1"_L1;
        break;
    case Place::Favourites:
        condition += " AND e.favourite = 1"_L1;
        break;
    case Place::Archive:
        condition = "e.removed = 0 AND e.archived = 1"_L1;
        break;
    case Place::Podcast:
        if (!query.unplayedOnly)
            condition = "e.removed = 0"_L1;
        condition += " AND e.podcast_id = :podcast"_L1;
        break;
    }
    if (query.unplayedOnly)
        condition += Unplayed;
    if (query.downloadedOnly)
        condition += " AND e.id = d.episode_id AND "_L1 + Whole;
    return condition;
}

/// What is walked, then what is looked up for each row of it.
QString tablesOf(const EpisodeQuery &query)
{
    if (query.place == Place::Queue) {
        const QLatin1StringView downloaded
                = query.downloadedOnly ? " CROSS JOIN media AS d"_L1 : ""_L1;
        return "queue AS q INDEXED BY "_L1 + indexOf(query) + " CROSS JOIN episode AS e"_L1
                + downloaded;
    }
    if (query.downloadedOnly)
        return u"media AS d INDEXED BY media_whole CROSS JOIN episode AS e"_s;
    return "episode AS e INDEXED BY "_L1 + indexOf(query);
}

} // namespace

ListSql::ListSql(const EpisodeQuery &query)
    : m_tables(tablesOf(query)), m_where(conditionOf(query)), m_isDescending(!query.oldestFirst)
{
    if (query.place == Place::Queue) {
        m_order = u"q.rank"_s;
        m_id = u"q.episode_id"_s;
        m_isDescending = false;
    }
}

QString ListSql::source(From from, bool withPodcast) const
{
    QString sql = " FROM "_L1 + m_tables;
    if (withPodcast) // CROSS: the list's index is walked, the podcast looked up, never the reverse
        sql += " CROSS JOIN podcast AS p"_L1;
    sql += " WHERE "_L1 + m_where;
    if (withPodcast)
        sql += " AND p.id = e.podcast_id"_L1;
    if (from != From::Start) {
        const QString compare
                = (m_isDescending ? u"<"_s : u">"_s) + (from == From::At ? u"="_s : QString());
        sql += " AND ("_L1 + keyColumns() + ") "_L1 + compare + " (:order, :id)"_L1;
    }
    return sql;
}

QString ListSql::select(const QString &columns, From from, bool withPodcast) const
{
    const QLatin1StringView direction = m_isDescending ? " DESC"_L1 : ""_L1;
    return "SELECT "_L1 + columns + source(from, withPodcast) + " ORDER BY "_L1 + m_order
            + direction + ", "_L1 + m_id + direction + " LIMIT :limit OFFSET :offset"_L1;
}

QString ListSql::count(From from) const
{
    return "SELECT count(*) FROM (SELECT 1"_L1 + source(from, false) + " LIMIT :limit)"_L1;
}

} // namespace Earmark
