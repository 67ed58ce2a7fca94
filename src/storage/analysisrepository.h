// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episodeanalysis.h"
#include "core/fileidentity.h"
#include "core/ids.h"
#include "core/result.h"

#include <QDateTime>

#include <optional>

namespace Earmark {

class Database;

/// Analyses of files, and which file an episode was when it was heard last.
///
/// Pauses stand in their column as numbers of seven bits a byte, the eighth saying that more follow
/// (as in protocol buffers): in turn the ms since the end of the pause before and the ms it lasts.
class AnalysisRepository
{
public:
    /// An hour of speech is about 10 KB. Beyond, the one used longest ago is dropped.
    static constexpr int MostRows = 2000;
    static constexpr qsizetype MostPauses = 200'000; ///< Of one file; the rest is left out.

    explicit AnalysisRepository(const Database &database) : m_database(database) { }

    /// Nothing when there is none, or only one of another method (media/episodeanalyser.h).
    Result<std::optional<EpisodeAnalysis>> find(const FileIdentity &file, int method) const;
    /// The same by size and head alone: probably that file. Of several the one used last.
    Result<std::optional<EpisodeAnalysis>> findByHead(const FileIdentity &file, int method) const;
    /// Of the file that the episode was.
    Result<std::optional<EpisodeAnalysis>> ofEpisode(EpisodeId episode, int method) const;

    /// The pauses alone, by whatever method.
    Result<MediaRanges> pausesOf(EpisodeId episode) const;

    /// Replaces what there was of this file, and drops what is too much.
    Result<> keep(const FileIdentity &file, const EpisodeAnalysis &analysis, int method,
                  const QDateTime &now);
    /// The episode is this file now, of which there is an analysis; it was used now.
    Result<> use(EpisodeId episode, const FileIdentity &file, const QDateTime &now);
    /// It is another file than it was, and not known which.
    Result<> forgetEpisode(EpisodeId episode);

private:
    const Database &m_database;
};

} // namespace Earmark
