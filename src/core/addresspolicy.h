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

/// An address as a person pasted or a desktop handed it over.
struct TypedAddress
{
    QUrl url; ///< http or https; invalid when it can be none.
    /// The text names no way ("a.example/f", "feed://a.example/f"), https is a guess: where no
    /// connection can be made by it, unencrypted() may be tried.
    bool isGuess = false;
};

/// White space trimmed, feed: itpc: pcast: podcast: (with and without //) become https or what they
/// wrap, a missing scheme becomes https.
TypedAddress typedAddress(const QString &text);
QUrl feedAddressFromInput(const QString &text);

/// The same server by http. Empty where a guess must not lead there: of an address that may be a
/// secret itself (core/privateaddress.h), which whoever listens on the way would read. It goes out
/// by http only when the listener writes http:// himself.
QUrl unencrypted(const QUrl &https);

/// The same scheme, host and port, so the same server to trust with a password.
bool isSameOrigin(const QUrl &one, const QUrl &other);

/// For logs and messages: no user name, no password, no query values, and no path that is a secret
/// itself (core/privateaddress.h).
QString displayAddress(const QUrl &url);

} // namespace Earmark
