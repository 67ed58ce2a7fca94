// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"
#include "core/episodequery.h"
#include "core/playrules.h"
#include "core/result.h"

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

    /// The player was there. Durable when the future is done; announced with episodesChanged.
    QFuture<Result<>> savePosition(EpisodeId id, std::chrono::milliseconds position,
                                   std::chrono::milliseconds duration, PositionCause cause);
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
    QFuture<Result<>> restore(const QList<EpisodeState> &states);

    Storage &m_storage;
    UndoStack &m_undo;
};

} // namespace Earmark
