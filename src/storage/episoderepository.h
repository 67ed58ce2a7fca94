// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"
#include "core/episode.h"
#include "core/episodequery.h"
#include "core/queue.h"
#include "core/result.h"
#include "core/timesaved.h"

#include <QList>
#include <QString>
#include <QUrl>

#include <chrono>
#include <optional>

namespace Earmark {

class Database;

struct EpisodeState
{
    EpisodeId id;
    ListeningState state;

    bool operator==(const EpisodeState &) const = default;
};

/// Every statement about episodes, their chapters and the queue. Blocking: made and called inside
/// Storage::read() or write(). Episodes of a removed podcast are in no answer; an id of one, or of
/// none, is ErrorKind::NotFound where one episode is asked for and left out where several are.
///
/// In a podcast's list unplayedOnly means what Podcast::unplayed counts: neither played nor
/// archived. Place::Queue and queue() leave out what is archived: it keeps its place until
/// setQueue(), so that undoing the archiving is enough. To queue an archived episode take it out of
/// the archive first.
class EpisodeRepository
{
public:
    explicit EpisodeRepository(const Database &database) : m_database(database) { }

    /// Walks the list's index once: 300,000 episodes some 20 ms, off the way to the first paint.
    Result<EpisodeFences> fences(const EpisodeQuery &query) const;
    /// The list's length: a kept counter where there is one (all but unplayedOnly in Queue,
    /// InProgress, Favourites, Archive).
    Result<int> count(const EpisodeQuery &query) const;
    Result<EpisodeRows> firstRows(const EpisodeQuery &query, int limit) const;
    /// From the row with this key on, or from the next one if it is no longer in the list.
    Result<EpisodeRows> rows(const EpisodeQuery &query, const EpisodeKey &from, int limit) const;
    /// In the order asked for.
    Result<EpisodeRows> rowsByIds(const QList<EpisodeId> &ids) const;
    /// Every id of the list, in its order: for bulk actions.
    Result<QList<EpisodeId>> ids(const EpisodeQuery &query) const;
    Result<PlaceCounts> counts() const;
    /// Newest first, whole but for notes, persons, transcripts and chapter lists; archived ones
    /// too. Of every podcast when podcast is not valid.
    Result<QList<Episode>> newest(PodcastId podcast, int limit) const;

    Result<Episode> episode(EpisodeId id) const;
    Result<std::optional<EpisodeId>> find(const QUrl &feedUrl, const QString &guid) const;

    Result<QList<EpisodeState>> states(const QList<EpisodeId> &ids) const;
    Result<> setState(EpisodeId id, const ListeningState &state);
    /// All in one transaction; episodes that are no longer there are passed over.
    Result<> setStates(const QList<EpisodeState> &states);
    /// Play state, position and what was saved since, in one small transaction: what the player
    /// says several times a minute must not undo a favourite set meanwhile.
    Result<> savePosition(EpisodeId id, const ListeningState &state, const QDateTime &heardAt = {},
                          const TimeSaved &saved = {});

    /// The file's own length, which goes before what the feed says from now on.
    Result<> setDuration(EpisodeId id, std::chrono::milliseconds duration);
    /// Replaces what this source said. An empty list is kept as "has none". Embedded images are
    /// not stored: keep them first and set Chapter::image.
    Result<> setChapters(EpisodeId id, const ChapterList &list);
    Result<> chooseSource(EpisodeId id, std::optional<ChapterSource> source);

    Result<PlayQueue> queue() const;
    /// Replaces the queue; ids that are not in the library are left out, a second mention too.
    Result<> setQueue(const PlayQueue &queue);

private:
    const Database &m_database;
};

} // namespace Earmark
