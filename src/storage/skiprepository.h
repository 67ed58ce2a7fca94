// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/result.h"
#include "core/skiprules.h"

namespace Earmark {

class Database;

/// Every statement about what is not played, and about the time that was saved. Blocking: made and
/// called inside Storage::read() or write(). A podcast or episode that is not in the library is
/// ErrorKind::NotFound.
class SkipRepository
{
public:
    explicit SkipRepository(const Database &database) : m_database(database) { }

    Result<SkipSettings> settings(PodcastId id) const;
    Result<> setSettings(PodcastId id, const SkipSettings &settings);
    Result<SkipRules> rules(EpisodeId id) const;
    /// Replaces what was said of this episode's chapters.
    Result<> setTicks(EpisodeId id, const ChapterTicks &ticks);

private:
    const Database &m_database;
};

} // namespace Earmark
