// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/profileowner.h"
#include "core/ids.h"
#include "core/skiprules.h"
#include "core/timesaved.h"

#include <QJsonObject>

#include <optional>

// What the commands about listening print: `stats`, `skips`.

namespace Earmark {

/// ms: speed, silences, skips, total.
QJsonObject timeSavedJson(const TimeSaved &saved);

/// episode: of which `onEpisode` was saved; invalid: none was asked for.
CommandAnswer timeSavedAnswer(const TimeSaved &inAll, EpisodeId episode, const TimeSaved &onEpisode,
                              bool json);

CommandAnswer skipsAnswer(const SkipSettings &settings, bool json);

} // namespace Earmark
