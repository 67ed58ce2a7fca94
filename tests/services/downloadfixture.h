// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/async.h"
#include "net/httpclient.h"
#include "services/downloadreads.h"
#include "services/downloadservice.h"
#include "services/episodeservice.h"
#include "services/libraryservice.h"
#include "services/logins.h"
#include "services/mediastore.h"
#include "services/podcastaccess.h"
#include "services/settingsservice.h"
#include "services/undostack.h"
#include "storage/storage.h"
#include "support/fakesecrets.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/mediafixtures.h"
#include "support/serverthread.h"

#include <QDir>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace Earmark {

/// A library of one podcast with three episodes of two minutes on a server in a thread of its own,
/// a store of media and a download queue, which may be ended and begun again as a program is.
class DownloadFixture
{
protected:
    using Reply = TestHttpServer::Reply;
    using Request = TestHttpServer::Request;
    using Fault = TestHttpServer::Fault;
    static constexpr int Patience = 20000; // ms, on a busy machine

    /// False: something is amiss; QVERIFY it.
    bool setUp()
    {
        // Qt 6.4 complains by itself where a refusal and the end of its connection come at once.
        QTest::failOnWarning(QRegularExpression(
                QStringLiteral("^(?!QNetworkReplyImplPrivate::error: Internal problem)")));
        now = QDateTime(QDate(2026, 11, 22), QTime(12, 0), Qt::UTC);
        disk = DiskSpace{.free = 100'000'000'000, .total = 200'000'000'000};
        m_dir = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<ServerThread>();
        sound = fixtureBytes(QStringLiteral("mp3cbr"));
        for (const auto *path : {"/0.mp3", "/1.mp3", "/2.mp3"})
            serve(path);
        m_server->serve("/feed",
                        {.body = feedXml(QStringLiteral("Pod"), 3,
                                         m_server->url(QStringLiteral("/")).toString()
                                                 + QStringLiteral("%1.mp3")),
                         .headers = {}});
        begin();
        LibraryService library(*storage, *http, *undo, systemClock());
        if (sound.isEmpty() || !resultOf(library.subscribe(m_server->url(QStringLiteral("/feed")))))
            return false;
        ids.clear();
        const auto rows = resultOf(episodes->firstRows(EpisodeQuery{}, 10));
        for (const EpisodeRow &row : *rows)
            ids.append(row.id);
        m_server->with([](TestHttpServer &server) { server.clearRequests(); });
        return ids.size() == 3;
    }

    void tearDown()
    {
        end();
        m_server.reset();
        m_dir.reset();
    }

    void serve(const QByteArray &path, Reply reply = {})
    {
        if (reply.body.isEmpty())
            reply.body = sound;
        reply.headers.emplaceBack("Content-Type", "audio/mpeg");
        reply.headers.emplaceBack("ETag", "\"1\"");
        reply.ranges = true;
        m_server->serve(path, reply);
    }

    void begin()
    {
        storage = std::make_unique<Storage>();
        http = std::make_unique<HttpClient>(m_dir->filePath(QStringLiteral("stream")));
        undo = std::make_unique<UndoStack>();
        settings = std::make_unique<SettingsService>(m_dir->filePath(QStringLiteral("s.ini")));
        episodes = std::make_unique<EpisodeService>(*storage, *undo);
        logins = std::make_unique<Logins>(std::make_unique<FakeSecrets>());
        access = std::make_unique<AccessService>(*storage, *logins);
        store = std::make_unique<MediaStore>(MediaStore::Needs{
                .storage = *storage, .http = *http, .folder = folder(), .clock = [this] {
                    return now;
                }});
        downloads = std::make_unique<DownloadService>(
                DownloadService::Needs{.store = *store,
                                       .episodes = *episodes,
                                       .access = *access,
                                       .settings = *settings,
                                       .clock = [this] { return now; },
                                       .chance = [] { return 0.0; },
                                       .disk = [this](const QString &) { return disk; }});
        if (!resultOf(storage->open(m_dir->filePath(QStringLiteral("library.db")))))
            qFatal("no library");
    }

    /// As the program ends.
    void end()
    {
        downloads.reset();
        store.reset();
        access.reset();
        logins.reset();
        episodes.reset();
        settings.reset();
        undo.reset();
        http.reset();
        storage.reset();
    }

    void restart()
    {
        end();
        begin();
    }

    template<typename F>
    static bool waitUntil(F isSo)
    {
        return QTest::qWaitFor(isSo, Patience);
    }

    static QByteArray read(const MediaOpener::Source &source, qint64 offset, qint64 count)
    {
        return resultOf(readFrom(source, offset, count));
    }

    QString folder() const { return m_dir->filePath(QStringLiteral("downloads")); }
    Episode stored(EpisodeId id) { return *resultOf(episodes->episode(id)); }
    PodcastAccess accessTo(const Episode &episode)
    {
        return resultOf(access->of(episode.row.podcastId));
    }

    Result<MediaOpener::Source> open(EpisodeId id)
    {
        const Episode episode = stored(id);
        return resultOf(store->openEpisode(episode, accessTo(episode)));
    }

    bool waitForWhole(EpisodeId id)
    {
        return waitUntil([&] { return isWhole(id); });
    }
    bool isWhole(EpisodeId id)
    {
        const auto media = store->media(id);
        return media && media->presence == MediaPresence::Whole;
    }
    DownloadState stateOf(EpisodeId id)
    {
        const auto item = downloads->view(id);
        return item ? item->item.state : DownloadState::Done;
    }
    QByteArray onDisk(EpisodeId id)
    {
        QFile file(store->pathOf(id));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QStringList files() const { return filesBelow(folder()); }
    qint64 askedTwice(const QByteArray &path)
    {
        return Earmark::askedTwice(m_server->requests(), path, sound.size());
    }

    QDateTime now{};
    std::optional<DiskSpace> disk{};
    QByteArray sound;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<ServerThread> m_server;
    std::unique_ptr<Storage> storage;
    std::unique_ptr<HttpClient> http;
    std::unique_ptr<UndoStack> undo;
    std::unique_ptr<SettingsService> settings;
    std::unique_ptr<EpisodeService> episodes;
    std::unique_ptr<Logins> logins;
    std::unique_ptr<AccessService> access;
    std::unique_ptr<MediaStore> store;
    std::unique_ptr<DownloadService> downloads;
    QList<EpisodeId> ids; ///< Newest first: /2.mp3, /1.mp3, /0.mp3.
};

} // namespace Earmark
