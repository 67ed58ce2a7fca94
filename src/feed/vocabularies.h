// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "feed/drafts.h"
#include "feed/feedreader.h"

#include <QStringView>

#include <iterator>
#include <optional>

// One function per vocabulary and place. Each looks at the reader's current element and reads it if
// it knows it.

namespace Earmark {

/// What to do with an element. A table of these is a vocabulary.
template<typename Draft>
struct ElementRule
{
    QStringView name; ///< Lower case.
    void (*read)(FeedReader &, Draft &);
};

template<typename Draft, std::size_t N>
bool applyRule(const ElementRule<Draft> (&rules)[N], FeedReader &xml, Draft &draft)
{
    const QStringView name = xml.name();
    for (const ElementRule<Draft> &rule : rules) {
        if (rule.name == name) {
            rule.read(xml, draft);
            return true;
        }
    }
    return false;
}

void readFeedElement(FeedReader &xml, FeedDraft &draft);
void readEpisodeElement(FeedReader &xml, EpisodeDraft &draft);
/// The whole item or entry the reader stands on.
void readEpisode(FeedReader &xml, FeedDraft &draft);

void readRssFeed(FeedReader &xml, FeedDraft &draft);
void readRssEpisode(FeedReader &xml, EpisodeDraft &draft);
void readAtomFeed(FeedReader &xml, FeedDraft &draft);
void readAtomEpisode(FeedReader &xml, EpisodeDraft &draft);
void readItunesFeed(FeedReader &xml, FeedDraft &draft);
void readItunesEpisode(FeedReader &xml, EpisodeDraft &draft);
void readDublinCoreFeed(FeedReader &xml, FeedDraft &draft);
void readDublinCoreEpisode(FeedReader &xml, EpisodeDraft &draft);
void readMediaFeed(FeedReader &xml, FeedDraft &draft);
void readMediaEpisode(FeedReader &xml, EpisodeDraft &draft);
void readPodcastFeed(FeedReader &xml, FeedDraft &draft);
void readPodcastEpisode(FeedReader &xml, EpisodeDraft &draft);
void readPscEpisode(FeedReader &xml, EpisodeDraft &draft);

/// podcast:value, podcast:remoteItem.
FeedValue readValue(FeedReader &xml);
RemoteItem readRemoteItem(FeedReader &xml);

/// yes, true, explicit, 1 and no, false, clean, 0 in any case; nothing for other words.
std::optional<bool> parseYesNo(QStringView text);
/// A whole number that may stand between other characters ("S02"); nothing when there is none.
std::optional<int> parseCount(QStringView text);
/// "1234567"; 0 for anything else.
qint64 parseLength(QStringView text);
/// Appends what is between commas (and semicolons), each tag once.
void addTags(QStringList &tags, QStringView text);
void addTag(QStringList &tags, const QString &tag);
/// The name out of "mail@example.org (Name)" and "Name <mail@example.org>".
QString personName(const QString &text);

} // namespace Earmark
