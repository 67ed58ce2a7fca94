// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QFuture>
#include <QList>
#include <QObject>

#include <functional>

namespace Earmark {

/// What can be taken back; ui makes the sentence.
enum class UndoKind : quint8 {
    Unsubscribe,
    MarkPlayed,
    MarkUnplayed,
    Archive,
    Unarchive,
    RemoveFromQueue,
    MoveInQueue,
    UntickChapter,
    TickChapter,
    MoveChapters,
    DeleteFiles,
};

struct UndoEntry
{
    UndoKind kind = UndoKind::MarkPlayed;
    QString subject; ///< The podcast's or episode's title; empty when there are several.
    int count = 1;
};

/// The one stack of everything the listener did to the library. Not kept beyond the session.
class UndoStack : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(UndoStack)

public:
    using Undo = std::function<QFuture<Result<>>()>;

    explicit UndoStack(QObject *parent = nullptr);

    void push(const UndoEntry &entry, Undo undo);
    bool canUndo() const { return !m_actions.isEmpty(); }
    /// Takes the last one back; does nothing when there is none.
    void undo();

Q_SIGNALS:
    void pushed(const Earmark::UndoEntry &entry);
    void undone(const Earmark::UndoEntry &entry);
    void failed(const Earmark::Error &error);

private:
    static constexpr qsizetype MaxActions = 100;

    QList<std::pair<UndoEntry, Undo>> m_actions;
};

} // namespace Earmark
