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

namespace Earmark {
namespace {

Q_LOGGING_CATEGORY(chapterLog, "earmark.chapters", QtWarningMsg)

constexpr int MaxReaders = 2;
constexpr qint64 MaxChapterFile = 5 * 1024 * 1024;

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
    m_readers.waitForDone();
}

ShownChapters ChapterService::shown(const Episode &episode)
{
    return chooseChapters(episode.chapterSources, episode.chosenSource, episode.row.duration);
}

void ChapterService::gather(const Episode &episode)
{
    if (m_gathered.contains(episode.row.id))
        return;
    m_gathered.insert(episode.row.id);
    m_pending.insert(episode.row.id, 2);
    gatherJson(episode);
    gatherFile(episode);
}

void ChapterService::gatherJson(const Episode &episode)
{
    const EpisodeId id = episode.row.id;
    if (!isFetchable(episode.chaptersUrl)) {
        finished(id);
        return;
    }
    HttpRequest request;
    request.url = episode.chaptersUrl;
    request.maxBody = MaxChapterFile;
    request.priority = HttpRequest::Priority::Wanted;
    const auto parsed = then(m_http.get(request), this, [](const Result<HttpResponse> &response) {
        if (!response)
            return readyFuture(Result<Chapters>(response.error()));
        return runOnPool([body = response->body, base = response->finalUrl] {
            return parseJsonChapters(body, base);
        });
    });
    onResult(parsed, this, [this, id](const Result<Chapters> &chapters) {
        if (chapters)
            store(id, {.source = ChapterSource::Json, .chapters = *chapters});
        else
            qCInfo(chapterLog) << "chapter file:" << chapters.error().detail;
        finished(id);
    });
}

void ChapterService::gatherFile(const Episode &episode)
{
    const EpisodeId id = episode.row.id;
    const auto source = m_media.open(episode.enclosure);
    if (!source) {
        finished(id);
        return;
    }
    const auto read
            = runOnPool([source = *source,
                         stop = m_stop.get_token()] { return readMediaChapters(*source, stop); },
                        &m_readers);
    onResult(read, this, [this, id](const Result<MediaChapters> &media) {
        if (!media) {
            qCInfo(chapterLog) << "chapters in the file:" << media.error().detail;
            finished(id);
            return;
        }
        ChapterList list{.source = ChapterSource::File, .chapters = media->chapters};
        for (Chapter &chapter : list.chapters) {
            if (chapter.image.isEmpty() && !chapter.embeddedImage.isEmpty())
                chapter.image = m_artwork.keep(chapter.embeddedImage);
            chapter.embeddedImage.clear();
        }
        store(id, list);
        finished(id);
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
    if (--m_pending[episode] > 0)
        return;
    m_pending.remove(episode);
    Q_EMIT gathered(episode);
}

} // namespace Earmark
