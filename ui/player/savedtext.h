// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timesaved.h"

#include <QString>

// What listening to less than the whole sound saved, as a listener reads it. Never a negative
// number: slow speeds cost.

namespace Earmark {

/// "Saved on this episode: 4:10 (speed 3:20, silences 0:40, skips 0:10)".
QString savedOnEpisodeText(const TimeSaved &saved);

/// "4:10 saved"; empty while there is nothing.
QString savedFactText(const TimeSaved &saved);

/// "In all: 12 h 40 min"; empty while there is nothing.
QString savedInAllText(const TimeSaved &saved);

} // namespace Earmark
