// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"
#include "storage/sql.h"

#include <QString>

namespace Earmark {

/// What readEpisodeRow() reads, of e (episode) and p (podcast); further columns come after these.
extern const QString EpisodeRowColumns;
constexpr int EpisodeRowColumnCount = 17;

EpisodeRow readEpisodeRow(const Sql::Statement &row);

} // namespace Earmark
