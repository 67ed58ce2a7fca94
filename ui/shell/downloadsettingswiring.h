// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/ids.h"

#include <functional>

namespace Earmark {

class AutomaticDownloads;
class DownloadSettingsPage;
class MediaStore;
class PodcastDownloadsPage;
class SettingsService;

/// What the pages of settings show and set.
struct DownloadSettingsServices
{
    SettingsService &settings;
    MediaStore &store;
    AutomaticDownloads &automatic;
};

/// For as long as the page lives.
void wireDownloadSettings(DownloadSettingsPage &page, const DownloadSettingsServices &services);
/// The same for one podcast. failed: what could not be read or written.
void wirePodcastDownloads(PodcastDownloadsPage &page, AutomaticDownloads &automatic,
                          PodcastId podcast, const std::function<void(const Error &)> &failed);

} // namespace Earmark
