// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"
#include "core/result.h"
#include "core/skiprules.h"

#include <QFuture>
#include <QHash>
#include <QObject>

namespace Earmark {

class Storage;
class UndoStack;

/// What the listener does not want to hear: seconds and words of a podcast, single chapters of an
/// episode. What of it is skipped where is services/skipservice.h's.
class SkipRulesService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SkipRulesService)

public:
    SkipRulesService(Storage &storage, UndoStack &undo, QObject *parent = nullptr);

    QFuture<Result<SkipSettings>> settings(PodcastId podcast);
    /// Tidied (core/skiprules.h).
    QFuture<Result<>> setSettings(PodcastId podcast, const SkipSettings &settings);

    /// As they are now, whatever episode.skipRules says. Those of a preview last as long as the
    /// program runs.
    QFuture<Result<SkipRules>> rules(const Episode &episode);
    /// The chapter in this row of the shown ones is to be played, or not. Undoable.
    void setTicked(const Episode &episode, const Chapters &shown, qsizetype row, bool play);

Q_SIGNALS:
    void changed(); ///< The rules of some episodes: ask again.
    void failed(const Earmark::Error &error);

private:
    using PreviewKey = std::pair<QUrl, QString>; ///< Podcast and guid.

    void tickPreview(const Episode &episode, const Chapters &shown, qsizetype row, bool play);
    QFuture<Result<>> putBack(EpisodeId episode, const ChapterTicks &ticks);

    Storage &m_storage;
    UndoStack &m_undo;
    QHash<PreviewKey, ChapterTicks> m_previews;
};

} // namespace Earmark
