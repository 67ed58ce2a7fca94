// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/seekundo.h"

#include "services/playbackservice.h"

#include <utility>

using std::chrono::milliseconds;

namespace Earmark {

SeekUndo::SeekUndo(PlaybackService &playback, Ticks ticks, QObject *parent)
    : QObject(parent), m_playback(playback), m_ticks(std::move(ticks))
{
    connect(&playback, &PlaybackService::jumping, this, &SeekUndo::jumping);
    connect(&playback, &PlaybackService::episodeChanged, this, &SeekUndo::episodeChanged);
}

void SeekUndo::jumping(milliseconds from, milliseconds to)
{
    if (m_isGoing)
        return;
    const auto whole = m_history.jumped({.from = from, .to = to}, m_ticks());
    m_isWayForward = false;
    tell(whole.value_or(Jump()));
}

void SeekUndo::episodeChanged()
{
    if (!m_episode.isReplacedBy(m_playback.episode()))
        return;
    m_history.clear();
    Q_EMIT settled();
}

void SeekUndo::goBack()
{
    const auto place = m_history.back(m_playback.position());
    if (!place)
        return;
    m_isWayForward = true;
    go(*place);
}

void SeekUndo::goForward()
{
    const auto place = m_history.forward(m_playback.position());
    if (!place)
        return;
    m_isWayForward = false;
    go(*place);
}

void SeekUndo::returnFromMove()
{
    if (m_isWayForward)
        goForward();
    else
        goBack();
}

void SeekUndo::go(milliseconds place)
{
    const Jump move{.from = m_playback.position(), .to = place};
    m_isGoing = true;
    m_playback.seek(place);
    m_isGoing = false;
    tell(move);
}

void SeekUndo::tell(const Jump &move)
{
    if (move.isFar())
        Q_EMIT movedFar(move.from);
    else
        Q_EMIT settled();
}

} // namespace Earmark
