// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapterchoice.h"
#include "core/chapterplacement.h"
#include "core/ids.h"
#include "core/result.h"

#include <QFuture>
#include <QObject>

namespace Earmark {

class ChapterService;
class Storage;
class UndoStack;

/// The listener's word on where the chapters of a feed or of notes begin in the file that plays.
/// Kept per episode, by what their source says, so that it outlives a refresh; undoable.
class ChapterPlacesService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChapterPlacesService)

public:
    ChapterPlacesService(Storage &storage, ChapterService &chapters, UndoStack &undo,
                         QObject *parent = nullptr);

    /// The chapter in this row of shown.chapters begins at position, and the rest follows
    /// (core/chapterplacement.h: shiftedTo()). ChapterService::episodeChaptersChanged follows.
    void beginHere(EpisodeId episode, const ShownChapters &shown, qsizetype row,
                   std::chrono::milliseconds position);
    /// All chapters where their source says they are.
    void forgetShifts(EpisodeId episode);

Q_SIGNALS:
    void failed(const Earmark::Error &error);

private:
    using Change = std::function<std::optional<ChapterShifts>(const ChapterShifts &)>;

    void change(EpisodeId episode, const QString &subject, Change changed);
    QFuture<Result<>> write(EpisodeId episode, const ChapterShifts &shifts);

    Storage &m_storage;
    ChapterService &m_chapters;
    UndoStack &m_undo;
};

} // namespace Earmark
