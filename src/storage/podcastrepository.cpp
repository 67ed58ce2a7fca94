// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/podcastrepository.h"

#include "storage/columns.h"
#include "storage/database.h"
#include "storage/feedmerge.h"
#include "storage/jsontext.h"
#include "storage/sql.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

// The column order and readPodcast() are one unit: change them together.
const auto SelectPodcasts
        = u"SELECT p.id, p.url, CASE WHEN p.custom_title = '' THEN p.title ELSE p.custom_title END,"
          " p.author, p.site, p.image, p.language, p.serial, p.folder, p.etag, p.last_modified,"
          " p.refreshed_at, p.error, p.images_allowed, p.details, p.description, c.episodes,"
          " c.unplayed FROM podcast AS p JOIN podcast_counter AS c ON c.podcast_id = p.id"
          " WHERE p.removed_at IS NULL"_s;

Podcast readPodcast(const QSqlQuery &row)
{
    Podcast podcast;
    podcast.id = PodcastId(row.value(0).toLongLong());
    podcast.url = toUrl(row.value(1));
    podcast.title = row.value(2).toString();
    podcast.author = row.value(3).toString();
    podcast.site = toUrl(row.value(4));
    podcast.image = toUrl(row.value(5));
    podcast.language = row.value(6).toString();
    podcast.serial = row.value(7).toBool();
    podcast.folder = namesFromJson(row.value(8).toString());
    podcast.validators = {.etag = row.value(9).toString().toLatin1(),
                          .lastModified = row.value(10).toString().toLatin1()};
    podcast.lastRefreshed = toDateTime(row.value(11));
    podcast.error = row.value(12).toString();
    podcast.imagesAllowed = row.value(13).toBool();
    readPodcastDetails(row.value(14).toString(), podcast);
    podcast.description = row.value(15).toString();
    podcast.episodes = row.value(16).toInt();
    podcast.unplayed = row.value(17).toInt();
    return podcast;
}

Error notThere(PodcastId id)
{
    return fail(ErrorKind::NotFound, u"This podcast is no longer in the library."_s,
                u"podcast %1"_s.arg(id.value()));
}

/// Runs an UPDATE of one podcast; a removed one is none.
Result<> changeOne(const QSqlDatabase &db, PodcastId id, const QString &assignments,
                   std::initializer_list<Sql::Binding> bindings)
{
    Sql::Statement statement(db,
                             "UPDATE podcast SET "_L1 + assignments
                                     + " WHERE removed_at IS NULL AND id = "_L1
                                     + QString::number(id.value()));
    if (auto done = statement.run(bindings); !done)
        return done;
    return statement.changedRows() == 1 ? Result<>() : notThere(id);
}

Result<> setRemoved(const QSqlDatabase &db, PodcastId id, const QVariant &at)
{
    const auto marked
            = Sql::change(db,
                          u"UPDATE podcast SET removed_at = :at WHERE id = :id"
                          " AND (removed_at IS NULL) = :was"_s,
                          {{u":at"_s, at}, {u":id"_s, id.value()}, {u":was"_s, int(!at.isNull())}});
    if (!marked)
        return marked.error();
    if (*marked == 0)
        return notThere(id);
    // Also kept with each episode, so that the lists' indexes hold what the lists show.
    return Sql::change(db, u"UPDATE episode SET removed = :removed WHERE podcast_id = :id"_s,
                       {{u":removed"_s, int(!at.isNull())}, {u":id"_s, id.value()}})
            .transform([](int) {});
}

} // namespace

Result<PodcastList> PodcastRepository::all() const
{
    auto query = Sql::exec(m_database.handle(), SelectPodcasts);
    if (!query)
        return query.error();
    PodcastList podcasts;
    while (query->next())
        podcasts.append(readPodcast(*query));
    std::sort(podcasts.begin(), podcasts.end(), [](const Podcast &a, const Podcast &b) {
        const int order = a.title.compare(b.title, Qt::CaseInsensitive);
        return order != 0 ? order < 0 : a.id < b.id;
    });
    return podcasts;
}

Result<Podcast> PodcastRepository::podcast(PodcastId id) const
{
    auto query = Sql::exec(m_database.handle(), SelectPodcasts + u" AND p.id = :id"_s,
                           {{u":id"_s, id.value()}});
    if (!query)
        return query.error();
    return query->next() ? readPodcast(*query) : Result<Podcast>(notThere(id));
}

Result<std::optional<PodcastId>> PodcastRepository::find(const QUrl &url) const
{
    return Sql::exec(m_database.handle(),
                     u"SELECT id FROM podcast WHERE url = :url AND removed_at IS NULL"_s,
                     {{u":url"_s, feedAddress(url)}})
            .transform([](QSqlQuery query) {
                return query.next() ? std::optional(PodcastId(query.value(0).toLongLong()))
                                    : std::nullopt;
            });
}

Result<AddedPodcast> PodcastRepository::add(const NewPodcast &podcast)
{
    return Sql::inTransaction(m_database.handle(), [&] { return addOne(podcast); });
}

Result<QList<AddedPodcast>> PodcastRepository::addAll(const QList<NewPodcast> &podcasts)
{
    using Added = QList<AddedPodcast>;
    return Sql::inTransaction(m_database.handle(), [&]() -> Result<Added> {
        Added added;
        for (const NewPodcast &podcast : podcasts) {
            const auto one = addOne(podcast);
            if (!one)
                return one.error();
            added.append(*one);
        }
        return added;
    });
}

