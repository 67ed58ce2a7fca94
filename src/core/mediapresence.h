// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace Earmark {

/// How much of an episode's sound is on this disk.
enum class MediaPresence : quint8 { Absent = 0, Partly = 1, Whole = 2 };

} // namespace Earmark
