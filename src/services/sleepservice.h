// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sleeptimer.h"
#include "services/shownepisode.h"
#include "services/ticks.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace Earmark {

class PlaybackService;

/// The sleep timer of the player: fades, pauses, and lets the next time begin a little earlier.
/// The rules are core/sleeptimer.h's.
class SleepService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SleepService)

public:
    explicit SleepService(PlaybackService &playback, Ticks ticks = steadyTicks(),
                          QObject *parent = nullptr);

    /// In place of one that runs.
    void start(const SleepGoal &goal);
    void cancel();
    /// By five minutes or a chapter; nothing where there is no more.
    void extend();

    bool isRunning() const { return m_timer.goal().has_value(); }
    bool canExtend() const;
    const std::optional<SleepGoal> &goal() const { return m_timer.goal(); }
    /// Real time until the sound stops; nothing: not running, or not known.
    std::optional<std::chrono::milliseconds> left() const;

Q_SIGNALS:
    /// It runs, or does no longer, or another second is over.
    void changed();
    void fellAsleep(); ///< Its time came: paused.

private:
    SleepPlace place() const;
    void look();
    void stateChanged();
    void episodeChanged();
    void fallAsleep();
    void showChanges();

    PlaybackService &m_playback;
    Ticks m_ticks;
    SleepTimer m_timer;
    QTimer m_volumeReturns; ///< When the sound has ended for certain.
    std::chrono::milliseconds m_lookedAt{0};
    bool m_isHeard = false;
    ShownEpisode m_episode;
    std::optional<std::chrono::seconds> m_shownLeft;
};

} // namespace Earmark
