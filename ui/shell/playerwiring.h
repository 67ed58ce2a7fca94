// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QUrl>

namespace Earmark {

class PlaybackService;
class PlayerBar;
class SeekUndo;

/// The player bar and the playback service.
class PlayerWiring : public QObject
{
    Q_OBJECT

public:
    PlayerWiring(PlayerBar &bar, PlaybackService &playback, SeekUndo &seekUndo,
                 QObject *parent = nullptr);

    /// Chapter pictures from the network are shown for these podcasts only; those that came in the
    /// sound file always.
    void setImagesAllowed(const QSet<PodcastId> &podcasts);
    /// Shown where an episode's own picture cannot be had.
    void setPodcastCovers(const QHash<PodcastId, QUrl> &covers);

Q_SIGNALS:
    void linkWished(const QUrl &url);

private:
    void connectWishes();
    void show();

    PlayerBar &m_bar;
    PlaybackService &m_playback;
    QSet<PodcastId> m_imagesAllowed;
    QHash<PodcastId, QUrl> m_podcastCovers;
};

} // namespace Earmark
