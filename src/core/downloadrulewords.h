// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadrules.h"

#include <QString>

#include <chrono>
#include <optional>

// How the rules of downloads are written into files and on the command line, and what of them makes
// sense.

namespace Earmark {

namespace DownloadLimits {
constexpr int MostNewest = 200; ///< planAutomaticDownloads() knows no more of a podcast.
constexpr int MostQueued = 200;
constexpr int MostDays = 3'650;
constexpr std::chrono::hours LongestShortest{24};
} // namespace DownloadLimits

/// "none", "newest", "all".
QString downloadWord(AutomaticDownload fetch);
std::optional<AutomaticDownload> automaticDownloadOf(const QString &word);
/// "never", "now", "days".
QString downloadWord(DeletePlayed deletePlayed);
std::optional<DeletePlayed> deletePlayedOf(const QString &word);

/// What makes no sense is as the program came, and words are as core/skiprules.h tidies them.
DownloadSettings tidied(DownloadSettings settings);
/// What makes no sense is not said.
PodcastDownloads tidied(PodcastDownloads own);

} // namespace Earmark
