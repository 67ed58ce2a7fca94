// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"

#include <QMetaType>

#include <functional>

class QMenu;

namespace Earmark {

/// What a listener may wish for an episode, wherever it is shown.
enum class EpisodeWish : quint8 {
    Play,
    QueueNext,
    QueueLast,
    Unqueue,
    MarkPlayed,
    MarkUnplayed,
    Favourite,
    Unfavourite,
    Archive,
    Unarchive,
    CopyAddress,
    OpenPage,
};

/// What a key means for this episode: E archives, or brings back what is archived.
EpisodeWish archiveWish(const EpisodeRow &row);
EpisodeWish playedWish(const EpisodeRow &row);
EpisodeWish favouriteWish(const EpisodeRow &row);
/// Q (or Shift+Q): into the queue, or out of it when it is in it.
EpisodeWish queueWish(const EpisodeRow &row, bool next);

/// Every wish that makes sense for this episode.
void fillEpisodeMenu(QMenu *menu, const EpisodeRow &row,
                     const std::function<void(EpisodeWish)> &wished);

} // namespace Earmark

Q_DECLARE_METATYPE(Earmark::EpisodeWish)
