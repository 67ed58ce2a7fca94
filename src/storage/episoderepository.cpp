// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/episoderepository.h"

#include "storage/chapterrows.h"
#include "storage/columns.h"
#include "storage/database.h"
#include "storage/episoderows.h"
#include "storage/jsontext.h"
#include "storage/placesrepository.h"
#include "storage/skiprepository.h"
#include "storage/sql.h"
#include "storage/timesavedrepository.h"

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

Error notThere(EpisodeId id)
{
    return fail(ErrorKind::NotFound, u"This episode is no longer in the library."_s,
                u"episode %1"_s.arg(id.value()));
}

// After EpisodeRowColumns; readWhole() is one unit with these and with DetailColumns after them.
const auto WholeColumns = u", e.guid, p.url, e.enclosure_url, e.enclosure_type, e.enclosure_length,"
                          " d.link, d.chapters_url, d.chapters_type,"
                          " e.saved_by_speed, e.saved_by_trimming, e.saved_by_skipping"_s;
const auto DetailColumns = u", d.chosen_source, d.sources_read, d.details, d.notes,"
                           " e.heard_at, e.declared, e.measured"_s;
constexpr int DetailColumn = EpisodeRowColumnCount + 11;
const auto WholeTables = u" CROSS JOIN podcast AS p CROSS JOIN episode_detail AS d"
                         " WHERE p.id = e.podcast_id AND d.episode_id = e.id AND e.removed = 0"_s;

Episode readWhole(const Sql::Statement &row)
{
    constexpr int First = EpisodeRowColumnCount;
    Episode episode;
    episode.row = readEpisodeRow(row);
    episode.guid = row.value(First).toString();
    episode.podcastUrl = toUrl(row.value(First + 1));
    episode.enclosure = {.url = toUrl(row.value(First + 2)),
                         .type = row.value(First + 3).toString(),
                         .length = row.value(First + 4).toLongLong()};
    episode.link = toUrl(row.value(First + 5));
    episode.chaptersUrl = toUrl(row.value(First + 6));
    episode.chaptersType = row.value(First + 7).toString();
    episode.saved = {.bySpeed = toMilliseconds(row.value(First + 8)),
                     .byTrimming = toMilliseconds(row.value(First + 9)),
                     .bySkipping = toMilliseconds(row.value(First + 10))};
    return episode;
}

} // namespace

Result<QList<Episode>> EpisodeRepository::newest(PodcastId podcast, int limit) const
{
    // Without a podcast there is no index that holds archived ones too: sorted, for a command line.
    QString source = " FROM episode AS e"_L1 + WholeTables;
    if (podcast.isValid()) {
        source = " FROM episode AS e INDEXED BY episode_of_podcast"_L1 + WholeTables
                + " AND e.podcast_id = :podcast"_L1;
    }
    Sql::Statement statement(m_database.handle(),
                             "SELECT "_L1 + EpisodeRowColumns + WholeColumns + source
                                     + " ORDER BY e.published DESC, e.id DESC LIMIT :limit"_L1);
    const auto done = statement.run({{u":podcast"_s, podcast.value()}, {u":limit"_s, limit}});
    if (!done)
        return done.error();
    QList<Episode> episodes;
    while (statement.next())
        episodes.append(readWhole(statement));
    return episodes;
}

