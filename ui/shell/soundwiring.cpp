// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/soundwiring.h"

#include "services/playbackservice.h"
#include "services/soundservice.h"
#include "services/timesavedservice.h"
#include "ui/player/playerbar.h"
#include "ui/player/soundbutton.h"

using namespace std::chrono_literals;

namespace Earmark {

SoundWiring::SoundWiring(const Needs &needs, QObject *parent) : QObject(parent), m_needs(needs)
{
    SoundPanel &panel = m_needs.bar.soundButton().panel();
    connect(&m_needs.sound, &SoundService::changed, this, &SoundWiring::show);
    connect(&m_needs.playback, &PlaybackService::episodeChanged, this, &SoundWiring::show);
    connect(&panel, &SoundPanel::soundWished, &m_needs.sound, &SoundService::setSound);
    connect(&panel, &SoundPanel::ownWished, &m_needs.sound, &SoundService::setOwn);
    connect(&m_needs.timeSaved, &TimeSavedService::changed, this, &SoundWiring::showSaved);
    connect(&panel, &SoundPanel::opened, this, [this] {
        m_needs.timeSaved.refresh();
        m_savedTimer.start();
    });
    m_savedTimer.setInterval(1s);
    connect(&m_savedTimer, &QTimer::timeout, this, [this, &panel] {
        if (panel.isVisible())
            m_needs.timeSaved.refresh();
        else
            m_savedTimer.stop();
    });
    show();
    showSaved();
}

void SoundWiring::showSaved()
{
    const auto onEpisode = m_needs.playback.episode() ? std::optional(m_needs.timeSaved.onEpisode())
                                                      : std::nullopt;
    m_needs.bar.soundButton().panel().showSaved(onEpisode, m_needs.timeSaved.inAll());
}

void SoundWiring::show()
{
    SoundView view{.sound = m_needs.sound.sound()};
    if (m_needs.sound.canBeOwn() && m_needs.playback.episode()) {
        view.podcast = m_needs.playback.episode()->row.podcastTitle;
        view.isOwn = m_needs.sound.isOwn();
    }
    m_needs.bar.soundButton().showSound(view);
    m_needs.bar.setSpeed(view.sound.speed);
}

} // namespace Earmark
