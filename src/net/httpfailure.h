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
// query or a password; the detail names addressForLog(). Pure: whether the computer is offline,
// and what time it is, is handed in.

/// As displayAddress(), but of an address that looks private only the host.
QString addressForLog(const QUrl &url);

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
/// A part (206) or "not modified" (304) that nobody asked for.
Error unaskedFailure(int status, const QUrl &url);
Error addressFailure(const QUrl &url);
/// Code of an error of kind OwnNetwork: not the address itself is there, somebody redirected.
constexpr int RedirectedToOwnNetwork = 1;
/// Kind OwnNetwork. from: who redirected there; empty when the address itself was asked for.
Error ownNetworkFailure(const QUrl &url, const QUrl &from);
enum class BadRedirect : quint8 {
    Circle,
    TooMany,
    Nowhere, ///< No address, or none that can be fetched.
    Downgrade, ///< From https to http.
};
Error redirectFailure(BadRedirect why, const QUrl &from, const QUrl &to);

/// The server was there or not, but no connection to talk over came about: refused, no way there,
/// no TLS, or silence. Not for want of a name or a network.
bool isWithoutConnection(const Error &error);

/// No network at all: one quiet line for the listener, not one per podcast.
bool isOffline(const Error &error);

/// "120" or an HTTP date; 0 for none, nonsense or the past; at most a day.
std::chrono::seconds retryAfterOf(const QByteArray &header, const QDateTime &now);

} // namespace Earmark
