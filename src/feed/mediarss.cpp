// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/durations.h"
#include "feed/feedlimits.h"
#include "feed/vocabularies.h"

using namespace Qt::StringLiterals;

// Media RSS, as far as podcasts use it.

namespace Earmark {
namespace {

void readFeedContent(FeedReader &xml, FeedDraft &draft)
{
    const bool isPicture = xml.attribute(u"medium") == u"image"
            || xml.attribute(u"type").startsWith("image/"_L1);
    if (isPicture)
        draft.image.offer(xml.addressAttribute(u"url"), 8);
    xml.children([&] {
        if (xml.name() == u"thumbnail" || xml.name() == u"content")
            readMediaFeed(xml, draft);
    });
}

constexpr ElementRule<FeedDraft> FeedRules[] = {
        {u"content", readFeedContent},
        {u"group", readFeedContent},
        {u"thumbnail",
         [](FeedReader &xml, FeedDraft &draft) {
             draft.image.offer(xml.addressAttribute(u"url"), 5);
         }},
        {u"keywords",
         [](FeedReader &xml, FeedDraft &draft) { addTags(draft.feed.tags, xml.line()); }},
        {u"category",
         [](FeedReader &xml, FeedDraft &draft) { addTag(draft.feed.tags, xml.line()); }},
        {u"description",
         [](FeedReader &xml, FeedDraft &draft) { draft.description.offer(xml.text(), 5); }},
        {u"title", [](FeedReader &xml, FeedDraft &draft) { draft.title.offer(xml.line(), 4); }},
        {u"copyright",
         [](FeedReader &xml, FeedDraft &draft) { draft.copyright.offer(xml.line(), 3); }},
};

void readGroup(FeedReader &xml, EpisodeDraft &draft);

void readContent(FeedReader &xml, EpisodeDraft &draft)
{
    const QUrl url = xml.addressAttribute(u"url");
    const QString type = xml.attribute(u"type");
    const QString medium = xml.attribute(u"medium");
    const bool isPicture = medium == u"image" || type.startsWith("image/"_L1);
    if (isPicture)
        draft.image.offer(url, 4);
    else if (!url.isEmpty() && draft.mediaContents.size() < FeedLimits::Values) {
        draft.mediaContents.append({url, type, parseLength(xml.attribute(u"filesize"))});
        draft.duration.offer(parseDuration(xml.attribute(u"duration")), 1);
    }
    readGroup(xml, draft);
}

constexpr ElementRule<EpisodeDraft> EpisodeRules[] = {
        {u"content", readContent},
        {u"group", readGroup},
        {u"thumbnail",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.image.offer(xml.addressAttribute(u"url"), 3);
         }},
        {u"title", [](FeedReader &xml, EpisodeDraft &draft) { draft.title.offer(xml.line(), 3); }},
        {u"description",
         [](FeedReader &xml, EpisodeDraft &draft) { draft.notes.offer(xml.text(), 6); }},
        {u"keywords",
         [](FeedReader &xml, EpisodeDraft &draft) { addTags(draft.episode.tags, xml.line()); }},
        {u"category",
         [](FeedReader &xml, EpisodeDraft &draft) { addTag(draft.episode.tags, xml.line()); }},
        {u"credit",
         [](FeedReader &xml, EpisodeDraft &draft) { draft.author.offer(xml.line(), 7); }},
        {u"license",
         [](FeedReader &xml, EpisodeDraft &draft) {
             const QUrl url = xml.addressAttribute(u"href");
             if (!draft.episode.license)
                 draft.episode.license = FeedLicense{xml.line(), url};
         }},
};

/// media:group and media:content hold the same elements as the item itself.
void readGroup(FeedReader &xml, EpisodeDraft &draft)
{
    if (xml.depth() > 8)
        return;
    xml.children([&] {
        if (xml.vocabulary() == Vocabulary::Media)
            readMediaEpisode(xml, draft);
    });
}

} // namespace

void readMediaFeed(FeedReader &xml, FeedDraft &draft)
{
    applyRule(FeedRules, xml, draft);
}

void readMediaEpisode(FeedReader &xml, EpisodeDraft &draft)
{
    applyRule(EpisodeRules, xml, draft);
}

} // namespace Earmark
