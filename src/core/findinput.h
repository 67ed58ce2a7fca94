// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace Earmark {

enum class FindKind : quint8 {
    Nothing, ///< Empty, half of an address, or an address of a kind that is no podcast's.
    Words, ///< To be looked up in the directories.
    Address, ///< Of a feed, or of a page that names one.
    ApplePodcast, ///< A page of podcasts.apple.com; id is Apple's number.
    PodcastIndex, ///< A page of podcastindex.org; id is its feed number.
    Fyyd, ///< A page of fyyd.de; id is a number or the podcast's short name.
};

/// What the text in "find or add a podcast" is, wherever that field stands.
struct FindInput
{
    FindKind kind = FindKind::Nothing;
    /// Of Words. Of an Address too when it may just as well be a name ("node.js"): looked up when
    /// nothing can be fetched there. Never holds a whole address, which may be a secret.
    QString words;
    QUrl address; ///< Of all but Words and Nothing: http or https.
    bool isGuess = false; ///< Of an Address: core/addresspolicy.h, TypedAddress.
    QString id; ///< Of the links: digits, or [A-Za-z0-9_-] for fyyd.

    bool operator==(const FindInput &) const = default;
};

/// Pure; never asks anyone. Several words with a web address among them are that address.
FindInput findInput(const QString &text);

/// The one podcast that a web page without a feed of its own links to at Apple, Podcast Index or
/// fyyd ("Listen on …"). Nothing when it links to none, or to several, as a list of podcasts does.
/// page: HTML; only its first MiB is looked at.
FindInput directoryLinkOn(const QByteArray &page);

} // namespace Earmark
