// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadview.h"
#include "core/episode.h"

#include <QMetaType>

#include <functional>
#include <optional>

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
    Download, ///< Also: resume, try again.
    PauseDownload,
    CancelDownload,
    DeleteFile, ///< What is there of it.
    CopyAddress,
    OpenPage,
};

/// What a key means for this episode: E archives, or brings back what is archived.
EpisodeWish archiveWish(const EpisodeRow &row);
EpisodeWish playedWish(const EpisodeRow &row);
EpisodeWish favouriteWish(const EpisodeRow &row);
/// Q (or Shift+Q): into the queue, or out of it when it is in it.
EpisodeWish queueWish(const EpisodeRow &row, bool next);

/// D: downloads, or cancels what is on its way or waits for its turn.
EpisodeWish downloadWish(const MediaStatus &media);
/// P: pauses, or goes on; nothing where nothing is on its way.
std::optional<EpisodeWish> pauseWish(const MediaStatus &media);
/// "Download", or what that means for one that is paused, failed, or on its way.
QString downloadWishText(const MediaStatus &media);

/// Every wish that makes sense for this episode.
void fillEpisodeMenu(QMenu *menu, const EpisodeRow &row, const MediaStatus &media,
                     const std::function<void(EpisodeWish)> &wished);

} // namespace Earmark

Q_DECLARE_METATYPE(Earmark::EpisodeWish)
