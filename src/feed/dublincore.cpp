// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/dates.h"
#include "feed/vocabularies.h"

// Dublin Core (elements and terms) and content:encoded, the two modules of RSS 1.0 that live on.

namespace Earmark {
namespace {

constexpr ElementRule<FeedDraft> FeedRules[] = {
        {u"title", [](FeedReader &xml, FeedDraft &draft) { draft.title.offer(xml.line(), 3); }},
        {u"description",
         [](FeedReader &xml, FeedDraft &draft) { draft.description.offer(xml.text(), 4); }},
        {u"creator",
         [](FeedReader &xml, FeedDraft &draft) { draft.author.offer(personName(xml.line()), 2); }},
        {u"author",
         [](FeedReader &xml, FeedDraft &draft) { draft.author.offer(personName(xml.line()), 5); }},
        {u"publisher",
         [](FeedReader &xml, FeedDraft &draft) { draft.author.offer(personName(xml.line()), 6); }},
        {u"language",
         [](FeedReader &xml, FeedDraft &draft) { draft.language.offer(xml.line(), 1); }},
        {u"rights",
         [](FeedReader &xml, FeedDraft &draft) { draft.copyright.offer(xml.line(), 2); }},
        {u"date",
         [](FeedReader &xml, FeedDraft &draft) {
             draft.published.offer(parseDate(xml.line()), 2);
         }},
        {u"issued",
         [](FeedReader &xml, FeedDraft &draft) {
             draft.published.offer(parseDate(xml.line()), 2);
         }},
        {u"created",
         [](FeedReader &xml, FeedDraft &draft) {
             draft.published.offer(parseDate(xml.line()), 4);
         }},
        {u"modified",
         [](FeedReader &xml, FeedDraft &draft) { draft.updated.offer(parseDate(xml.line()), 2); }},
        {u"subject",
         [](FeedReader &xml, FeedDraft &draft) { addTag(draft.feed.tags, xml.line()); }},
};

constexpr ElementRule<EpisodeDraft> EpisodeRules[] = {
        {u"encoded",
         [](FeedReader &xml, EpisodeDraft &draft) { draft.notes.offer(xml.text(), 0); }},
        {u"creator",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.author.offer(personName(xml.line()), 2);
         }},
        {u"author",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.author.offer(personName(xml.line()), 5);
         }},
        {u"publisher",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.author.offer(personName(xml.line()), 6);
         }},
        {u"date",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.published.offer(parseDate(xml.line()), 2);
         }},
        {u"issued",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.published.offer(parseDate(xml.line()), 2);
         }},
        {u"created",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.published.offer(parseDate(xml.line()), 4);
         }},
        {u"modified",
         [](FeedReader &xml, EpisodeDraft &draft) {
             draft.updated.offer(parseDate(xml.line()), 2);
         }},
        {u"title", [](FeedReader &xml, EpisodeDraft &draft) { draft.title.offer(xml.line(), 4); }},
        {u"description",
         [](FeedReader &xml, EpisodeDraft &draft) { draft.notes.offer(xml.text(), 5); }},
        {u"subject",
         [](FeedReader &xml, EpisodeDraft &draft) { addTag(draft.episode.tags, xml.line()); }},
        {u"identifier",
         [](FeedReader &xml, EpisodeDraft &draft) {
             if (draft.episode.guid.isEmpty())
                 draft.episode.guid = xml.line();
         }},
};

} // namespace

void readDublinCoreFeed(FeedReader &xml, FeedDraft &draft)
{
    applyRule(FeedRules, xml, draft);
}

void readDublinCoreEpisode(FeedReader &xml, EpisodeDraft &draft)
{
    applyRule(EpisodeRules, xml, draft);
}

} // namespace Earmark
