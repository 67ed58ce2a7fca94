// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/dates.h"
#include "feed/feedlimits.h"
#include "feed/vocabularies.h"

using namespace Qt::StringLiterals;

// RSS 0.9x, 1.0 and 2.0: the elements without a namespace. What is not theirs may be Atom's,
// written without its prefix.

namespace Earmark {
namespace {

void readImage(FeedReader &xml, FeedDraft &draft)
{
    if (xml.hasAttribute(u"href"))
        draft.image.offer(xml.addressAttribute(u"href"), 1);
    xml.children([&] {
        if (xml.name() == u"url")
            draft.image.offer(xml.addressText(), 1);
    });
}

void readLink(FeedReader &xml, FeedDraft &draft)
{
    if (xml.hasAttribute(u"href")) {
        readAtomFeed(xml, draft);
        return;
    }
    draft.link.offer(xml.addressText(), 0);
    xml.setFallbackBase(draft.link.value());
}

void readCategory(FeedReader &xml, QStringList &tags)
{
    addTag(tags, xml.line());
}

/// RSS 1.1 wraps its items; RSS 1.0 only lists their names there.
void readItems(FeedReader &xml, FeedDraft &draft)
{
    xml.children([&] {
        if (xml.name() == u"item")
            readEpisode(xml, draft);
    });
}

constexpr ElementRule<FeedDraft> FeedRules[] = {
        {u"items", readItems},
        {u"item", [](FeedReader &xml, FeedDraft &draft) { readEpisode(xml, draft); }},
        {u"title", [](FeedReader &xml, FeedDraft &draft) { draft.title.offer(xml.line(), 0); }},
        {u"link", readLink},
        {u"description",
         [](FeedReader &xml, FeedDraft &draft) { draft.description.offer(xml.text(), 0); }},
        {u"language",
         [](FeedReader &xml, FeedDraft &draft) { draft.language.offer(xml.line(), 0); }},
        {u"copyright",
         [](FeedReader &xml, FeedDraft &draft) { draft.copyright.offer(xml.line(), 0); }},
        {u"managingeditor",
         [](FeedReader &xml, FeedDraft &draft) { draft.author.offer(personName(xml.line()), 4); }},
        {u"author",
         [](FeedReader &xml, FeedDraft &draft) { draft.author.offer(personName(xml.line()), 3); }},
        {u"webmaster",
         [](FeedReader &xml, FeedDraft &draft) { draft.author.offer(personName(xml.line()), 7); }},
        {u"pubdate",
         [](FeedReader &xml, FeedDraft &draft) {
             draft.published.offer(parseDate(xml.line()), 0);
         }},
        {u"lastbuilddate",
         [](FeedReader &xml, FeedDraft &draft) { draft.updated.offer(parseDate(xml.line()), 0); }},
        {u"generator",
         [](FeedReader &xml, FeedDraft &draft) { draft.feed.generator = xml.line(); }},
        {u"ttl",
         [](FeedReader &xml, FeedDraft &draft) { draft.feed.ttlMinutes = parseCount(xml.line()); }},
        {u"image", readImage},
        {u"category",
         [](FeedReader &xml, FeedDraft &draft) { readCategory(xml, draft.feed.tags); }},
};

void readGuid(FeedReader &xml, EpisodeDraft &draft)
{
    draft.isPermalink = xml.attribute(u"ispermalink").compare(u"false", Qt::CaseInsensitive) != 0;
    draft.episode.guid = xml.text().left(FeedLimits::Line);
    if (draft.isPermalink && draft.episode.guid.startsWith("http"_L1, Qt::CaseInsensitive))
        draft.link.offer(xml.address(draft.episode.guid), 5);
}

void readEnclosure(FeedReader &xml, EpisodeDraft &draft)
{
    Enclosure enclosure{xml.addressAttribute(u"url"), xml.attribute(u"type"),
                        parseLength(xml.attribute(u"length"))};
    if (enclosure.url.isEmpty())
        enclosure.url = xml.addressAttribute(u"href");
    if (enclosure.url.isEmpty())
        enclosure.url = xml.addressAttribute(u"resource"); // mod_enclosure of RSS 1.0
    if (enclosure.url.isEmpty())
        enclosure.url = xml.addressText(); // as in <link>
    if (!enclosure.url.isEmpty() && draft.episode.enclosures.size() < FeedLimits::Values)
        draft.episode.enclosures.append(enclosure);
}

void readEpisodeImage(FeedReader &xml, EpisodeDraft &draft)
{
    xml.children([&] {
        if (xml.name() == u"url")
            draft.image.offer(xml.addressText(), 1);
    });
}

void readEpisodeLink(FeedReader &xml, EpisodeDraft &draft)
{
    if (xml.hasAttribute(u"href"))
        readAtomEpisode(xml, draft);
    else
        draft.link.offer(xml.addressText(), 0);
}

void readDescription(FeedReader &xml, EpisodeDraft &draft)
{
    const QString text = xml.text();
    draft.notes.offer(text, 1);
    draft.summary.offer(text, 2);
}

constexpr ElementRule<EpisodeDraft> EpisodeRules[] = {
        {u"title", [](FeedReader &xml, EpisodeDraft &draft) { draft.title.offer(xml.line(), 0); }},
        {u"link", readEpisodeLink},
        {u"guid", readGuid},
        {u"pubdate",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.published.offer(parseDate(xml.line()), 0);
         }},
        {u"description", readDescription},
        {u"enclosure", readEnclosure},
        {u"author",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.author.offer(personName(xml.line()), -1);
         }},
        {u"category",
         [](FeedReader &xml, EpisodeDraft &draft) { readCategory(xml, draft.episode.tags); }},
        {u"comments",
         [](FeedReader &xml, EpisodeDraft &draft) { draft.episode.comments = xml.addressText(); }},
        {u"image", readEpisodeImage},
        {u"fullitem",
         [](FeedReader &xml, EpisodeDraft &draft) { draft.notes.offer(xml.text(), 0); }},
        {u"encoded",
         [](FeedReader &xml, EpisodeDraft &draft) { draft.notes.offer(xml.text(), 0); }},
};

} // namespace

void readRssFeed(FeedReader &xml, FeedDraft &draft)
{
    if (!applyRule(FeedRules, xml, draft))
        readAtomFeed(xml, draft);
}

void readRssEpisode(FeedReader &xml, EpisodeDraft &draft)
{
    if (!applyRule(EpisodeRules, xml, draft))
        readAtomEpisode(xml, draft);
}

} // namespace Earmark
