// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/feedmerge.h"

#include "storage/attemptrows.h"
#include "storage/columns.h"
#include "storage/database.h"
#include "storage/episodewriter.h"
#include "storage/jsontext.h"
#include "storage/sql.h"
#include "storage/storage.h"

#include <QSet>

#include <memory>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

Result<> requireSubscribed(const QSqlDatabase &db, PodcastId id)
{
    auto found = Sql::exec(db, u"SELECT 1 FROM podcast WHERE id = :id AND removed_at IS NULL"_s,
                           {{u":id"_s, id.value()}});
    if (!found)
        return found.error();
    if (!found->next())
        return fail(ErrorKind::NotFound, u"This podcast is no longer in the library."_s);
    return {};
}

const auto SelectKnown
        = u"SELECT id, guid, enclosure_url, title, published, duration, digest FROM episode"
          " WHERE podcast_id = :podcast"_s;

Result<QList<KnownEpisode>> knownEpisodes(const QSqlDatabase &db, PodcastId podcast)
{
    auto query = Sql::exec(db, SelectKnown, {{u":podcast"_s, podcast.value()}});
    if (!query)
        return query.error();
    QList<KnownEpisode> known;
    while (query->next()) {
        known.append({.id = EpisodeId(query->value(0).toLongLong()),
                      .guid = query->value(1).toString(),
                      .enclosure = toUrl(query->value(2)),
                      .title = query->value(3).toString(),
                      .published = toDateTime(query->value(4)),
                      .duration = toMilliseconds(query->value(5)),
                      .digest = query->value(6).toByteArray()});
    }
    return known;
}

Result<> vacateGuids(const QSqlDatabase &db, const QList<KnownEpisode> &known,
                     const QList<EpisodeId> &vacate)
{
    const QSet<EpisodeId> ids(vacate.begin(), vacate.end());
    Sql::Statement update(db, u"UPDATE episode SET guid = :guid WHERE id = :id"_s);
    for (const KnownEpisode &episode : known) {
        if (!ids.contains(episode.id))
            continue;
        auto done = update.run({{u":guid"_s, vacatedGuid(episode.guid, episode.id)},
                                {u":id"_s, episode.id.value()}});
        if (!done)
            return done;
    }
    return {};
}

/// What the feed says of itself. A feed that says no title keeps the one that was there.
Result<> writePodcast(const QSqlDatabase &db, const Podcast &podcast)
{
    return Sql::exec(db,
                     u"UPDATE podcast SET title = CASE WHEN :title = '' THEN title ELSE :title END,"
                     " author = :author, description = :description, site = :site, image = :image,"
                     " language = :language, serial = :serial, details = :details"
                     " WHERE id = :id"_s,
                     {{u":title"_s, podcast.title},
                      {u":author"_s, podcast.author},
                      {u":description"_s, podcast.description},
                      {u":site"_s, toColumn(podcast.site)},
                      {u":image"_s, toColumn(podcast.image)},
                      {u":language"_s, podcast.language},
                      {u":serial"_s, int(podcast.serial)},
                      {u":details"_s, podcastDetailsToJson(podcast)},
                      {u":id"_s, podcast.id.value()}})
            .transform([](const QSqlQuery &) {});
}

/// It was read whole: what the next refresh needs to know.
Result<> writeRefreshed(const QSqlDatabase &db, const Podcast &podcast)
{
    // A listener who asked for older pages goes on where they stopped.
    return Sql::exec(db,
                     u"UPDATE podcast SET etag = :etag, last_modified = :modified,"
                     " refreshed_at = :refreshed, tried_at = :refreshed, error = '', failures = 0,"
                     " ended = 0, next_due = :due, body_digest = :digest,"
                     " next_page = CASE WHEN paged = 1 THEN next_page ELSE :page END"
                     " WHERE id = :id"_s,
                     {{u":etag"_s, QString::fromLatin1(podcast.validators.etag)},
                      {u":modified"_s, QString::fromLatin1(podcast.validators.lastModified)},
                      {u":refreshed"_s, toColumn(podcast.lastRefreshed)},
                      {u":due"_s, toColumn(podcast.nextDue)},
                      {u":digest"_s, podcast.bodyDigest},
                      {u":page"_s, toColumn(podcast.nextPage)},
                      {u":id"_s, podcast.id.value()}})
            .transform([](const QSqlQuery &) {});
}

