// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/filecommands.h"

#include "app/answers.h"
#include "core/addresspolicy.h"
#include "core/async.h"
#include "core/chapterchoice.h"
#include "feed/chapterfiles.h"
#include "feed/dates.h"
#include "feed/discovery.h"
#include "feed/durations.h"
#include "feed/feedjson.h"
#include "feed/feedparser.h"
#include "feed/notechapters.h"
#include "feed/opml.h"
#include "feed/transcripts.h"
#include "media/chapterreader.h"
#include "media/episodeanalyser.h"
#include "media/filebytes.h"
#include "net/httpclient.h"
#include "playback/outputlist.h"
#include "services/mediaopener.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

#include <cmath>

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

CommandAnswer transcriptAnswer(const Result<QByteArray> &bytes, const QString &type)
{
    const auto cues = bytes ? readTranscript(*bytes, type) : Result<Cues>(bytes.error());
    if (!cues)
        return jsonFailure(cues.error());
    QJsonArray array;
    for (const Cue &cue : *cues) {
        array.append(QJsonObject{{u"start"_s, seconds(cue.start)},
                                 {u"end"_s, seconds(cue.end)},
                                 {u"speaker"_s, orNull(cue.speaker)},
                                 {u"text"_s, cue.text}});
    }
    return jsonAnswer(QJsonObject{{u"cues"_s, array}});
}

/// What the page names; for the address of a feed, that feed.
CommandAnswer discoveryAnswer(const Result<QByteArray> &bytes, const QUrl &base)
{
    if (!bytes)
        return jsonFailure(bytes.error());
    QList<DiscoveredFeed> feeds = discoverFeeds(*bytes, base);
    const auto itself = feeds.isEmpty() ? parseFeed(*bytes, {.baseUrl = base, .httpCharset = {}})
                                        : fail(ErrorKind::NotFound, {});
    if (itself && isFetchable(base))
        feeds.append({.url = base, .type = {}, .title = itself->title});
    QJsonArray array;
    for (const DiscoveredFeed &feed : std::as_const(feeds)) {
        array.append(QJsonObject{{u"url"_s, orNull(feed.url)},
                                 {u"type"_s, orNull(feed.type)},
                                 {u"title"_s, orNull(feed.title)}});
    }
    return jsonAnswer(QJsonObject{{u"feeds"_s, array}});
}

/// A JSON array of strings becomes one of what f makes of each.
CommandAnswer eachAnswer(const Result<QByteArray> &bytes, QJsonValue (*f)(const QString &))
{
    if (!bytes)
        return jsonFailure(bytes.error());
    const QJsonDocument document = QJsonDocument::fromJson(*bytes);
    if (!document.isArray())
        return jsonFailure(fail(ErrorKind::Parse, u"This file holds no JSON array of strings."_s));
    QJsonArray array;
    const QJsonArray texts = document.array();
    for (const QJsonValue text : texts)
        array.append(f(text.toString()));
    return jsonAnswer(array);
}

QJsonValue dateJson(const QString &text)
{
    return orNull(parseDate(text));
}

QJsonValue durationJson(const QString &text)
{
    const auto seconds = parseDuration(text);
    return seconds ? QJsonValue(*seconds) : QJsonValue();
}

CommandAnswer analysisAnswer(const Result<EpisodeAnalysis> &analysis)
{
    if (!analysis)
        return jsonFailure(analysis.error());
    QJsonArray pauses;
    for (const MediaRange &pause : analysis->pauses)
        pauses.append(
                QJsonObject{{u"start"_s, seconds(pause.start)}, {u"end"_s, seconds(pause.end)}});
    QJsonArray waveform;
    for (const char height : analysis->waveform)
        waveform.append(int(uchar(height)));
    const auto level = [](std::optional<double> dB) {
        return dB ? QJsonValue(std::round(*dB * 100) / 100) : QJsonValue();
    };
    return jsonAnswer(QJsonObject{{u"length"_s, seconds(analysis->length)},
                                  {u"loudness"_s, level(analysis->loudness)},
                                  {u"noise_floor"_s, level(analysis->noiseFloor)},
                                  {u"pauses"_s, pauses},
                                  {u"waveform"_s, waveform}});
}

/// [{id, name, default}]
CommandAnswer outputsAnswer(const OutputDevices &outputs)
{
    QJsonArray list;
    for (const OutputDevice &output : outputs)
        list.append(QJsonObject{{u"id"_s, QString::fromUtf8(output.id)},
                                {u"name"_s, output.name},
                                {u"default"_s, output.isDefault}});
    return jsonAnswer(list);
}

