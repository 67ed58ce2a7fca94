// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"

#include <chrono>

namespace Earmark {

/// An episode with this much or less left counts as heard: credits and outros (the rule;
/// AntennaPod uses the same 30 s).
constexpr std::chrono::seconds PlayedWhenLeft{30};

/// What made a position true.
enum class PositionCause : quint8 {
    Playing, ///< Sound went on until here.
    Seek, ///< The listener jumped here: never marks anything played.
    End, ///< The sound ended by itself.
};

/// What it means that an episode comes to its end.
enum class EpisodeEnd : quint8 {
    Played, ///< It was heard: played, and the next one follows.
    Unplayed, ///< Listening will stop before it: its last seconds do not count as heard.
    Stops, ///< The same, and nothing follows, should the end come all the same.
};

/// In the part that counts as heard.
bool isNearEnd(std::chrono::milliseconds position, std::chrono::milliseconds duration);

/// The state after the player was seen at position (media time) of duration (0: unknown). A played
/// episode that is listened to again stays played until it is left before its last 30 s.
ListeningState afterPosition(ListeningState state, std::chrono::milliseconds position,
                             std::chrono::milliseconds duration, PositionCause cause);

/// By hand. Played forgets the position, unplayed goes back to new.
ListeningState markedPlayed(ListeningState state, bool played);

/// Archiving takes an episode out of every list but its podcast's; it keeps position and state.
ListeningState archived(ListeningState state, bool yes);

/// Where playing begins: the position, or the start when it was played or stands at the end.
std::chrono::milliseconds startPosition(const ListeningState &state,
                                        std::chrono::milliseconds duration);

} // namespace Earmark
