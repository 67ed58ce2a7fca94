// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/directoryanswers.h"

#include "core/addresspolicy.h"
#include "feed/plaintext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype LongestLine = 300;
constexpr qsizetype LongestText = 4000;
constexpr qsizetype LongestAddress = 4096;
constexpr int MostEpisodes = 1'000'000;

using ReadEntry = DirectoryEntry (*)(const QJsonObject &object);

QString line(const QJsonValue &value, qsizetype longest = LongestLine)
{
    const QString text = plainLine(QStringView(value.toString()).left(longest * 4));
    return text.size() > longest ? QString(text.left(longest - 1) + u'…') : text;
}

/// The first of these keys that holds text.
QString line(const QJsonObject &object, std::initializer_list<QLatin1StringView> keys,
             qsizetype longest = LongestLine)
{
    for (const QLatin1StringView key : keys) {
        const QString text = line(object.value(key), longest);
        if (!text.isEmpty())
            return text;
    }
    return {};
}

QUrl address(const QJsonObject &object, std::initializer_list<QLatin1StringView> keys)
{
    for (const QLatin1StringView key : keys) {
        const QString text = object.value(key).toString().trimmed();
        if (text.isEmpty() || text.size() > LongestAddress)
            continue;
        const QUrl url(text, QUrl::TolerantMode);
        if (isFetchable(url) && url.userInfo().isEmpty())
            return url;
    }
    return {};
}

/// Numbers, and numbers that were written as text; 0 for anything else.
qint64 number(const QJsonValue &value, double most)
{
    bool isNumber = value.isDouble();
    const double found = isNumber ? value.toDouble() : value.toString().toDouble(&isNumber);
    return isNumber && std::isfinite(found) && found > 0 && found <= most ? qint64(found) : 0;
}

qint64 appleNumber(const QJsonValue &value)
{
    return number(value, 1e15); // whole numbers are exact up to 2^53
}

int episodeCount(const QJsonValue &value)
{
    return int(number(value, MostEpisodes));
}

DirectoryEntry itunesEntry(const QJsonObject &object)
{
    return {.feed = address(object, {"feedUrl"_L1}),
            .title = line(object, {"collectionName"_L1, "trackName"_L1}),
            .author = line(object, {"artistName"_L1}),
            .description = {},
            .category = line(object, {"primaryGenreName"_L1}),
            .image = address(object, {"artworkUrl600"_L1, "artworkUrl100"_L1}),
            .appleId = appleNumber(object.value("collectionId"_L1)),
            .episodes = episodeCount(object.value("trackCount"_L1)),
            .latest
            = QDateTime::fromString(object.value("releaseDate"_L1).toString().left(40), Qt::ISODate)
                      .toUTC(),
            .sources = Directory::Itunes};
}

/// Charts are Apple's RSS in JSON: every value is {"label": …, "attributes": {…}}.
QString label(const QJsonObject &object, QLatin1StringView key, qsizetype longest = LongestLine)
{
    return line(object.value(key).toObject().value("label"_L1), longest);
}

DirectoryEntry chartEntry(const QJsonObject &object)
{
    const QJsonObject id = object.value("id"_L1).toObject().value("attributes"_L1).toObject();
    const QJsonObject category
            = object.value("category"_L1).toObject().value("attributes"_L1).toObject();
    const QJsonArray images = object.value("im:image"_L1).toArray();
    return {.feed = {},
            .title = label(object, "im:name"_L1),
            .author = label(object, "im:artist"_L1),
            .description = label(object, "summary"_L1, LongestText),
            .category = line(category, {"label"_L1, "term"_L1}),
            .image = address(images.last().toObject(), {"label"_L1}), // the largest
            .appleId = appleNumber(id.value("im:id"_L1)),
            .sources = Directory::Itunes};
}

DirectoryEntry fyydEntry(const QJsonObject &object)
{
    return {.feed = address(object, {"xmlURL"_L1}),
            .title = line(object, {"title"_L1}),
            .author = line(object, {"author"_L1}),
            .description = line(object, {"description"_L1, "subtitle"_L1}, LongestText),
            .category = {},
            .image = address(object, {"layoutImageURL"_L1, "imgURL"_L1, "thumbImageURL"_L1}),
            .episodes = episodeCount(object.value("episode_count"_L1)),
            .latest
            = QDateTime::fromString(object.value("lastpub"_L1).toString().left(40), Qt::ISODate)
                      .toUTC(),
            .sources = Directory::Fyyd};
}

