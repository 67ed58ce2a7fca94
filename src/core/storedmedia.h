// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadqueue.h"
#include "core/downloadrules.h"
#include "core/ids.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QUrl>

#include <optional>

namespace Earmark {

/// What the library knows of an episode's sound on this disk. It stays when the file is deleted:
/// what was refused and how large it was are wanted by core/downloadrules.h then.
struct StoredMedia
{
    EpisodeId episode{};
    /// Below the downloads' folder (core/medianame.h); a part lies there with ".part" behind it,
    /// and its map with ".map" behind that. Empty: no file was begun.
    QString path{};
    QUrl address{}; ///< It is fetched from, or was.
    MediaPresence presence = MediaPresence::Absent;
    qint64 bytes = 0; ///< On the disk when it was counted last; of a part its map says it exactly.
    qint64 size = 0; ///< Of the whole; 0: unknown.
    DownloadCause cause = DownloadCause::Listening;
    QString reason{}; ///< A sentence: which rule brought it. Empty: none did.
    QDateTime changedAt{}; ///< UTC; when bytes came last.
    bool isRefused = false; ///< DownloadFacts::isRefused
    std::optional<DownloadItem> download{}; ///< While it is wanted and not whole.

    bool operator==(const StoredMedia &) const = default;
};
using StoredMediaList = QList<StoredMedia>;

/// Something that was done to a file without the listener's asking, for him to read.
struct MediaEvent
{
    QDateTime at{}; ///< UTC
    EpisodeId episode{}; ///< Not valid: gone since.
    QString title{}; ///< The episode's then.
    QString sentence{}; ///< DownloadStep::reason

    bool operator==(const MediaEvent &) const = default;
};

} // namespace Earmark
