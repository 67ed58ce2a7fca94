// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/answers.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

CommandAnswer printed(const QJsonDocument &document)
{
    return {.exitCode = 0, .output = document.toJson(QJsonDocument::Indented), .errors = {}};
}

} // namespace

CommandAnswer jsonAnswer(const QJsonObject &object)
{
    return printed(QJsonDocument(object));
}

CommandAnswer jsonAnswer(const QJsonArray &array)
{
    return printed(QJsonDocument(array));
}

CommandAnswer jsonFailure(const Error &error)
{
    CommandAnswer answer = printed(QJsonDocument(QJsonObject{{u"error"_s, error.sentence}}));
    answer.exitCode = 1;
    answer.errors = error.sentence.toUtf8() + '\n';
    return answer;
}

CommandAnswer failure(const Error &error)
{
    return {.exitCode = error.kind == ErrorKind::Usage ? 2 : 1,
            .output = {},
            .errors = error.sentence.toUtf8() + '\n'};
}

CommandAnswer textAnswer(const QString &text)
{
    return {.exitCode = 0, .output = text.toUtf8(), .errors = {}};
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue orNull(const QUrl &url)
{
    return url.isEmpty() ? QJsonValue() : QJsonValue(url.toString(QUrl::FullyEncoded));
}

QJsonValue orNull(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(u"yyyy-MM-dd'T'HH:mm:ss'Z'"_s))
                          : QJsonValue();
}

double seconds(std::chrono::milliseconds time)
{
    return double(time.count()) / 1000;
}

QJsonObject chapterJson(const Chapter &chapter)
{
    QJsonValue image = orNull(chapter.image);
    if (image.isNull() && !chapter.embeddedImage.isEmpty())
        image = u"embedded"_s;
    return {{u"start"_s, seconds(chapter.start)},
            {u"end"_s, chapter.end ? QJsonValue(seconds(*chapter.end)) : QJsonValue()},
            {u"title"_s, orNull(chapter.title)},
            {u"href"_s, orNull(chapter.link)},
            {u"image"_s, image},
            {u"hidden"_s, chapter.hidden}};
}

QJsonArray chaptersJson(const Chapters &chapters)
{
    QJsonArray array;
    for (const Chapter &chapter : chapters)
        array.append(chapterJson(chapter));
    return array;
}

QString sourceName(ChapterSource source)
{
    switch (source) {
    case ChapterSource::File:
        return u"file"_s;
    case ChapterSource::Json:
        return u"json"_s;
    case ChapterSource::Podlove:
        return u"podlove"_s;
    case ChapterSource::Notes:
        return u"notes"_s;
    }
    return {};
}

} // namespace Earmark
