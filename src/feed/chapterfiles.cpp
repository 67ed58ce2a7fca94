// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/chapterfiles.h"

#include "core/addresspolicy.h"
#include "core/timecode.h"
#include "feed/jsonmender.h"
#include "feed/repair.h"
#include "feed/xmltokens.h"

#include <QBuffer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

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

QString attribute(const XmlTokens &tag, QLatin1StringView name)
{
    const auto &all = tag.attributes();
    const auto it = std::find_if(all.begin(), all.end(),
                                 [name](const auto &one) { return one.name == name; });
    return it == all.end() ? QString() : it->value.toString();
}

Chapter podloveChapter(const XmlTokens &tag, std::chrono::milliseconds start)
{
    Chapter chapter;
    chapter.start = start;
    chapter.title = titleOf(attribute(tag, "title"_L1));
    chapter.link = addressOf(attribute(tag, "href"_L1), {});
    chapter.image = addressOf(attribute(tag, "image"_L1), {});
    return chapter;
}

} // namespace

Result<Chapters> parseJsonChapters(const QByteArray &json, const QUrl &base)
{
    if (json.size() > MaxBytes)
        return notChapters(u"JSON chapters of %1 bytes"_s.arg(json.size()));
    const JsonReading reading = readJson(json);
    const QJsonDocument &document = reading.document;
    const QJsonValue list = document.isArray() ? QJsonValue(document.array())
                                               : document.object().value("chapters"_L1);
    if (!list.isArray())
        return notChapters(u"JSON chapters: "_s + reading.problem);
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
    QBuffer bytes;
    bytes.setData(xml);
    bytes.open(QIODevice::ReadOnly);
    RepairingDevice mended(bytes, {});
    XmlTokens tokens(mended);
    Chapters chapters;
    bool isInside = false;
    bool wasInside = false;
    for (auto token = tokens.next();
         token != XmlTokens::Token::None && chapters.size() < MaxChapters; token = tokens.next()) {
        const QStringView name = localName(tokens.name()); // prefixes are often left undeclared
        if (token == XmlTokens::Token::End && isInside && name == "chapters"_L1)
            break;
        if (token != XmlTokens::Token::Start)
            continue;
        if (name == "chapters"_L1 && tokens.name() != "podcast:chapters"_L1) {
            isInside = true;
            wasInside = true;
        } else if (isInside && name == "chapter"_L1) {
            if (const auto start = parseTimecode(attribute(tokens, "start"_L1)))
                chapters.append(podloveChapter(tokens, *start));
        }
    }
    if (!wasInside || mended.isTrap())
        return notChapters(u"Podlove chapters: no list, or a trap"_s);
    sortByStart(chapters);
    return chapters;
}

} // namespace Earmark
