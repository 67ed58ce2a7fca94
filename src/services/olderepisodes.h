// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Earmark {

/// What asking for older episodes brought.
struct OlderEpisodes
{
    int pages = 0;
    int inserted = 0;
    bool isAll = false; ///< There is no further page; else asking again goes on.
    QString error; ///< Why it stopped early, a sentence; empty when it did not.
};

} // namespace Earmark
