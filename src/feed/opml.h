// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace Earmark {

struct OpmlFeed
{
    QString title; ///< May be empty: the feed's own will do.
    QUrl url; ///< http or https.
    QUrl site;
    QStringList folder; ///< Outermost first.

    bool operator==(const OpmlFeed &) const = default;
};

struct OpmlDocument
{
    QString title;
    QList<OpmlFeed> feeds; ///< In document order, every address once.

    bool operator==(const OpmlDocument &) const = default;
};

/// Reads what any program exports, well-formed or not. At most 10 MiB, 20,000 feeds and folders 20
/// deep; a larger file is refused, what is beyond in the other two is left out or put at the depth
/// reached. ErrorKind::Parse when it is no OPML.
Result<OpmlDocument> parseOpml(const QByteArray &bytes);

/// OPML 2.0, UTF-8: text and title, type="rss", xmlUrl and htmlUrl, folders nested. gPodder skips
/// outlines of another type, AntennaPod and Kasts read title, others text.
QByteArray writeOpml(const OpmlDocument &document, const QDateTime &created);
/// The same, created now.
QByteArray writeOpml(const OpmlDocument &document);

} // namespace Earmark
