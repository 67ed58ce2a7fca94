// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/filecommands.h"

#include "app/answers.h"
#include "core/addresspolicy.h"
#include "core/async.h"
#include "core/chapterchoice.h"
#include "feed/chapterfiles.h"
#include "feed/feedjson.h"
#include "feed/feedparser.h"
#include "feed/notechapters.h"
#include "feed/opml.h"
#include "media/chapterreader.h"
#include "media/filebytes.h"
#include "net/httpclient.h"
#include "services/mediaopener.h"

#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qint64 MaxDocument = qint64(256) * 1024 * 1024; // the user's own file, not a stranger's

bool isAddress(const QString &argument)
{
    return argument.startsWith("http://"_L1, Qt::CaseInsensitive)
            || argument.startsWith("https://"_L1, Qt::CaseInsensitive);
}

CommandAnswer feedAnswer(const Result<QByteArray> &bytes, const FeedContext &context)
{
    if (!bytes)
        return jsonFailure(bytes.error());
    const auto document = parseFeed(*bytes, context);
    return document ? jsonAnswer(toJson(*document)) : jsonFailure(document.error());
}

CommandAnswer opmlAnswer(const Result<QByteArray> &bytes)
{
    const auto document = bytes ? parseOpml(*bytes) : Result<OpmlDocument>(bytes.error());
    if (!document)
        return jsonFailure(document.error());
    QJsonArray feeds;
    for (const OpmlFeed &feed : document->feeds) {
        feeds.append(QJsonObject{{u"title"_s, orNull(feed.title)},
                                 {u"url"_s, orNull(feed.url)},
                                 {u"site"_s, orNull(feed.site)},
                                 {u"folder"_s, QJsonArray::fromStringList(feed.folder)}});
    }
    return jsonAnswer(QJsonObject{{u"title"_s, orNull(document->title)}, {u"feeds"_s, feeds}});
}

CommandAnswer chapterAnswer(const Result<Chapters> &chapters)
{
    if (!chapters)
        return jsonFailure(chapters.error());
    return jsonAnswer(QJsonObject{{u"chapters"_s, chaptersJson(*chapters)}});
}

Result<Chapters> chaptersOfDocument(const CommandLine &line)
{
    const auto bytes = readNamedFile(line.arguments.first(), MaxDocument);
    if (!bytes)
        return bytes.error();
    if (line.type == "json"_L1)
        return parseJsonChapters(*bytes);
    if (line.type == "psc"_L1)
        return parsePodloveChapters(*bytes);
    std::optional<std::chrono::milliseconds> duration;
    if (line.duration)
        duration = std::chrono::milliseconds(qRound64(*line.duration * 1000));
    return chaptersFromNotes(QString::fromUtf8(*bytes), duration, {});
}

} // namespace

Result<QByteArray> readNamedFile(const QString &path, qint64 limit)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) {
        return fail(ErrorKind::FileSystem,
                    u"The file %1 cannot be read; check its name."_s.arg(path), file.errorString());
    }
    if (file.size() > limit)
        return fail(ErrorKind::FileSystem, u"The file %1 is too large to be that."_s.arg(path));
    return file.readAll();
}

FileCommands::FileCommands(HttpClient &http, MediaOpener &media, QObject *parent)
    : QObject(parent), m_http(http), m_media(media)
{
}

QFuture<CommandAnswer> FileCommands::run(const CommandLine &line)
{
    if (line.command == "feed"_L1)
        return feed(line);
    if (line.command == "opml"_L1)
        return readyFuture(opmlAnswer(readNamedFile(line.arguments.first(), MaxDocument)));
    return chapters(line);
}

QFuture<CommandAnswer> FileCommands::feed(const CommandLine &line)
{
    const QString name = line.arguments.first();
    if (!isAddress(name)) {
        const FeedContext context{.baseUrl = QUrl(line.baseUrl), .httpCharset = {}};
        return readyFuture(feedAnswer(readNamedFile(name, MaxDocument), context));
    }
    HttpRequest request;
    request.url = QUrl(name);
    return then(m_http.get(request), this, [line](const Result<HttpResponse> &response) {
        if (!response)
            return jsonFailure(response.error());
        const QUrl base = line.baseUrl.isEmpty() ? response->finalUrl : QUrl(line.baseUrl);
        return feedAnswer(response->body, {.baseUrl = base, .httpCharset = response->charset});
    });
}

QFuture<CommandAnswer> FileCommands::chapters(const CommandLine &line)
{
    const QString name = line.arguments.first();
    if (line.notes || !line.type.isEmpty())
        return readyFuture(chapterAnswer(chaptersOfDocument(line)));

    std::shared_ptr<ByteSource> source;
    if (isAddress(name)) {
        const auto opened = m_media.open({.url = QUrl(name), .type = {}});
        if (!opened)
            return readyFuture(jsonFailure(opened.error()));
        source = *opened;
    } else if (QFileInfo(name).isFile()) {
        const auto opened = FileBytes::open(name);
        if (!opened)
            return readyFuture(jsonFailure(opened.error()));
        source = *opened;
    } else {
        return readyFuture(
                jsonFailure(fail(ErrorKind::FileSystem,
                                 u"The file %1 cannot be read; check its name."_s.arg(name))));
    }
    return runOnPool([source] {
        const auto media = readMediaChapters(*source, {});
        return media ? chapterAnswer(media->chapters) : jsonFailure(media.error());
    });
}

} // namespace Earmark
