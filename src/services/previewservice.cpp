// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/previewservice.h"

#include "core/async.h"
#include "core/findinput.h"
#include "core/ownnetwork.h"
#include "feed/discovery.h"
#include "feed/feedparser.h"
#include "feed/notes.h"
#include "net/httpclient.h"
#include "services/directoryservice.h"
#include "services/feedpreparation.h"
#include "services/guessedaddress.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Earmark {

struct PreviewService::Looked
{
    Result<FeedPreview> preview = fail(ErrorKind::Parse, {});
    QUrl feed; ///< Named by the page.
    FindInput link; ///< To a directory, on the page.
};

namespace {

constexpr qsizetype MostEpisodes = 300; // more than anybody looks through before subscribing

std::chrono::milliseconds durationOf(const FeedEpisode &episode)
{
    constexpr double Longest = 1e9; // s
    const double seconds = episode.durationSeconds.value_or(0);
    return std::chrono::milliseconds(
            seconds > 0 && seconds < Longest ? qint64(std::llround(seconds * 1000)) : 0);
}

FeedPreview previewOf(Podcast podcast, FeedDocument document)
{
    FeedPreview preview;
    preview.count = int(document.episodes.size());
    if (document.episodes.size() > MostEpisodes)
        document.episodes.resize(MostEpisodes);
    podcast.title = podcast.url.host();
    const PreparedFeed prepared = prepareFeed(podcast, document);
    preview.podcast = prepared.podcast;
    preview.podcast.episodes = preview.count;
    preview.descriptionHtml = safeNotesHtml(prepared.podcast.description,
                                            {.allowImages = false, .baseUrl = podcast.site});
    for (const PreparedEpisode &episode : prepared.episodes)
        preview.episodes.append(previewEpisode(prepared.podcast, episode));
    const auto isOlder
            = [](const Episode &a, const Episode &b) { return a.row.published < b.row.published; };
    if (preview.podcast.serial)
        std::ranges::stable_sort(preview.episodes, isOlder);
    return preview;
}

} // namespace

Episode previewEpisode(const Podcast &podcast, const PreparedEpisode &prepared)
{
    const FeedEpisode &feed = prepared.feed;
    Episode episode;
    episode.row.title = prepared.shownTitle;
    episode.row.podcastTitle = podcast.title;
    episode.row.image = feed.image.isEmpty() ? podcast.image : feed.image;
    episode.row.excerpt = prepared.excerpt;
    episode.row.published = feed.published;
    episode.row.duration = durationOf(feed);
    episode.row.hasTranscript = !feed.transcripts.isEmpty();
    episode.guid = feed.guid;
    episode.podcastUrl = podcast.url;
    episode.link = feed.link;
    episode.enclosure = feed.enclosure;
    episode.notesHtml = feed.descriptionHtml;
    episode.chaptersUrl = feed.chaptersUrl;
    episode.chaptersType = feed.chaptersType;
    episode.transcripts = feed.transcripts;
    episode.persons = feed.persons;
    if (!feed.podloveChapters.isEmpty())
        episode.chapterSources.append({ChapterSource::Podlove, feed.podloveChapters});
    if (!prepared.noteChapters.isEmpty())
        episode.chapterSources.append({ChapterSource::Notes, prepared.noteChapters});
    episode.row.chapters = episode.chapterSources.isEmpty()
            ? 0
            : int(episode.chapterSources.constFirst().chapters.size());
    return episode;
}

PreviewService::PreviewService(HttpClient &http, DirectoryService &directories, Clock clock,
                               QObject *parent)
    : QObject(parent), m_http(http), m_directories(directories), m_clock(std::move(clock))
{
}

QFuture<Result<FeedPreview>> PreviewService::open(const QUrl &address, Named named, bool isGuess)
{
    HttpRequest request;
    request.priority = HttpRequest::Priority::Wanted;
    QString ownHost = m_directories.ownHost();
    if (named == Named::ByListener && isOwnNetwork(address.host()))
        ownHost = address.host();
    request.reach = Reach::PublicOnly;
    request.ownHost = ownHost;
    const bool hasLogin = !address.userInfo().isEmpty();
    const auto lookAt = [this, request](const QUrl &url) {
        HttpRequest there = request;
        there.url = url;
        return look(there);
    };
    const auto page = isGuess ? askGuessed(address, hasLogin, this, lookAt) : lookAt(address);
    return then(page, this, [this, ownHost](const Result<Looked> &looked) {
        if (!looked)
            return readyFuture(Result<FeedPreview>(looked.error()));
        return looked->preview ? readyFuture(looked->preview) : followed(*looked, ownHost);
    });
}

/// What a page names is fetched once; what stands there is a feed or nothing.
QFuture<Result<FeedPreview>> PreviewService::followed(const Looked &page, const QString &ownHost)
{
    const auto read = [this, ownHost](const QUrl &feed) {
        HttpRequest request;
        request.url = feed;
        request.priority = HttpRequest::Priority::Wanted;
        request.reach = Reach::PublicOnly;
        request.ownHost = ownHost;
        return then(look(request), this, [](const Result<Looked> &looked) {
            return looked ? looked->preview : Result<FeedPreview>(looked.error());
        });
    };
    if (!page.feed.isEmpty())
        return read(page.feed);
    if (page.link.id.isEmpty())
        return readyFuture(page.preview);
    return then(m_directories.feedOf(page.link), this, [page, read](const Result<QUrl> &feed) {
        return feed ? read(*feed) : readyFuture(page.preview);
    });
}

QFuture<Result<PreviewService::Looked>> PreviewService::look(const HttpRequest &request)
{
    const auto answer = orCancelled(m_http.get(request), this);
    return then(answer, this, [this, asked = request.url](const Result<HttpResponse> &response) {
        if (!response)
            return readyFuture(Result<Looked>(response.error()));
        return runOnPool([response = *response, asked, now = m_clock()] {
            Looked looked;
            auto document = parseFeed(
                    response.body, {.baseUrl = response.finalUrl, .httpCharset = response.charset});
            if (document) {
                Podcast podcast;
                podcast.url = response.permanentUrl.isEmpty() ? asked : response.permanentUrl;
                podcast.lastRefreshed = now;
                looked.preview = previewOf(podcast, std::move(*document));
                return Result<Looked>(looked);
            }
            looked.preview = document.error();
            const auto feeds = discoverFeeds(response.body, response.finalUrl);
            if (!feeds.isEmpty() && feeds.first().url != response.finalUrl)
                looked.feed = feeds.first().url;
            else
                looked.link = directoryLinkOn(response.body);
            return Result<Looked>(looked);
        });
    });
}

} // namespace Earmark
