// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/podcastrepository.h"

#include "core/addresspolicy.h"
#include "core/soundtext.h"
#include "storage/attemptrows.h"
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
          " c.unplayed, p.next_due, p.failures, p.ended, p.next_page, p.body_digest, p.private,"
          " p.login_name, p.unwrap_tracking, p.own_network, p.custom_title, p.own_media,"
          " p.sound FROM "
          "podcast AS p JOIN "
          "podcast_counter "
          "AS c ON "
          "c.podcast_id = p.id"
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
    podcast.nextDue = toDateTime(row.value(18));
    podcast.failures = row.value(19).toInt();
    podcast.isEnded = row.value(20).toBool();
    podcast.nextPage = toUrl(row.value(21));
    podcast.bodyDigest = row.value(22).toByteArray();
    if (!row.value(23).isNull())
        podcast.privateByUser = row.value(23).toBool();
    podcast.loginName = row.value(24).toString();
    podcast.unwrapTracking = row.value(25).toBool();
    podcast.ownNetworkAllowed = row.value(26).toBool();
    podcast.ownTitle = row.value(27).toString();
    podcast.ownMediaAllowed = row.value(28).toBool();
    podcast.sound = soundFromText(row.value(29).toString());
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

int usersAmong(const QList<PodcastLogin> &logins, const PodcastLogin &login)
{
    return int(std::count_if(logins.begin(), logins.end(), [&login](const PodcastLogin &other) {
        return other.name == login.name && isSameOrigin(other.url, login.url);
    }));
}

/// Of all podcasts, removed or not.
Result<QList<PodcastLogin>> logins(const QSqlDatabase &db)
{
    return Sql::exec(db, u"SELECT url, login_name FROM podcast WHERE login_name <> ''"_s)
            .transform([](QSqlQuery query) {
                QList<PodcastLogin> logins;
                while (query.next())
                    logins.append({toUrl(query.value(0)), query.value(1).toString()});
                return logins;
            });
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
        const auto allowed = changeOne(db, id, u"own_network = :own"_s,
                                       {{u":own"_s, int(podcast.ownNetworkAllowed)}});
        if (!allowed)
            return allowed.error();
        return AddedPodcast{.id = id, .outcome = Outcome::BroughtBack};
    }
    return Sql::exec(db,
                     u"INSERT INTO podcast (url, title, site, folder, own_network)"
                     " VALUES (:url, :title, :site, :folder, :own)"_s,
                     {{u":url"_s, feedAddress(podcast.url)},
                      {u":title"_s, podcast.title},
                      {u":site"_s, toColumn(podcast.site)},
                      {u":folder"_s, namesToJson(podcast.folder)},
                      {u":own"_s, int(podcast.ownNetworkAllowed)}})
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

Result<QList<PodcastLogin>> PodcastRepository::purgeRemoved(const QDateTime &olderThan)
{
    constexpr int Slice = 500;
    const QSqlDatabase db = m_database.handle();
    auto before = logins(db);
    if (!before)
        return before.error();
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
    const auto purged = Sql::change(db, u"DELETE FROM podcast WHERE removed_at < :before"_s,
                                    {{u":before"_s, toColumn(olderThan)}});
    const auto left = logins(db);
    if (!purged || !left)
        return purged ? left.error() : purged.error();
    before->removeIf([&left](const PodcastLogin &login) { return usersAmong(*left, login) > 0; });
    return before;
}

