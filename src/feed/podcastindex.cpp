// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/dates.h"
#include "feed/feedlimits.h"
#include "feed/vocabularies.h"

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

// The Podcasting 2.0 namespace (podcastindex.org/namespace/1.0), but for value (podcastvalue.cpp).

namespace Earmark {
namespace {

template<typename T>
void appendCapped(QList<T> &list, T value)
{
    if (list.size() < FeedLimits::Values)
        list.append(std::move(value));
}

double number(const QString &text)
{
    bool ok = false;
    const double value = text.toDouble(&ok);
    return ok && value >= 0 && value < 1e12 ? value : 0;
}

std::optional<Person> readPerson(FeedReader &xml)
{
    Person person;
    person.role = xml.attribute(u"role").toLower();
    person.group = xml.attribute(u"group").toLower();
    person.image = xml.addressAttribute(u"img");
    person.link = xml.addressAttribute(u"href");
    person.name = xml.line();
    // The standard's defaults.
    if (person.role.isEmpty())
        person.role = u"host"_s;
    if (person.group.isEmpty())
        person.group = u"cast"_s;
    return person.name.isEmpty() ? std::nullopt : std::optional(person);
}

void readLocation(FeedReader &xml, std::optional<FeedLocation> &location)
{
    FeedLocation read;
    read.geo = xml.attribute(u"geo");
    read.osm = xml.attribute(u"osm");
    read.name = xml.line();
    if (!location && !read.name.isEmpty())
        location = read;
}

/// A license of the SPDX list (spdx.org/licenses) that people give works of sound; empty for
/// others.
QUrl knownLicense(const QString &identifier)
{
    const QString upper = identifier.toUpper();
    constexpr QLatin1StringView Others[]
            = {"MIT"_L1, "CC0-1.0"_L1, "0BSD"_L1, "WTFPL"_L1, "LAL-1.3"_L1};
    const bool isKnown = upper.startsWith("CC-BY-"_L1)
            || std::find(std::begin(Others), std::end(Others), upper) != std::end(Others);
    return isKnown ? QUrl("https://spdx.org/licenses/"_L1 + upper + ".html"_L1) : QUrl();
}

void readLicense(FeedReader &xml, std::optional<FeedLicense> &license)
{
    FeedLicense read;
    read.url = xml.addressAttribute(u"url");
    read.identifier = xml.line();
    if (read.url.isEmpty())
        read.url = knownLicense(read.identifier);
    if (!license && !read.url.isEmpty())
        license = read;
}

void readText(FeedReader &xml, QList<FeedText> &texts)
{
    FeedText read;
    read.purpose = xml.attribute(u"purpose");
    read.text = xml.text().left(FeedLimits::Line);
    if (!read.text.isEmpty())
        appendCapped(texts, read);
}

/// "https://a/1500.jpg 1500w, https://a/300.jpg 300w": the widest.
QUrl widestImage(FeedReader &xml)
{
    QUrl best;
    int width = -1;
    const QString set = xml.attribute(u"srcset");
    for (const QStringView candidate : QStringView(set).split(u',')) {
        const auto parts = candidate.trimmed().split(u' ', Qt::SkipEmptyParts);
        const int own = parts.size() > 1 ? parseCount(parts.at(1)).value_or(0) : 0;
        if (!parts.isEmpty() && own > width) {
            best = xml.address(parts.at(0));
            width = own;
        }
    }
    return best;
}

QUrl imageAddress(FeedReader &xml)
{
    return xml.hasAttribute(u"srcset") ? widestImage(xml) : xml.addressAttribute(u"href");
}

void readFunding(FeedReader &xml, FeedDraft &draft)
{
    Funding funding;
    funding.url = xml.addressAttribute(u"url");
    funding.text = xml.line();
    if (!funding.url.isEmpty())
        appendCapped(draft.feed.funding, funding);
}

void readTrailer(FeedReader &xml, FeedDraft &draft)
{
    FeedTrailer trailer;
    trailer.url = xml.addressAttribute(u"url");
    trailer.published = parseDate(xml.attribute(u"pubdate"));
    trailer.length = parseLength(xml.attribute(u"length"));
    trailer.type = xml.attribute(u"type");
    trailer.season = parseCount(xml.attribute(u"season"));
    trailer.title = xml.line();
    if (!trailer.url.isEmpty())
        appendCapped(draft.feed.trailers, trailer);
}

void readLocked(FeedReader &xml, FeedDraft &draft)
{
    const QString owner = xml.attribute(u"owner");
    const auto locked = parseYesNo(xml.line());
    if (draft.feed.locked || !locked)
        return;
    draft.feed.lockedOwner = owner;
    draft.feed.locked = locked;
}

void readPodroll(FeedReader &xml, FeedDraft &draft)
{
    xml.children([&] {
        if (xml.name() == u"remoteitem")
            appendCapped(draft.feed.podroll, readRemoteItem(xml));
    });
}

void readPublisher(FeedReader &xml, FeedDraft &draft)
{
    xml.children([&] {
        if (xml.name() != u"remoteitem" || !draft.feed.publisherGuid.isEmpty())
            return;
        const RemoteItem publisher = readRemoteItem(xml);
        draft.feed.publisherGuid = publisher.feedGuid;
        draft.feed.publisherUrl = publisher.feedUrl;
    });
}

void readLiveItem(FeedReader &xml, FeedDraft &draft)
{
    LiveItem live;
    live.status = xml.attribute(u"status").toLower();
    live.start = parseDate(xml.attribute(u"start"));
    live.end = parseDate(xml.attribute(u"end"));
    EpisodeDraft episode;
    episode.live = &live;
    xml.children([&] { readEpisodeElement(xml, episode); });
    if (xml.isBroken())
        return;
    live.episode = finished(std::move(episode));
    appendCapped(draft.feed.liveItems, live);
}

void readUpdateFrequency(FeedReader &xml, FeedDraft &draft)
{
    if (!draft.feed.updateFrequency) {
        draft.feed.updateFrequency
                = UpdateFrequency{.rule = xml.attribute(u"rrule").toUpper(),
                                  .isComplete = parseYesNo(xml.attribute(u"complete")) == true};
    }
}

constexpr ElementRule<FeedDraft> FeedRules[] = {
        {u"guid", [](FeedReader &xml, FeedDraft &draft) { draft.feed.guid = xml.line(); }},
        {u"medium", [](FeedReader &xml, FeedDraft &draft) { draft.medium.offer(xml.line(), 0); }},
        {u"funding", readFunding},
        {u"locked", readLocked},
        {u"person",
         [](FeedReader &xml, FeedDraft &draft) {
             if (auto person = readPerson(xml))
                 appendCapped(draft.feed.persons, *person);
         }},
        {u"value",
         [](FeedReader &xml, FeedDraft &draft) {
             if (!draft.feed.value)
                 draft.feed.value = readValue(xml);
         }},
        {u"location",
         [](FeedReader &xml, FeedDraft &draft) { readLocation(xml, draft.feed.location); }},
        {u"license",
         [](FeedReader &xml, FeedDraft &draft) { readLicense(xml, draft.feed.license); }},
        {u"podroll", readPodroll},
        {u"remoteitem",
         [](FeedReader &xml, FeedDraft &draft) {
             appendCapped(draft.feed.remoteItems, readRemoteItem(xml));
         }},
        {u"trailer", readTrailer},
        {u"liveitem", readLiveItem},
        {u"updatefrequency", readUpdateFrequency},
        {u"txt", [](FeedReader &xml, FeedDraft &draft) { readText(xml, draft.feed.texts); }},
        {u"publisher", readPublisher},
        {u"image",
         [](FeedReader &xml, FeedDraft &draft) { draft.image.offer(imageAddress(xml), 6); }},
        {u"images",
         [](FeedReader &xml, FeedDraft &draft) { draft.image.offer(imageAddress(xml), 6); }},
        {u"block",
         [](FeedReader &xml, FeedDraft &draft) {
             const bool isForAll = !xml.hasAttribute(u"id");
             const auto block = parseYesNo(xml.line());
             if (isForAll && !draft.feed.block)
                 draft.feed.block = block;
         }},
};

/// A JSON list beats another type, of one type the first wins.
void readChapters(FeedReader &xml, EpisodeDraft &draft)
{
    const QUrl url = xml.addressAttribute(u"url");
    const QString type = xml.attribute(u"type");
    const int rank = type.contains("json"_L1) ? 0 : 1;
    if (url.isEmpty() || !draft.chapters.wants(rank))
        return;
    draft.chapters.offer(url.toString(), rank);
    draft.episode.chaptersUrl = url;
    draft.episode.chaptersType = type;
}

void readTranscript(FeedReader &xml, EpisodeDraft &draft)
{
    const TranscriptReference transcript{xml.addressAttribute(u"url"), xml.attribute(u"type"),
                                         xml.attribute(u"language"), xml.attribute(u"rel")};
    if (!transcript.url.isEmpty())
        appendCapped(draft.episode.transcripts, transcript);
}

void readSoundbite(FeedReader &xml, EpisodeDraft &draft)
{
    Soundbite bite;
    bite.start = number(xml.attribute(u"starttime"));
    bite.duration = number(xml.attribute(u"duration"));
    bite.title = xml.line();
    if (bite.duration > 0)
        appendCapped(draft.episode.soundbites, bite);
}

void readSeason(FeedReader &xml, EpisodeDraft &draft)
{
    draft.episode.seasonName = xml.attribute(u"name");
    draft.season.offer(parseCount(xml.line()), 1);
}

void readNumber(FeedReader &xml, EpisodeDraft &draft)
{
    draft.episode.numberDisplay = xml.attribute(u"display");
    bool ok = false;
    const double value = xml.line().toDouble(&ok);
    draft.number.offer(ok ? std::optional(value) : std::nullopt, 1);
}

void readAlternate(FeedReader &xml, EpisodeDraft &draft)
{
    AlternateEnclosure alternate;
    alternate.type = xml.attribute(u"type");
    alternate.length = parseLength(xml.attribute(u"length"));
    alternate.bitrate = number(xml.attribute(u"bitrate"));
    alternate.height = parseCount(xml.attribute(u"height")).value_or(0);
    alternate.language = xml.attribute(u"lang");
    alternate.title = xml.attribute(u"title");
    alternate.rel = xml.attribute(u"rel");
    alternate.isDefault = parseYesNo(xml.attribute(u"default")).value_or(false);
    xml.children([&] {
        if (xml.name() == u"source") {
            const QString type = xml.attribute(u"contenttype");
            const QUrl url = xml.addressAttribute(u"uri");
            if (!url.isEmpty())
                appendCapped(alternate.sources, {url, type.isEmpty() ? alternate.type : type});
        } else if (xml.name() == u"integrity") {
            alternate.integrityType = xml.attribute(u"type");
            alternate.integrityValue = xml.attribute(u"value");
        }
    });
    appendCapped(draft.episode.alternateEnclosures, alternate);
}

void readSocial(FeedReader &xml, EpisodeDraft &draft)
{
    SocialInteract social;
    // platform, podcastAccountId and the address as text: the tag's first draft.
    social.protocol = xml.attribute(xml.hasAttribute(u"protocol") ? QStringView(u"protocol")
                                                                  : QStringView(u"platform"));
    social.uri = xml.attribute(u"uri");
    social.accountId
            = xml.attribute(xml.hasAttribute(u"accountid") ? QStringView(u"accountid")
                                                           : QStringView(u"podcastaccountid"));
    social.accountUrl = xml.addressAttribute(u"accounturl");
    social.priority = parseCount(xml.attribute(u"priority"));
    if (social.uri.isEmpty())
        social.uri = xml.line();
    if (!social.protocol.isEmpty() || !social.uri.isEmpty())
        appendCapped(draft.episode.socialInteract, social);
}

void readChat(FeedReader &xml, EpisodeDraft &draft)
{
    if (draft.live == nullptr)
        return;
    draft.live->chatServer = xml.attribute(u"server");
    draft.live->chatProtocol = xml.attribute(u"protocol");
    draft.live->chatAccountId = xml.attribute(u"accountid");
    draft.live->chatSpace = xml.attribute(u"space");
}

void readContentLink(FeedReader &xml, EpisodeDraft &draft)
{
    const QUrl url = xml.addressAttribute(u"href");
    if (draft.live != nullptr && !url.isEmpty())
        appendCapped(draft.live->contentLinks, {url, xml.line()});
}

constexpr ElementRule<EpisodeDraft> EpisodeRules[] = {
        {u"chapters", readChapters},
        {u"transcript", readTranscript},
        {u"person",
         [](FeedReader &xml, EpisodeDraft &draft) {
             if (auto person = readPerson(xml))
                 appendCapped(draft.episode.persons, *person);
         }},
        {u"soundbite", readSoundbite},
        {u"season", readSeason},
        {u"episode", readNumber},
        {u"value",
         [](FeedReader &xml, EpisodeDraft &draft) {
             if (!draft.episode.value)
                 draft.episode.value = readValue(xml);
         }},
        {u"location",
         [](FeedReader &xml, EpisodeDraft &draft) { readLocation(xml, draft.episode.location); }},
        {u"license",
         [](FeedReader &xml, EpisodeDraft &draft) { readLicense(xml, draft.episode.license); }},
        {u"alternateenclosure", readAlternate},
        {u"socialinteract", readSocial},
        {u"txt", [](FeedReader &xml, EpisodeDraft &draft) { readText(xml, draft.episode.texts); }},
        {u"image",
         [](FeedReader &xml, EpisodeDraft &draft) { draft.image.offer(imageAddress(xml), 2); }},
        {u"images",
         [](FeedReader &xml, EpisodeDraft &draft) { draft.image.offer(imageAddress(xml), 2); }},
        {u"chat", readChat},
        {u"contentlink", readContentLink},
};

} // namespace

void readPodcastFeed(FeedReader &xml, FeedDraft &draft)
{
    applyRule(FeedRules, xml, draft);
}

void readPodcastEpisode(FeedReader &xml, EpisodeDraft &draft)
{
    applyRule(EpisodeRules, xml, draft);
}

} // namespace Earmark