DirectoryEntry podcastIndexEntry(const QJsonObject &object)
{
    constexpr double Year3000 = 32503680000.0; // s
    const qint64 latest = number(object.value("newestItemPubdate"_L1), Year3000);
    const qint64 updated = number(object.value("lastUpdateTime"_L1), Year3000);
    const qint64 seconds = latest > 0 ? latest : updated;
    const QJsonObject categories = object.value("categories"_L1).toObject();
    return {.feed = address(object, {"url"_L1, "originalUrl"_L1}),
            .title = line(object, {"title"_L1}),
            .author = line(object, {"author"_L1, "ownerName"_L1}),
            .description = line(object, {"description"_L1}, LongestText),
            .category = categories.isEmpty() ? QString() : line(categories.begin().value()),
            .image = address(object, {"artwork"_L1, "image"_L1}),
            .appleId = appleNumber(object.value("itunesId"_L1)),
            .episodes = episodeCount(object.value("episodeCount"_L1)),
            .latest = seconds > 0 ? QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC) : QDateTime(),
            .sources = Directory::PodcastIndex};
}

Error unreadable(const QString &detail)
{
    return fail(ErrorKind::Parse, u"The directory's answer could not be read. Try again later."_s,
                detail);
}

Result<QJsonObject> objectOf(const QByteArray &json)
{
    if (json.size() > MaxDirectoryBytes)
        return unreadable(u"%1 bytes"_s.arg(json.size()));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject())
        return unreadable(error.errorString());
    return document.object();
}

/// A list of objects, or the one object that stands in its place when there is but one.
Result<DirectoryEntries> entriesOf(const QJsonValue &value, ReadEntry read)
{
    QJsonArray items = value.toArray();
    if (value.isObject())
        items.append(value);
    else if (!value.isArray())
        return unreadable(u"no list"_s);
    DirectoryEntries entries;
    for (const QJsonValue &item : std::as_const(items)) {
        if (entries.size() >= MaxDirectoryEntries)
            break;
        const DirectoryEntry entry = read(item.toObject());
        if (!entry.title.isEmpty() && (entry.canSubscribe() || entry.appleId > 0))
            entries.append(entry);
    }
    return entries;
}

} // namespace

Result<DirectoryEntries> parseItunesResults(const QByteArray &json)
{
    return objectOf(json).and_then([](const QJsonObject &answer) {
        return entriesOf(answer.value("results"_L1), itunesEntry);
    });
}

Result<DirectoryEntries> parseItunesChart(const QByteArray &json)
{
    return objectOf(json).and_then([](const QJsonObject &answer) -> Result<DirectoryEntries> {
        const QJsonValue feed = answer.value("feed"_L1);
        if (!feed.isObject())
            return unreadable(u"no feed"_s);
        const QJsonValue items = feed.toObject().value("entry"_L1);
        if (items.isUndefined()) // an empty chart has none
            return DirectoryEntries();
        return entriesOf(items, chartEntry);
    });
}

Result<DirectoryEntries> parseFyydResults(const QByteArray &json)
{
    return objectOf(json).and_then([](const QJsonObject &answer) -> Result<DirectoryEntries> {
        const QJsonValue data = answer.value("data"_L1);
        // An empty object or null: nothing was found.
        if (data.isNull() || (data.isObject() && data.toObject().isEmpty()))
            return DirectoryEntries();
        return entriesOf(data, fyydEntry);
    });
}

Result<DirectoryEntries> parsePodcastIndexResults(const QByteArray &json)
{
    return objectOf(json).and_then([](const QJsonObject &answer) -> Result<DirectoryEntries> {
        const QString status = answer.value("status"_L1).toVariant().toString();
        if (status == "false"_L1) {
            return fail(ErrorKind::Parse,
                        u"Podcast Index refused the question. Check key and secret in the "
                        "settings."_s,
                        line(answer.value("description"_L1)));
        }
        if (answer.contains("feed"_L1) && answer.value("feed"_L1).toArray().isEmpty()
            && !answer.value("feed"_L1).isObject())
            return DirectoryEntries(); // its way to say that there is no such podcast
        return entriesOf(answer.value(answer.contains("feed"_L1) ? "feed"_L1 : "feeds"_L1),
                         podcastIndexEntry);
    });
}

} // namespace Earmark
