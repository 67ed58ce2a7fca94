// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/chapterfiles.h"

#include "core/addresspolicy.h"
#include "core/timecode.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QXmlStreamReader>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

constexpr qsizetype MaxBytes = qsizetype(5) * 1024 * 1024;
constexpr qsizetype MaxChapters = 10'000;
constexpr qsizetype MaxTitle = 500;
constexpr qsizetype MaxAddress = 4096;
constexpr double MaxSeconds = 1000 * 3600;

QJsonValue firstOf(const QJsonObject &object, std::initializer_list<QLatin1StringView> names)
{
    for (const QLatin1StringView name : names) {
        QJsonValue value = object.value(name);
        if (!value.isUndefined() && !value.isNull())
            return value;
    }
    return {};
}

/// 12.5, "12.5", "0:12.5"
std::optional<std::chrono::milliseconds> timeOf(const QJsonValue &value)
{
    if (value.isString())
        return parseTimecode(value.toString());
    const double seconds = value.toDouble(-1);
    if (!(seconds >= 0) || seconds > MaxSeconds)
        return std::nullopt;
    return std::chrono::milliseconds(qRound64(seconds * 1000));
}

QUrl addressOf(const QString &text, const QUrl &base)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty() || trimmed.size() > MaxAddress)
        return {};
    QUrl url(trimmed, QUrl::TolerantMode);
    if (!base.isEmpty())
        url = base.resolved(url);
    const bool mayStayRelative = base.isEmpty() && url.isValid() && url.isRelative();
    return isFetchable(url) || mayStayRelative ? url : QUrl();
}

QString titleOf(const QString &text)
{
    return text.left(MaxTitle * 4).simplified().left(MaxTitle);
}

bool isFalse(const QJsonValue &value)
{
    if (value.isBool())
        return !value.toBool();
    if (value.isDouble())
        return value.toDouble() == 0;
    return value.isString()
            && (value.toString().compare("false"_L1, Qt::CaseInsensitive) == 0
                || value.toString() == "0"_L1);
}

std::optional<Chapter> chapterOf(const QJsonValue &value, const QUrl &base)
{
    const QJsonObject object = value.toObject();
    const auto start = timeOf(firstOf(object, {"startTime"_L1, "start"_L1, "start_time"_L1}));
    if (!start)
        return std::nullopt;
    Chapter chapter;
    chapter.start = *start;
    const auto end = timeOf(firstOf(object, {"endTime"_L1, "end"_L1, "end_time"_L1}));
    if (end && *end > *start)
        chapter.end = end;
    chapter.title = titleOf(firstOf(object, {"title"_L1, "name"_L1}).toString());
    chapter.link = addressOf(firstOf(object, {"url"_L1, "href"_L1, "link"_L1}).toString(), base);
    chapter.image = addressOf(firstOf(object, {"img"_L1, "image"_L1}).toString(), base);
    chapter.hidden = isFalse(object.value("toc"_L1)) || object.value("hidden"_L1).toBool();
    return chapter;
}

void sortByStart(Chapters &chapters)
{
    std::stable_sort(chapters.begin(), chapters.end(),
                     [](const Chapter &a, const Chapter &b) { return a.start < b.start; });
}

Error notChapters(const QString &detail)
{
    return fail(ErrorKind::Parse,
                u"This file holds no chapters that Earmark can read, so the episode plays without "
                u"them."_s,
                detail);
}

QStringView localName(QStringView qualified)
{
    return qualified.mid(qualified.lastIndexOf(u':') + 1);
}

Chapter podloveChapter(const QXmlStreamAttributes &attributes, std::chrono::milliseconds start)
{
    Chapter chapter;
    chapter.start = start;
    chapter.title = titleOf(attributes.value("title"_L1).toString());
    chapter.link = addressOf(attributes.value("href"_L1).toString(), {});
    chapter.image = addressOf(attributes.value("image"_L1).toString(), {});
    return chapter;
}

} // namespace

Result<Chapters> parseJsonChapters(const QByteArray &json, const QUrl &base)
{
    if (json.size() > MaxBytes)
        return notChapters(u"JSON chapters of %1 bytes"_s.arg(json.size()));
    const bool hasMark = json.startsWith("\xEF\xBB\xBF");
    QJsonParseError error;
    const QJsonDocument document
            = QJsonDocument::fromJson((hasMark ? json.mid(3) : json).trimmed(), &error);
    const QJsonValue list = document.isArray() ? QJsonValue(document.array())
                                               : document.object().value("chapters"_L1);
    if (!list.isArray())
        return notChapters(u"JSON chapters: "_s + error.errorString());
    Chapters chapters;
    const QJsonArray array = list.toArray();
    for (const QJsonValue value : array) {
        if (chapters.size() >= MaxChapters)
            break;
        if (auto chapter = chapterOf(value, base))
            chapters.append(*std::move(chapter));
    }
    sortByStart(chapters);
    return chapters;
}

Result<Chapters> parsePodloveChapters(const QByteArray &xml)
{
    if (xml.size() > MaxBytes)
        return notChapters(u"Podlove chapters of %1 bytes"_s.arg(xml.size()));
    QXmlStreamReader reader(xml);
    reader.setNamespaceProcessing(false); // prefixes are often left undeclared
    reader.setEntityExpansionLimit(0);
    Chapters chapters;
    bool isInside = false;
    bool wasInside = false;
    while (!reader.atEnd() && chapters.size() < MaxChapters) {
        const auto token = reader.readNext();
        if (token == QXmlStreamReader::EndElement && isInside
            && localName(reader.qualifiedName()) == "chapters"_L1)
            break;
        if (token != QXmlStreamReader::StartElement)
            continue;
        const QStringView name = localName(reader.qualifiedName());
        if (name == "chapters"_L1 && reader.qualifiedName() != "podcast:chapters"_L1) {
            isInside = true;
            wasInside = true;
        } else if (isInside && name == "chapter"_L1) {
            const QXmlStreamAttributes attributes = reader.attributes();
            if (const auto start = parseTimecode(attributes.value("start"_L1)))
                chapters.append(podloveChapter(attributes, *start));
        }
    }
    if (!wasInside)
        return notChapters(u"Podlove chapters: "_s + reader.errorString());
    sortByStart(chapters);
    return chapters;
}

} // namespace Earmark
