// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/jsontext.h"

#include "storage/columns.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

template<typename Values, typename F>
QJsonArray toArray(const Values &values, F toJson)
{
    QJsonArray array;
    for (const auto &value : values)
        array.append(toJson(value));
    return array;
}

template<typename T, typename F>
QList<T> fromArray(const QJsonValue &array, F fromJson)
{
    QList<T> values;
    const QJsonArray items = array.toArray();
    values.reserve(items.size());
    for (const auto &item : items)
        values.append(fromJson(item));
    return values;
}

void insertText(QJsonObject &object, const QString &name, const QString &text)
{
    if (!text.isEmpty())
        object.insert(name, text);
}

void insertArray(QJsonObject &object, const QString &name, const QJsonArray &array)
{
    if (!array.isEmpty())
        object.insert(name, array);
}

QUrl urlOf(const QJsonValue &value)
{
    return toUrl(value.toString());
}

QJsonObject personToJson(const Person &person)
{
    QJsonObject object;
    insertText(object, u"name"_s, person.name);
    insertText(object, u"role"_s, person.role);
    insertText(object, u"group"_s, person.group);
    insertText(object, u"image"_s, toColumn(person.image));
    insertText(object, u"link"_s, toColumn(person.link));
    return object;
}

Person personFromJson(const QJsonValue &json)
{
    return {.name = json[u"name"_s].toString(),
            .role = json[u"role"_s].toString(),
            .group = json[u"group"_s].toString(),
            .image = urlOf(json[u"image"_s]),
            .link = urlOf(json[u"link"_s])};
}

QJsonObject transcriptToJson(const TranscriptReference &transcript)
{
    QJsonObject object;
    insertText(object, u"url"_s, toColumn(transcript.url));
    insertText(object, u"type"_s, transcript.type);
    insertText(object, u"language"_s, transcript.language);
    insertText(object, u"rel"_s, transcript.rel);
    return object;
}

TranscriptReference transcriptFromJson(const QJsonValue &json)
{
    return {.url = urlOf(json[u"url"_s]),
            .type = json[u"type"_s].toString(),
            .language = json[u"language"_s].toString(),
            .rel = json[u"rel"_s].toString()};
}

QJsonObject soundbiteToJson(const Soundbite &soundbite)
{
    return {{u"start"_s, soundbite.start},
            {u"duration"_s, soundbite.duration},
            {u"title"_s, soundbite.title}};
}

QJsonObject rhythmToJson(const PodcastRhythm &rhythm)
{
    return {{u"period"_s, qint64(rhythm.period.count())},
            {u"newest"_s, toColumn(rhythm.newest)},
            {u"ttl"_s, qint64(rhythm.ttl.count())},
            {u"complete"_s, rhythm.isComplete}};
}

PodcastRhythm rhythmFromJson(const QJsonValue &json)
{
    return {.period = std::chrono::seconds(json[u"period"_s].toInteger()),
            .newest = toDateTime(json[u"newest"_s].toInteger()),
            .ttl = std::chrono::seconds(json[u"ttl"_s].toInteger()),
            .isComplete = json[u"complete"_s].toBool()};
}

QString text(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QJsonObject object(const QString &json)
{
    return QJsonDocument::fromJson(json.toUtf8()).object();
}

} // namespace

QString namesToJson(const QStringList &names)
{
    const QJsonDocument document(QJsonArray::fromStringList(names));
    return QString::fromUtf8(document.toJson(QJsonDocument::Compact));
}

QStringList namesFromJson(const QString &json)
{
    if (json == "[]"_L1)
        return {};
    return fromArray<QString>(QJsonDocument::fromJson(json.toUtf8()).array(),
                              [](const QJsonValue &name) { return name.toString(); });
}

QString podcastDetailsToJson(const Podcast &podcast)
{
    QJsonObject details;
    insertArray(
            details, u"funding"_s, toArray(podcast.funding, [](const Funding &funding) {
                return QJsonObject{{u"url"_s, toColumn(funding.url)}, {u"text"_s, funding.text}};
            }));
    insertArray(details, u"persons"_s, toArray(podcast.persons, personToJson));
    insertArray(details, u"promotions"_s, QJsonArray::fromStringList(podcast.promotions));
    insertText(details, u"guid"_s, podcast.guid);
    if (podcast.rhythm != PodcastRhythm())
        details.insert(u"rhythm"_s, rhythmToJson(podcast.rhythm));
    return text(details);
}

void readPodcastDetails(const QString &json, Podcast &podcast)
{
    if (json == "{}"_L1)
        return;
    const QJsonObject details = object(json);
    podcast.funding = fromArray<Funding>(details[u"funding"_s], [](const QJsonValue &funding) {
        return Funding{.url = urlOf(funding[u"url"_s]), .text = funding[u"text"_s].toString()};
    });
    podcast.persons = fromArray<Person>(details[u"persons"_s], personFromJson);
    podcast.promotions
            = fromArray<QString>(details[u"promotions"_s],
                                 [](const QJsonValue &promotion) { return promotion.toString(); });
    podcast.guid = details[u"guid"_s].toString();
    podcast.rhythm = rhythmFromJson(details[u"rhythm"_s]);
}

QByteArray episodeDetailsToJson(const FeedEpisode &feed)
{
    QJsonObject details;
    insertArray(details, u"persons"_s, toArray(feed.persons, personToJson));
    insertArray(details, u"transcripts"_s, toArray(feed.transcripts, transcriptToJson));
    insertArray(details, u"soundbites"_s, toArray(feed.soundbites, soundbiteToJson));
    insertText(details, u"integrity"_s, feed.enclosure.integrity);
    insertText(details, u"author"_s, feed.author);
    insertText(details, u"seasonName"_s, feed.seasonName);
    insertText(details, u"numberDisplay"_s, feed.numberDisplay);
    insertText(details, u"type"_s, feed.episodeType);
    if (feed.season)
        details.insert(u"season"_s, *feed.season);
    if (feed.number)
        details.insert(u"number"_s, *feed.number);
    if (feed.isExplicit)
        details.insert(u"explicit"_s, *feed.isExplicit);
    return QJsonDocument(details).toJson(QJsonDocument::Compact);
}

void readEpisodeDetails(const QString &json, Episode &episode)
{
    if (json == "{}"_L1)
        return;
    const QJsonObject details = object(json);
    episode.persons = fromArray<Person>(details[u"persons"_s], personFromJson);
    episode.transcripts
            = fromArray<TranscriptReference>(details[u"transcripts"_s], transcriptFromJson);
    episode.enclosure.integrity = details[u"integrity"_s].toString();
}

} // namespace Earmark
