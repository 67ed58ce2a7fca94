// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/downloadsettingswiring.h"

#include "core/async.h"
#include "services/automaticdownloads.h"
#include "services/mediastore.h"
#include "services/settingsservice.h"
#include "ui/dialogs/downloadrulesform.h"
#include "ui/dialogs/downloadsettingspage.h"
#include "ui/dialogs/podcastdownloadspage.h"

#include <QDir>

namespace Earmark {

void wireDownloadSettings(DownloadSettingsPage &page, const DownloadSettingsServices &services)
{
    SettingsService *settings = &services.settings;
    AutomaticDownloads *automatic = &services.automatic;
    const auto show = [&page, &store = services.store, settings, automatic] {
        page.showFolder(QDir::toNativeSeparators(store.folder()));
        page.showPreferences(settings->downloads());
        page.showQueued(automatic->queued());
        page.showQuota(automatic->quota());
        page.rules().showSettings(automatic->settings());
    };
    QObject::connect(settings, &SettingsService::downloadsChanged, &page, show);
    QObject::connect(automatic, &AutomaticDownloads::rulesChanged, &page, show);
    QObject::connect(&page, &DownloadSettingsPage::preferencesWished, settings,
                     &SettingsService::setDownloads);
    QObject::connect(&page, &DownloadSettingsPage::queuedWished, automatic,
                     &AutomaticDownloads::setQueued);
    QObject::connect(&page, &DownloadSettingsPage::quotaWished, automatic,
                     &AutomaticDownloads::setQuota);
    QObject::connect(&page.rules(), &DownloadRulesForm::settingsWished, automatic,
                     &AutomaticDownloads::setSettings);
    show();
}

void wirePodcastDownloads(PodcastDownloadsPage &page, AutomaticDownloads &automatic,
                          PodcastId podcast, const std::function<void(const Error &)> &failed)
{
    const auto read = [&page, &automatic, podcast, failed] {
        onResult(automatic.podcast(podcast), &page,
                 [&page, &automatic, failed](const Result<PodcastDownloads> &own) {
                     if (own)
                         page.showSettings(*own, automatic.settings());
                     else
                         failed(own.error());
                 });
    };
    QObject::connect(&automatic, &AutomaticDownloads::rulesChanged, &page, read);
    QObject::connect(&page, &PodcastDownloadsPage::settingsWished, &page,
                     [&page, &automatic, podcast, failed](const PodcastDownloads &own) {
                         onResult(automatic.setPodcast(podcast, own), &page,
                                  [failed](const Result<> &done) {
                                      if (!done)
                                          failed(done.error());
                                  });
                     });
    read();
}

} // namespace Earmark
