// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

namespace Earmark {

/// The first line of standard input; at a terminal it is asked for and not shown while it is typed.
/// Waits for it: for commands only. What stands among a command's words everybody can see.
Result<QString> readPassword();

} // namespace Earmark