Result<int> PodcastRepository::usersOf(const PodcastLogin &login) const
{
    return logins(m_database.handle()).transform([&login](const QList<PodcastLogin> &all) {
        return usersAmong(all, login);
    });
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

Result<> PodcastRepository::setPrivate(PodcastId id, std::optional<bool> isPrivate)
{
    return changeOne(m_database.handle(), id, u"private = :private"_s,
                     {{u":private"_s, isPrivate ? QVariant(int(*isPrivate)) : QVariant()}});
}

Result<> PodcastRepository::setLoginName(PodcastId id, const QString &name)
{
    return changeOne(m_database.handle(), id, u"login_name = :name"_s, {{u":name"_s, name}});
}

Result<> PodcastRepository::setUnwrapTracking(PodcastId id, bool unwrap)
{
    return changeOne(m_database.handle(), id, u"unwrap_tracking = :unwrap"_s,
                     {{u":unwrap"_s, int(unwrap)}});
}

Result<> PodcastRepository::setSound(PodcastId id, const std::optional<SoundSettings> &sound)
{
    return changeOne(m_database.handle(), id, u"sound = :sound"_s,
                     {{u":sound"_s, sound ? soundToText(*sound) : u""_s}});
}

Result<> PodcastRepository::setOwnNetworkAllowed(PodcastId id, bool allowed)
{
    return changeOne(m_database.handle(), id, u"own_network = :own"_s, {{u":own"_s, int(allowed)}});
}

Result<> PodcastRepository::setOwnMediaAllowed(PodcastId id, bool allowed)
{
    return changeOne(m_database.handle(), id, u"own_media = :own"_s, {{u":own"_s, int(allowed)}});
}

Result<QList<QUrl>> PodcastRepository::pictures(PodcastId id) const
{
    auto query = Sql::exec(
            m_database.handle(),
            u"SELECT image FROM podcast WHERE id = :id UNION SELECT image FROM episode WHERE"
            " podcast_id = :id UNION SELECT c.image FROM chapter AS c JOIN episode AS e ON"
            " e.id = c.episode_id WHERE e.podcast_id = :id"_s,
            {{u":id"_s, id.value()}});
    if (!query)
        return query.error();
    QList<QUrl> pictures;
    while (query->next()) {
        if (const QUrl url = toUrl(query->value(0)); !url.isEmpty())
            pictures.append(url);
    }
    return pictures;
}

Result<> PodcastRepository::record(const QList<RefreshRecord> &records)
{
    const QSqlDatabase db = m_database.handle();
    if (records.isEmpty())
        return {};
    return Sql::inTransaction(db, [&]() -> Result<> {
        AttemptRows attempts(db);
        for (const RefreshRecord &record : records) {
            auto done = attempts.record(record);
            if (!done)
                return done;
        }
        return {};
    });
}

Result<QList<FetchAttempt>> PodcastRepository::attempts(PodcastId id) const
{
    return AttemptRows::of(m_database.handle(), id);
}

Result<bool> PodcastRepository::setUrl(PodcastId id, const QUrl &url, bool ownNetworkAllowed)
{
    return Sql::inTransaction(m_database.handle(), [&]() -> Result<bool> {
        const QSqlDatabase db = m_database.handle();
        auto taken = Sql::exec(db, u"SELECT 1 FROM podcast WHERE url = :url AND id <> :id"_s,
                               {{u":url"_s, feedAddress(url)}, {u":id"_s, id.value()}});
        if (!taken)
            return taken.error();
        if (taken->next())
            return false;
        const auto done = changeOne(
                db, id,
                u"url = :url, etag = '', last_modified = '', body_digest = x'', next_page = '',"
                " paged = 0, own_network = :own"_s,
                {{u":url"_s, feedAddress(url)}, {u":own"_s, int(ownNetworkAllowed)}});
        return done ? Result<bool>(true) : done.error();
    });
}

Result<bool> PodcastRepository::hasEpisodeOf(PodcastId id, const QStringList &guids) const
{
    Sql::Statement find(m_database.handle(),
                        u"SELECT 1 FROM episode WHERE podcast_id = :id AND guid = :guid"_s);
    for (const QString &guid : guids) {
        const auto done = find.run({{u":id"_s, id.value()}, {u":guid"_s, guid}});
        if (!done)
            return done.error();
        const bool isThere = find.next();
        find.finish();
        if (isThere)
            return true;
    }
    return false;
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
