// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QDateTime>
#include <QNetworkReply>
#include <QSslError>
#include <QUrl>

#include <chrono>

namespace Earmark {

// Sentences for what can go wrong between here and a server. They name the host, never a path, a
// query or a password; the detail names displayAddress(). Pure: whether the computer is offline,
// and what time it is, is handed in.

enum class TimeLimit : quint8 {
    Connect,
    Idle,
    Whole,
};

Error timeFailure(TimeLimit limit, const QUrl &url);
/// What Qt says. online: some network interface beside the loopback is up; without one every
/// failure to find or reach a host is one: offline.
Error networkFailure(QNetworkReply::NetworkError error, const QUrl &url, const QString &text,
                     bool online);
Error tlsFailure(const QList<QSslError> &errors, const QUrl &url);
Error statusFailure(int status, const QUrl &url, std::chrono::seconds retryAfter);
Error tooLargeFailure(qint64 limit, const QUrl &url);
/// The answer ended before all of it was there.
Error incompleteFailure(const QUrl &url, const QString &detail);
Error addressFailure(const QUrl &url);
enum class BadRedirect : quint8 {
    Circle,
    TooMany,
    Nowhere, ///< No address, or none that can be fetched.
    Downgrade, ///< From https to http.
};
Error redirectFailure(BadRedirect why, const QUrl &from, const QUrl &to);

/// No network at all: one quiet line for the listener, not one per podcast.
bool isOffline(const Error &error);

/// "120" or an HTTP date; 0 for none, nonsense or the past; at most a day.
std::chrono::seconds retryAfterOf(const QByteArray &header, const QDateTime &now);

} // namespace Earmark
