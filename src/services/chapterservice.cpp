// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/chapterservice.h"

#include "core/addresspolicy.h"
#include "core/async.h"
#include "feed/chapterfiles.h"
#include "media/chapterreader.h"
#include "net/httpclient.h"
#include "services/artworkservice.h"
#include "services/mediaopener.h"
#include "storage/episoderepository.h"
#include "storage/storage.h"

#include <QLoggingCategory>

#include <algorithm>

namespace Earmark {
namespace {

Q_LOGGING_CATEGORY(chapterLog, "earmark.chapters", QtWarningMsg)

constexpr int MaxReaders = 2;
constexpr qint64 MaxChapterFile = qint64(5) * 1024 * 1024;

} // namespace

ChapterService::ChapterService(Storage &storage, HttpClient &http, MediaOpener &media,
                               ArtworkService &artwork, QObject *parent)
    : QObject(parent), m_storage(storage), m_http(http), m_media(media), m_artwork(artwork)
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
    return chooseChapters(episode.chapterSources, episode.chosenSource, episode.row.duration);
}

void ChapterService::gather(const Episode &episode)
{
    const EpisodeId id = episode.row.id;
    if (m_gathered.contains(id))
        return;
    m_gathered.insert(id);
    m_pending.append({.episode = id, .left = 2, .stop = {}});
    while (m_pending.size() > MaxReaders)
        giveUp(m_pending.takeFirst());
    keep(id, readJson(episode));
    keep(id, readFile(episode, m_pending.constLast().stop.get_token()));
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

void ChapterService::keep(EpisodeId episode, const QFuture<Result<ChapterList>> &list)
{
    onResult(list, this, [this, episode](const Result<ChapterList> &read) {
        if (read)
            store(episode, *read);
        else if (read.error().kind != ErrorKind::NotFound)
            qCInfo(chapterLog) << read.error().detail;
        finished(episode);
    });
}

QFuture<Result<ChapterList>> ChapterService::readJson(const Episode &episode)
{
    if (!isFetchable(episode.chaptersUrl))
        return readyFuture(Result<ChapterList>(fail(ErrorKind::NotFound, {})));
    HttpRequest request;
    request.url = episode.chaptersUrl;
    request.maxBody = MaxChapterFile;
    request.priority = HttpRequest::Priority::Wanted;
    const auto answer = orCancelled(m_http.get(request), this);
    return then(answer, this, [](const Result<HttpResponse> &response) {
        if (!response)
            return readyFuture(Result<ChapterList>(response.error()));
        return runOnPool([body = response->body, base = response->finalUrl] {
            return parseJsonChapters(body, base).transform([](Chapters chapters) {
                return ChapterList{.source = ChapterSource::Json, .chapters = std::move(chapters)};
            });
        });
    });
}

QFuture<Result<ChapterList>> ChapterService::readFile(const Episode &episode,
                                                      const std::stop_token &stop)
{
    const auto source = m_media.open(episode.enclosure);
    if (!source)
        return readyFuture(Result<ChapterList>(source.error()));
    const auto read = runOnPool(
            [source = *source, stop] { return readMediaChapters(*source, stop); }, &m_readers);
    return then(read, this, [this](const Result<MediaChapters> &media) -> Result<ChapterList> {
        if (!media)
            return media.error();
        ChapterList list{.source = ChapterSource::File, .chapters = media->chapters};
        for (Chapter &chapter : list.chapters) {
            if (chapter.image.isEmpty() && !chapter.embeddedImage.isEmpty())
                chapter.image = m_artwork.keep(chapter.embeddedImage);
            chapter.embeddedImage.clear();
        }
        return list;
    });
}

void ChapterService::store(EpisodeId episode, const ChapterList &list)
{
    const auto written = m_storage.write([episode, list](Database &database) {
        return EpisodeRepository(database).setChapters(episode, list);
    });
    onResult(written, this, [this, episode](const Result<> &done) {
        if (done)
            Q_EMIT episodeChaptersChanged(episode);
        else
            qCWarning(chapterLog) << done.error().detail;
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

void ChapterService::finished(EpisodeId episode)
{
    const auto pending
            = std::find_if(m_pending.begin(), m_pending.end(),
                           [episode](const Pending &one) { return one.episode == episode; });
    if (pending == m_pending.end() || --pending->left > 0)
        return;
    m_pending.erase(pending);
    Q_EMIT gathered(episode);
}

} // namespace Earmark
