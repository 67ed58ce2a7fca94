// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Earmark {

/// What stands on the cover of a podcast without a picture: the first letters of two words (English
/// articles passed over), a number of up to four digits, one sign of a script that is wide or joins
/// its letters, or the title's emoji. Whole characters as a reader sees them; empty when the title
/// has nothing to show.
QString initials(const QString &title);

} // namespace Earmark
