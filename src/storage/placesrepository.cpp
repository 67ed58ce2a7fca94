// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/placesrepository.h"

#include "storage/analysisrepository.h"
#include "storage/columns.h"
#include "storage/database.h"
#include "storage/episodethere.h"
#include "storage/sql.h"

using namespace Qt::StringLiterals;

namespace Earmark {

Result<ChapterPlaces> PlacesRepository::places(EpisodeId episode) const
{
    auto words = shifts(episode);
    if (!words)
        return words.error();
    auto pauses = AnalysisRepository(m_database).pausesOf(episode);
    if (!pauses)
        return pauses.error();
    return ChapterPlaces{.shifts = std::move(*words), .pauses = std::move(*pauses)};
}

Result<ChapterShifts> PlacesRepository::shifts(EpisodeId episode) const
{
    auto query = Sql::exec(m_database.handle(),
                           u"SELECT start, shift FROM chapter_shift WHERE episode_id = :episode"
                           " ORDER BY start"_s,
                           {{u":episode"_s, episode.value()}});
    if (!query)
        return query.error();
    ChapterShifts shifts;
    while (query->next())
        shifts.push_back({toMilliseconds(query->value(0)), toMilliseconds(query->value(1))});
    return shifts;
}

Result<> PlacesRepository::setShifts(EpisodeId episode, const ChapterShifts &shifts)
{
    const QSqlDatabase db = m_database.handle();
    return Sql::inTransaction(db, [&]() -> Result<> {
        const auto there = requireEpisode(db, episode);
        if (!there)
            return there.error();
        const auto cleared
                = Sql::change(db, u"DELETE FROM chapter_shift WHERE episode_id = :episode"_s,
                              {{u":episode"_s, episode.value()}});
        if (!cleared)
            return cleared.error();
        Sql::Statement insert(db,
                              u"INSERT INTO chapter_shift (episode_id, start, shift)"
                              " VALUES (:episode, :start, :shift)"_s);
        for (const ChapterShift &one : shifts) {
            auto done = insert.run({{u":episode"_s, episode.value()},
                                    {u":start"_s, qint64(one.start.count())},
                                    {u":shift"_s, qint64(one.by.count())}});
            if (!done)
                return done;
        }
        return {};
    });
}

} // namespace Earmark
