// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timesaved.h"
#include "services/shownepisode.h"

#include <QObject>

namespace Earmark {

class EpisodeService;
class PlaybackService;

/// The time that listening took less than the sound lasts: of the episode in the player, and in
/// all.
class TimeSavedService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TimeSavedService)

public:
    TimeSavedService(PlaybackService &playback, EpisodeService &episodes,
                     QObject *parent = nullptr);

    const TimeSaved &onEpisode() const { return m_onEpisode; }
    const TimeSaved &inAll() const { return m_inAll; }
    /// Counts what was saved until this moment; else it is counted every few seconds.
    void refresh();

Q_SIGNALS:
    void changed();

private:
    void episodeChanged();
    void saved(const TimeSaved &more);

    PlaybackService &m_playback;
    EpisodeService &m_episodes;
    ShownEpisode m_episode;
    TimeSaved m_onEpisode;
    TimeSaved m_inAll;
    bool m_isTotalRead = false;
    int m_readings = 0; ///< An answer about an episode before is dropped.
};

} // namespace Earmark
