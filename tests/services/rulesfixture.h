// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/httpclient.h"
#include "services/automaticdownloads.h"
#include "services/downloadservice.h"
#include "services/episodeservice.h"
#include "services/libraryservice.h"
#include "services/logins.h"
#include "services/mediastore.h"
#include "services/podcastaccess.h"
#include "services/queueservice.h"
#include "services/ruleslibrary.h"
#include "services/settingsservice.h"
#include "services/undostack.h"
#include "storage/mediarepository.h"
#include "support/failonwarning.h"
#include "support/fakesecrets.h"

#include <QDir>
#include <QFile>

#include <memory>

namespace Earmark {

/// A library with files on the disk, and all that follows the rules of downloads. Nothing runs:
/// all downloads are paused. Not a QObject: a test inherits it second. First what is there
/// (subscribe(), has()), then run().
class RulesFixture : protected RulesLibrary
{
protected:
    static constexpr qint64 FileSize = 1'000;

    void begin()
    {
        failOnAnyWarning();
        open();
        m_settings = std::make_unique<SettingsService>(m_dir->filePath(QStringLiteral("s.ini")));
        m_settings->setDownloadsPaused(true);
    }

    void end()
    {
        m_rules.reset();
        m_downloads.reset();
        m_store.reset();
        m_library.reset();
        m_queue.reset();
        m_episodes.reset();
        m_access.reset();
        m_logins.reset();
        m_http.reset();
        m_undo.reset();
        m_settings.reset();
        close();
    }

    /// By hand alone, unless said.
    void run(const AutomaticDownloads::Times &times
             = {.quiet = std::chrono::hours(1), .latest = std::chrono::hours(1)})
    {
        const Clock clock = [this] { return m_now; };
        m_undo = std::make_unique<UndoStack>();
        m_http = std::make_unique<HttpClient>(m_dir->filePath(QStringLiteral("stream")));
        m_logins = std::make_unique<Logins>(
                std::make_unique<FakeSecrets>(std::make_shared<FakeKeyring>()));
        m_access = std::make_unique<AccessService>(*m_storage, *m_logins);
        m_episodes = std::make_unique<EpisodeService>(*m_storage, *m_undo);
        m_queue = std::make_unique<QueueService>(*m_storage, *m_undo);
        m_library = std::make_unique<LibraryService>(*m_storage, *m_http, *m_undo, clock);
        m_store = std::make_unique<MediaStore>(MediaStore::Needs{
                .storage = *m_storage, .http = *m_http, .folder = folder(), .clock = clock});
        m_downloads
                = std::make_unique<DownloadService>(DownloadService::Needs{.store = *m_store,
                                                                           .episodes = *m_episodes,
                                                                           .access = *m_access,
                                                                           .settings = *m_settings,
                                                                           .clock = clock});
        m_rules = std::make_unique<AutomaticDownloads>(
                AutomaticDownloads::Needs{.storage = *m_storage,
                                          .store = *m_store,
                                          .downloads = *m_downloads,
                                          .episodes = *m_episodes,
                                          .queue = *m_queue,
                                          .library = *m_library,
                                          .settings = *m_settings,
                                          .undo = *m_undo,
                                          .clock = clock,
                                          .times = times});
        QVERIFY(resultOf(m_queue->load()));
        QVERIFY(resultOf(m_store->load()));
        m_downloads->start();
    }

    QString folder() const { return m_dir->filePath(QStringLiteral("downloads")); }
    QString fileOf(const QString &guid) const { return folder() + QStringLiteral("/Pod/") + guid; }

    /// A file of FileSize bytes is there.
    void has(const QString &guid, DownloadCause cause = DownloadCause::Listening,
             MediaPresence presence = MediaPresence::Whole)
    {
        QVERIFY(QDir().mkpath(folder() + QStringLiteral("/Pod")));
        const bool isPart = presence == MediaPresence::Partly;
        QFile file(fileOf(guid) + (isPart ? QStringLiteral(".part") : QString()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytesOf(guid)), FileSize);
        const StoredMedia media{.episode = id(guid),
                                .path = QStringLiteral("Pod/") + guid,
                                .presence = presence,
                                .bytes = FileSize,
                                .size = isPart ? 2 * FileSize : FileSize,
                                .cause = cause,
                                .changedAt = m_now};
        write([media](Database &database) { return MediaRepository(database).keep(media); });
    }

    static QByteArray bytesOf(const QString &guid)
    {
        return guid.toUtf8().repeated(FileSize).left(FileSize);
    }

    bool isThere(const QString &guid) const
    {
        QFile file(fileOf(guid));
        return file.open(QIODevice::ReadOnly) && file.readAll() == bytesOf(guid);
    }

    void keepNewest(int count)
    {
        m_settings->setAutomaticDownloads({.fetch = AutomaticDownload::Newest, .newest = count});
    }

    /// What one look does, as "e1 Deleted: played 3 days ago, and the rule says 2 days."
    QStringList look()
    {
        const auto steps = resultOf(m_rules->look());
        if (!steps)
            return {reasonOf(steps.error())};
        QStringList told;
        for (const DownloadStep &step : *steps)
            told.append(guidOf(step.episode) + u' ' + step.reason);
        return told;
    }

    bool isComing(const QString &guid) { return m_downloads->view(id(guid)).has_value(); }
    QString reason(const QString &guid) { return m_rules->reason(id(guid)); }

    std::unique_ptr<SettingsService> m_settings;
    std::unique_ptr<UndoStack> m_undo;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<Logins> m_logins;
    std::unique_ptr<AccessService> m_access;
    std::unique_ptr<EpisodeService> m_episodes;
    std::unique_ptr<QueueService> m_queue;
    std::unique_ptr<LibraryService> m_library;
    std::unique_ptr<MediaStore> m_store;
    std::unique_ptr<DownloadService> m_downloads;
    std::unique_ptr<AutomaticDownloads> m_rules;
};

} // namespace Earmark
