// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <QList>

#include <optional>

namespace Earmark {

/// What plays next, in order. The episode that plays is not in it: starting one takes it out
/// ("double click plays now and keeps the queue"). Every function answers the new queue; an episode
/// stands in it at most once.
using PlayQueue = QList<EpisodeId>;

PlayQueue queuedNext(PlayQueue queue, EpisodeId episode);
PlayQueue queuedLast(PlayQueue queue, EpisodeId episode);
PlayQueue withoutEpisode(PlayQueue queue, EpisodeId episode);
/// Moves episode so that it stands before the one that is now at row `before` (size(): to the end).
PlayQueue movedTo(PlayQueue queue, EpisodeId episode, qsizetype before);
/// Takes a removal or a move of `episodes` back: each of them stands again behind the nearest of
/// those that were before it in `before`. What else has changed since then stays.
PlayQueue putBack(PlayQueue queue, const PlayQueue &before, const QList<EpisodeId> &episodes);
/// What plays when `ended` is over: the first of the queue that is not `ended`.
std::optional<EpisodeId> nextInQueue(const PlayQueue &queue, EpisodeId ended);

} // namespace Earmark
