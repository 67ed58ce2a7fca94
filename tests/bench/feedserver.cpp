// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/feedserver.h"

#include "bench/bench.h"
#include "bench/feedcorpus.h"

#include <QDir>
#include <QFile>
#include <QHash>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdio>
#include <map>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace Earmark {
namespace {

using Clock = std::chrono::steady_clock;

constexpr char Validator[] = "\"1\"";

struct Connection
{
    QByteArray request;
    QByteArray head; ///< Of the answer; empty: none is due.
    QByteArray body;
    qsizetype sent = 0; ///< Of head and body.
    int status = 0;
    QByteArray name;
};

class FeedServer
{
public:
    explicit FeedServer(const QString &folder)
    {
        const QDir files(folder);
        for (const QString &name : files.entryList(QDir::Files)) {
            QFile file(files.filePath(name));
            if (file.open(QIODevice::ReadOnly))
                m_files.insert(name.chopped(3).toLatin1(), file.readAll());
        }
    }

    bool listen()
    {
        m_epoll = ::epoll_create1(0);
        for (int host = 1; host <= FeedHosts; ++host) {
            if (!listenAt(0x7f000100U + quint32(host)))
                return false;
        }
        watch(STDIN_FILENO, EPOLLIN);
        std::printf("%d\n", m_port);
        std::fflush(stdout);
        return true;
    }

    int run()
    {
        std::array<epoll_event, 64> events{};
        for (;;) {
            const int count = ::epoll_wait(m_epoll, events.data(), int(events.size()), timeout());
            for (int i = 0; i < count; ++i) {
                const epoll_event &event = events.at(std::size_t(i));
                if (event.data.fd == STDIN_FILENO)
                    return 0;
                handle(event.data.fd, event.events);
            }
            answerDue();
        }
    }

private:
    bool listenAt(quint32 address)
    {
        const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        sockaddr_in name{};
        name.sin_family = AF_INET;
        name.sin_port = htons(m_port);
        name.sin_addr.s_addr = htonl(address);
        socklen_t size = sizeof name;
        auto *any = reinterpret_cast<sockaddr *>(&name);
        if (::bind(fd, any, size) != 0 || ::listen(fd, 64) != 0
            || ::getsockname(fd, any, &size) != 0)
            return false;
        m_port = ntohs(name.sin_port);
        m_listening.push_back(fd);
        watch(fd, EPOLLIN);
        return true;
    }

    void watch(int fd, quint32 what)
    {
        epoll_event event{};
        event.events = what;
        event.data.fd = fd;
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, fd, &event);
    }

    void change(int fd, quint32 what) const
    {
        epoll_event event{};
        event.events = what;
        event.data.fd = fd;
        ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, fd, &event);
    }

    int timeout() const
    {
        if (m_due.empty())
            return -1;
        const auto left = m_due.begin()->first - Clock::now();
        return std::max(0, int(std::chrono::ceil<std::chrono::milliseconds>(left).count()));
    }

    void handle(int fd, quint32 what)
    {
        if (std::find(m_listening.begin(), m_listening.end(), fd) != m_listening.end()) {
            const int peer = ::accept4(fd, nullptr, nullptr, SOCK_NONBLOCK);
            if (peer < 0)
                return;
            const int on = 1;
            ::setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            m_connections[peer] = {};
            watch(peer, EPOLLIN);
            return;
        }
        if (what & EPOLLOUT)
            send(fd);
        else
            receive(fd);
    }

    void receive(int fd)
    {
        std::array<char, 4096> bytes{};
        const auto count = ::read(fd, bytes.data(), bytes.size());
        if (count <= 0) {
            ::close(fd);
            m_connections.erase(fd);
            return;
        }
        Connection &connection = m_connections[fd];
        connection.request.append(bytes.data(), qsizetype(count));
        if (connection.request.endsWith("\r\n\r\n"))
            m_due.emplace(Clock::now() + FeedLatency, fd);
    }

    void answerDue()
    {
        while (!m_due.empty() && m_due.begin()->first <= Clock::now()) {
            const int fd = m_due.begin()->second;
            m_due.erase(m_due.begin());
            const auto connection = m_connections.find(fd);
            if (connection == m_connections.end() || connection->second.request.isEmpty())
                continue;
            answer(connection->second);
            send(fd);
        }
    }

    void answer(Connection &connection)
    {
        const QByteArray request = std::exchange(connection.request, {});
        const QByteArray name = request.mid(5, request.indexOf(' ', 5) - 5); // "GET /NAME HTTP"
        const auto file = m_files.constFind(name);
        const bool hasValidator = name != "huge.xml";
        const bool isUnchanged = hasValidator && request.contains(Validator);
        connection.name = name;
        connection.sent = 0;
        connection.body.clear();
        connection.status = file == m_files.cend() ? 404 : isUnchanged ? 304 : 200;
        if (connection.status == 200)
            connection.body = *file;
        connection.head = "HTTP/1.1 " + QByteArray::number(connection.status) + " -\r\n";
        if (hasValidator)
            connection.head += QByteArray("ETag: ") + Validator + "\r\n";
        if (connection.status == 200)
            connection.head += "Content-Type: application/rss+xml\r\nContent-Encoding: gzip\r\n";
        if (connection.status != 304) {
            connection.head
                    += "Content-Length: " + QByteArray::number(connection.body.size()) + "\r\n";
        }
        connection.head += "\r\n";
    }

    void send(int fd)
    {
        Connection &connection = m_connections[fd];
        while (!connection.head.isEmpty()) {
            const bool inHead = connection.sent < connection.head.size();
            const QByteArray &part = inHead ? connection.head : connection.body;
            const qsizetype from
                    = inHead ? connection.sent : connection.sent - connection.head.size();
            if (from >= part.size()) {
                told(connection);
                connection.head.clear();
                change(fd, EPOLLIN);
                return;
            }
            const auto count = ::send(fd, part.constData() + from, std::size_t(part.size() - from),
                                      MSG_NOSIGNAL);
            if (count < 0) {
                change(fd, errno == EAGAIN ? EPOLLOUT : EPOLLIN);
                return;
            }
            connection.sent += qsizetype(count);
        }
    }

    static void told(const Connection &connection)
    {
        std::printf("%lld %d %lld %s\n", static_cast<long long>(microsecondsNow()),
                    connection.status, static_cast<long long>(connection.body.size()),
                    connection.name.constData());
        std::fflush(stdout);
    }

    QHash<QByteArray, QByteArray> m_files;
    std::vector<int> m_listening;
    std::map<int, Connection> m_connections;
    std::multimap<Clock::time_point, int> m_due;
    int m_epoll = -1;
    quint16 m_port = 0;
};

} // namespace

int runFeedServer(const QString &folder)
{
    FeedServer server(folder);
    if (server.listen())
        return server.run();
    std::fputs("The loopback addresses 127.0.1.1 to 127.0.1.40 could not be had.\n", stderr);
    return 1;
}

} // namespace Earmark
