// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/mediaserver.h"

#include "bench/bench.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QHash>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace Earmark {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr qint64 PacketBytes = 16'384; // what one connection is given before the next one's turn
constexpr auto Tick = 2ms;
constexpr double Burst = 0.02; // s of the line that it may send at once after a rest

struct Connection
{
    Clock::time_point begun = Clock::now();
    bool isFirst = true;
    QByteArray request;
    QByteArray head; ///< Of the answer; empty: none is due.
    QByteArrayView body;
    qint64 sent = 0; ///< Of head and body.
    qint64 from = 0; ///< In the file.
    int status = 0;
    QByteArray path;
    bool isFull = false; ///< The kernel takes no more until it says so.
};

/// Bytes per second for all; 0: as many as the kernel takes.
class Line
{
public:
    void set(qint64 rate)
    {
        m_rate = rate;
        m_credit = 0;
        m_last = Clock::now();
    }
    bool isLimited() const { return m_rate > 0; }
    qint64 credit()
    {
        if (m_rate == 0)
            return PacketBytes * 64;
        const auto now = Clock::now();
        const std::chrono::duration<double> passed = now - m_last;
        m_last = now;
        m_credit = std::min(m_credit + passed.count() * double(m_rate), Burst * double(m_rate));
        return qint64(m_credit);
    }
    void spend(qint64 bytes) { m_credit -= m_rate == 0 ? 0 : double(bytes); }

private:
    qint64 m_rate = 0;
    double m_credit = 0;
    Clock::time_point m_last = Clock::now();
};

class MediaServer
{
public:
    explicit MediaServer(const QString &folder) : m_folder(folder) { }

    bool listen()
    {
        m_epoll = ::epoll_create1(0);
        m_listening = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        sockaddr_in name{};
        name.sin_family = AF_INET;
        name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof name;
        auto *any = reinterpret_cast<sockaddr *>(&name);
        if (::bind(m_listening, any, size) != 0 || ::listen(m_listening, 64) != 0
            || ::getsockname(m_listening, any, &size) != 0)
            return false;
        watch(m_listening, EPOLLIN, EPOLL_CTL_ADD);
        watch(STDIN_FILENO, EPOLLIN, EPOLL_CTL_ADD);
        std::printf("%d\n", ntohs(name.sin_port));
        std::fflush(stdout);
        return true;
    }

    int run()
    {
        std::array<epoll_event, 64> events{};
        while (!m_isOver) {
            const int count = ::epoll_wait(m_epoll, events.data(), int(events.size()), timeout());
            for (int i = 0; i < count; ++i)
                handle(events.at(std::size_t(i)));
            answerDue();
            sendAll();
        }
        return 0;
    }

private:
    void watch(int fd, quint32 what, int how) const
    {
        epoll_event event{};
        event.events = what;
        event.data.fd = fd;
        ::epoll_ctl(m_epoll, how, fd, &event);
    }

    bool isSending() const
    {
        return std::any_of(m_connections.begin(), m_connections.end(), [](const auto &each) {
            return !each.second.head.isEmpty() && !each.second.isFull;
        });
    }

    int timeout() const
    {
        if (isSending())
            return m_line.isLimited() ? int(Tick.count()) : 0;
        if (m_due.empty())
            return -1;
        const auto left = m_due.begin()->first - Clock::now();
        return std::max(0, int(std::chrono::ceil<std::chrono::milliseconds>(left).count()));
    }

    void handle(const epoll_event &event)
    {
        const int fd = event.data.fd;
        if (fd == STDIN_FILENO) {
            command();
        } else if (fd == m_listening) {
            accept();
        } else if (event.events & EPOLLOUT) {
            m_connections[fd].isFull = false;
            watch(fd, EPOLLIN, EPOLL_CTL_MOD);
        } else {
            receive(fd);
        }
    }

    void command()
    {
        std::array<char, 256> line{};
        const auto count = ::read(STDIN_FILENO, line.data(), line.size());
        const QList<QByteArray> words
                = QByteArray(line.data(), std::max<qsizetype>(0, count)).trimmed().split(' ');
        m_isOver = count <= 0;
        if (words.size() == 3 && words.at(0) == "line") {
            m_line.set(words.at(1).toLongLong());
            m_latency = std::chrono::milliseconds(words.at(2).toInt());
        } else if (words.at(0) == "sofar") {
            for (auto &[fd, connection] : m_connections)
                toldSoFar(connection);
        } else {
            return;
        }
        std::puts("ok");
        std::fflush(stdout);
    }

    void accept()
    {
        const int peer = ::accept4(m_listening, nullptr, nullptr, SOCK_NONBLOCK);
        if (peer < 0)
            return;
        const int on = 1;
        ::setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        m_connections[peer] = {};
        watch(peer, EPOLLIN, EPOLL_CTL_ADD);
    }

    void receive(int fd)
    {
        std::array<char, 4096> bytes{};
        const auto count = ::read(fd, bytes.data(), bytes.size());
        Connection &connection = m_connections[fd];
        if (count <= 0) {
            close(fd);
            return;
        }
        connection.request.append(bytes.data(), qsizetype(count));
        if (!connection.request.endsWith("\r\n\r\n"))
            return;
        auto due = Clock::now() + m_latency;
        if (connection.isFirst)
            due = std::max(due, connection.begun + 2 * m_latency);
        connection.isFirst = false;
        m_due.emplace(due, fd);
    }

    void close(int fd)
    {
        told(m_connections[fd]);
        ::close(fd);
        m_connections.erase(fd);
    }

