// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/testhttpserver.h"

#include <QThread>

#include <memory>
#include <utility>

namespace Earmark {

/// A TestHttpServer in a thread of its own, for tests whose own thread blocks.
class ServerThread
{
public:
    explicit ServerThread(const QHostAddress &address = QHostAddress(QHostAddress::LocalHost))
    {
        m_anchor.moveToThread(&m_thread);
        m_thread.start();
        run([&] { m_server = std::make_unique<TestHttpServer>(nullptr, address); });
    }
    ServerThread(const ServerThread &) = delete;
    ServerThread &operator=(const ServerThread &) = delete;
    ~ServerThread()
    {
        run([&] { m_server.reset(); });
        m_thread.quit();
        m_thread.wait();
    }

    /// f(server) in the server's thread; waits for it.
    template<typename F>
    auto with(F f)
    {
        if constexpr (std::is_void_v<std::invoke_result_t<F, TestHttpServer &>>) {
            run([&] { f(*m_server); });
        } else {
            std::invoke_result_t<F, TestHttpServer &> result{};
            run([&] { result = f(*m_server); });
            return result;
        }
    }

    QUrl url(const QString &path)
    {
        return with([&](TestHttpServer &server) { return server.url(path); });
    }
    void serve(const QByteArray &path, const TestHttpServer::Reply &reply)
    {
        with([&](TestHttpServer &server) { server.serve(path, reply); });
    }
    QList<TestHttpServer::Request> requests()
    {
        return with([](TestHttpServer &server) { return server.requests(); });
    }

private:
    template<typename F>
    void run(F f)
    {
        QMetaObject::invokeMethod(&m_anchor, f, Qt::BlockingQueuedConnection);
    }

    QThread m_thread;
    QObject m_anchor;
    std::unique_ptr<TestHttpServer> m_server;
};

} // namespace Earmark
