// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>

namespace Earmark {

/// May the program fetch this address when a feed names it? http and https with a host, no more:
/// a feed must never make the program read a file, a pipe or a socket.
bool isFetchable(const QUrl &url);

/// May this address be handed to the desktop (browser, mail)? http, https and mailto.
bool mayLeaveProgram(const QUrl &url);

/// The address a person pasted or a desktop handed over, made one that can be fetched: white space
/// trimmed, feed: itpc: pcast: podcast: (with and without //) become https or what they wrap, a
/// missing scheme becomes https. Invalid when it can be none.
QUrl feedAddressFromInput(const QString &text);

/// The same scheme, host and port, so the same server to trust with a password.
bool isSameOrigin(const QUrl &one, const QUrl &other);

/// For logs and messages: no user name, no password, no query values, and no path that is a secret
/// itself (core/privateaddress.h).
QString displayAddress(const QUrl &url);

} // namespace Earmark
