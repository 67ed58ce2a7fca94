// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/async.h"
#include "core/rangemap.h"
#include "services/mediaopener.h"
#include "support/testhttpserver.h"

#include <QDirIterator>
#include <QStringList>

#include <algorithm>
#include <vector>

// What the tests of downloads look at.

namespace Earmark {

/// In a thread of its own, as decoders read; what came until something else than bytes did.
inline QFuture<QByteArray> readFrom(const MediaOpener::Source &source, qint64 offset, qint64 count)
{
    return runOnPool([source, offset, count] {
        QByteArray bytes;
        std::vector<char> buffer(65536);
        while (bytes.size() < count) {
            const auto wish
                    = std::size_t(std::min<qint64>(qint64(buffer.size()), count - bytes.size()));
            const auto got = source->readAt(offset + bytes.size(), {buffer.data(), wish}, {});
            if (got.status != ByteSource::Status::Ok)
                break;
            bytes.append(buffer.data(), qsizetype(got.count));
        }
        return bytes;
    });
}

/// Bytes of this file that were asked for more than once.
inline qint64 askedTwice(const QList<TestHttpServer::Request> &requests, const QByteArray &path,
                         qint64 size)
{
    RangeMap asked;
    qint64 sum = 0;
    for (const TestHttpServer::Request &request : requests) {
        if (request.path != path)
            continue;
        const QList<QByteArray> ends = request.headers.value("range").mid(6).split('-');
        const qint64 from = ends.value(0).toLongLong();
        const qint64 to = std::min<qint64>(ends.value(1).toLongLong() + 1, size);
        asked.add(from, to);
        sum += to - from;
    }
    return sum - asked.total();
}

/// Relative to the folder, sorted.
inline QStringList filesBelow(const QString &folder)
{
    QStringList found;
    QDirIterator all(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (all.hasNext())
        found.append(all.next().mid(folder.size() + 1));
    found.sort();
    return found;
}

} // namespace Earmark
