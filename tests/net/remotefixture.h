// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/httpclient.h"
#include "support/failonwarning.h"
#include "support/serverthread.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <random>
#include <stop_token>
#include <vector>

namespace Earmark {

/// What every test of a remote ByteSource starts with: a server on a thread of its own, because the
/// reads block the test's, and a client with the usual limits and an empty folder. Not a QObject: a
/// test inherits it second and calls setUp() and tearDown() from its own init() and cleanup().
class RemoteFixture
{
protected:
    using Fault = TestHttpServer::Fault;
    using Reply = TestHttpServer::Reply;
    using Request = TestHttpServer::Request;
    using Status = ByteSource::Status;

    /// Only where a limit must be reached: a busy machine answers later than this.
    static constexpr HttpLimits Short{.connect = std::chrono::seconds(5),
                                      .idle = std::chrono::milliseconds(300),
                                      .whole = std::chrono::seconds(5)};
    static constexpr qint64 KiB = 1024;
    static constexpr qint64 MiB = 1024 * KiB;

    struct Got
    {
        Status status = Status::Ok;
        QByteArray bytes;
    };

    /// mayFailTwice: Qt 6.4 complains by itself where an answer has two errors, as of a connection
    /// that breaks in a refusal.
    void setUp(bool mayFailTwice = false)
    {
        if (mayFailTwice)
            QTest::failOnWarning(QRegularExpression(
                    QStringLiteral("^(?!QNetworkReplyImplPrivate::error: Internal problem)")));
        else
            failOnAnyWarning();
        m_folder = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<ServerThread>();
        m_client = std::make_unique<HttpClient>(m_folder->path());
    }

    void tearDown()
    {
        m_client.reset();
        m_server.reset();
    }

    static QByteArray noise(qint64 size)
    {
        std::mt19937 random{unsigned(size)}; // the same bytes every time
        QByteArray bytes(size, Qt::Uninitialized);
        std::generate(bytes.begin(), bytes.end(), [&] { return char(random()); });
        return bytes;
    }

    /// Reads until count bytes are there or something else happens.
    static Got readAll(ByteSource &source, qint64 offset, qint64 count,
                       const std::stop_token &stop = {})
    {
        Got got;
        std::vector<char> buffer(std::size_t(64 * KiB));
        while (got.bytes.size() < count) {
            const auto wish = std::size_t(qMin(qint64(buffer.size()), count - got.bytes.size()));
            const auto read = source.readAt(offset + got.bytes.size(), {buffer.data(), wish}, stop);
            got.status = read.status;
            if (read.status != Status::Ok)
                break;
            got.bytes.append(buffer.data(), qsizetype(read.count));
        }
        return got;
    }

    static qint64 rangeBegin(const Request &request)
    {
        return request.headers.value("range").mid(6).split('-').first().toLongLong();
    }

    std::shared_ptr<ByteSource> open(const QString &path = QStringLiteral("/a.mp3"))
    {
        return m_client->open({.url = m_server->url(path)});
    }

    void serve(const Reply &reply) { m_server->serve("/a.mp3", reply); }

    void handle(const std::function<Reply(const Request &)> &handler)
    {
        m_server->with([&](TestHttpServer &server) { server.setHandler(handler); });
    }

    /// Bytes of bodies, without the headers.
    qint64 sent()
    {
        return m_server->with([](TestHttpServer &server) { return server.bodyBytesSent(); });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ServerThread> m_server;
    std::unique_ptr<HttpClient> m_client;
};

} // namespace Earmark
