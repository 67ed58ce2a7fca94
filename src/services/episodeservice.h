// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"
#include "core/episodequery.h"
#include "core/playrules.h"
#include "core/result.h"
#include "core/timesaved.h"

#include <QFuture>
#include <QObject>

#include <functional>
#include <optional>

namespace Earmark {

class Storage;
struct EpisodeState;
enum class UndoKind : quint8;
class UndoStack;

/// Reads lists and episodes for what is on screen, and does to episodes what the listener wishes.
class EpisodeService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EpisodeService)

public:
    EpisodeService(Storage &storage, UndoStack &undo, QObject *parent = nullptr);

    QFuture<Result<EpisodeFences>> fences(const EpisodeQuery &query);
    /// Rows from the key on, itself included.
    QFuture<Result<EpisodeRows>> rows(const EpisodeQuery &query, const EpisodeKey &from, int limit);
    QFuture<Result<EpisodeRows>> firstRows(const EpisodeQuery &query, int limit);
    QFuture<Result<EpisodeRows>> rowsById(const QList<EpisodeId> &episodes);
    QFuture<Result<Episode>> episode(EpisodeId id);
    /// Whether episode() tells the pauses that chapters are put in place by. On, unless said.
    void setChaptersAtPauses(bool wanted) { m_chaptersAtPauses = wanted; }
    /// Newest first, without notes and chapters; of every podcast when it is not valid.
    QFuture<Result<QList<Episode>>> newest(PodcastId podcast, int limit);
    /// NotFound when the library has no such podcast or episode.
    QFuture<Result<EpisodeId>> find(const QUrl &podcast, const QString &guid);
    QFuture<Result<PlaceCounts>> counts();
    /// The notes as the view renders them (feed/notes.h), made on the pool.
    QFuture<QString> notesHtml(const Episode &episode, bool allowImages);

    void setPlayed(const QList<EpisodeId> &episodes, bool played);
    void setArchived(const QList<EpisodeId> &episodes, bool archived);
    void setFavourite(const QList<EpisodeId> &episodes, bool favourite);

    /// The player was there, and was heard there at heardAt (LeftPlace::at); saved: since the last
    /// time. duration: where it ends as it is played. Durable when the future is done; announced
    /// with episodesChanged.
    QFuture<Result<>> savePosition(EpisodeId id, std::chrono::milliseconds position,
                                   std::chrono::milliseconds duration, PositionCause cause,
                                   const QDateTime &heardAt = {}, const TimeSaved &saved = {});
    /// Of an episode without an id, or gone from the library: to the total alone.
    QFuture<Result<>> saveTimeSaved(EpisodeId id, const TimeSaved &saved);
    QFuture<Result<TimeSaved>> timeSaved(EpisodeId id); ///< NotFound: not in the library.
    /// Of all that was ever heard.
    QFuture<Result<TimeSaved>> timeSavedInAll();
    /// How long its file really is, for lists as well; what the feed says is kept beside it.
    QFuture<Result<>> saveDuration(EpisodeId id, std::chrono::milliseconds duration);
    /// The episode that was last in the player, to come back to after any end of the program.
    QFuture<Result<>> setCurrent(EpisodeId id);
    QFuture<Result<EpisodeId>> current();

Q_SIGNALS:
    /// These rows' states changed; lists that filter by state may gain or lose them.
    void episodesChanged(const QList<Earmark::EpisodeId> &episodes);
    void failed(const Earmark::Error &error);

private:
    using Change = std::function<ListeningState(ListeningState)>;
    void change(const QList<EpisodeId> &episodes, const Change &change,
                std::optional<UndoKind> undo);
    QFuture<Result<>> restore(const QList<EpisodeState> &before, UndoKind kind);

    Storage &m_storage;
    UndoStack &m_undo;
    bool m_chaptersAtPauses = true;
};

} // namespace Earmark