Result<> writeNextPage(const QSqlDatabase &db, const Podcast &podcast)
{
    return Sql::exec(db, u"UPDATE podcast SET next_page = :page, paged = 1 WHERE id = :id"_s,
                     {{u":page"_s, toColumn(podcast.nextPage)}, {u":id"_s, podcast.id.value()}})
            .transform([](const QSqlQuery &) {});
}

} // namespace

FeedMerge::FeedMerge(PreparedFeed feed) : m_feed(std::move(feed)) { }

Result<std::optional<MergeSummary>> FeedMerge::step(const Database &database)
{
    return Sql::inTransaction(
            database.handle(), [&] { return writeSlice(database); },
            Sql::Transaction::Kind::Repeatable);
}

Result<> FeedMerge::plan(const Database &database)
{
    const QSqlDatabase db = database.handle();
    const auto known = knownEpisodes(db, m_feed.podcast.id);
    if (!known)
        return known.error();
    m_plan = planMerge(*known, m_feed.episodes);
    m_isOwn = m_feed.episodes.isDetached();
    if (auto done = vacateGuids(db, *known, m_plan->vacate); !done)
        return done;
    return m_feed.isOlderPage ? Result<>() : writePodcast(db, m_feed.podcast);
}

Result<> FeedMerge::finish(const Database &database)
{
    const QSqlDatabase db = database.handle();
    if (m_feed.isOlderPage)
        return writeNextPage(db, m_feed.podcast);
    if (auto done = writeRefreshed(db, m_feed.podcast); !done || !m_feed.attempt)
        return done;
    FetchAttempt attempt = *m_feed.attempt;
    attempt.inserted = m_summary.inserted;
    attempt.updated = m_summary.updated;
    return AttemptRows(db).add(m_feed.podcast.id, attempt);
}

Result<std::optional<MergeSummary>> FeedMerge::writeSlice(const Database &database)
{
    const QSqlDatabase db = database.handle();
    if (const auto there = requireSubscribed(db, m_feed.podcast.id); !there)
        return there.error();
    if (!m_plan) {
        if (const auto planned = plan(database); !planned)
            return planned.error();
    }

    Rows rows = takeRows();
    if (const auto done = write(database, rows); !done)
        return done.error();
    m_letGo = std::move(rows);
    if (m_written < size())
        return std::optional<MergeSummary>();
    if (const auto done = finish(database); !done)
        return done.error();
    return std::optional(m_summary);
}

Result<> FeedMerge::write(const Database &database, const Rows &rows)
{
    EpisodeWriter writer(database.handle(), m_feed.podcast.id);
    for (const FeedRow &row : rows) {
        const qsizetype update = m_written - m_plan->insert.size();
        const auto done = update < 0 ? writer.insert(row)
                                     : writer.update(m_plan->update.at(update).id, row);
        if (!done)
            return done.error();
        (update < 0 ? m_summary.inserted : m_summary.updated) += int(*done);
        ++m_written;
    }
    return {};
}

/// The rows of this slice; those of the next are made meanwhile, and those of the last are freed.
FeedMerge::Rows FeedMerge::takeRows()
{
    const qsizetype end = qMin(m_written + SliceSize, size());
    Rows rows = m_next.valid() ? m_next.get() : makeRows(m_written, end);
    if (const qsizetype last = qMin(end + SliceSize, size()); end < last)
        m_next = std::async(std::launch::async,
                            [this, end, last, old = std::move(m_letGo)]() mutable {
                                old = {};
                                return makeRows(end, last);
                            });
    return rows;
}

/// Lets go of the episodes that became rows: a large feed is the most memory Earmark ever needs.
FeedMerge::Rows FeedMerge::makeRows(qsizetype begin, qsizetype end)
{
    Rows rows;
    rows.reserve(std::size_t(end - begin));
    for (qsizetype i = begin; i < end; ++i) {
        const qsizetype update = i - m_plan->insert.size();
        const qsizetype item = update < 0 ? m_plan->insert.at(i) : m_plan->update.at(update).item;
        rows.push_back(feedRow(m_feed.episodes.at(item)));
        if (m_isOwn)
            m_feed.episodes[item] = {};
    }
    return rows;
}

QFuture<Result<MergeSummary>> mergeFeed(Storage &storage, PreparedFeed feed)
{
    return storage.writeInSlices([merge = std::make_shared<FeedMerge>(std::move(feed))](
                                         Database &database) { return merge->step(database); });
}

} // namespace Earmark
