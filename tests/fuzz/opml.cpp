// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/opml.h"

#include "fuzz/targets.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace Earmark::Fuzz {
namespace {

QSet<QString> addresses(const OpmlDocument &document)
{
    QSet<QString> all;
    for (const OpmlFeed &feed : document.feeds)
        all.insert(feed.url.toString(QUrl::FullyEncoded));
    return all;
}

} // namespace

void opml(const QByteArray &bytes)
{
    constexpr qsizetype DeepestFolder = 20;
    const Result<OpmlDocument> document = parseOpml(bytes);
    if (!document) {
        require(!document.error().sentence.isEmpty(), "an error is a sentence");
        return;
    }
    for (const OpmlFeed &feed : document->feeds) {
        require(!feed.url.isEmpty(), "every podcast has an address");
        requireWeb(feed.url, "a podcast's address is http or https");
        requireWeb(feed.site, "a podcast's page is http or https");
        require(feed.folder.size() <= DeepestFolder, "folders are not deep");
    }
    require(addresses(*document).size() == document->feeds.size(), "every address is there once");
    if (document->feeds.isEmpty())
        return; // in such a list addresses are looked for everywhere, in its title too
    const Result<OpmlDocument> again
            = parseOpml(writeOpml(*document, QDateTime::fromSecsSinceEpoch(0, Qt::UTC)));
    require(again.has_value(), "what we write we can read");
    require(addresses(*again) == addresses(*document), "what we write has every address");
}

} // namespace Earmark::Fuzz
