// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services.h"

#include "net/httpclient.h"
#include "storage/storage.h"

namespace Earmark {

Services::Services(const Profile &profile, Clock clock)
    : m_profile(profile), m_storage(std::make_unique<Storage>()),
      m_http(std::make_unique<HttpClient>(profile.streamPath())),
      m_undo(std::make_unique<UndoStack>()),
      m_settings(std::make_unique<SettingsService>(profile.settingsPath())),
      m_episodes(std::make_unique<EpisodeService>(*m_storage, *m_undo)),
      m_queue(std::make_unique<QueueService>(*m_storage, *m_undo)),
      m_library(std::make_unique<LibraryService>(*m_storage, *m_http, *m_undo, std::move(clock))),
      m_artwork(std::make_unique<ArtworkService>(*m_http, profile.artworkPath())),
      m_media(std::make_unique<MediaOpener>(*m_http)),
      m_chapters(std::make_unique<ChapterService>(*m_storage, *m_http, *m_media, *m_artwork))
{
}

Services::~Services() = default;

QFuture<Result<>> Services::open()
{
    return m_storage->open(m_profile.libraryPath());
}

QFuture<Result<>> Services::openReadOnly()
{
    return m_storage->openReadOnly(m_profile.libraryPath());
}

} // namespace Earmark
