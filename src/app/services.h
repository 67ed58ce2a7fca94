// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "net/httpclient.h"
#include "services/artworkservice.h"
#include "services/automaticdownloads.h"
#include "services/chapterplaces.h"
#include "services/chapterservice.h"
#include "services/directoryservice.h"
#include "services/downloadlists.h"
#include "services/downloadservice.h"
#include "services/episodeservice.h"
#include "services/indexsecret.h"
#include "services/libraryservice.h"
#include "services/localfolders.h"
#include "services/logins.h"
#include "services/mediamover.h"
#include "services/mediastore.h"
#include "services/podcastaccess.h"
#include "services/previewservice.h"
#include "services/profile.h"
#include "services/queueservice.h"
#include "services/secretstore.h"
#include "services/settingsservice.h"
#include "services/skiprulesservice.h"
#include "services/undostack.h"

#include <QFuture>

#include <memory>

namespace Earmark {

class Storage;

/// Everything below the window, in the order it is made (and, backwards, unmade). Making it costs
/// next to nothing: the library opens on its threads, network and sound begin when first used.
class Services
{
    Q_DISABLE_COPY_MOVE(Services)

public:
    /// secrets: where passwords are kept; none: the desktop's keyring. limits: shorter in tests.
    Services(const Profile &profile, const Clock &clock,
             std::unique_ptr<SecretStore> secrets = nullptr, const HttpLimits &limits = {});
    ~Services();

    /// Opens the library for its owner, or for looking only (commands that only read).
    QFuture<Result<>> open();
    QFuture<Result<>> openReadOnly();

    const Profile &profile() const { return m_profile; }
    Storage &storage() { return *m_storage; }
    HttpClient &http() { return *m_http; }
    UndoStack &undo() { return *m_undo; }
    SettingsService &settings() { return *m_settings; }
    EpisodeService &episodes() { return *m_episodes; }
    QueueService &queue() { return *m_queue; }
    SkipRulesService &skipRules() { return *m_skipRules; }
    LibraryService &library() { return *m_library; }
    Logins &logins() { return *m_logins; }
    AccessService &access() { return *m_access; }
    ArtworkService &artwork() { return *m_artwork; }
    LocalFolders &folders() { return *m_folders; }
    MediaStore &media() { return *m_media; }
    DownloadService &downloads() { return *m_downloads; }
    MediaMover &mediaMover() { return *m_mediaMover; }
    DownloadLists &downloadLists() { return *m_downloadLists; }
    AutomaticDownloads &automaticDownloads() { return *m_automaticDownloads; }
    ChapterService &chapters() { return *m_chapters; }
    ChapterPlacesService &chapterPlaces() { return *m_chapterPlaces; }
    DirectoryService &directories() { return *m_directories; }
    PreviewService &previews() { return *m_previews; }

private:
    void connectAccess();

    Profile m_profile;
    std::unique_ptr<Storage> m_storage;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<UndoStack> m_undo;
    std::unique_ptr<SettingsService> m_settings;
    std::unique_ptr<EpisodeService> m_episodes;
    std::unique_ptr<QueueService> m_queue;
    std::unique_ptr<SkipRulesService> m_skipRules;
    std::unique_ptr<LibraryService> m_library;
    std::unique_ptr<Logins> m_logins;
    std::unique_ptr<IndexSecret> m_indexSecret;
    std::unique_ptr<AccessService> m_access;
    std::unique_ptr<ArtworkService> m_artwork;
    std::unique_ptr<LocalFolders> m_folders; ///< Before m_artwork goes: it keeps pictures there.
    std::unique_ptr<MediaStore> m_media;
    std::unique_ptr<DownloadService> m_downloads;
    std::unique_ptr<DownloadLists> m_downloadLists;
    std::unique_ptr<MediaMover> m_mediaMover;
    std::unique_ptr<AutomaticDownloads> m_automaticDownloads;
    std::unique_ptr<ChapterService> m_chapters;
    std::unique_ptr<ChapterPlacesService> m_chapterPlaces;
    std::unique_ptr<DirectoryService> m_directories;
    std::unique_ptr<PreviewService> m_previews;
};

} // namespace Earmark
