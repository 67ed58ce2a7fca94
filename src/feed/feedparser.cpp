// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/feedparser.h"

#include "feed/drafts.h"
#include "feed/encoding.h"
#include "feed/feedlimits.h"
#include "feed/feedreader.h"
#include "feed/jsonfeed.h"
#include "feed/jsonmender.h"
#include "feed/repair.h"
#include "feed/vocabularies.h"

#include <QBuffer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

/// "rss", "rdf", "atom"; empty for a root that begins no feed.
QString formatOf(const FeedReader &xml)
{
    const QStringView name = xml.name();
    if (name == u"rss" || name == u"channel")
        return u"rss"_s;
    if (name == u"rdf")
        return u"rdf"_s;
    if (name == u"feed" || name == u"entry")
        return u"atom"_s;
    return {};
}

/// <redirect><newLocation>: all that is left of a feed that moved, in the days of RSS 0.9.
void readRedirect(FeedReader &xml, FeedDraft &draft)
{
    xml.children([&] {
        if (xml.name() == u"newlocation")
            draft.feed.newFeedUrl = xml.addressText();
    });
}

/// rss and RDF hold a channel, and in broken feeds items beside it.
void readChannels(FeedReader &xml, FeedDraft &draft)
{
    if (xml.name() == u"channel") {
        xml.children([&] { readFeedElement(xml, draft); });
        return;
    }
    xml.children([&] {
        if (xml.name() == u"channel")
            xml.children([&] { readFeedElement(xml, draft); });
        else if (xml.name() == u"redirect")
            readRedirect(xml, draft);
        else
            readFeedElement(xml, draft);
    });
}

/// An Atom element may stand without its namespace, or with a wrong one.
void readAtomRoot(FeedReader &xml, FeedDraft &draft)
{
    if (xml.name() == u"entry") {
        readEpisode(xml, draft);
        return;
    }
    xml.children([&] {
        const Vocabulary vocabulary = xml.vocabulary();
        if (vocabulary == Vocabulary::Rss || vocabulary == Vocabulary::Other)
            readAtomFeed(xml, draft);
        else
            readFeedElement(xml, draft);
    });
}

Error notAFeed(const FeedReader &xml, bool hasRoot)
{
    if (hasRoot && xml.name() == u"html")
        return fail(ErrorKind::Parse,
                    u"This is a web page, not a podcast. Look for the address of its feed."_s,
                    u"root element html"_s);
    if (hasRoot)
        return fail(ErrorKind::Parse,
                    u"This is no podcast: the document is of another kind. Check the address."_s,
                    u"root element %1"_s.arg(xml.name()));
    return fail(ErrorKind::Parse,
                u"This is no podcast: nothing in it looks like a feed. Check the address."_s,
                u"it has no root element"_s);
}

QByteArray wholeOf(QIODevice &device)
{
    constexpr qint64 AtOnce = qint64(1) << 20; // Qt makes room for as much as may come.
    QByteArray whole;
    for (QByteArray part; whole.size() < FeedLimits::JsonDocument; whole += part) {
        part = device.read(std::min(AtOnce, FeedLimits::JsonDocument - whole.size()));
        if (part.isEmpty())
            break;
    }
    return whole;
}

/// The episodes that are still with it.
Result<FeedDocument> handedOver(Result<FeedDocument> feed, const EpisodeSink &sink)
{
    if (feed && sink && !feed->episodes.isEmpty())
        sink(std::exchange(feed->episodes, {}));
    return feed;
}

} // namespace

Result<FeedDocument> parseFeed(QIODevice &device, const FeedContext &context)
{
    return parseFeed(device, context, {});
}

Result<FeedDocument> parseFeed(QIODevice &device, const FeedContext &context,
                               const EpisodeSink &sink)
{
    constexpr qint64 Peeked = 1024;
    if (looksLikeJson(decodedText(device.peek(Peeked), context.httpCharset)))
        return handedOver(parseJsonFeed(wholeOf(device), context), sink);
    RepairingDevice repaired(device, context.httpCharset);
    FeedReader xml(repaired, context.baseUrl);
    const bool hasRoot = xml.toRoot();
    const QString format = hasRoot ? formatOf(xml) : QString();
    if (repaired.isTrap()) { // a DTD stands before the root
        return fail(ErrorKind::Parse,
                    u"This document is a trap: it would unfold to far more than a feed. It was not "
                    "read."_s,
                    u"entities of entities in its DTD"_s);
    }
    if (format.isEmpty())
        return notAFeed(xml, hasRoot);
    FeedDraft draft;
    draft.sink = sink;
    if (format == "atom"_L1)
        readAtomRoot(xml, draft);
    else
        readChannels(xml, draft);
    draft.language.offer(xml.language(), 3);
    FeedDocument feed = finished(std::move(draft));
    feed.format = format;
    feed.repairs = repaired.repairs() + feed.repairs;
    feed.isWhole = !xml.isBroken();
    if (!feed.isWhole)
        feed.repairs.append(
                u"The feed breaks off before its end; the episodes before the break were kept."_s);
    return handedOver(std::move(feed), sink);
}

Result<FeedDocument> parseFeed(const QByteArray &bytes, const FeedContext &context)
{
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    return parseFeed(buffer, context);
}

} // namespace Earmark
