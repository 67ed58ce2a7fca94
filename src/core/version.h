// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Earmark {

/// "0.1.0", from CMake's project().
QString version();

} // namespace Earmark
