// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/feedjson.h"

#include "feed/notes.h"

#include <QJsonArray>
#include <QJsonValue>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

QJsonValue json(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QJsonValue json(const QUrl &url)
{
    return url.isEmpty() ? QJsonValue(QJsonValue::Null)
                         : QJsonValue(url.toString(QUrl::FullyEncoded));
}

QJsonValue json(const QDateTime &date)
{
    return date.isValid() ? QJsonValue(date.toUTC().toString(u"yyyy-MM-ddTHH:mm:ssZ"))
                          : QJsonValue(QJsonValue::Null);
}

template<typename T>
QJsonValue json(const std::optional<T> &value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

/// Sizes: 0 is "not said".
QJsonValue jsonSize(double size)
{
    return size > 0 ? QJsonValue(size) : QJsonValue(QJsonValue::Null);
}

template<typename T, typename F>
QJsonArray jsonArray(const QList<T> &values, F toValue)
{
    QJsonArray array;
    for (const T &value : values)
        array.append(toValue(value));
    return array;
}

QJsonArray json(const QStringList &texts)
{
    return QJsonArray::fromStringList(texts);
}

QJsonObject json(const Enclosure &enclosure)
{
    return {{u"url"_s, json(enclosure.url)},
            {u"type"_s, json(enclosure.type)},
            {u"length"_s, jsonSize(double(enclosure.length))}};
}

QJsonObject json(const Person &person)
{
    return {{u"name"_s, person.name},
            {u"role"_s, json(person.role)},
            {u"group"_s, json(person.group)},
            {u"img"_s, json(person.image)},
            {u"href"_s, json(person.link)}};
}

QJsonObject json(const RemoteItem &item)
{
    return {{u"feed_guid"_s, json(item.feedGuid)},
            {u"feed_url"_s, json(item.feedUrl)},
            {u"item_guid"_s, json(item.itemGuid)},
            {u"medium"_s, json(item.medium)},
            {u"title"_s, json(item.title)}};
}

QJsonObject json(const ValueRecipient &recipient)
{
    return {{u"name"_s, json(recipient.name)},
            {u"type"_s, json(recipient.type)},
            {u"address"_s, json(recipient.address)},
            {u"split"_s, recipient.split},
            {u"fee"_s, recipient.fee},
            {u"custom_key"_s, json(recipient.customKey)},
            {u"custom_value"_s, json(recipient.customValue)}};
}

QJsonObject json(const ValueTimeSplit &split);
QJsonObject json(const FeedText &text);
QJsonObject json(const Chapter &chapter);
QJsonObject json(const TranscriptReference &transcript);
QJsonObject json(const Soundbite &bite);
QJsonObject json(const AlternateSource &source);
QJsonObject json(const AlternateEnclosure &alternate);
QJsonObject json(const SocialInteract &social);
QJsonObject json(const FeedTrailer &trailer);
QJsonObject json(const Funding &funding);
QJsonObject json(const FeedEpisode &episode);
QJsonObject json(const LiveItem &live);

template<typename T>
QJsonArray jsonAll(const QList<T> &values)
{
    return jsonArray(values, [](const T &value) { return json(value); });
}

QJsonObject json(const ValueTimeSplit &split)
{
    return {{u"start"_s, split.start},
            {u"duration"_s, split.duration},
            {u"remote_start"_s, split.remoteStart},
            {u"remote_percentage"_s, json(split.remotePercentage)},
            {u"remote_item"_s,
             split.remoteItem ? QJsonValue(json(*split.remoteItem)) : QJsonValue(QJsonValue::Null)},
            {u"recipients"_s, jsonAll(split.recipients)}};
}

QJsonValue json(const std::optional<FeedValue> &value)
{
    if (!value)
        return QJsonValue::Null;
    return QJsonObject{{u"type"_s, json(value->type)},
                       {u"method"_s, json(value->method)},
                       {u"suggested"_s, json(value->suggested)},
                       {u"recipients"_s, jsonAll(value->recipients)},
                       {u"time_splits"_s, jsonAll(value->timeSplits)}};
}

QJsonValue json(const std::optional<FeedLocation> &location)
{
    if (!location)
        return QJsonValue::Null;
    return QJsonObject{{u"name"_s, json(location->name)},
                       {u"geo"_s, json(location->geo)},
                       {u"osm"_s, json(location->osm)}};
}

QJsonValue json(const std::optional<FeedLicense> &license)
{
    if (!license)
        return QJsonValue::Null;
    return QJsonObject{{u"identifier"_s, json(license->identifier)},
                       {u"url"_s, json(license->url)}};
}

QJsonObject json(const FeedText &text)
{
    return {{u"purpose"_s, json(text.purpose)}, {u"text"_s, text.text}};
}

QJsonObject json(const Chapter &chapter)
{
    return {{u"start"_s, double(chapter.start.count()) / 1000},
            {u"title"_s, json(chapter.title)},
            {u"href"_s, json(chapter.link)},
            {u"image"_s, json(chapter.image)}};
}

QJsonObject json(const TranscriptReference &transcript)
{
    return {{u"url"_s, json(transcript.url)},
            {u"type"_s, json(transcript.type)},
            {u"language"_s, json(transcript.language)},
            {u"rel"_s, json(transcript.rel)}};
}

QJsonObject json(const Soundbite &bite)
{
    return {{u"start"_s, bite.start},
            {u"duration"_s, bite.duration},
            {u"title"_s, json(bite.title)}};
}

QJsonObject json(const AlternateSource &source)
{
    return {{u"url"_s, json(source.url)}, {u"type"_s, json(source.type)}};
}

QJsonObject json(const AlternateEnclosure &alternate)
{
    const QJsonObject integrity{{u"type"_s, json(alternate.integrityType)},
                                {u"value"_s, json(alternate.integrityValue)}};
    const bool hasIntegrity
            = !alternate.integrityType.isEmpty() || !alternate.integrityValue.isEmpty();
    return {{u"type"_s, json(alternate.type)},
            {u"length"_s, jsonSize(double(alternate.length))},
            {u"bitrate"_s, jsonSize(alternate.bitrate)},
            {u"height"_s, jsonSize(alternate.height)},
            {u"language"_s, json(alternate.language)},
            {u"title"_s, json(alternate.title)},
            {u"rel"_s, json(alternate.rel)},
            {u"default"_s, alternate.isDefault},
            {u"integrity"_s, hasIntegrity ? QJsonValue(integrity) : QJsonValue(QJsonValue::Null)},
            {u"sources"_s, jsonAll(alternate.sources)}};
}

QJsonObject json(const SocialInteract &social)
{
    return {{u"protocol"_s, json(social.protocol)},
            {u"uri"_s, json(social.uri)},
            {u"account_id"_s, json(social.accountId)},
            {u"account_url"_s, json(social.accountUrl)},
            {u"priority"_s, json(social.priority)}};
}

QJsonObject json(const FeedTrailer &trailer)
{
    return {{u"title"_s, json(trailer.title)},
            {u"url"_s, json(trailer.url)},
            {u"pubdate"_s, json(trailer.published)},
            {u"length"_s, jsonSize(double(trailer.length))},
            {u"type"_s, json(trailer.type)},
            {u"season"_s, json(trailer.season)}};
}

QJsonObject json(const Funding &funding)
{
    return {{u"url"_s, json(funding.url)}, {u"text"_s, json(funding.text)}};
}

QJsonValue safeHtml(const QString &description, const QUrl &base)
{
    return json(safeNotesHtml(description, NotesOptions{false, base}));
}

/// What an episode says about itself.
QJsonObject episodeFacts(const FeedEpisode &episode)
{
    return {{u"guid"_s, json(episode.guid)},
            {u"title"_s, json(episode.title)},
            {u"subtitle"_s, json(episode.subtitle)},
            {u"link"_s, json(episode.link)},
            {u"published"_s, json(episode.published)},
            {u"updated"_s, json(episode.updated)},
            {u"author"_s, json(episode.author)},
            {u"duration_seconds"_s, json(episode.durationSeconds)},
            {u"description_html"_s, json(episode.descriptionHtml)},
            {u"description_safe_html"_s, safeHtml(episode.descriptionHtml, episode.link)},
            {u"summary"_s, json(episode.summary)},
            {u"image"_s, json(episode.image)},
            {u"season"_s, json(episode.season)},
            {u"season_name"_s, json(episode.seasonName)},
            {u"episode"_s, json(episode.number)},
            {u"episode_display"_s, json(episode.numberDisplay)},
            {u"episode_type"_s, json(episode.episodeType)},
            {u"explicit"_s, json(episode.isExplicit)},
            {u"block"_s, json(episode.block)},
            {u"tags"_s, json(episode.tags)},
            {u"comments"_s, json(episode.comments)},
            {u"payment_url"_s, json(episode.payment)}};
}

QJsonObject json(const FeedEpisode &episode)
{
    const bool hasEnclosure = !episode.enclosure.url.isEmpty();
    QJsonObject object = episodeFacts(episode);
    object[u"enclosure"_s]
            = hasEnclosure ? QJsonValue(json(episode.enclosure)) : QJsonValue(QJsonValue::Null);
    object[u"enclosures"_s] = jsonAll(episode.enclosures);
    object[u"chapters_url"_s] = json(episode.chaptersUrl);
    object[u"chapters_type"_s] = json(episode.chaptersType);
    object[u"chapters"_s] = jsonAll(episode.podloveChapters);
    object[u"transcripts"_s] = jsonAll(episode.transcripts);
    object[u"persons"_s] = jsonAll(episode.persons);
    object[u"soundbites"_s] = jsonAll(episode.soundbites);
    object[u"value"_s] = json(episode.value);
    object[u"location"_s] = json(episode.location);
    object[u"license"_s] = json(episode.license);
    object[u"alternate_enclosures"_s] = jsonAll(episode.alternateEnclosures);
    object[u"social_interact"_s] = jsonAll(episode.socialInteract);
    object[u"txt"_s] = jsonAll(episode.texts);
    return object;
}

QJsonObject json(const LiveItem &live)
{
    QJsonObject object = json(live.episode);
    const bool hasChat = !live.chatServer.isEmpty() || !live.chatProtocol.isEmpty();
    const QJsonObject chat{{u"server"_s, json(live.chatServer)},
                           {u"protocol"_s, json(live.chatProtocol)},
                           {u"account_id"_s, json(live.chatAccountId)},
                           {u"space"_s, json(live.chatSpace)}};
    object[u"status"_s] = json(live.status);
    object[u"start"_s] = json(live.start);
    object[u"end"_s] = json(live.end);
    object[u"chat"_s] = hasChat ? QJsonValue(chat) : QJsonValue(QJsonValue::Null);
    object[u"content_links"_s] = jsonArray(live.contentLinks, [](const auto &link) {
        return QJsonObject{{u"url"_s, json(link.first)}, {u"title"_s, json(link.second)}};
    });
    return object;
}

QJsonObject feedFacts(const FeedDocument &feed)
{
    return {{u"schema"_s, u"podfeed/1"_s},
            {u"format"_s, json(feed.format)},
            {u"title"_s, json(feed.title)},
            {u"subtitle"_s, json(feed.subtitle)},
            {u"link"_s, json(feed.link)},
            {u"feed_url"_s, json(feed.feedUrl)},
            {u"description"_s, json(feed.description)},
            {u"description_safe_html"_s, safeHtml(feed.description, feed.link)},
            {u"language"_s, json(feed.language)},
            {u"image"_s, json(feed.image)},
            {u"author"_s, json(feed.author)},
            {u"copyright"_s, json(feed.copyright)},
            {u"generator"_s, json(feed.generator)},
            {u"explicit"_s, json(feed.isExplicit)},
            {u"type"_s, json(feed.type)},
            {u"tags"_s, json(feed.tags)},
            {u"block"_s, json(feed.block)},
            {u"complete"_s, json(feed.complete)},
            {u"new_feed_url"_s, json(feed.newFeedUrl)},
            {u"published"_s, json(feed.published)},
            {u"updated"_s, json(feed.updated)},
            {u"ttl"_s, json(feed.ttlMinutes)},
            {u"next_page"_s, json(feed.nextPage)},
            {u"first_page"_s, json(feed.firstPage)},
            {u"hub"_s, json(feed.hub)},
            {u"guid"_s, json(feed.guid)},
            {u"medium"_s, json(feed.medium)}};
}

} // namespace

QJsonObject toJson(const FeedDocument &feed)
{
    const auto unless = [](bool isNull, const QJsonObject &object) {
        return isNull ? QJsonValue(QJsonValue::Null) : QJsonValue(object);
    };
    QJsonObject object = feedFacts(feed);
    object[u"owner"_s]
            = unless(feed.ownerName.isEmpty() && feed.ownerEmail.isEmpty(),
                     {{u"name"_s, json(feed.ownerName)}, {u"email"_s, json(feed.ownerEmail)}});
    object[u"locked"_s] = unless(
            !feed.locked,
            {{u"locked"_s, feed.locked.value_or(false)}, {u"owner"_s, json(feed.lockedOwner)}});
    object[u"publisher"_s] = unless(
            feed.publisherGuid.isEmpty() && feed.publisherUrl.isEmpty(),
            {{u"feed_guid"_s, json(feed.publisherGuid)}, {u"feed_url"_s, json(feed.publisherUrl)}});
    object[u"categories"_s] = jsonAll(feed.categories);
    object[u"funding"_s] = jsonAll(feed.funding);
    object[u"persons"_s] = jsonAll(feed.persons);
    object[u"value"_s] = json(feed.value);
    object[u"location"_s] = json(feed.location);
    object[u"license"_s] = json(feed.license);
    object[u"podroll"_s] = jsonAll(feed.podroll);
    object[u"remote_items"_s] = jsonAll(feed.remoteItems);
    object[u"trailers"_s] = jsonAll(feed.trailers);
    object[u"live_items"_s] = jsonAll(feed.liveItems);
    object[u"txt"_s] = jsonAll(feed.texts);
    object[u"episodes"_s] = jsonAll(feed.episodes);
    return object;
}

} // namespace Earmark
