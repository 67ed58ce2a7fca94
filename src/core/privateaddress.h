// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>

namespace Earmark {

struct Podcast;

// Most feeds for paying listeners are protected by nothing but an address that nobody else knows.
// Whoever sees it (in a log, an error, an export, a directory) can listen, so that it is treated
// like a password. Taking a public address for a private one only costs a listener the sight of it;
// the other way round gives his subscription away: in doubt an address is private.

/// A user name; auth, token, key, sig and their like as the name of a query item or as a word of
/// the path; /private/; or a part of at least 20 random characters (isRandom()). Those after a path
/// /public/ are none, and so are a UUID in a path, with which hosts name their public shows, and a
/// YouTube channel's or playlist's id.
bool looksPrivate(const QUrl &url);

/// The listener's word; else it needed a login; else by its address.
bool isPrivate(const Podcast &podcast);

/// What a listener may see of a feed's address, or of one that a private podcast's feed named: the
/// host of a private one and "…", the whole of another, but never a user name or password.
QString shownAddress(const QUrl &url, bool isPrivate);

/// At least 20 characters that no human wrote: hexadecimal, base 32, 36, 62 or 64. Not a slug of
/// words, a number, a date or a UUID. part: without '/', '.', '&', '='. By where letters, digits
/// and case change, which in words is seldom; 95 of 100 random parts of 20 characters are
/// recognised, of 32 at least 96.
bool isRandom(QStringView part);

} // namespace Earmark
