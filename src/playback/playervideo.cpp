// SPDX-License-Identifier: GPL-3.0-or-later
// Player: what pictures that follow its sound need to know.
#include "playback/player.h"

namespace Earmark {

std::chrono::milliseconds Player::exactPosition() const
{
    return m_state == State::Playing && !m_target ? heardPosition() : m_position;
}

void Player::lookForVideo(std::optional<std::int64_t> pictureZero)
{
    const bool had = hasVideo();
    m_pictureZero = pictureZero;
    if (had != hasVideo())
        Q_EMIT hasVideoChanged(hasVideo());
}

} // namespace Earmark
