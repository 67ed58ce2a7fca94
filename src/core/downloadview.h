// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadqueue.h"
#include "core/ids.h"
#include "core/mediapresence.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QUrl>

#include <chrono>
#include <optional>

// What is shown of downloads and of the files that are there. Sizes are bytes.

namespace Earmark {

/// A download as it stands at this moment.
struct DownloadView
{
    DownloadItem item;
    qint64 present = 0;
    qint64 size = 0; ///< 0: unknown.
    qint64 speed = 0; ///< Bytes per second over the last seconds; 0 unless it runs.
    std::optional<std::chrono::seconds> left{}; ///< At that speed; unless the size is unknown.
    QString text{}; ///< What it does and why, one line (core/downloadtext.h).

    bool operator==(const DownloadView &) const = default;
};

/// What is there of one episode.
struct MediaStatus
{
    MediaPresence presence = MediaPresence::Absent;
    qint64 present = 0;
    qint64 size = 0; ///< 0: unknown.
    std::optional<DownloadView> download{};

    bool operator==(const MediaStatus &) const = default;
};

/// An episode with a file or a download, with what a list says of it.
struct DownloadRow
{
    EpisodeId episode;
    PodcastId podcast;
    QString title{};
    QString podcastTitle{};
    QUrl image{};
    MediaPresence presence = MediaPresence::Absent;
    qint64 bytes = 0; ///< On the disk; of a part as counted last.
    qint64 size = 0; ///< Of the whole; 0: unknown.
    QString path{}; ///< Below the downloads' folder; empty: no file was begun.
    QString reason{}; ///< Which rule brought it; empty: none did.
    QDateTime changedAt{}; ///< UTC
    bool isWanted = false; ///< It is in the download queue.

    bool operator==(const DownloadRow &) const = default;
};
using DownloadRows = QList<DownloadRow>;

/// What one podcast takes on the disk.
struct PodcastStorage
{
    PodcastId podcast; ///< Not valid: files whose episodes are gone.
    QString title{};
    QUrl image{};
    int files = 0; ///< Whole ones.
    int parts = 0;
    qint64 bytes = 0; ///< Of both.

    bool operator==(const PodcastStorage &) const = default;
};

/// What was fetched while listening and is no download.
struct LeftParts
{
    int episodes = 0;
    qint64 bytes = 0;

    bool operator==(const LeftParts &) const = default;
};

} // namespace Earmark
