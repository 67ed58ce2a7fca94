// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outputdevice.h"

namespace Earmark {

/// What the system has now that can be heard, in its order. Asks it: to be called when somebody
/// wants to know, since Qt 6.4 tells of no change (playback/player.h). The first call connects to
/// the sound server. GUI thread.
OutputDevices soundOutputs();

} // namespace Earmark
