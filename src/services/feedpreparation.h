// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/feeddocument.h"
#include "core/preparedfeed.h"

namespace Earmark {

/// Makes of a parsed document what the library stores: promotion found over all notes, titles for
/// episodes that have none, excerpts, chapters of the notes. Pure and slow (milliseconds per
/// hundred episodes): for the pool. subscription: id and address, and the title until now.
PreparedFeed prepareFeed(const Podcast &subscription, const FeedDocument &document);

} // namespace Earmark
