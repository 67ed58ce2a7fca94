// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testhttpserver.h"

#include <QTimer>

#include <utility>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

TestHttpServer::Request parseHead(const QByteArray &head)
{
    const QList<QByteArray> lines = head.split('\n');
    const QList<QByteArray> words = lines.first().split(' ');
    TestHttpServer::Request request{
            .method = words.value(0), .path = words.value(1), .headers = {}};
    for (const QByteArray &line : lines.mid(1)) {
        if (const auto colon = line.indexOf(':'); colon > 0)
            request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    return request;
}

/// Cuts the reply to the one range asked for; anything but one plain range is left whole.
void applyRange(TestHttpServer::Reply &reply, const QByteArray &range)
{
    if (!reply.ranges || !range.startsWith("bytes=") || reply.status != 200)
        return;
    const QList<QByteArray> ends = range.mid(6).split('-');
    const qint64 size = reply.body.size();
    const qint64 from = ends.value(0).toLongLong();
    const qint64 to
            = ends.value(1).isEmpty() ? size - 1 : qMin(ends.value(1).toLongLong(), size - 1);
    if (from > to) {
        reply.status = 416;
        reply.headers.emplaceBack("Content-Range", "bytes */" + QByteArray::number(size));
        reply.body.clear();
        return;
    }
    reply.status = 206;
    reply.body = reply.body.mid(from, to - from + 1);
    reply.headers.emplaceBack("Content-Range",
                              "bytes " + QByteArray::number(from) + '-' + QByteArray::number(to)
                                      + '/' + QByteArray::number(size));
}

} // namespace

TestHttpServer::TestHttpServer(QObject *parent, const QHostAddress &address)
    : QObject(parent), m_address(address)
{
    connect(&m_server, &QTcpServer::newConnection, this, &TestHttpServer::accept);
    start();
}

void TestHttpServer::start()
{
    if (!m_server.listen(m_address, m_port))
        qFatal("cannot listen: %s", qPrintable(m_server.errorString()));
    m_port = m_server.serverPort();
}

void TestHttpServer::stop()
{
    m_server.close();
    const auto sockets = m_sockets;
    for (QTcpSocket *socket : sockets)
        socket->abort();
}

QUrl TestHttpServer::url(const QString &path) const
{
    return QUrl(u"http://%1:%2%3"_s.arg(m_address.toString()).arg(m_port).arg(path));
}

void TestHttpServer::serve(const QByteArray &path, const Reply &reply)
{
    m_replies.insert(path, reply);
}

void TestHttpServer::setHandler(std::function<Reply(const Request &)> handler)
{
    m_handler = std::move(handler);
}

void TestHttpServer::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        m_sockets.append(socket);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_sockets.removeOne(socket);
            socket->deleteLater();
        });
    }
}

void TestHttpServer::read(QTcpSocket *socket)
{
    const QByteArray head = socket->property("head").toByteArray() + socket->readAll();
    constexpr char TlsHandshake = 0x16;
    if (m_refusesTls && head.startsWith(TlsHandshake)) {
        ++m_tlsTries;
        socket->write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
        socket->disconnectFromHost();
        return;
    }
    const auto end = head.indexOf("\r\n\r\n");
    socket->setProperty("head", end < 0 ? head : head.mid(end + 4));
    if (end >= 0)
        answer(socket, parseHead(head.left(end)));
}

void TestHttpServer::answer(QTcpSocket *socket, const Request &request)
{
    m_requests.append(request);
    Reply reply{.status = 404, .body = "not here", .headers = {}};
    if (const auto known = m_replies.constFind(request.path); known != m_replies.constEnd())
        reply = *known;
    else if (m_handler)
        reply = m_handler(request);
    if (reply.fault == Fault::Hold) {
        reply.fault = Fault::None;
        m_held.append({socket, request, reply});
        return;
    }
    send(socket, request, std::move(reply));
}

void TestHttpServer::releaseHeld()
{
    const auto held = std::exchange(m_held, {});
    for (const Held &one : held) {
        if (one.socket)
            send(one.socket, one.request, one.reply);
    }
}

void TestHttpServer::send(QTcpSocket *socket, const Request &request, Reply reply)
{
    if (reply.fault == Fault::Silent)
        return;
    if (reply.fault == Fault::Raw || reply.fault == Fault::RawAndStall) {
        socket->write(reply.body);
        if (reply.fault == Fault::Raw)
            socket->disconnectFromHost();
        return;
    }
    if (reply.ranges)
        reply.headers.emplaceBack("Accept-Ranges", "bytes");
    applyRange(reply, request.headers.value("range"));

    QByteArray out = "HTTP/1.1 " + QByteArray::number(reply.status) + " Test\r\n";
    if (reply.chunked)
        out += "Transfer-Encoding: chunked\r\n";
    else if (reply.status != 304)
        out += "Content-Length: " + QByteArray::number(reply.toldLength.value_or(reply.body.size()))
                + "\r\n";
    for (const auto &[name, value] : reply.headers)
        out += name + ": " + value + "\r\n";
    socket->write(out + "\r\n");
    if (request.method != "HEAD" && reply.status != 304 && reply.fault != Fault::SilentAfterHead)
        sendBody(socket, reply);
}

void TestHttpServer::sendBody(QTcpSocket *socket, const Reply &reply)
{
    const bool cut = reply.fault == Fault::StallAfter || reply.fault == Fault::DropAfter;
    const QByteArray body = cut ? reply.body.left(reply.faultAfter) : reply.body;
    if (reply.fault == Fault::Trickle) {
        auto *timer = new QTimer(socket);
        connect(timer, &QTimer::timeout, socket, [this, socket, body, sent = 0]() mutable {
            if (sent < body.size())
                socket->write(body.mid(sent++, 1));
            ++m_bodyBytesSent;
        });
        timer->start(reply.trickleEvery);
        return;
    }
    if (reply.chunked) {
        for (qsizetype at = 0; at < body.size(); at += 1000) {
            const QByteArray piece = body.mid(at, 1000);
            socket->write(QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n");
        }
        if (!cut)
            socket->write("0\r\n\r\n");
    } else {
        socket->write(body);
    }
    m_bodyBytesSent += body.size();
    const bool isShort = reply.toldLength && *reply.toldLength > body.size();
    if (reply.fault == Fault::DropAfter || isShort)
        socket->disconnectFromHost();
}

} // namespace Earmark
