// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"
#include "core/ids.h"

#include <QList>
#include <QMetaType>

namespace Earmark {

/// The fixed lists of the side bar. Podcast is one podcast's episodes.
enum class Place : quint8 { Episodes, Queue, InProgress, Favourites, Archive, Podcast };

/// Which episodes a list shows. Every list but Queue is ordered by (published, id): newest first
/// unless oldestFirst. Queue is ordered by its own ranks. Archived episodes stand only in Archive
/// and in their podcast's list.
struct EpisodeQuery
{
    Place place = Place::Episodes;
    PodcastId podcast{}; ///< For Place::Podcast.
    bool unplayedOnly = false;
    bool oldestFirst = false; ///< Serial shows.
    bool downloadedOnly = false; ///< Whole on this disk.

    bool operator==(const EpisodeQuery &) const = default;
};

/// Where a row stands in its list. Lists are read in windows that begin at a key, never at an
/// offset: the 300,000th row costs what the first does (facts: 6 ms against 367 by OFFSET).
struct EpisodeKey
{
    qint64 order = 0; ///< published, ms UTC (0 when unknown), or the rank in the queue.
    EpisodeId id;

    bool operator==(const EpisodeKey &) const = default;
};

/// A list's size and the key of every step-th row (row 0 first), so that a scroll bar can jump.
struct EpisodeFences
{
    static constexpr int Step = 256;
    int count = 0;
    QList<EpisodeKey> keys;

    bool operator==(const EpisodeFences &) const = default;
};

/// How many episodes stand in each place, for the side bar.
struct PlaceCounts
{
    int episodes = 0;
    int unplayed = 0; ///< Of Place::Episodes.
    int queue = 0;
    int inProgress = 0;
    int favourites = 0;
    int archive = 0;

    bool operator==(const PlaceCounts &) const = default;
};

} // namespace Earmark

Q_DECLARE_METATYPE(Earmark::EpisodeQuery)
