// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playrules.h"

using namespace std::chrono_literals;

namespace Earmark {

bool isNearEnd(std::chrono::milliseconds position, std::chrono::milliseconds duration)
{
    return duration > PlayedWhenLeft && duration - position <= PlayedWhenLeft;
}

ListeningState afterPosition(ListeningState state, std::chrono::milliseconds position,
                             std::chrono::milliseconds duration, PositionCause cause)
{
    if (cause == PositionCause::End) {
        state.play = PlayState::Played;
        state.position = 0ms;
        return state;
    }
    state.position = qMax(0ms, position);
    if (cause == PositionCause::Playing && isNearEnd(position, duration)) {
        state.play = PlayState::Played;
        return state;
    }
    if (state.position > 0ms && !isNearEnd(position, duration))
        state.play = PlayState::InProgress;
    return state;
}

ListeningState markedPlayed(ListeningState state, bool played)
{
    state.play = played ? PlayState::Played : PlayState::New;
    state.position = 0ms;
    return state;
}

ListeningState archived(ListeningState state, bool yes)
{
    state.archived = yes;
    return state;
}

std::chrono::milliseconds startPosition(const ListeningState &state,
                                        std::chrono::milliseconds duration)
{
    if (state.play == PlayState::Played || state.position < 0ms)
        return 0ms;
    return duration > 0ms && state.position >= duration ? 0ms : state.position;
}

} // namespace Earmark
