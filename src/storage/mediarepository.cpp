// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/mediarepository.h"

#include "core/medianame.h"
#include "storage/columns.h"
#include "storage/database.h"
#include "storage/episodethere.h"
#include "storage/sql.h"

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

const auto Select
        = u"SELECT m.episode_id, m.path, m.address, m.presence, m.bytes, m.size, m.cause, m.reason,"
          " m.changed_at, m.refused, d.episode_id, d.host, d.priority, d.rank, d.state, d.pause,"
          " d.tries, d.next_try, d.hosts_wish, d.reason, d.can_resume"
          " FROM media AS m LEFT JOIN download AS d ON d.episode_id = m.episode_id"_s;

DownloadItem readDownload(const QSqlQuery &row)
{
    return {.episode = EpisodeId(row.value(10).toLongLong()),
            .host = row.value(11).toString(),
            .priority = DownloadPriority(row.value(12).toInt()),
            .order = row.value(13).toLongLong(),
            .state = DownloadState(row.value(14).toInt()),
            .pause = PauseCause(row.value(15).toInt()),
            .tries = row.value(16).toInt(),
            .nextTry = toDateTime(row.value(17)),
            .isHostsWish = row.value(18).toBool(),
            .reason = row.value(19).toString(),
            .canResume = row.value(20).toBool()};
}

StoredMedia readMedia(const QSqlQuery &row)
{
    StoredMedia media{.episode = EpisodeId(row.value(0).toLongLong()),
                      .path = row.value(1).toString(),
                      .address = toUrl(row.value(2)),
                      .presence = MediaPresence(row.value(3).toInt()),
                      .bytes = row.value(4).toLongLong(),
                      .size = row.value(5).toLongLong(),
                      .cause = DownloadCause(row.value(6).toInt()),
                      .reason = row.value(7).toString(),
                      .changedAt = toDateTime(row.value(8)),
                      .isRefused = row.value(9).toBool()};
    if (!row.value(10).isNull())
        media.download = readDownload(row);
    return media;
}

Result<> keepDownload(const QSqlDatabase &db, EpisodeId episode,
                      const std::optional<DownloadItem> &item)
{
    const auto cleared = Sql::change(db, u"DELETE FROM download WHERE episode_id = :id"_s,
                                     {{u":id"_s, episode.value()}});
    if (!cleared)
        return cleared.error();
    if (!item)
        return {};
    return Sql::change(
                   db,
                   u"INSERT INTO download (episode_id, host, priority, rank, state, pause, tries,"
                   " next_try, hosts_wish, reason, can_resume) VALUES (:id, :host, :priority,"
                   " :rank, :state, :pause, :tries, :next, :wish, :reason, :resume)"_s,
                   {{u":id"_s, episode.value()},
                    {u":host"_s, item->host},
                    {u":priority"_s, int(item->priority)},
                    {u":rank"_s, item->order},
                    {u":state"_s, int(item->state)},
                    {u":pause"_s, int(item->pause)},
                    {u":tries"_s, item->tries},
                    {u":next"_s, toColumn(item->nextTry)},
                    {u":wish"_s, int(item->isHostsWish)},
                    {u":reason"_s, item->reason},
                    {u":resume"_s, int(item->canResume)}})
            .transform([](int) {});
}

Result<QStringList> texts(Result<QSqlQuery> query)
{
    if (!query)
        return query.error();
    QStringList found;
    while (query->next())
        found.append(query->value(0).toString());
    return found;
}

} // namespace

Result<StoredMediaList> MediaRepository::all() const
{
    auto query = Sql::exec(m_database.handle(),
                           Select + u" WHERE m.episode_id IS NOT NULL ORDER BY m.episode_id"_s);
    if (!query)
        return query.error();
    StoredMediaList all;
    while (query->next())
        all.append(readMedia(*query));
    return all;
}

Result<std::optional<StoredMedia>> MediaRepository::of(EpisodeId episode) const
{
    return Sql::exec(m_database.handle(), Select + u" WHERE m.episode_id = :id"_s,
                     {{u":id"_s, episode.value()}})
            .transform([](QSqlQuery query) {
                return query.next() ? std::optional(readMedia(query)) : std::nullopt;
            });
}

