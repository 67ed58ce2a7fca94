// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline.h"
#include "services/profile.h"

namespace Earmark {

/// The name Qt uses for folders and the desktop.
void nameApplication();
/// Everything under one folder (--profile).
Profile profileIn(const QString &folder);
/// --profile's, else the user's own by the XDG rules.
Profile profileFor(const CommandLine &line);

} // namespace Earmark
