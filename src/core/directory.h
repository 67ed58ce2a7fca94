// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QFlags>
#include <QList>
#include <QString>
#include <QUrl>

// What the public directories of podcasts say. Everything in it came from their answers and is
// capped and checked by feed/directoryanswers.h.

namespace Earmark {

enum class Directory : quint8 { Itunes = 1, Fyyd = 2, PodcastIndex = 4 };
Q_DECLARE_FLAGS(Directories, Directory)
Q_DECLARE_OPERATORS_FOR_FLAGS(Directories)

/// One podcast as directories know it.
struct DirectoryEntry
{
    QUrl feed; ///< http or https; empty: it can be heard in Apple's program only.
    QString title; ///< One line of plain text; never empty.
    QString author;
    QString description; ///< Plain text.
    QString category; ///< As the directory names it.
    QUrl image; ///< http or https.
    qint64 appleId = 0; ///< 0: unknown.
    int episodes = 0; ///< 0: unknown.
    QDateTime latest{}; ///< UTC; when its newest episode came; invalid: unknown.
    Directories sources; ///< Who named it.

    bool canSubscribe() const { return !feed.isEmpty(); }
    bool operator==(const DirectoryEntry &) const = default;
};
using DirectoryEntries = QList<DirectoryEntry>;

/// Which directories may be asked, and where they are. The addresses are there for tests and for
/// those who run a mirror.
struct DirectorySettings
{
    bool itunes = true;
    bool fyyd = true;
    bool podcastIndex = true; ///< Asked only with key and secret.
    QString podcastIndexKey;
    QString podcastIndexSecret; ///< Leaves the program never, not even to its owner: a digest does.
    QString country; ///< Two lower-case letters, of the charts and the search.
    QUrl itunesUrl;
    QUrl fyydUrl;
    QUrl podcastIndexUrl;

    bool hasPodcastIndex() const
    {
        return podcastIndex && !podcastIndexKey.isEmpty() && !podcastIndexSecret.isEmpty();
    }
    bool operator==(const DirectorySettings &) const = default;
};

} // namespace Earmark

Q_DECLARE_METATYPE(Earmark::DirectoryEntry)