Result<Episode> EpisodeRepository::episode(EpisodeId id) const
{
    const QSqlDatabase db = m_database.handle();
    Sql::Statement statement(db,
                             "SELECT "_L1 + EpisodeRowColumns + WholeColumns + DetailColumns
                                     + " FROM episode AS e"_L1 + WholeTables
                                     + " AND e.id = :id"_L1);
    if (const auto done = statement.run({{u":id"_s, id.value()}}); !done)
        return done.error();
    if (!statement.next())
        return notThere(id);

    Episode episode = readWhole(statement);
    if (const QVariant chosen = statement.value(DetailColumn); !chosen.isNull())
        episode.chosenSource = static_cast<ChapterSource>(chosen.toInt());
    const int sourcesRead = statement.value(DetailColumn + 1).toInt();
    readEpisodeDetails(statement.value(DetailColumn + 2).toString(), episode);
    episode.notesHtml = statement.value(DetailColumn + 3).toString();
    episode.heardAt = toDateTime(statement.value(DetailColumn + 4));
    const auto declared = toMilliseconds(statement.value(DetailColumn + 5));
    episode.isLengthReal = statement.value(DetailColumn + 6).toBool();
    statement.finish();
    auto chapters = ChapterRows(db).lists(id, sourcesRead);
    if (!chapters)
        return chapters.error();
    episode.chapterSources = std::move(*chapters);
    auto skips = SkipRepository(m_database).rules(id);
    if (!skips)
        return skips.error();
    episode.skipRules = std::move(*skips);
    auto places = PlacesRepository(m_database).places(id);
    if (!places)
        return places.error();
    episode.places = std::move(*places);
    episode.places.declared = declared;
    return episode;
}

Result<std::optional<EpisodeId>> EpisodeRepository::find(const QUrl &feedUrl,
                                                         const QString &guid) const
{
    return Sql::exec(m_database.handle(),
                     u"SELECT e.id FROM podcast AS p CROSS JOIN episode AS e WHERE p.url = :url"
                     " AND p.removed_at IS NULL AND e.podcast_id = p.id AND e.guid = :guid"_s,
                     {{u":url"_s, feedAddress(feedUrl)}, {u":guid"_s, guid}})
            .transform([](QSqlQuery query) {
                return query.next() ? std::optional(EpisodeId(query.value(0).toLongLong()))
                                    : std::nullopt;
            });
}

Result<QList<EpisodeState>> EpisodeRepository::states(const QList<EpisodeId> &ids) const
{
    Sql::Statement statement(m_database.handle(),
                             u"SELECT play, position, favourite, archived FROM episode"
                             " WHERE id = :id AND removed = 0"_s);
    QList<EpisodeState> states;
    for (const EpisodeId id : ids) {
        if (const auto done = statement.run({{u":id"_s, id.value()}}); !done)
            return done.error();
        if (statement.next()) {
            states.append({.id = id,
                           .state = {.play = static_cast<PlayState>(statement.value(0).toInt()),
                                     .position = toMilliseconds(statement.value(1)),
                                     .favourite = statement.value(2).toBool(),
                                     .archived = statement.value(3).toBool()}});
        }
        statement.finish();
    }
    return states;
}

Result<> EpisodeRepository::setState(EpisodeId id, const ListeningState &state)
{
    const auto changed = Sql::change(m_database.handle(),
                                     u"UPDATE episode SET play = :play, position = :position,"
                                     " favourite = :favourite, archived = :archived"
                                     " WHERE id = :id AND removed = 0"_s,
                                     {{u":play"_s, int(state.play)},
                                      {u":position"_s, qint64(state.position.count())},
                                      {u":favourite"_s, int(state.favourite)},
                                      {u":archived"_s, int(state.archived)},
                                      {u":id"_s, id.value()}});
    if (!changed)
        return changed.error();
    return *changed == 1 ? Result<>() : notThere(id);
}

Result<> EpisodeRepository::setStates(const QList<EpisodeState> &states)
{
    const QSqlDatabase db = m_database.handle();
    return Sql::inTransaction(db, [&]() -> Result<> {
        Sql::Statement statement(db,
                                 u"UPDATE episode SET play = :play, position = :position,"
                                 " favourite = :favourite, archived = :archived"
                                 " WHERE id = :id AND removed = 0"_s);
        for (const auto &[id, state] : states) {
            auto done = statement.run({{u":play"_s, int(state.play)},
                                       {u":position"_s, qint64(state.position.count())},
                                       {u":favourite"_s, int(state.favourite)},
                                       {u":archived"_s, int(state.archived)},
                                       {u":id"_s, id.value()}});
            if (!done)
                return done;
        }
        return {};
    });
}