Result<> MediaRepository::keep(const StoredMedia &media)
{
    const QSqlDatabase db = m_database.handle();
    return Sql::inTransaction(db, [&]() -> Result<> {
        if (const auto there = requireEpisode(db, media.episode); !there)
            return there.error();
        const QVariant key = media.path.isEmpty() ? QVariant() : mediaPathKey(media.path);
        const auto kept = Sql::change(
                db,
                u"INSERT INTO media (episode_id, path, path_key, address, presence, bytes, size,"
                " cause, reason, changed_at, refused) VALUES (:id, :path, :key, :address,"
                " :presence, :bytes, :size, :cause, :reason, :changed, :refused)"
                " ON CONFLICT (episode_id) DO UPDATE SET path = excluded.path,"
                " path_key = excluded.path_key, address = excluded.address,"
                " presence = excluded.presence, bytes = excluded.bytes, size = excluded.size,"
                " cause = excluded.cause, reason = excluded.reason,"
                " changed_at = excluded.changed_at, refused = excluded.refused"_s,
                {{u":id"_s, media.episode.value()},
                 {u":path"_s, media.path},
                 {u":key"_s, key},
                 {u":address"_s, toColumn(media.address)},
                 {u":presence"_s, int(media.presence)},
                 {u":bytes"_s, media.bytes},
                 {u":size"_s, media.size},
                 {u":cause"_s, int(media.cause)},
                 {u":reason"_s, media.reason},
                 {u":changed"_s, toColumn(media.changedAt)},
                 {u":refused"_s, int(media.isRefused)}});
        if (!kept)
            return kept.error();
        return keepDownload(db, media.episode, media.download);
    });
}

Result<> MediaRepository::forget(EpisodeId episode)
{
    const QSqlDatabase db = m_database.handle();
    return Sql::inTransaction(db, [&]() -> Result<> {
        const auto forgotten = Sql::change(db, u"DELETE FROM media WHERE episode_id = :id"_s,
                                           {{u":id"_s, episode.value()}});
        if (!forgotten)
            return forgotten.error();
        return keepDownload(db, episode, std::nullopt);
    });
}

Result<QStringList> MediaRepository::takenKeys() const
{
    return texts(Sql::exec(m_database.handle(),
                           u"SELECT path_key FROM media WHERE path_key IS NOT NULL"_s));
}

Result<QStringList> MediaRepository::lostFiles() const
{
    return texts(Sql::exec(m_database.handle(),
                           u"SELECT path FROM media WHERE episode_id IS NULL"
                           " AND path_key IS NOT NULL ORDER BY path"_s));
}

Result<> MediaRepository::forgetLostFile(const QString &path)
{
    return Sql::change(m_database.handle(),
                       u"DELETE FROM media WHERE episode_id IS NULL"
                       " AND (path = :path OR path_key IS NULL)"_s,
                       {{u":path"_s, path}})
            .transform([](int) {});
}

Result<> MediaRepository::append(const MediaEvent &event)
{
    const QSqlDatabase db = m_database.handle();
    return Sql::inTransaction(db, [&]() -> Result<> {
        // The episode may be gone by now.
        const auto added = Sql::change(
                db,
                u"INSERT INTO media_event (at, episode_id, title, sentence)"
                " VALUES (:at, (SELECT id FROM episode WHERE id = :id), :title, :sentence)"_s,
                {{u":at"_s, toColumn(event.at)},
                 {u":id"_s, event.episode.value()},
                 {u":title"_s, event.title},
                 {u":sentence"_s, event.sentence}});
        if (!added)
            return added.error();
        return Sql::change(db,
                           u"DELETE FROM media_event WHERE id IN (SELECT id FROM media_event"
                           " ORDER BY id DESC LIMIT -1 OFFSET :most)"_s,
                           {{u":most"_s, MostEvents}})
                .transform([](int) {});
    });
}

Result<QList<MediaEvent>> MediaRepository::events(int most) const
{
    auto query = Sql::exec(m_database.handle(),
                           u"SELECT at, episode_id, title, sentence FROM media_event"
                           " ORDER BY id DESC LIMIT :most"_s,
                           {{u":most"_s, most}});
    if (!query)
        return query.error();
    QList<MediaEvent> events;
    while (query->next()) {
        events.append({.at = toDateTime(query->value(0)),
                       .episode = EpisodeId(query->value(1).toLongLong()),
                       .title = query->value(2).toString(),
                       .sentence = query->value(3).toString()});
    }
    return events;
}

} // namespace Earmark
