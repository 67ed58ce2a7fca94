// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/dates.h"
#include "feed/feedlimits.h"
#include "feed/plaintext.h"
#include "feed/vocabularies.h"

using namespace Qt::StringLiterals;

// Atom 1.0 (RFC 4287) and 0.3, and their links inside RSS.

namespace Earmark {
namespace {

/// A text construct as HTML, whatever it was wrapped in.
QString construct(FeedReader &xml, bool isBinary = false)
{
    const bool isBase64 = isBinary || xml.attribute(u"mode") == u"base64";
    QString text = xml.text();
    if (!isBase64)
        return text;
    return QString::fromUtf8(QByteArray::fromBase64(text.toLatin1())).trimmed();
}

QString constructLine(FeedReader &xml)
{
    return plainLine(construct(xml)).left(FeedLimits::Line);
}

struct AtomPerson
{
    QString name;
    QString email;
    QUrl uri;
};

AtomPerson readPerson(FeedReader &xml)
{
    AtomPerson person;
    xml.children([&] {
        const QStringView name = xml.name();
        if (name == u"name")
            person.name = xml.line();
        else if (name == u"email")
            person.email = xml.line();
        else if (name == u"uri" || name == u"url")
            person.uri = xml.addressText();
    });
    return person;
}

QString authorName(FeedReader &xml)
{
    const AtomPerson person = readPerson(xml);
    return person.name.isEmpty() ? person.email : person.name;
}

bool isRelation(const QString &relation, QStringView wanted)
{
    if (relation.startsWith("http://www.iana.org/assignments/relation/"_L1))
        return relation.endsWith(wanted);
    return relation.compare(wanted, Qt::CaseInsensitive) == 0;
}

bool isPage(const QString &type)
{
    return type.isEmpty() || type.contains("html"_L1) || type.startsWith("text/"_L1);
}

void readFeedLink(FeedReader &xml, FeedDraft &draft)
{
    FeedDocument &feed = draft.feed;
    const QString relation = xml.attribute(u"rel");
    const QUrl url = xml.addressAttribute(u"href");
    if (url.isEmpty())
        return;
    if (relation.isEmpty() || isRelation(relation, u"alternate"))
        draft.link.offer(url, isPage(xml.attribute(u"type")) ? 1 : 6);
    else if (isRelation(relation, u"self") && feed.feedUrl.isEmpty())
        feed.feedUrl = url;
    else if (isRelation(relation, u"next"))
        feed.nextPage = url;
    else if (isRelation(relation, u"first"))
        feed.firstPage = url;
    else if (isRelation(relation, u"hub") && feed.hub.isEmpty())
        feed.hub = url;
    else if (isRelation(relation, u"payment") && feed.funding.size() < FeedLimits::Values)
        feed.funding.append({url, xml.attribute(u"title")});
}

void readEpisodeLink(FeedReader &xml, EpisodeDraft &draft)
{
    FeedEpisode &episode = draft.episode;
    const QString relation = xml.attribute(u"rel");
    const QString type = xml.attribute(u"type");
    const QUrl url = xml.addressAttribute(u"href");
    if (url.isEmpty())
        return;
    if (relation.isEmpty() || isRelation(relation, u"alternate"))
        draft.link.offer(url, isPage(type) ? 1 : 6);
    else if (isRelation(relation, u"enclosure") && episode.enclosures.size() < FeedLimits::Values)
        episode.enclosures.append({url, type, parseLength(xml.attribute(u"length"))});
    else if (isRelation(relation, u"payment"))
        episode.payment = url;
    else if (isRelation(relation, u"replies") && isPage(type))
        episode.comments = url;
}

void readCategory(FeedReader &xml, QStringList &tags)
{
    const QString term = xml.attribute(u"term");
    addTag(tags, term.isEmpty() ? xml.attribute(u"label") : term);
}

void readSubtitle(FeedReader &xml, FeedDraft &draft)
{
    const QString text = construct(xml);
    draft.subtitle.offer(plainLine(text).left(FeedLimits::Line), 0);
    draft.description.offer(text, 3);
}

constexpr ElementRule<FeedDraft> FeedRules[] = {
        {u"entry", [](FeedReader &xml, FeedDraft &draft) { readEpisode(xml, draft); }},
        {u"link", readFeedLink},
        {u"title",
         [](FeedReader &xml, FeedDraft &draft) { draft.title.offer(constructLine(xml), 1); }},
        {u"subtitle", readSubtitle},
        {u"tagline", readSubtitle},
        {u"updated",
         [](FeedReader &xml, FeedDraft &draft) { draft.updated.offer(parseDate(xml.line()), 1); }},
        {u"modified",
         [](FeedReader &xml, FeedDraft &draft) { draft.updated.offer(parseDate(xml.line()), 1); }},
        {u"published",
         [](FeedReader &xml, FeedDraft &draft) {
             draft.published.offer(parseDate(xml.line()), 1);
         }},
        {u"author",
         [](FeedReader &xml, FeedDraft &draft) { draft.author.offer(authorName(xml), 1); }},
        {u"rights",
         [](FeedReader &xml, FeedDraft &draft) { draft.copyright.offer(constructLine(xml), 1); }},
        {u"copyright",
         [](FeedReader &xml, FeedDraft &draft) { draft.copyright.offer(constructLine(xml), 1); }},
        {u"generator",
         [](FeedReader &xml, FeedDraft &draft) { draft.feed.generator = xml.line(); }},
        {u"logo",
         [](FeedReader &xml, FeedDraft &draft) { draft.image.offer(xml.addressText(), 3); }},
        {u"icon",
         [](FeedReader &xml, FeedDraft &draft) { draft.image.offer(xml.addressText(), 4); }},
        {u"category",
         [](FeedReader &xml, FeedDraft &draft) { readCategory(xml, draft.feed.tags); }},
};

void readContent(FeedReader &xml, EpisodeDraft &draft)
{
    const QString type = xml.attribute(u"type");
    const QUrl source = xml.addressAttribute(u"src");
    const bool isMedia = type.startsWith("audio/"_L1) || type.startsWith("video/"_L1);
    if (isMedia && !source.isEmpty())
        draft.episode.enclosures.append({source, type, 0});
    else
        draft.notes.offer(construct(xml, isMedia), 0);
}

void readSummary(FeedReader &xml, EpisodeDraft &draft)
{
    const QString text = construct(xml);
    draft.notes.offer(text, 2);
    draft.summary.offer(text, 1);
}

constexpr ElementRule<EpisodeDraft> EpisodeRules[] = {
        {u"title",
         [](FeedReader &xml, EpisodeDraft &draft) { draft.title.offer(constructLine(xml), 1); }},
        {u"link", readEpisodeLink},
        {u"id",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.episode.guid = xml.text().left(FeedLimits::Line);
         }},
        {u"content", readContent},
        {u"summary", readSummary},
        {u"published",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.published.offer(parseDate(xml.line()), 0);
         }},
        {u"issued",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.published.offer(parseDate(xml.line()), 1);
         }},
        {u"created",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.published.offer(parseDate(xml.line()), 3);
         }},
        {u"updated",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.updated.offer(parseDate(xml.line()), 1);
         }},
        {u"modified",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.updated.offer(parseDate(xml.line()), 1);
         }},
        {u"author",
         [](FeedReader &xml, EpisodeDraft &draft) { draft.author.offer(authorName(xml), 1); }},
        {u"category",
         [](FeedReader &xml, EpisodeDraft &draft) { readCategory(xml, draft.episode.tags); }},
};

} // namespace

void readAtomFeed(FeedReader &xml, FeedDraft &draft)
{
    applyRule(FeedRules, xml, draft);
}

void readAtomEpisode(FeedReader &xml, EpisodeDraft &draft)
{
    applyRule(EpisodeRules, xml, draft);
}

} // namespace Earmark
