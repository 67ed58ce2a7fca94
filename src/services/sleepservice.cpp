// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sleepservice.h"

#include "services/playbackservice.h"

#include <utility>

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {
namespace {

// What the sound server still holds is heard after a pause (up to 280 ms, playback/player.cpp).
constexpr auto SoundEnds = 500ms;

} // namespace

SleepService::SleepService(PlaybackService &playback, Ticks ticks, QObject *parent)
    : QObject(parent), m_playback(playback), m_ticks(std::move(ticks))
{
    m_volumeReturns.setSingleShot(true);
    m_volumeReturns.setInterval(SoundEnds);
    connect(&m_volumeReturns, &QTimer::timeout, this, [this] { m_playback.setFade(1); });
    connect(&playback, &PlaybackService::positionChanged, this, &SleepService::look);
    connect(&playback, &PlaybackService::stateChanged, this, &SleepService::stateChanged);
    connect(&playback, &PlaybackService::speedChanged, this, &SleepService::look);
    connect(&playback, &PlaybackService::durationChanged, this, &SleepService::look);
    connect(&playback, &PlaybackService::episodeChanged, this, &SleepService::episodeChanged);
    connect(&playback, &PlaybackService::chaptersChanged, this, [this] {
        m_timer.chaptersChanged(place());
        look();
    });
    connect(&playback, &PlaybackService::jumping, this, [this](milliseconds, milliseconds to) {
        SleepPlace landing = place();
        landing.position = to;
        m_timer.jumped(landing);
    });
    connect(&playback, &PlaybackService::stoppedAtEnd, this, [this] {
        if (isRunning())
            fallAsleep();
    });
}

void SleepService::start(const SleepGoal &goal)
{
    m_lookedAt = m_ticks();
    m_timer.start(goal, place());
    m_shownLeft.reset();
    Q_EMIT changed();
    look();
}

void SleepService::cancel()
{
    if (!isRunning())
        return;
    m_timer.cancel();
    m_playback.setFade(1);
    m_playback.setEpisodeEnd(EpisodeEnd::Played);
    Q_EMIT changed();
}

void SleepService::extend()
{
    m_timer.extend(place());
    look();
}

bool SleepService::canExtend() const
{
    return m_timer.canExtend(place());
}

std::optional<milliseconds> SleepService::left() const
{
    return m_timer.left(place());
}

SleepPlace SleepService::place() const
{
    return {.position = m_playback.position(),
            .duration = m_playback.playedEnd(),
            .speed = m_playback.speed(),
            .chapters = m_playback.chapters().chapters};
}

void SleepService::look()
{
    const milliseconds now = m_ticks();
    const milliseconds since = now - std::exchange(m_lookedAt, now);
    if (!isRunning())
        return;
    if (m_isHeard)
        m_timer.heard(since);
    const SleepPlace here = place();
    if (m_isHeard && m_timer.isOver(here)) {
        fallAsleep();
        return;
    }
    m_playback.setEpisodeEnd(m_timer.atEnd(here));
    m_playback.setFade(m_timer.fade(here));
    showChanges();
}

void SleepService::stateChanged()
{
    look(); // what went by in the state before
    m_isHeard = m_playback.state() == PlaybackService::State::Playing;
    if (m_isHeard && m_volumeReturns.isActive()) {
        m_volumeReturns.stop();
        m_playback.setFade(1);
    }
}

void SleepService::episodeChanged()
{
    if (!m_episode.isReplacedBy(m_playback.episode()))
        return;
    m_timer.episodeChanged(place());
    look();
}

void SleepService::fallAsleep()
{
    m_timer.cancel();
    m_playback.pauseEarlier(SleepTimer::Rewind);
    m_playback.setEpisodeEnd(EpisodeEnd::Played);
    m_volumeReturns.start();
    Q_EMIT changed();
    Q_EMIT fellAsleep();
}

void SleepService::showChanges()
{
    const auto rest = left();
    const auto shown
            = rest ? std::optional(std::chrono::ceil<std::chrono::seconds>(*rest)) : std::nullopt;
    if (shown == m_shownLeft)
        return;
    m_shownLeft = shown;
    Q_EMIT changed();
}

} // namespace Earmark
