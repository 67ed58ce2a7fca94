// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadview.h"

namespace Earmark {

/// A third of it is there.
inline MediaStatus aDownload(DownloadState state, const QString &text = {})
{
    DownloadView view;
    view.item.state = state;
    view.text = text;
    return {.presence = MediaPresence::Partly,
            .present = 18'000'000,
            .size = 54'000'000,
            .download = view};
}

inline MediaStatus aPart()
{
    return {.presence = MediaPresence::Partly, .present = 18'000'000, .size = 54'000'000};
}

inline MediaStatus aFile()
{
    return {.presence = MediaPresence::Whole, .present = 54'000'000, .size = 54'000'000};
}

} // namespace Earmark
