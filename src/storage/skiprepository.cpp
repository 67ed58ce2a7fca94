// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/skiprepository.h"

#include "storage/columns.h"
#include "storage/database.h"
#include "storage/episodethere.h"
#include "storage/jsontext.h"
#include "storage/podcastthere.h"
#include "storage/sql.h"

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

SkipSettings readSettings(const QSqlQuery &row)
{
    return tidied({.first = toMilliseconds(row.value(0)),
                   .last = toMilliseconds(row.value(1)),
                   .words = namesFromJson(row.value(2).toString())});
}

} // namespace

Result<SkipSettings> SkipRepository::settings(PodcastId id) const
{
    auto found = Sql::exec(m_database.handle(),
                           u"SELECT skip_first, skip_last, skip_words FROM podcast"
                           " WHERE id = :id AND removed_at IS NULL"_s,
                           {{u":id"_s, id.value()}});
    if (!found)
        return found.error();
    return found->next() ? readSettings(*found) : Result<SkipSettings>(podcastNotThere(id));
}

Result<> SkipRepository::setSettings(PodcastId id, const SkipSettings &settings)
{
    const SkipSettings tidy = tidied(settings);
    const auto changed = Sql::change(m_database.handle(),
                                     u"UPDATE podcast SET skip_first = :first, skip_last = :last,"
                                     " skip_words = :words WHERE id = :id AND removed_at IS NULL"_s,
                                     {{u":first"_s, qint64(tidy.first.count())},
                                      {u":last"_s, qint64(tidy.last.count())},
                                      {u":words"_s, namesToJson(tidy.words)},
                                      {u":id"_s, id.value()}});
    if (!changed)
        return changed.error();
    return *changed == 1 ? Result<>() : podcastNotThere(id);
}

Result<SkipRules> SkipRepository::rules(EpisodeId id) const
{
    const QSqlDatabase db = m_database.handle();
    auto podcast = Sql::exec(db,
                             u"SELECT p.skip_first, p.skip_last, p.skip_words FROM episode AS e"
                             " CROSS JOIN podcast AS p WHERE e.id = :id AND e.removed = 0"
                             " AND p.id = e.podcast_id"_s,
                             {{u":id"_s, id.value()}});
    if (!podcast)
        return podcast.error();
    if (!podcast->next())
        return episodeNotThere(id);
    SkipRules rules{.podcast = readSettings(*podcast)};
    podcast->finish();
    auto ticks = Sql::exec(db,
                           u"SELECT start, title, played FROM chapter_tick"
                           " WHERE episode_id = :id ORDER BY number"_s,
                           {{u":id"_s, id.value()}});
    if (!ticks)
        return ticks.error();
    while (ticks->next()) {
        rules.ticks.append({.start = toMilliseconds(ticks->value(0)),
                            .title = ticks->value(1).toString(),
                            .isPlayed = ticks->value(2).toBool()});
    }
    return rules;
}

Result<> SkipRepository::setTicks(EpisodeId id, const ChapterTicks &ticks)
{
    const QSqlDatabase db = m_database.handle();
    return Sql::inTransaction(db, [&]() -> Result<> {
        const auto there = requireEpisode(db, id);
        if (!there)
            return there.error();
        const auto cleared = Sql::change(db, u"DELETE FROM chapter_tick WHERE episode_id = :id"_s,
                                         {{u":id"_s, id.value()}});
        if (!cleared)
            return cleared.error();
        Sql::Statement insert(db,
                              u"INSERT INTO chapter_tick (episode_id, number, start, title, played)"
                              " VALUES (:id, :number, :start, :title, :played)"_s);
        for (qsizetype i = 0; i < ticks.size(); ++i) {
            const ChapterTick &tick = ticks.at(i);
            auto done = insert.run({{u":id"_s, id.value()},
                                    {u":number"_s, i},
                                    {u":start"_s, qint64(tick.start.count())},
                                    {u":title"_s, tick.title},
                                    {u":played"_s, int(tick.isPlayed)}});
            if (!done)
                return done;
        }
        return {};
    });
}

} // namespace Earmark
