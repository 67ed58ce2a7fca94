// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace Earmark {

/// How downloads behave, whatever is downloaded (what: core/downloadrules.h).
struct DownloadPreferences
{
    static constexpr int MostAtOnce = 8;

    qint64 limit = 0; ///< Bytes per second, of all together; 0: none. Never of what plays.
    int atOnce = 2; ///< 1 to MostAtOnce
    bool automaticOnMetered = false; ///< Automatic ones run also where each byte costs money.

    bool operator==(const DownloadPreferences &) const = default;
};

} // namespace Earmark
