// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/queue.h"
#include "core/result.h"

#include <QFuture>
#include <QObject>

namespace Earmark {

class Storage;
class UndoStack;
enum class UndoKind : quint8;

/// What plays next. Kept in memory (ids only) and written behind each change.
class QueueService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueueService)

public:
    QueueService(Storage &storage, UndoStack &undo, QObject *parent = nullptr);

    /// Reads it from the library; changed() follows. Also after another hand changed the library.
    QFuture<Result<>> load();
    const PlayQueue &queue() const { return m_queue; }

    void addNext(const QList<EpisodeId> &episodes);
    void addLast(const QList<EpisodeId> &episodes);
    void remove(const QList<EpisodeId> &episodes);
    /// So that it stands before what is now at row `before`; queue().size(): to the end.
    void move(EpisodeId episode, qsizetype before);
    /// What plays after `ended`, taken out of the queue; invalid when nothing does.
    EpisodeId takeNext(EpisodeId ended);
    /// `playing` starts: it leaves the queue, without a word and without undo.
    void started(EpisodeId playing);

Q_SIGNALS:
    void changed();
    /// The library holds what changed() announced: lists that read the queue may ask again.
    void stored();
    void failed(const Earmark::Error &error);

private:
    QFuture<Result<>> set(const PlayQueue &queue);
    void pushUndo(UndoKind kind, const QList<EpisodeId> &episodes);

    Storage &m_storage;
    UndoStack &m_undo;
    PlayQueue m_queue;
    EpisodeId m_playing; ///< Started last.
};

} // namespace Earmark
