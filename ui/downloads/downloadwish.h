// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadqueue.h"

#include <QMetaType>
#include <QString>

#include <optional>

namespace Earmark {

/// What a listener may wish for a row of the Downloads page.
enum class DownloadWish : quint8 {
    Play,
    Pause,
    Resume, ///< Also: try again.
    Cancel,
    DeleteFile,
};

/// Pause, or go on: what a download's first button and the key P do.
DownloadWish runningWish(DownloadState state);
/// As a button's tool tip and in a menu.
QString wishText(DownloadWish wish, DownloadState state);
QString wishIcon(DownloadWish wish, DownloadState state);

} // namespace Earmark

Q_DECLARE_METATYPE(Earmark::DownloadWish)
