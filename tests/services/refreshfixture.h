// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/async.h"
#include "net/httpclient.h"
#include "services/libraryservice.h"
#include "services/undostack.h"
#include "storage/storage.h"
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/testhttpserver.h"

#include <QHostInfo>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace Earmark {

/// A library service over real storage and HTTP, with a server beside it, a clock that stands and
/// no chance. Names of hosts lead nowhere.
class RefreshFixture
{
protected:
    void begin()
    {
        failOnAnyWarning();
        m_now = QDateTime(QDate(2024, 2, 1), QTime(12, 0), Qt::UTC);
        m_dir = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<TestHttpServer>();
        m_storage = std::make_unique<Storage>();
        m_http = std::make_unique<HttpClient>(m_dir->filePath(QStringLiteral("stream")));
        m_http->setHostLookup([](const QString &, const HostAnswer &answer) {
            QHostInfo nothing;
            nothing.setError(QHostInfo::HostNotFound);
            answer(nothing);
        });
        m_undo = std::make_unique<UndoStack>();
        m_library = std::make_unique<LibraryService>(
                *m_storage, *m_http, *m_undo, [this] { return m_now; }, [] { return 0.0; });
        QVERIFY(resultOf(m_storage->open(m_dir->filePath(QStringLiteral("library.db")))));
    }

    void end()
    {
        m_library.reset();
        m_undo.reset();
        m_http.reset();
        m_storage.reset();
        m_server.reset();
        m_dir.reset();
    }

    QUrl url(const QString &path) const { return m_server->url(path); }

    static QByteArray aFeed(const QString &title, int episodes, const QByteArray &more = {})
    {
        return feedXml(title, episodes)
                .replace("<description>About", QByteArray(more + "<description>About"));
    }

    PodcastId subscribe(const QByteArray &path, const QByteArray &body,
                        const QList<std::pair<QByteArray, QByteArray>> &headers = {})
    {
        m_server->serve(path, {.body = body, .headers = headers});
        const auto added = resultOf(m_library->subscribe(url(QString::fromLatin1(path))));
        m_server->clearRequests();
        return added ? added->id : PodcastId();
    }

    void serve(const QByteArray &path, int status,
               const QList<std::pair<QByteArray, QByteArray>> &headers = {})
    {
        m_server->serve(path, {.status = status, .body = {}, .headers = headers});
    }

    RefreshOutcome refresh(PodcastId id) { return resultOf(m_library->refresh({id})).value(0); }
    Podcast podcast(PodcastId id) { return *resultOf(m_library->podcast(id)); }
    QList<FetchAttempt> log(PodcastId id) { return *resultOf(m_library->attempts(id)); }
    qsizetype asked() const { return m_server->requests().size(); }

    QDateTime m_now;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<TestHttpServer> m_server;
    std::unique_ptr<Storage> m_storage;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<UndoStack> m_undo;
    std::unique_ptr<LibraryService> m_library;
};

} // namespace Earmark
