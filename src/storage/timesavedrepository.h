// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/result.h"
#include "core/timesaved.h"

class QSqlDatabase;

namespace Earmark {

class Database;

/// To the episode, if it is in the library, and to the total, which outlives every episode; inside
/// a transaction of the caller's.
Result<> addTimeSaved(const QSqlDatabase &db, EpisodeId id, const TimeSaved &saved);

/// The time that listening took less than the sound lasts. Blocking: made and called inside
/// Storage::read() or write().
class TimeSavedRepository
{
public:
    explicit TimeSavedRepository(const Database &database) : m_database(database) { }

    /// What was saved on what is not in the library, or is no longer, counts to the total alone.
    Result<> add(EpisodeId id, const TimeSaved &saved);
    /// NotFound: not in the library.
    Result<TimeSaved> of(EpisodeId id) const;
    Result<TimeSaved> total() const;

private:
    const Database &m_database;
};

} // namespace Earmark
