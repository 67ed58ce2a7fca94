// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadview.h"

#include <QString>

#include <optional>

// What the Downloads page says in figures. Sizes are bytes.

namespace Earmark {

/// "38 of 60 MB": so much of the whole; size 0: unknown.
QString amountText(qint64 present, qint64 size);
/// "38 of 60 MB · 1.2 MB/s · 20 s left", as far as it is known; shortly without the speed.
QString figuresText(const DownloadView &view, bool isShort = false);
/// All of them together: "2 running · 3 waiting"; empty: there are none.
QString activityText(const QList<DownloadView> &downloads, bool areAllPaused);
/// "1.2 MB/s · 4 min left", of all of them; empty while nothing comes.
QString paceText(const QList<DownloadView> &downloads);
/// "41 files, 1.9 GB · 120 GB free".
QString filesText(int files, qint64 bytes, std::optional<qint64> free);
/// "Parts of 5 episodes you heard or looked at, 120 MB; deleted after a week."
QString leftPartsText(const LeftParts &parts);
/// "12 files, 2 parts · 1.2 GB".
QString usageText(const PodcastStorage &usage);
/// Of files whose episodes are gone.
QString nobodysText();

} // namespace Earmark
