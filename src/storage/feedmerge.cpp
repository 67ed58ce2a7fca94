// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/feedmerge.h"

#include "storage/columns.h"
#include "storage/database.h"
#include "storage/episodewriter.h"
#include "storage/jsontext.h"
#include "storage/sql.h"
#include "storage/storage.h"

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

Result<> writeValidators(const QSqlDatabase &db, const Podcast &podcast)
{
    return Sql::exec(db,
                     u"UPDATE podcast SET etag = :etag, last_modified = :modified,"
                     " refreshed_at = :refreshed, error = :error WHERE id = :id"_s,
                     {{u":etag"_s, QString::fromLatin1(podcast.validators.etag)},
                      {u":modified"_s, QString::fromLatin1(podcast.validators.lastModified)},
                      {u":refreshed"_s, toColumn(podcast.lastRefreshed)},
                      {u":error"_s, QString()},
                      {u":id"_s, podcast.id.value()}})
            .transform([](const QSqlQuery &) {});
}

} // namespace

FeedMerge::FeedMerge(PreparedFeed feed) : m_feed(std::move(feed)) { }

Result<std::optional<MergeSummary>> FeedMerge::step(const Database &database)
{
    return Sql::inTransaction(database.handle(), [&] { return writeSlice(database); });
}

Result<> FeedMerge::plan(const Database &database)
{
    const QSqlDatabase db = database.handle();
    const auto known = knownEpisodes(db, m_feed.podcast.id);
    if (!known)
        return known.error();
    m_plan = planMerge(*known, m_feed.episodes);
    return writePodcast(db, m_feed.podcast);
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

    EpisodeWriter writer(db, m_feed.podcast.id);
    qsizetype room = SliceSize;
    for (; room > 0 && m_inserted < m_plan->insert.size(); --room, ++m_inserted) {
        const auto done = writer.insert(m_feed.episodes.at(m_plan->insert.at(m_inserted)));
        if (!done)
            return done.error();
        m_summary.inserted += int(*done);
    }
    for (; room > 0 && m_updated < m_plan->update.size(); --room, ++m_updated) {
        const MergePlan::Update &update = m_plan->update.at(m_updated);
        const auto done = writer.update(update.id, m_feed.episodes.at(update.item));
        if (!done)
            return done.error();
        m_summary.updated += int(*done);
    }
    if (m_inserted < m_plan->insert.size() || m_updated < m_plan->update.size())
        return std::optional<MergeSummary>();
    if (const auto done = writeValidators(db, m_feed.podcast); !done)
        return done.error();
    return std::optional(m_summary);
}

QFuture<Result<MergeSummary>> mergeFeed(Storage &storage, PreparedFeed feed)
{
    return storage.writeInSlices([merge = std::make_shared<FeedMerge>(std::move(feed))](
                                         Database &database) { return merge->step(database); });
}

} // namespace Earmark
