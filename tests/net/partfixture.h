// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/partmedia.h"
#include "net/remotefixture.h"

#include <QFile>

namespace Earmark {

/// What every test of a file that stays on the disk starts with: a RemoteFixture, a path for the
/// file, and the ranges that the server was asked for.
class PartFixture : protected RemoteFixture
{
protected:
    static constexpr int Patience = 20000; // ms, on a busy machine

    QString path() const { return m_folder->filePath(QStringLiteral("a.part")); }

    std::unique_ptr<PartMedia> openPart(const PartTimes &times = {})
    {
        return m_client->openPart({.media = {.url = m_server->url(QStringLiteral("/a.mp3"))},
                                   .path = path(),
                                   .times = times});
    }

    QByteArray onDisk() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::optional<PartMap> mapOnDisk() const
    {
        QFile file(PartFile::mapPath(path()));
        return file.open(QIODevice::ReadOnly) ? unpackPartMap(file.readAll()) : std::nullopt;
    }

    /// Fetches the rest. True when it became whole in time.
    bool keepToTheEnd(PartMedia &media)
    {
        media.setKept(true);
        return QTest::qWaitFor([&] { return media.state().isWhole; }, Patience);
    }

    bool waitForFailure(PartMedia &media)
    {
        return QTest::qWaitFor([&] { return media.state().failure.has_value(); }, Patience);
    }

    /// Closed, and all of it on the disk.
    void restart(const HttpLimits &limits = {})
    {
        m_client.reset();
        m_client = std::make_unique<HttpClient>(m_folder->path(), limits);
    }

    /// Bytes that were asked for more than once, by the server's log.
    qint64 askedTwice()
    {
        RangeMap asked;
        qint64 sum = 0;
        for (const Request &request : m_server->requests()) {
            const QList<QByteArray> ends = request.headers.value("range").mid(6).split('-');
            const qint64 from = ends.value(0).toLongLong();
            const qint64 to = ends.value(1).toLongLong() + 1;
            asked.add(from, to);
            sum += to - from;
        }
        return sum - asked.total();
    }

    void forgetRequests()
    {
        m_server->with([](TestHttpServer &server) { server.clearRequests(); });
    }
};

} // namespace Earmark
