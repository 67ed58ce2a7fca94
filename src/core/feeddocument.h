// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"
#include "core/episode.h"
#include "core/feedvalues.h"
#include "core/podcast.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <optional>

// What a feed document said: values without ids, they have not met the library yet. Empty strings,
// invalid dates and invalid addresses mean "the feed says nothing". Field by field these are the
// keys of the JSON that `earmark feed --json` prints; feed/feedjson.h writes it.

namespace Earmark {

struct FeedEpisode
{
    QString guid; ///< Never empty after parsing: made of the enclosure's address, link or title.
    QString title; ///< Plain text; empty when the feed has none.
    QString subtitle;
    QUrl link;
    QDateTime published; ///< UTC
    QDateTime updated; ///< UTC
    QString author;
    Enclosure enclosure; ///< The one to play.
    QList<Enclosure> enclosures;
    std::optional<double> durationSeconds;
    QString descriptionHtml; ///< The fullest show notes, as in the feed.
    QString summary;
    QUrl image;
    std::optional<int> season;
    QString seasonName;
    std::optional<double> number;
    QString numberDisplay;
    QString episodeType;
    std::optional<bool> isExplicit;
    std::optional<bool> block;
    QStringList tags;
    QUrl comments;
    QUrl payment;
    QUrl chaptersUrl;
    QString chaptersType;
    Chapters podloveChapters;
    QList<TranscriptReference> transcripts;
    QList<Person> persons;
    QList<Soundbite> soundbites;
    std::optional<FeedValue> value;
    std::optional<FeedLocation> location;
    std::optional<FeedLicense> license;
    QList<AlternateEnclosure> alternateEnclosures;
    QList<SocialInteract> socialInteract;
    QList<FeedText> texts;

    bool operator==(const FeedEpisode &) const = default;
};

struct LiveItem
{
    FeedEpisode episode;
    QString status;
    QDateTime start;
    QDateTime end;
    QString chatServer;
    QString chatProtocol;
    QString chatAccountId;
    QString chatSpace;
    QList<std::pair<QUrl, QString>> contentLinks; ///< address, title
    bool operator==(const LiveItem &) const = default;
};

struct FeedDocument
{
    QString format; ///< "rss", "rdf", "atom", "json"
    QString title;
    QString subtitle;
    QUrl link;
    QUrl feedUrl; ///< atom:link rel=self
    QString description;
    QString language;
    QUrl image;
    QString author;
    QString ownerName;
    QString ownerEmail;
    QString copyright;
    QString generator;
    std::optional<bool> isExplicit;
    QString type; ///< "episodic", "serial" or empty
    QList<QStringList> categories;
    QStringList tags;
    std::optional<bool> block;
    std::optional<bool> complete;
    QUrl newFeedUrl;
    QDateTime published;
    QDateTime updated;
    std::optional<int> ttlMinutes;
    std::optional<UpdateFrequency> updateFrequency;
    QUrl nextPage;
    QUrl firstPage;
    QUrl hub;
    QString guid;
    QString medium;
    QList<Funding> funding;
    std::optional<bool> locked;
    QString lockedOwner;
    QList<Person> persons;
    std::optional<FeedValue> value;
    std::optional<FeedLocation> location;
    std::optional<FeedLicense> license;
    QList<RemoteItem> podroll;
    QList<RemoteItem> remoteItems;
    QList<FeedTrailer> trailers;
    QList<LiveItem> liveItems;
    QList<FeedText> texts;
    QString publisherGuid;
    QUrl publisherUrl;
    QList<FeedEpisode> episodes; ///< In document order.
    QStringList repairs; ///< What had to be mended to read it, a sentence each.
    bool isWhole = true; ///< false: it broke off, episodes after the break are missing.
};

} // namespace Earmark
