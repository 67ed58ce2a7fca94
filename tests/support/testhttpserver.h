// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <chrono>
#include <functional>
#include <optional>

namespace Earmark {

/// A real HTTP/1.1 server on a loopback address and a free port, so that tests go through the real
/// stack. Lives on the thread that made it and needs that thread's event loop. It can misbehave in
/// the ways that servers of podcasts do.
class TestHttpServer : public QObject
{
    Q_OBJECT

public:
    enum class Fault : quint8 {
        None,
        Silent, ///< Accepts, reads, says nothing.
        SilentAfterHead, ///< Sends the head and nothing more.
        StallAfter, ///< Sends faultAfter bytes of the body, then nothing, keeping the connection.
        DropAfter, ///< Sends faultAfter bytes of the body, then closes.
        Trickle, ///< Sends the body byte by byte, one every trickleEvery.
        Hold, ///< Answers when releaseHeld() is called.
        Raw, ///< Sends body as it is, without any head, then closes.
        RawAndStall, ///< As Raw, but keeps the connection.
    };
    struct Reply
    {
        int status = 200;
        QByteArray body{};
        QList<std::pair<QByteArray, QByteArray>> headers{}; ///< Beside Content-Length.
        bool ranges = false; ///< Answers Range: bytes=a-b with 206 and the part.
        Fault fault = Fault::None;
        qint64 faultAfter = 0;
        std::chrono::milliseconds trickleEvery{20};
        std::optional<qint64> toldLength{}; ///< A Content-Length that may be a lie.
        bool chunked = false; ///< In pieces of 1,000 bytes, without a Content-Length.
    };
    struct Request
    {
        QByteArray method;
        QByteArray path; ///< With the query.
        QHash<QByteArray, QByteArray> headers; ///< Names in lower case.
    };

    explicit TestHttpServer(QObject *parent = nullptr,
                            const QHostAddress &address = QHostAddress(QHostAddress::LocalHost));
    ~TestHttpServer() override { stop(); }

    QUrl url(const QString &path) const;
    void serve(const QByteArray &path, const Reply &reply);
    /// For replies that depend on the request; asked when serve() knows no such path.
    void setHandler(std::function<Reply(const Request &)> handler);
    const QList<Request> &requests() const { return m_requests; }
    void clearRequests() { m_requests.clear(); }
    qint64 bodyBytesSent() const { return m_bodyBytesSent; }
    int connections() const { return int(m_sockets.size()); }
    int held() const { return int(m_held.size()); }
    void releaseHeld();
    /// A handshake of TLS is answered as web servers do that speak none: 400, and the end. Without
    /// it they are waited with for the end of a head that never comes.
    void refuseTls() { m_refusesTls = true; }
    int refusedTls() const { return m_tlsTries; }
    /// Stops listening and cuts every connection; start() listens again on the same port.
    void stop();
    void start();

private:
    void accept();
    void read(QTcpSocket *socket);
    void answer(QTcpSocket *socket, const Request &request);
    void send(QTcpSocket *socket, const Request &request, Reply reply);
    void sendBody(QTcpSocket *socket, const Reply &reply);

    QTcpServer m_server;
    QHostAddress m_address;
    quint16 m_port = 0;
    QHash<QByteArray, Reply> m_replies;
    std::function<Reply(const Request &)> m_handler;
    QList<Request> m_requests;
    QList<QTcpSocket *> m_sockets;
    struct Held
    {
        QPointer<QTcpSocket> socket;
        Request request;
        Reply reply;
    };
    QList<Held> m_held;
    qint64 m_bodyBytesSent = 0;
    bool m_refusesTls = false;
    int m_tlsTries = 0;
};

} // namespace Earmark
