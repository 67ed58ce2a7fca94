// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>

namespace Earmark {

struct DiscoveredFeed
{
    QUrl url; ///< http or https, absolute.
    QString type; ///< MIME type as the page says.
    QString title;

    bool operator==(const DiscoveredFeed &) const = default;
};

/// The feeds a web page names in <link rel="alternate" type="application/rss+xml|atom+xml|…">, in
/// document order, each address once, comments' feeds last; where it has none, those its plain
/// links lead to as far as an address tells (feed:, itpc:, pcast:, podcast:, …/feed, ….rss). Empty
/// when it names none or is no page. Reads 4 MiB of it at most, in any encoding.
QList<DiscoveredFeed> discoverFeeds(const QByteArray &page, const QUrl &base);

} // namespace Earmark