/// {status, error, final_url, content_type, etag, last_modified}. A whole answer is no error here,
/// whatever it says.
CommandAnswer fetchAnswer(const Result<HttpResponse> &response, const QString &output)
{
    const HttpResponse said = response ? *response : HttpResponse{};
    if (response && !output.isEmpty()) {
        QSaveFile file(output);
        const bool isWritten = file.open(QIODevice::WriteOnly)
                && file.write(said.body) == said.body.size() && file.commit();
        if (!isWritten)
            return jsonFailure(fail(ErrorKind::FileSystem,
                                    u"The file %1 cannot be written; check its name."_s.arg(output),
                                    file.errorString()));
    }
    CommandAnswer answer = jsonAnswer(QJsonObject{
            {u"status"_s, response ? QJsonValue(said.status) : QJsonValue()},
            {u"error"_s, response ? QJsonValue() : orNull(response.error().sentence)},
            {u"final_url"_s, orNull(said.finalUrl)},
            {u"content_type"_s, orNull(QString::fromLatin1(said.contentType))},
            {u"etag"_s, orNull(QString::fromLatin1(said.validators.etag))},
            {u"last_modified"_s, orNull(QString::fromLatin1(said.validators.lastModified))}});
    answer.exitCode = response ? 0 : 1;
    return answer;
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
    if (line.command == "outputs"_L1)
        return readyFuture(outputsAnswer(soundOutputs()));
    const QString &name = line.arguments.first();
    if (line.command == "feed"_L1 || line.command == "discover"_L1)
        return document(line);
    if (line.command == "fetch"_L1)
        return fetch(line);
    if (line.command == "opml"_L1)
        return readyFuture(opmlAnswer(readNamedFile(name, MaxDocument)));
    if (line.command == "transcript"_L1)
        return readyFuture(transcriptAnswer(readNamedFile(name, MaxDocument), line.type));
    if (line.command == "dates"_L1)
        return readyFuture(eachAnswer(readNamedFile(name, MaxDocument), dateJson));
    if (line.command == "durations"_L1)
        return readyFuture(eachAnswer(readNamedFile(name, MaxDocument), durationJson));
    if (line.command == "analyse"_L1)
        return analyse(line);
    return chapters(line);
}

QFuture<CommandAnswer> FileCommands::document(const CommandLine &line)
{
    const bool isFeed = line.command == "feed"_L1;
    const auto answer = [isFeed](const Result<QByteArray> &bytes, const FeedContext &context) {
        return isFeed ? feedAnswer(bytes, context) : discoveryAnswer(bytes, context.baseUrl);
    };
    const QString name = line.arguments.first();
    if (!isAddress(name)) {
        const FeedContext context{.baseUrl = QUrl(line.baseUrl), .httpCharset = {}};
        return readyFuture(answer(readNamedFile(name, MaxDocument), context));
    }
    HttpRequest request;
    request.url = QUrl(name);
    return then(m_http.get(request), this, [line, answer](const Result<HttpResponse> &response) {
        if (!response)
            return jsonFailure(response.error());
        const QUrl base = line.baseUrl.isEmpty() ? response->finalUrl : QUrl(line.baseUrl);
        return answer(response->body, {.baseUrl = base, .httpCharset = response->charset});
    });
}

QFuture<CommandAnswer> FileCommands::fetch(const CommandLine &line)
{
    HttpRequest request;
    request.url = QUrl(line.arguments.first());
    request.priority = HttpRequest::Priority::Wanted;
    request.isRefusalTold = true;
    return then(m_http.get(request), this, [line](const Result<HttpResponse> &response) {
        return fetchAnswer(response, line.output);
    });
}

Result<std::shared_ptr<ByteSource>> FileCommands::openMedia(const QString &name)
{
    if (isAddress(name))
        return m_media.open({.url = QUrl(name), .type = {}}, PodcastAccess::ofListener());
    if (QFileInfo(name).isFile())
        return FileBytes::open(name);
    return fail(ErrorKind::FileSystem, u"The file %1 cannot be read; check its name."_s.arg(name));
}

QFuture<CommandAnswer> FileCommands::analyse(const CommandLine &line)
{
    const auto source = openMedia(line.arguments.first());
    if (!source)
        return readyFuture(jsonFailure(source.error()));
    return runOnPool([source = *source] { return analysisAnswer(analyseFile(source, {})); });
}

QFuture<CommandAnswer> FileCommands::chapters(const CommandLine &line)
{
    const QString name = line.arguments.first();
    if (line.notes || !line.type.isEmpty())
        return readyFuture(chapterAnswer(chaptersOfDocument(line)));

    const auto source = openMedia(name);
    if (!source)
        return readyFuture(jsonFailure(source.error()));
    return runOnPool([source = *source] {
        const auto media = readMediaChapters(*source, {});
        return media ? chapterAnswer(media->chapters) : jsonFailure(media.error());
    });
}

} // namespace Earmark
