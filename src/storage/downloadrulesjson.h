// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadrules.h"

#include <QString>

namespace Earmark {

// What a podcast says of its downloads, as it stands in podcast.downloads. But for `serial`, which
// is its feed's word.

/// Empty when nothing is said.
QString podcastDownloadsToJson(const PodcastDownloads &own);
/// What is broken or unknown says nothing.
PodcastDownloads podcastDownloadsFromJson(const QString &json);

} // namespace Earmark
