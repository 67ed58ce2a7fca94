// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadrules.h"

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

// A part of core/downloadrules.h: what each podcast's own rule says of its episodes.

namespace Earmark {

/// Why a podcast wants an episode to be there.
struct PodcastWant
{
    qsizetype rank = 0; ///< Among what its podcast wants; 0: the most.
    QString clause{}; ///< "the newest of 3 kept for this podcast"

    bool operator==(const PodcastWant &) const = default;
};

struct PodcastWants
{
    QHash<EpisodeId, PodcastWant> wanted;
    /// Newer ones have taken their place among the newest, and they never get it back: what was
    /// played or is refused keeps its own.
    QSet<EpisodeId> replaced;

    bool operator==(const PodcastWants &) const = default;
};

/// Played or archived.
bool isDone(const DownloadFacts &facts);
/// Its title and its length are such as its podcast's rule lets in.
bool isLet(const DownloadFacts &facts, const DownloadSettings &settings);

/// episodes: of one podcast, in any order.
PodcastWants podcastWants(QList<const DownloadFacts *> episodes, const DownloadSettings &settings,
                          bool serial);

} // namespace Earmark
