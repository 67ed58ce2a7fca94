// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>
#include <QUrl>
#include <QVariant>

#include <chrono>

// How values stand in columns; the counterpart of the words at the top of 0001_library.sql.

namespace Earmark {

inline qint64 toColumn(const QDateTime &time)
{
    return time.isValid() ? time.toMSecsSinceEpoch() : 0;
}

inline QDateTime toDateTime(const QVariant &ms)
{
    const qint64 value = ms.toLongLong();
    return value == 0 ? QDateTime() : QDateTime::fromMSecsSinceEpoch(value, Qt::UTC);
}

inline QString toColumn(const QUrl &url)
{
    return url.toString(QUrl::FullyEncoded);
}

inline QUrl toUrl(const QVariant &text)
{
    return QUrl(text.toString(), QUrl::TolerantMode);
}

/// The address by which a podcast is known.
inline QString feedAddress(const QUrl &url)
{
    return url.toString(QUrl::FullyEncoded | QUrl::RemoveFragment);
}

inline std::chrono::milliseconds toMilliseconds(const QVariant &ms)
{
    return std::chrono::milliseconds(ms.toLongLong());
}

} // namespace Earmark