    /// Null: there is none.
    QByteArrayView fileAt(const QByteArray &path)
    {
        const QByteArray name = path.mid(path.lastIndexOf('/') + 1);
        if (const auto known = m_files.constFind(name); known != m_files.cend())
            return *known;
        auto file = std::make_unique<QFile>(m_folder.filePath(QString::fromLatin1(name)));
        if (name.isEmpty() || !file->open(QIODevice::ReadOnly) || file->size() == 0)
            return {};
        const char *bytes = reinterpret_cast<const char *>(file->map(0, file->size()));
        m_files.insert(name, QByteArrayView(bytes, file->size()));
        m_open.push_back(std::move(file));
        return m_files.value(name);
    }

    void answerDue()
    {
        while (!m_due.empty() && m_due.begin()->first <= Clock::now()) {
            const auto connection = m_connections.find(m_due.begin()->second);
            m_due.erase(m_due.begin());
            if (connection != m_connections.end() && !connection->second.request.isEmpty())
                answer(connection->second);
        }
    }

    void answer(Connection &connection)
    {
        const QByteArray request = std::exchange(connection.request, {});
        connection.path = request.mid(4, request.indexOf(' ', 4) - 4); // "GET /PATH HTTP"
        connection.sent = 0;
        connection.from = 0;
        connection.body = fileAt(connection.path);
        connection.status = connection.body.isNull() ? 404 : 200;
        const qint64 size = connection.body.size();
        const qsizetype range = request.toLower().indexOf("range: bytes=");
        qint64 to = size - 1;
        if (connection.status == 200 && range >= 0) {
            const QByteArray asked
                    = request.mid(range + 13, request.indexOf('\r', range) - range - 13);
            const QList<QByteArray> ends = asked.split('-');
            connection.from = ends.value(0).toLongLong();
            to = ends.value(1).isEmpty() ? to : std::min(to, ends.value(1).toLongLong());
            connection.status = connection.from <= to ? 206 : 416;
            connection.body = connection.from <= to
                    ? connection.body.sliced(connection.from, to - connection.from + 1)
                    : QByteArrayView();
        }
        connection.head = "HTTP/1.1 " + QByteArray::number(connection.status)
                + " -\r\nETag: \"1\"\r\nAccept-Ranges: bytes\r\nContent-Type: audio/mpeg\r\n"
                  "Content-Length: "
                + QByteArray::number(connection.body.size()) + "\r\n";
        if (connection.status == 206)
            connection.head += "Content-Range: bytes " + QByteArray::number(connection.from) + '-'
                    + QByteArray::number(to) + '/' + QByteArray::number(size) + "\r\n";
        connection.head += "\r\n";
    }

    /// A packet for each in turn, until the line or the kernel takes no more.
    void sendAll()
    {
        qint64 credit = m_line.credit();
        for (bool isAny = true; isAny && credit > 0;) {
            isAny = false;
            std::vector<int> turn;
            for (const auto &[fd, connection] : m_connections) {
                if (!connection.head.isEmpty() && !connection.isFull)
                    turn.push_back(fd);
            }
            for (const int fd : turn) {
                const qint64 sent = send(fd, std::min(credit, PacketBytes * 4));
                credit -= sent;
                m_line.spend(sent);
                isAny = isAny || sent > 0;
                if (credit <= 0)
                    break;
            }
        }
    }

    qint64 send(int fd, qint64 most)
    {
        Connection &connection = m_connections[fd];
        const bool inHead = connection.sent < connection.head.size();
        const QByteArrayView part = inHead ? QByteArrayView(connection.head) : connection.body;
        const qint64 from = inHead ? connection.sent : connection.sent - connection.head.size();
        if (from >= part.size()) {
            told(connection);
            return 0;
        }
        const auto count = ::send(fd, part.data() + from,
                                  std::size_t(std::min(most, part.size() - from)), MSG_NOSIGNAL);
        if (count < 0) {
            connection.isFull = true;
            watch(fd, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
            return 0;
        }
        connection.sent += count;
        if (!inHead && from + count == part.size())
            told(connection);
        return inHead ? 0 : count;
    }

    /// It is over, whole or not.
    static void told(Connection &connection)
    {
        toldSoFar(connection);
        connection.head.clear();
    }

    /// The rest will be told as another answer.
    static void toldSoFar(Connection &connection)
    {
        if (connection.head.isEmpty())
            return;
        const qint64 bytes = std::max<qint64>(0, connection.sent - connection.head.size());
        std::printf("%lld %d %lld %lld %s\n", static_cast<long long>(microsecondsNow()),
                    connection.status, static_cast<long long>(connection.from),
                    static_cast<long long>(bytes), connection.path.constData());
        std::fflush(stdout);
        connection.from += bytes;
        connection.body = connection.body.sliced(bytes);
        connection.sent -= bytes;
    }

    const QDir m_folder;
    QHash<QByteArray, QByteArrayView> m_files;
    std::vector<std::unique_ptr<QFile>> m_open;
    std::map<int, Connection> m_connections;
    std::multimap<Clock::time_point, int> m_due;
    Line m_line;
    std::chrono::milliseconds m_latency{0};
    int m_epoll = -1;
    int m_listening = -1;
    bool m_isOver = false;
};

} // namespace

int runMediaServer(const QString &folder)
{
    MediaServer server(folder);
    if (server.listen())
        return server.run();
    std::fputs("The loopback address 127.0.0.1 could not be had.\n", stderr);
    return 1;
}

} // namespace Earmark
