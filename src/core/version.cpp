// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/version.h"

namespace Earmark {

QString version()
{
    return QStringLiteral(EARMARK_VERSION);
}

} // namespace Earmark