Result<AddedPodcast> PodcastRepository::addOne(const NewPodcast &podcast)
{
    using Outcome = AddedPodcast::Outcome;
    const QSqlDatabase db = m_database.handle();
    auto found = Sql::exec(db, u"SELECT id, removed_at IS NULL FROM podcast WHERE url = :url"_s,
                           {{u":url"_s, feedAddress(podcast.url)}});
    if (!found)
        return found.error();
    if (found->next()) {
        const PodcastId id(found->value(0).toLongLong());
        if (found->value(1).toBool())
            return AddedPodcast{.id = id, .outcome = Outcome::AlreadyThere};
        if (const auto done = setRemoved(db, id, {}); !done)
            return done.error();
        return AddedPodcast{.id = id, .outcome = Outcome::BroughtBack};
    }
    return Sql::exec(db,
                     u"INSERT INTO podcast (url, title, site, folder)"
                     " VALUES (:url, :title, :site, :folder)"_s,
                     {{u":url"_s, feedAddress(podcast.url)},
                      {u":title"_s, podcast.title},
                      {u":site"_s, toColumn(podcast.site)},
                      {u":folder"_s, namesToJson(podcast.folder)}})
            .transform([](const QSqlQuery &query) {
                return AddedPodcast{.id = PodcastId(query.lastInsertId().toLongLong()),
                                    .outcome = Outcome::Added};
            });
}

Result<> PodcastRepository::remove(PodcastId id, const QDateTime &now)
{
    return Sql::inTransaction(m_database.handle(),
                              [&] { return setRemoved(m_database.handle(), id, toColumn(now)); });
}

Result<> PodcastRepository::restore(PodcastId id)
{
    return Sql::inTransaction(m_database.handle(),
                              [&] { return setRemoved(m_database.handle(), id, {}); });
}

Result<int> PodcastRepository::purgeRemoved(const QDateTime &olderThan)
{
    constexpr int Slice = 500;
    const QSqlDatabase db = m_database.handle();
    Sql::Statement deleteSome(db,
                              u"DELETE FROM episode WHERE id IN (SELECT e.id FROM podcast AS p"
                              " JOIN episode AS e ON e.podcast_id = p.id"
                              " WHERE p.removed_at < :before LIMIT :slice)"_s);
    do {
        const auto done
                = deleteSome.run({{u":before"_s, toColumn(olderThan)}, {u":slice"_s, Slice}});
        if (!done)
            return done.error();
    } while (deleteSome.changedRows() == Slice);
    return Sql::change(db, u"DELETE FROM podcast WHERE removed_at < :before"_s,
                       {{u":before"_s, toColumn(olderThan)}});
}

Result<> PodcastRepository::setFolder(PodcastId id, const QStringList &folder)
{
    return changeOne(m_database.handle(), id, u"folder = :folder"_s,
                     {{u":folder"_s, namesToJson(folder)}});
}

Result<> PodcastRepository::setTitle(PodcastId id, const QString &title)
{
    return changeOne(m_database.handle(), id, u"custom_title = :title"_s, {{u":title"_s, title}});
}

Result<> PodcastRepository::setImagesAllowed(PodcastId id, bool allowed)
{
    return changeOne(m_database.handle(), id, u"images_allowed = :allowed"_s,
                     {{u":allowed"_s, int(allowed)}});
}

Result<> PodcastRepository::setError(PodcastId id, const QString &sentence, const QDateTime &now)
{
    return changeOne(m_database.handle(), id, u"error = :error, tried_at = :now"_s,
                     {{u":error"_s, sentence}, {u":now"_s, toColumn(now)}});
}

Result<> PodcastRepository::setRefreshed(PodcastId id, const QDateTime &now,
                                         const std::optional<HttpValidators> &validators)
{
    const HttpValidators given = validators.value_or(HttpValidators());
    return changeOne(m_database.handle(), id,
                     u"error = '', refreshed_at = :now, tried_at = :now,"
                     " etag = CASE WHEN :etag = '' THEN etag ELSE :etag END, last_modified ="
                     " CASE WHEN :modified = '' THEN last_modified ELSE :modified END"_s,
                     {{u":now"_s, toColumn(now)},
                      {u":etag"_s, QString::fromLatin1(given.etag)},
                      {u":modified"_s, QString::fromLatin1(given.lastModified)}});
}

Result<bool> PodcastRepository::setUrl(PodcastId id, const QUrl &url)
{
    return Sql::inTransaction(m_database.handle(), [&]() -> Result<bool> {
        const QSqlDatabase db = m_database.handle();
        auto taken = Sql::exec(db, u"SELECT 1 FROM podcast WHERE url = :url AND id <> :id"_s,
                               {{u":url"_s, feedAddress(url)}, {u":id"_s, id.value()}});
        if (!taken)
            return taken.error();
        if (taken->next())
            return false;
        const auto done = changeOne(db, id, u"url = :url"_s, {{u":url"_s, feedAddress(url)}});
        return done ? Result<bool>(true) : done.error();
    });
}

Result<MergeSummary> PodcastRepository::applyFeed(const PreparedFeed &feed)
{
    FeedMerge merge(feed);
    std::optional<MergeSummary> summary;
    while (!summary) {
        const auto step = merge.step(m_database);
        if (!step)
            return step.error();
        summary = *step;
    }
    return *summary;
}

} // namespace Earmark
