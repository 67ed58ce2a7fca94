// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/chapterservice.h"

#include "core/addresspolicy.h"
#include "core/async.h"
#include "feed/chapterfiles.h"
#include "media/chapterreader.h"
#include "net/httpclient.h"
#include "services/artworkservice.h"
#include "services/localfolder.h"
#include "services/mediaopener.h"
#include "storage/episoderepository.h"
#include "storage/storage.h"

#include <QLoggingCategory>

#include <algorithm>
#include <utility>

namespace Earmark {
namespace {

Q_LOGGING_CATEGORY(chapterLog, "earmark.chapters", QtWarningMsg)

constexpr int MaxReaders = 2;
constexpr qint64 MaxChapterFile = qint64(5) * 1024 * 1024;

/// The file's chapters, their pictures kept. On a reader's thread: there may be 64 MB of them.
ChapterList keptChapters(Chapters chapters, const ArtworkService &artwork,
                         const std::stop_token &stop)
{
    QByteArray last; // chapters that share a picture share its bytes
    QUrl lastUrl;
    for (Chapter &chapter : chapters) {
        const QByteArray picture = std::exchange(chapter.embeddedImage, {});
        if (!chapter.image.isEmpty() || picture.isEmpty() || stop.stop_requested())
            continue;
        if (!picture.isSharedWith(last)) {
            last = picture;
            lastUrl = artwork.keep(picture);
        }
        chapter.image = lastUrl;
    }
    return {.source = ChapterSource::File, .chapters = std::move(chapters)};
}

Result<ChapterList> chaptersOf(ByteSource &source, const ArtworkService &artwork,
                               const std::stop_token &stop)
{
    auto media = readMediaChapters(source, stop);
    if (!media)
        return media.error();
    return keptChapters(std::move(media->chapters), artwork, stop);
}

Result<ChapterList> jsonList(const QByteArray &json, const QUrl &base)
{
    return parseJsonChapters(json, base).transform([](Chapters chapters) {
        return ChapterList{.source = ChapterSource::Json, .chapters = std::move(chapters)};
    });
}

/// Of an episode whose podcast is a folder.
Result<ChapterList> chaptersBeside(const Episode &episode)
{
    const auto json = readLocalFile(episode, episode.chaptersUrl, MaxChapterFile);
    return json ? jsonList(*json, {}) : Result<ChapterList>(json.error());
}

} // namespace

ChapterService::ChapterService(Storage &storage, HttpClient &http, MediaOpener &media,
                               ArtworkService &artwork, AccessService &access, QObject *parent)
    : QObject(parent), m_storage(storage), m_http(http), m_media(media), m_artwork(artwork),
      m_access(access)
{
    m_readers.setMaxThreadCount(MaxReaders);
}

ChapterService::~ChapterService()
{
    m_stop.request_stop();
    for (Pending &pending : m_pending)
        pending.stop.request_stop();
    m_readers.waitForDone();
}

ShownChapters ChapterService::shown(const Episode &episode)
{
    return placed(
            chooseChapters(episode.chapterSources, episode.chosenSource, episode.row.duration),
            episode.places);
}

void ChapterService::gather(const Episode &episode)
{
    const EpisodeId id = episode.row.id;
    if (m_gathered.contains(id))
        return;
    m_gathered.insert(id);
    const Pending pending{.episode = id, .number = ++m_gatherings, .left = 2, .stop = {}};
    m_pending.append(pending);
    while (m_pending.size() > MaxReaders)
        giveUp(m_pending.takeFirst());
    keep(pending, readJson(episode));
    keep(pending, readFile(episode, pending.stop.get_token()));
}

/// Nobody looks at it any more, and it may hold its server's places; opened again, it is tried
/// again.
void ChapterService::giveUp(const Pending &pending)
{
    pending.stop.request_stop();
    m_gathered.remove(pending.episode);
}

QFuture<Episode> ChapterService::withSources(const Episode &episode)
{
    const auto add = [](Episode to, const Result<ChapterList> &list) {
        if (list && !list->chapters.isEmpty())
            to.chapterSources.append(*list);
        return to;
    };
    const auto has = [&episode](ChapterSource source) {
        return std::any_of(episode.chapterSources.cbegin(), episode.chapterSources.cend(),
                           [source](const ChapterList &list) { return list.source == source; });
    };
    const auto none = readyFuture(Result<ChapterList>(fail(ErrorKind::NotFound, {})));
    const auto json = has(ChapterSource::Json) ? none : readJson(episode);
    const auto file = has(ChapterSource::File) ? none : readFile(episode, m_stop.get_token());
    return then(json, this, [this, episode, file, add](const Result<ChapterList> &list) {
        return then(file, this, [with = add(episode, list), add](const Result<ChapterList> &more) {
            return add(with, more);
        });
    });
}

void ChapterService::keep(const Pending &pending, const QFuture<Result<ChapterList>> &list)
{
    onResult(list, this, [this, pending](const Result<ChapterList> &read) {
        if (read) {
            store(pending, *read);
            return;
        }
        if (read.error().kind != ErrorKind::NotFound)
            qCInfo(chapterLog) << read.error().sentence; // its detail may hold a private address
        finished(pending.number);
    });
}

QFuture<Result<ChapterList>> ChapterService::readJson(const Episode &episode)
{
    if (isLocalEpisode(episode) && isLocalAddress(episode.chaptersUrl))
        return runOnPool([episode] { return chaptersBeside(episode); }, &m_readers);
    if (!isFetchable(episode.chaptersUrl))
        return readyFuture(Result<ChapterList>(fail(ErrorKind::NotFound, {})));
    const auto answer = then(m_access.of(episode.row.podcastId), this,
                             [this, url = episode.chaptersUrl](const PodcastAccess &access) {
                                 HttpRequest request = requestFor(url, access);
                                 request.maxBody = MaxChapterFile;
                                 request.priority = HttpRequest::Priority::Wanted;
                                 return orCancelled(m_http.get(request), this);
                             });
    return then(answer, this, [](const Result<HttpResponse> &response) {
        if (!response)
            return readyFuture(Result<ChapterList>(response.error()));
        return runOnPool([body = response->body, base = response->finalUrl] {
            return jsonList(body, base);
        });
    });
}

QFuture<Result<ChapterList>> ChapterService::readFile(const Episode &episode,
                                                      const std::stop_token &stop)
{
    const auto opened = then(
            m_access.of(episode.row.podcastId), this, [this, episode](const PodcastAccess &access) {
                return orCancelled(
                        m_media.openEpisode(episode, access, MediaOpener::Purpose::Looking), this);
            });
    return then(opened, this, [this, stop](const Result<MediaOpener::Source> &source) {
        if (!source)
            return readyFuture(Result<ChapterList>(source.error()));
        return runOnPool([&artwork = m_artwork, source = *source,
                          stop] { return chaptersOf(*source, artwork, stop); },
                         &m_readers);
    });
}

void ChapterService::store(const Pending &pending, const ChapterList &list)
{
    const EpisodeId episode = pending.episode;
    const auto written = m_storage.write([episode, list](Database &database) {
        return EpisodeRepository(database).setChapters(episode, list);
    });
    onResult(written, this, [this, episode, number = pending.number](const Result<> &done) {
        if (done)
            Q_EMIT episodeChaptersChanged(episode);
        else if (done.error().kind != ErrorKind::NotFound) // unsubscribed while its file was read
            qCWarning(chapterLog) << done.error().detail;
        finished(number);
    });
}

void ChapterService::chooseSource(EpisodeId episode, std::optional<ChapterSource> source)
{
    const auto written = m_storage.write([episode, source](Database &database) {
        return EpisodeRepository(database).chooseSource(episode, source);
    });
    onResult(written, this, [this, episode](const Result<> &done) {
        if (done)
            Q_EMIT episodeChaptersChanged(episode);
    });
}

void ChapterService::finished(int number)
{
    const auto pending
            = std::find_if(m_pending.begin(), m_pending.end(),
                           [number](const Pending &one) { return one.number == number; });
    if (pending == m_pending.end() || --pending->left > 0)
        return;
    const EpisodeId episode = pending->episode;
    m_pending.erase(pending);
    Q_EMIT gathered(episode);
}

} // namespace Earmark
