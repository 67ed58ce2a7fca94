// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/httpclient.h"
#include "services/libraryservice.h"
#include "services/logins.h"
#include "services/podcastaccess.h"
#include "services/undostack.h"
#include "storage/storage.h"
#include "support/failonwarning.h"
#include "support/fakesecrets.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/testhttpserver.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>

namespace Earmark {

/// A library over real storage and HTTP with a keyring of its own, and a server that asks for a
/// login, beside another one on another address of this computer. Not a QObject: a test inherits it
/// second and calls begin() and end().
class LoginFixture
{
protected:
    static constexpr QLatin1StringView Password{"swordfish-4711"};

    static QByteArray basic() { return "Basic " + QByteArray("me:swordfish-4711").toBase64(); }

    void begin()
    {
        failOnAnyWarning();
        m_dir = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<TestHttpServer>();
        m_other = std::make_unique<TestHttpServer>(nullptr,
                                                   QHostAddress(QStringLiteral("127.0.0.2")));
        m_keyring = std::make_shared<FakeKeyring>();
        build();
        const QString media
                = m_server->url(QStringLiteral("/")).toString() + QStringLiteral("%1.mp3");
        serveBehindLogin(*m_server, feedXml(QStringLiteral("Pod"), 2, media));
    }

    /// A run of the program.
    void build()
    {
        m_storage = std::make_unique<Storage>();
        m_http = std::make_unique<HttpClient>(m_dir->filePath(QStringLiteral("stream")));
        m_undo = std::make_unique<UndoStack>();
        m_logins = std::make_unique<Logins>(std::make_unique<FakeSecrets>(m_keyring));
        m_access = std::make_unique<AccessService>(*m_storage, *m_logins);
        m_library = std::make_unique<LibraryService>(*m_storage, *m_http, *m_undo,
                                                     [this] { return m_now; });
        m_library->setLogins(*m_logins);
        QVERIFY(resultOf(m_storage->open(m_dir->filePath(QStringLiteral("library.db")))));
    }

    void end()
    {
        m_library.reset();
        m_access.reset();
        m_logins.reset();
        m_undo.reset();
        m_http.reset();
        m_storage.reset();
        m_other.reset();
        m_server.reset();
        m_dir.reset();
    }

    /// feed at every address but those of sound.
    static void serveBehindLogin(TestHttpServer &server, const QByteArray &feed)
    {
        server.setHandler([feed](const TestHttpServer::Request &request) {
            if (request.headers.value("authorization") != basic())
                return TestHttpServer::Reply{
                        .status = 401, .headers = {{"WWW-Authenticate", "Basic realm=\"x\""}}};
            return TestHttpServer::Reply{.body = request.path.endsWith(".mp3") ? "sound" : feed};
        });
    }

    static SubscribeWish withLogin(const QString &password = Password)
    {
        return {.login = HttpCredentials{.name = QStringLiteral("me"), .password = password}};
    }

    static bool sentPassword(const TestHttpServer &server)
    {
        return std::ranges::any_of(server.requests(), [](const auto &request) {
            return request.headers.contains("authorization");
        });
    }

    Podcast only()
    {
        const auto podcasts = resultOf(m_library->podcasts());
        return podcasts && podcasts->size() == 1 ? podcasts->first() : Podcast();
    }

    QDateTime m_now = QDateTime::currentDateTimeUtc();
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<TestHttpServer> m_server;
    std::unique_ptr<TestHttpServer> m_other; ///< On another address of this computer.
    std::shared_ptr<FakeKeyring> m_keyring;
    std::unique_ptr<Storage> m_storage;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<UndoStack> m_undo;
    std::unique_ptr<Logins> m_logins;
    std::unique_ptr<AccessService> m_access;
    std::unique_ptr<LibraryService> m_library;
};

} // namespace Earmark