Result<> EpisodeRepository::savePosition(EpisodeId id, const ListeningState &state,
                                         const QDateTime &heardAt, const TimeSaved &saved)
{
    const QSqlDatabase db = m_database.handle();
    return Sql::inTransaction(db, [&]() -> Result<> {
        const auto changed = Sql::change(db,
                                         u"UPDATE episode SET play = :play, position = :position,"
                                         " heard_at = :heard WHERE id = :id AND removed = 0"_s,
                                         {{u":play"_s, int(state.play)},
                                          {u":position"_s, qint64(state.position.count())},
                                          {u":heard"_s, toColumn(heardAt)},
                                          {u":id"_s, id.value()}});
        if (!changed)
            return changed.error();
        return *changed == 1 ? addTimeSaved(db, id, saved) : notThere(id);
    });
}

Result<> EpisodeRepository::setDuration(EpisodeId id, std::chrono::milliseconds duration)
{
    const auto changed
            = Sql::change(m_database.handle(),
                          u"UPDATE episode SET declared = CASE WHEN measured = 1 THEN declared"
                          " ELSE duration END, duration = :duration, measured = 1"
                          " WHERE id = :id AND removed = 0"_s,
                          {{u":duration"_s, qint64(duration.count())}, {u":id"_s, id.value()}});
    if (!changed)
        return changed.error();
    return *changed == 1 ? Result<>() : notThere(id);
}

Result<> EpisodeRepository::setChapters(EpisodeId id, const ChapterList &list)
{
    const QSqlDatabase db = m_database.handle();
    return Sql::inTransaction(db, [&]() -> Result<> {
        const auto there = states({id});
        if (!there)
            return there.error();
        if (there->isEmpty())
            return notThere(id);
        ChapterRows rows(db);
        if (auto done = rows.replace(id, list); !done)
            return done;
        return rows.count(id);
    });
}

Result<> EpisodeRepository::chooseSource(EpisodeId id, std::optional<ChapterSource> source)
{
    const QSqlDatabase db = m_database.handle();
    return Sql::inTransaction(db, [&]() -> Result<> {
        const auto changed
                = Sql::change(db,
                              u"UPDATE episode_detail SET chosen_source = :source"
                              " WHERE episode_id = :id AND EXISTS"
                              " (SELECT 1 FROM episode WHERE id = :id AND removed = 0)"_s,
                              {{u":source"_s, source ? QVariant(int(*source)) : QVariant()},
                               {u":id"_s, id.value()}});
        if (!changed)
            return changed.error();
        return *changed == 1 ? ChapterRows(db).count(id) : notThere(id);
    });
}

Result<PlayQueue> EpisodeRepository::queue() const
{
    return ids({.place = Place::Queue, .podcast = {}});
}

Result<> EpisodeRepository::setQueue(const PlayQueue &queue)
{
    const QSqlDatabase db = m_database.handle();
    return Sql::inTransaction(db, [&]() -> Result<> {
        // Those of a removed podcast keep their ranks, for the day it is brought back.
        const auto cleared = Sql::change(db,
                                         u"DELETE FROM queue WHERE (SELECT removed FROM episode"
                                         " WHERE id = queue.episode_id) = 0"_s);
        if (!cleared)
            return cleared.error();
        Sql::Statement insert(db,
                              u"INSERT INTO queue (episode_id, rank) SELECT id, :rank FROM episode"
                              " WHERE id = :id AND removed = 0 ON CONFLICT DO NOTHING"_s);
        for (qsizetype i = 0; i < queue.size(); ++i) {
            auto done = insert.run({{u":rank"_s, i + 1}, {u":id"_s, queue.at(i).value()}});
            if (!done)
                return done;
        }
        return {};
    });
}

} // namespace Earmark
