// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/episodes/listmembership.h"

namespace Earmark {

bool belongs(const EpisodeQuery &query, const EpisodeRow &row)
{
    const ListeningState &state = row.state;
    if (query.unplayedOnly && (state.play == PlayState::Played || state.archived))
        return false;
    if (query.downloadedOnly && row.media != MediaPresence::Whole)
        return false;
    switch (query.place) {
    case Place::Episodes:
        return !state.archived;
    case Place::Queue:
        return row.queued;
    case Place::InProgress:
        return state.play == PlayState::InProgress && !state.archived;
    case Place::Favourites:
        return state.favourite && !state.archived;
    case Place::Archive:
        return state.archived;
    case Place::Podcast:
        return row.podcastId == query.podcast;
    }
    return false;
}

} // namespace Earmark
