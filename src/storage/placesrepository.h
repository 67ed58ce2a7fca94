// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapterplacement.h"
#include "core/ids.h"
#include "core/result.h"

namespace Earmark {

class Database;

/// Where chapters that are not the file's own begin in an episode's file.
class PlacesRepository
{
public:
    explicit PlacesRepository(const Database &database) : m_database(database) { }

    /// Without ChapterPlaces::declared, which is a column of the episode.
    Result<ChapterPlaces> places(EpisodeId episode) const;
    Result<ChapterShifts> shifts(EpisodeId episode) const;
    /// All of them; the episode's are replaced. ErrorKind::NotFound when it is gone.
    Result<> setShifts(EpisodeId episode, const ChapterShifts &shifts);

private:
    const Database &m_database;
};

} // namespace Earmark
