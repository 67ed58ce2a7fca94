// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"
#include "core/episodequery.h"

namespace Earmark {

/// Does this episode stand in that list? The same rule as the library's own queries
/// (core/episodequery.h), for one row.
bool belongs(const EpisodeQuery &query, const EpisodeRow &row);

} // namespace Earmark
