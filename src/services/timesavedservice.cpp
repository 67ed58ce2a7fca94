// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/timesavedservice.h"

#include "core/async.h"
#include "services/episodeservice.h"
#include "services/playbackservice.h"

namespace Earmark {

TimeSavedService::TimeSavedService(PlaybackService &playback, EpisodeService &episodes,
                                   QObject *parent)
    : QObject(parent), m_playback(playback), m_episodes(episodes)
{
    connect(&playback, &PlaybackService::episodeChanged, this, &TimeSavedService::episodeChanged);
    connect(&playback, &PlaybackService::timeSaved, this, &TimeSavedService::saved);
    episodeChanged();
}

void TimeSavedService::refresh()
{
    m_playback.countTimeSaved(); // saved() follows
}

void TimeSavedService::episodeChanged()
{
    const auto &episode = m_playback.episode();
    if (!m_episode.isReplacedBy(episode))
        return;
    const int reading = ++m_readings;
    m_onEpisode = {};
    // What is counted before the answers are here is written after they were read.
    if (episode && episode->row.id.isValid()) {
        onResult(m_episodes.timeSaved(episode->row.id), this,
                 [this, reading](const Result<TimeSaved> &stored) {
                     if (!stored || reading != m_readings)
                         return;
                     m_onEpisode += *stored;
                     Q_EMIT changed();
                 });
    }
    if (episode && !m_isTotalRead) {
        m_isTotalRead = true;
        onResult(m_episodes.timeSavedInAll(), this, [this](const Result<TimeSaved> &stored) {
            if (!stored)
                return;
            m_inAll += *stored;
            Q_EMIT changed();
        });
    }
    Q_EMIT changed();
}

void TimeSavedService::saved(const TimeSaved &more)
{
    m_onEpisode += more;
    m_inAll += more;
    Q_EMIT changed();
}

} // namespace Earmark
