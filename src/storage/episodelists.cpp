// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/columns.h"
#include "storage/database.h"
#include "storage/episoderepository.h"
#include "storage/episoderows.h"
#include "storage/listsql.h"
#include "storage/sql.h"

#include <limits>

using namespace Qt::StringLiterals;

// The lists of EpisodeRepository; one episode and what changes it are in episoderepository.cpp.

namespace Earmark {
namespace {

constexpr int Unlimited = std::numeric_limits<int>::max();

Result<> runList(Sql::Statement &statement, const EpisodeQuery &query, const EpisodeKey &key,
                 int limit, int offset)
{
    return statement.run({{u":podcast"_s, query.podcast.value()},
                          {u":order"_s, key.order},
                          {u":id"_s, key.id.value()},
                          {u":limit"_s, limit},
                          {u":offset"_s, offset}});
}

EpisodeKey readKey(const Sql::Statement &row)
{
    return {.order = row.value(0).toLongLong(), .id = EpisodeId(row.value(1).toLongLong())};
}

Result<EpisodeRows> readRows(const QSqlDatabase &db, const EpisodeQuery &query, ListSql::From from,
                             const EpisodeKey &key, int limit)
{
    Sql::Statement statement(db, ListSql(query).select(EpisodeRowColumns, from, true));
    if (const auto done = runList(statement, query, key, limit, 0); !done)
        return done.error();
    EpisodeRows rows;
    while (statement.next())
        rows.append(readEpisodeRow(statement));
    return rows;
}

Result<EpisodeFences> readFences(const QSqlDatabase &db, const EpisodeQuery &query)
{
    using From = ListSql::From;
    const ListSql sql(query);
    Sql::Statement first(db, sql.select(sql.keyColumns(), From::Start));
    if (const auto done = runList(first, query, {}, 1, 0); !done)
        return done.error();
    if (!first.next())
        return EpisodeFences();

    // SQLite steps over the rows between two fences by itself: only the fences come out.
    EpisodeFences fences{.count = 0, .keys = {readKey(first)}};
    Sql::Statement next(db, sql.select(sql.keyColumns(), From::After));
    for (;;) {
        const auto done = runList(next, query, fences.keys.constLast(), 1, EpisodeFences::Step - 1);
        if (!done)
            return done.error();
        if (!next.next())
            break;
        fences.keys.append(readKey(next));
        next.finish();
    }
    Sql::Statement rest(db, sql.count(From::At));
    if (const auto done = runList(rest, query, fences.keys.constLast(), Unlimited, 0); !done)
        return done.error();
    rest.next();
    fences.count = int(fences.keys.size() - 1) * EpisodeFences::Step + rest.value(0).toInt();
    return fences;
}

/// The kept counter that says how long a list is; empty where none does.
QString counterOf(const EpisodeQuery &query)
{
    if (query.downloadedOnly)
        return {};
    switch (query.place) {
    case Place::Episodes:
        return query.unplayedOnly ? u"unplayed"_s : u"listed"_s;
    case Place::InProgress:
        return u"in_progress"_s;
    case Place::Podcast:
        return query.unplayedOnly ? u"unplayed"_s : u"episodes"_s;
    case Place::Favourites:
        return query.unplayedOnly ? QString() : u"favourites"_s;
    case Place::Archive:
        return query.unplayedOnly ? QString() : u"archived"_s;
    case Place::Queue:
        break;
    }
    return {};
}

} // namespace

Result<EpisodeFences> EpisodeRepository::fences(const EpisodeQuery &query) const
{
    const QSqlDatabase db = m_database.handle();
    return Sql::inTransaction(
            db, [&] { return readFences(db, query); }, Sql::Transaction::Kind::Read);
}

Result<int> EpisodeRepository::count(const EpisodeQuery &query) const
{
    const QString counter = counterOf(query);
    QString sql = ListSql(query).count(ListSql::From::Start);
    if (!counter.isEmpty()) {
        sql = "SELECT coalesce(sum(c."_L1 + counter
                + "), 0) FROM podcast_counter AS c JOIN podcast AS p ON p.id = c.podcast_id"
                  " WHERE p.removed_at IS NULL"_L1;
        if (query.place == Place::Podcast)
            sql += " AND p.id = :podcast"_L1;
    }
    Sql::Statement statement(m_database.handle(), sql);
    if (const auto done = runList(statement, query, {}, Unlimited, 0); !done)
        return done.error();
    return statement.next() ? statement.value(0).toInt() : 0;
}

Result<EpisodeRows> EpisodeRepository::firstRows(const EpisodeQuery &query, int limit) const
{
    return readRows(m_database.handle(), query, ListSql::From::Start, {}, limit);
}

Result<EpisodeRows> EpisodeRepository::rows(const EpisodeQuery &query, const EpisodeKey &from,
                                            int limit) const
{
    return readRows(m_database.handle(), query, ListSql::From::At, from, limit);
}

Result<EpisodeRows> EpisodeRepository::rowsByIds(const QList<EpisodeId> &ids) const
{
    Sql::Statement statement(m_database.handle(),
                             "SELECT "_L1 + EpisodeRowColumns
                                     + " FROM episode AS e CROSS JOIN podcast AS p"
                                       " WHERE e.id = :id AND p.id = e.podcast_id"
                                       " AND e.removed = 0"_L1);
    EpisodeRows rows;
    for (const EpisodeId id : ids) {
        if (const auto done = statement.run({{u":id"_s, id.value()}}); !done)
            return done.error();
        if (statement.next())
            rows.append(readEpisodeRow(statement));
        statement.finish();
    }
    return rows;
}

Result<QList<EpisodeId>> EpisodeRepository::ids(const EpisodeQuery &query) const
{
    const ListSql sql(query);
    Sql::Statement statement(m_database.handle(),
                             sql.select(sql.keyColumns(), ListSql::From::Start));
    if (const auto done = runList(statement, query, {}, Unlimited, 0); !done)
        return done.error();
    QList<EpisodeId> ids;
    while (statement.next())
        ids.append(readKey(statement).id);
    return ids;
}

Result<PlaceCounts> EpisodeRepository::counts() const
{
    auto query = Sql::exec(
            m_database.handle(),
            u"SELECT sum(c.listed), sum(c.unplayed), sum(c.in_progress), sum(c.favourites),"
            " sum(c.archived), (SELECT count(*) FROM queue AS q CROSS JOIN episode AS e"
            "  WHERE e.id = q.episode_id AND e.removed = 0 AND e.archived = 0)"
            " FROM podcast_counter AS c JOIN podcast AS p ON p.id = c.podcast_id"
            " WHERE p.removed_at IS NULL"_s);
    if (!query)
        return query.error();
    query->next();
    return PlaceCounts{.episodes = query->value(0).toInt(),
                       .unplayed = query->value(1).toInt(),
                       .queue = query->value(5).toInt(),
                       .inProgress = query->value(2).toInt(),
                       .favourites = query->value(3).toInt(),
                       .archive = query->value(4).toInt()};
}

} // namespace Earmark
