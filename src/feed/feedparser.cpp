// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/feedparser.h"

#include "feed/drafts.h"
#include "feed/feedreader.h"
#include "feed/repair.h"
#include "feed/vocabularies.h"

#include <QBuffer>

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
                xml.errorString());
}

} // namespace

Result<FeedDocument> parseFeed(QIODevice &device, const FeedContext &context)
{
    RepairingDevice repaired(device, context.httpCharset);
    FeedReader xml(repaired, context.baseUrl);
    const bool hasRoot = xml.toRoot();
    const QString format = hasRoot ? formatOf(xml) : QString();
    if (format.isEmpty())
        return notAFeed(xml, hasRoot);
    FeedDraft draft;
    if (format == "atom"_L1)
        readAtomRoot(xml, draft);
    else
        readChannels(xml, draft);
    draft.language.offer(xml.language(), 3);
    FeedDocument feed = finished(std::move(draft));
    feed.format = format;
    feed.repairs = repaired.repairs() + feed.repairs;
    if (xml.isBroken())
        feed.repairs.append(
                u"The feed breaks off before its end; the episodes before the break were kept."_s);
    return feed;
}

Result<FeedDocument> parseFeed(const QByteArray &bytes, const FeedContext &context)
{
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    return parseFeed(buffer, context);
}

} // namespace Earmark
