// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/seekhistory.h"
#include "services/shownepisode.h"
#include "services/ticks.h"

#include <QObject>

namespace Earmark {

class PlaybackService;

/// The way back from jumps within the episode that is in the player. Another episode has a history
/// of its own, an empty one.
class SeekUndo : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SeekUndo)

public:
    explicit SeekUndo(PlaybackService &playback, Ticks ticks = steadyTicks(),
                      QObject *parent = nullptr);

    /// To before the last jump; again: to before the one before. Nothing, if there is none.
    void goBack();
    /// To where goBack() was called from.
    void goForward();
    /// To where movedFar() said that the listener was.
    void returnFromMove();

Q_SIGNALS:
    /// A jump, or a step of goBack() or goForward(), led farther than the eye follows: here he was.
    void movedFar(std::chrono::milliseconds from);
    /// Whatever movedFar() said is over: another episode, or he is near there again.
    void settled();

private:
    void jumping(std::chrono::milliseconds from, std::chrono::milliseconds to);
    void episodeChanged();
    void go(std::chrono::milliseconds place);
    void tell(const Jump &move);

    PlaybackService &m_playback;
    Ticks m_ticks;
    SeekHistory m_history;
    ShownEpisode m_episode;
    bool m_isGoing = false; ///< The jump is ours.
    bool m_isWayForward = false; ///< What returns from the last move is goForward().
};

} // namespace Earmark
