// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/downloadrulesjson.h"

#include "core/downloadrulewords.h"
#include "storage/columns.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

const auto Fetch = u"fetch"_s;
const auto Newest = u"newest"_s;
const auto Since = u"since"_s; // ms UTC; 0: since ever
const auto Include = u"include"_s;
const auto Exclude = u"exclude"_s;
const auto Shortest = u"shortest"_s; // seconds
const auto Delete = u"delete"_s;
const auto Days = u"days"_s;

template<typename T, typename F>
void insert(QJsonObject &object, const QString &name, const std::optional<T> &value, F toJson)
{
    if (value)
        object.insert(name, toJson(*value));
}

std::optional<qint64> number(const QJsonValue &value)
{
    constexpr qint64 None = std::numeric_limits<qint64>::min();
    const qint64 found = value.toInteger(None);
    return found == None ? std::nullopt : std::optional(found);
}

/// One too large for an int is still too large.
std::optional<int> smallNumber(const QJsonValue &value)
{
    const auto found = number(value);
    if (!found)
        return std::nullopt;
    return int(std::clamp<qint64>(*found, -1, std::numeric_limits<int>::max()));
}

std::optional<QStringList> words(const QJsonValue &value)
{
    if (!value.isArray())
        return std::nullopt;
    QStringList found;
    for (const auto &word : value.toArray())
        found.append(word.toString());
    return found;
}

} // namespace

QString podcastDownloadsToJson(const PodcastDownloads &own)
{
    const PodcastDownloads tidy = tidied(own);
    const auto asNumber = [](int value) { return value; };
    const auto asWord = [](auto value) { return downloadWord(value); };
    QJsonObject object;
    insert(object, Fetch, tidy.fetch, asWord);
    insert(object, Newest, tidy.newest, asNumber);
    insert(object, Since, tidy.since, [](const QDateTime &since) { return toColumn(since); });
    insert(object, Include, tidy.include, QJsonArray::fromStringList);
    insert(object, Exclude, tidy.exclude, QJsonArray::fromStringList);
    insert(object, Shortest, tidy.shortest,
           [](std::chrono::seconds shortest) { return qint64(shortest.count()); });
    insert(object, Delete, tidy.deletePlayed, asWord);
    insert(object, Days, tidy.days, asNumber);
    if (object.isEmpty())
        return {};
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

PodcastDownloads podcastDownloadsFromJson(const QString &json)
{
    if (json.isEmpty())
        return {};
    const QJsonObject object = QJsonDocument::fromJson(json.toUtf8()).object();
    PodcastDownloads own{.fetch = automaticDownloadOf(object[Fetch].toString()),
                         .newest = smallNumber(object[Newest]),
                         .include = words(object[Include]),
                         .exclude = words(object[Exclude]),
                         .deletePlayed = deletePlayedOf(object[Delete].toString()),
                         .days = smallNumber(object[Days])};
    if (const auto since = number(object[Since]))
        own.since = toDateTime(*since);
    if (const auto shortest = smallNumber(object[Shortest]))
        own.shortest = std::chrono::seconds(*shortest);
    return tidied(own);
}

} // namespace Earmark
