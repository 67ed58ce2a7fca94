// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/podcast.h"

#include <QDateTime>

namespace Earmark {

/// How often a podcast is asked for new episodes while the program runs.
constexpr int MinutesBetweenRefreshes = 60;

/// Which podcasts to refresh now: never fetched, or longer ago than that (or, after a clock was set
/// back, in the future). Those waited for longest come first.
QList<PodcastId> dueForRefresh(const PodcastList &podcasts, const QDateTime &now);

} // namespace Earmark
