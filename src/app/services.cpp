// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services.h"

#include "core/async.h"
#include "services/keyring.h"
#include "storage/storage.h"

namespace Earmark {

Services::Services(const Profile &profile, const Clock &clock, std::unique_ptr<SecretStore> secrets,
                   const HttpLimits &limits)
    : m_profile(profile), m_storage(std::make_unique<Storage>()),
      m_http(std::make_unique<HttpClient>(profile.streamPath(), limits)),
      m_undo(std::make_unique<UndoStack>()),
      m_settings(std::make_unique<SettingsService>(profile.settingsPath())),
      m_episodes(std::make_unique<EpisodeService>(*m_storage, *m_undo)),
      m_queue(std::make_unique<QueueService>(*m_storage, *m_undo)),
      m_skipRules(std::make_unique<SkipRulesService>(*m_storage, *m_undo)),
      m_library(std::make_unique<LibraryService>(*m_storage, *m_http, *m_undo, clock)),
      m_logins(std::make_unique<Logins>(secrets ? std::move(secrets)
                                                : std::unique_ptr<SecretStore>(new Keyring))),
      m_indexSecret(std::make_unique<IndexSecret>(*m_settings, *m_logins)),
      m_access(std::make_unique<AccessService>(*m_storage, *m_logins)),
      m_artwork(std::make_unique<ArtworkService>(*m_http, profile.artworkPath())),
      m_folders(std::make_unique<LocalFolders>(
              [artwork = m_artwork.get()](const QByteArray &picture) {
                  return artwork->keep(picture);
              })),
      m_media(std::make_unique<MediaStore>(MediaStore::Needs{
              .storage = *m_storage,
              .http = *m_http,
              .folder = m_settings->downloadsFolder().isEmpty() ? profile.downloadsPath()
                                                                : m_settings->downloadsFolder(),
              .clock = clock})),
      m_downloads(std::make_unique<DownloadService>(DownloadService::Needs{.store = *m_media,
                                                                           .episodes = *m_episodes,
                                                                           .access = *m_access,
                                                                           .settings = *m_settings,
                                                                           .clock = clock})),
      m_downloadLists(std::make_unique<DownloadLists>(*m_storage)),
      m_mediaMover(std::make_unique<MediaMover>(MediaMover::Needs{
              .store = *m_media, .downloads = *m_downloads, .settings = *m_settings})),
      m_automaticDownloads(std::make_unique<AutomaticDownloads>(
              AutomaticDownloads::Needs{.storage = *m_storage,
                                        .store = *m_media,
                                        .downloads = *m_downloads,
                                        .episodes = *m_episodes,
                                        .queue = *m_queue,
                                        .library = *m_library,
                                        .settings = *m_settings,
                                        .undo = *m_undo,
                                        .clock = clock})),
      m_chapters(std::make_unique<ChapterService>(*m_storage, *m_http, *m_media, *m_artwork,
                                                  *m_access)),
      m_chapterPlaces(std::make_unique<ChapterPlacesService>(*m_storage, *m_chapters, *m_undo)),
      m_directories(std::make_unique<DirectoryService>(*m_http, *m_settings, clock)),
      m_previews(std::make_unique<PreviewService>(*m_http, *m_directories, clock))
{
    connectAccess();
    m_episodes->setChaptersAtPauses(m_settings->chaptersAtPauses());
    QObject::connect(m_settings.get(), &SettingsService::chaptersAtPausesChanged, m_episodes.get(),
                     &EpisodeService::setChaptersAtPauses);
}

Services::~Services() = default;

/// Who may ask for what, and who has to hear that it changed.
void Services::connectAccess()
{
    m_library->setLogins(*m_logins);
    m_library->setFolders(*m_folders);
    m_directories->setSecretLoader([secret = m_indexSecret.get()] { return secret->load(); });
    m_artwork->setRequests([access = m_access.get()](const QUrl &picture) {
        return then(access->ofPicture(picture), access, [picture](const PodcastAccess &allowed) {
            return requestFor(picture, allowed);
        });
    });
    const auto forget = [this] { m_access->forgetPictures(); };
    QObject::connect(m_library.get(), &LibraryService::podcastsChanged, m_access.get(), forget);
    QObject::connect(m_library.get(), &LibraryService::episodesChanged, m_access.get(), forget);
    const auto again = [this] {
        m_access->forgetPictures();
        m_artwork->forgetFailures();
    };
    QObject::connect(m_library.get(), &LibraryService::accessChanged, m_artwork.get(), again);
    QObject::connect(m_access.get(), &AccessService::changed, m_artwork.get(), again);
    QObject::connect(m_access.get(), &AccessService::changed, m_library.get(),
                     &LibraryService::podcastsChanged);
}

QFuture<Result<>> Services::open()
{
    return m_storage->open(m_profile.libraryPath());
}

QFuture<Result<>> Services::openReadOnly()
{
    return m_storage->openReadOnly(m_profile.libraryPath());
}

} // namespace Earmark
