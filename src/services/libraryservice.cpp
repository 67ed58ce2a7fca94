// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/libraryservice.h"

#include "core/addresspolicy.h"
#include "core/async.h"
#include "feed/discovery.h"
#include "feed/feedparser.h"
#include "feed/opml.h"
#include "net/httpclient.h"
#include "services/demo.h"
#include "services/feedpreparation.h"
#include "services/refreshbatch.h"
#include "services/undostack.h"
#include "storage/feedmerge.h"
#include "storage/podcastrepository.h"
#include "storage/storage.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace Earmark {

struct LibraryService::Fetched
{
    QUrl address; ///< Of the feed; another one than asked for when a page named it.
    QUrl permanentUrl;
    HttpValidators validators;
    FeedDocument document;
    bool notModified = false;
};

namespace {

constexpr int DaysUntilPurge = 7;

RefreshOutcome outcomeOf(const Podcast &podcast, RefreshOutcome::Status status)
{
    return {.id = podcast.id,
            .url = podcast.url,
            .title = podcast.title,
            .status = status,
            .error = {}};
}

Result<QByteArray> demoFeed()
{
    QFile file(demoResource(demoFeedAddress()));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorKind::NotFound, u"This Earmark was built without its demo."_s,
                    file.errorString());
    }
    return file.readAll();
}

} // namespace

LibraryService::LibraryService(Storage &storage, HttpClient &http, UndoStack &undo, Clock clock,
                               QObject *parent)
    : QObject(parent), m_storage(storage), m_http(http), m_undo(undo), m_clock(std::move(clock))
{
}

LibraryService::~LibraryService() = default;

void LibraryService::tidy()
{
    m_storage.write([until = m_clock().addDays(-DaysUntilPurge)](Database &database) {
        return PodcastRepository(database).purgeRemoved(until);
    });
}

QFuture<Result<PodcastList>> LibraryService::podcasts()
{
    return m_storage.read([](Database &database) { return PodcastRepository(database).all(); });
}

QFuture<Result<Podcast>> LibraryService::podcast(PodcastId id)
{
    return m_storage.read(
            [id](Database &database) { return PodcastRepository(database).podcast(id); });
}

QFuture<Result<Subscription>> LibraryService::subscribe(const QUrl &address, bool fetchNow)
{
    using Known = std::optional<PodcastId>;
    const auto known = m_storage.write(
            [address](Database &database) { return PodcastRepository(database).find(address); });
    return then(known, this, [this, address, fetchNow](const Result<Known> &found) {
        if (!found)
            return readyFuture(Result<Subscription>(found.error()));
        if (*found) {
            Podcast podcast;
            podcast.id = **found;
            podcast.url = address;
            return readyFuture(Result<Subscription>(Subscription{
                    .id = **found,
                    .isNew = false,
                    .outcome = outcomeOf(podcast, RefreshOutcome::Status::NotFetched)}));
        }
        if (!fetchNow)
            return added(address, {});
        return then(fetchPage(address), this, [this](const Result<Fetched> &fetched) {
            return fetched ? added(fetched->address, *fetched)
                           : readyFuture(Result<Subscription>(fetched.error()));
        });
    });
}

QFuture<Result<Subscription>> LibraryService::subscribeDemo()
{
    return subscribe(demoFeedAddress());
}

/// The podcast comes into the library, with what was fetched for it (no document: nothing yet).
QFuture<Result<Subscription>> LibraryService::added(const QUrl &address, const Fetched &fetched)
{
    const NewPodcast podcast{
            .url = address, .title = fetched.document.title, .site = {}, .folder = {}};
    const auto row = m_storage.write(
            [podcast](Database &database) { return PodcastRepository(database).add(podcast); });
    return then(row, this, [this, address, fetched](const Result<AddedPodcast> &stored) {
        if (!stored)
            return readyFuture(Result<Subscription>(stored.error()));
        Podcast subscription;
        subscription.id = stored->id;
        subscription.url = address;
        subscription.title = fetched.document.title;
        const bool isNew = stored->outcome != AddedPodcast::Outcome::AlreadyThere;
        const auto subscribed = [id = stored->id, isNew](const RefreshOutcome &outcome) {
            return Result<Subscription>(Subscription{.id = id, .isNew = isNew, .outcome = outcome});
        };
        Q_EMIT podcastsChanged();
        if (fetched.document.format.isEmpty()) {
            return readyFuture(
                    subscribed(outcomeOf(subscription, RefreshOutcome::Status::NotFetched)));
        }
        return then(store(subscription, fetched), this, subscribed);
    });
}

QFuture<Result<>> LibraryService::unsubscribe(PodcastId id)
{
    const auto removed
            = m_storage.write([id, now = m_clock()](Database &database) -> Result<QString> {
                  PodcastRepository repository(database);
                  const auto podcast = repository.podcast(id);
                  if (!podcast)
                      return podcast.error();
                  const auto done = repository.remove(id, now);
                  return done ? podcast->title : Result<QString>(done.error());
              });
    return then(removed, this, [this, id](const Result<QString> &title) -> Result<> {
        if (!title)
            return title.error();
        m_undo.push({.kind = UndoKind::Unsubscribe, .subject = *title}, [this, id] {
            const auto back = m_storage.write(
                    [id](Database &database) { return PodcastRepository(database).restore(id); });
            return then(back, this, [this, id](const Result<> &done) {
                Q_EMIT podcastsChanged();
                Q_EMIT episodesChanged({id});
                return done;
            });
        });
        Q_EMIT podcastsChanged();
        Q_EMIT episodesChanged({id});
        return {};
    });
}

QFuture<Result<>> LibraryService::setImagesAllowed(PodcastId id, bool allowed)
{
    const auto written = m_storage.write([id, allowed](Database &database) {
        return PodcastRepository(database).setImagesAllowed(id, allowed);
    });
    return then(written, this, [this](const Result<> &done) {
        Q_EMIT podcastsChanged();
        return done;
    });
}

/// A feed's address, or a page's that names its feed.
QFuture<Result<LibraryService::Fetched>> LibraryService::fetchPage(const QUrl &address)
{
    HttpRequest request;
    request.url = address;
    request.priority = HttpRequest::Priority::Wanted;
    if (isDemoAddress(address))
        return fetch(address, {});
    return then(m_http.get(request), this, [this](const Result<HttpResponse> &response) {
        if (!response)
            return readyFuture(Result<Fetched>(response.error()));
        return then(parsed(*response), this, [this, response](const Result<Fetched> &document) {
            if (document)
                return readyFuture(document);
            const auto feeds = discoverFeeds(response->body, response->finalUrl);
            if (feeds.isEmpty() || feeds.first().url == response->finalUrl)
                return readyFuture(document);
            return fetch(feeds.first().url, {});
        });
    });
}

QFuture<Result<LibraryService::Fetched>> LibraryService::fetch(const QUrl &address,
                                                               const HttpValidators &validators)
{
    if (isDemoAddress(address)) {
        const auto bytes = demoFeed();
        if (!bytes)
            return readyFuture(Result<Fetched>(bytes.error()));
        HttpResponse response;
        response.status = 200;
        response.body = *bytes;
        response.finalUrl = address;
        return parsed(response);
    }
    HttpRequest request;
    request.url = address;
    request.validators = validators;
    const auto answer = m_http.get(request);
    m_requests.append(answer);
    return then(orCancelled(answer, this), this,
                [this, address](const Result<HttpResponse> &response) {
                    m_requests.removeIf([](const auto &one) { return one.isFinished(); });
                    return then(parsed(response), this, [address](Result<Fetched> fetched) {
                        if (fetched)
                            fetched->address = address;
                        return fetched;
                    });
                });
}

QFuture<Result<LibraryService::Fetched>>
LibraryService::parsed(const Result<HttpResponse> &response)
{
    if (!response)
        return readyFuture(Result<Fetched>(response.error()));
    Fetched fetched{.address = response->finalUrl,
                    .permanentUrl = response->permanentUrl,
                    .validators = response->validators,
                    .document = {},
                    .notModified = response->notModified()};
    if (fetched.notModified)
        return readyFuture(Result<Fetched>(fetched));
    return runOnPool([fetched, body = response->body, charset = response->charset]() mutable {
        auto document = parseFeed(body, {.baseUrl = fetched.address, .httpCharset = charset});
        if (!document)
            return Result<Fetched>(document.error());
        fetched.document = std::move(*document);
        return Result<Fetched>(std::move(fetched));
    });
}

QFuture<RefreshOutcome> LibraryService::refreshOne(const Podcast &podcast)
{
    return then(fetch(podcast.url, podcast.validators), this,
                [this, podcast](const Result<Fetched> &fetched) {
                    if (!fetched)
                        return refused(podcast, fetched.error());
                    return fetched->notModified ? unchanged(podcast, *fetched)
                                                : store(podcast, *fetched);
                });
}

QFuture<RefreshOutcome> LibraryService::refused(const Podcast &podcast, const Error &error)
{
    RefreshOutcome outcome = outcomeOf(podcast, RefreshOutcome::Status::Failed);
    if (error.kind == ErrorKind::Cancelled) {
        outcome.status = RefreshOutcome::Status::Cancelled;
        return readyFuture(outcome);
    }
    outcome.error = error.sentence;
    const auto noted = m_storage.write([podcast, error, now = m_clock()](Database &database) {
        return PodcastRepository(database).setError(podcast.id, error.sentence, now);
    });
    return then(noted, this, [outcome](const Result<> &) { return outcome; });
}

QFuture<RefreshOutcome> LibraryService::unchanged(const Podcast &podcast, const Fetched &fetched)
{
    const auto noted = m_storage.write([podcast, fetched, now = m_clock()](Database &database) {
        return PodcastRepository(database).setRefreshed(podcast.id, now, fetched.validators);
    });
    RefreshOutcome outcome = outcomeOf(podcast, RefreshOutcome::Status::NotModified);
    return then(noted, this, [outcome](const Result<> &) { return outcome; });
}

QFuture<RefreshOutcome> LibraryService::store(const Podcast &podcast, const Fetched &fetched)
{
    Podcast subscription = podcast;
    subscription.validators = fetched.validators;
    subscription.lastRefreshed = m_clock();
    const auto prepared = runOnPool([subscription, document = fetched.document] {
        return prepareFeed(subscription, document);
    });
    const auto merged = then(prepared, this, [this](const PreparedFeed &feed) {
        return mergeFeed(m_storage, feed);
    });
    RefreshOutcome outcome = outcomeOf(podcast, RefreshOutcome::Status::Updated);
    if (!fetched.document.title.isEmpty())
        outcome.title = fetched.document.title;
    if (isFetchable(fetched.permanentUrl) && fetched.permanentUrl != podcast.url) {
        m_storage.write([id = podcast.id, url = fetched.permanentUrl](Database &database) {
            return PodcastRepository(database).setUrl(id, url);
        });
    }
    return then(merged, this, [this, outcome](const Result<MergeSummary> &summary) mutable {
        if (summary) {
            outcome.inserted = summary->inserted;
            outcome.updated = summary->updated;
        } else {
            outcome.status = RefreshOutcome::Status::Failed;
            outcome.error = summary.error().sentence;
        }
        Q_EMIT podcastsChanged();
        if (summary && *summary != MergeSummary{})
            Q_EMIT episodesChanged({outcome.id});
        return outcome;
    });
}

QFuture<RefreshOutcomes> LibraryService::refresh(const QList<PodcastId> &wanted)
{
    return then(podcasts(), this, [this, wanted](const Result<PodcastList> &all) {
        if (!all) {
            Q_EMIT failed(all.error());
            return readyFuture(RefreshOutcomes());
        }
        PodcastList due;
        for (const Podcast &podcast : *all) {
            if ((wanted.isEmpty() || wanted.contains(podcast.id))
                && !m_refreshing.contains(podcast.id))
                due.append(podcast);
        }
        return runBatch(due);
    });
}

QFuture<RefreshOutcomes> LibraryService::runBatch(const PodcastList &podcasts)
{
    auto *batch = new RefreshBatch(
            podcasts, [this](const Podcast &podcast) { return refreshOne(podcast); }, this);
    m_batches.append(batch);
    for (const Podcast &podcast : podcasts)
        m_refreshing.insert(podcast.id);
    connect(batch, &RefreshBatch::progressed, this, &LibraryService::announce);
    connect(batch, &RefreshBatch::finished, this, [this, batch, podcasts] {
        m_batches.removeOne(batch);
        for (const Podcast &podcast : podcasts)
            m_refreshing.remove(podcast.id);
        announce({});
        Q_EMIT podcastsChanged();
    });
    announce({});
    return batch->start();
}

void LibraryService::announce(const QString &title)
{
    RefreshProgress progress{.done = 0, .total = 0, .current = title};
    for (const RefreshBatch *batch : std::as_const(m_batches)) {
        progress.done += batch->done();
        progress.total += batch->total();
    }
    Q_EMIT refreshProgress(progress);
}

void LibraryService::cancelRefresh()
{
    const auto batches = m_batches;
    for (RefreshBatch *batch : batches)
        batch->cancel();
    for (auto &request : m_requests)
        request.cancel();
}

QFuture<Result<ImportReport>> LibraryService::importOpml(const QByteArray &document, bool fetchNow)
{
    using Added = QList<AddedPodcast>;
    const auto parsedOpml = runOnPool([document] { return parseOpml(document); });
    return then(parsedOpml, this, [this, fetchNow](const Result<OpmlDocument> &opml) {
        if (!opml)
            return readyFuture(Result<ImportReport>(opml.error()));
        QList<NewPodcast> found;
        for (const OpmlFeed &feed : opml->feeds) {
            found.append({.url = feed.url,
                          .title = feed.title,
                          .site = feed.site,
                          .folder = feed.folder});
        }
        const auto rows = m_storage.write(
                [found](Database &database) { return PodcastRepository(database).addAll(found); });
        return then(rows, this, [this, found, fetchNow](const Result<Added> &stored) {
            return stored ? imported(found, *stored, fetchNow)
                          : readyFuture(Result<ImportReport>(stored.error()));
        });
    });
}

QFuture<Result<ImportReport>> LibraryService::imported(const QList<NewPodcast> &found,
                                                       const QList<AddedPodcast> &stored,
                                                       bool fetchNow)
{
    ImportReport report{.found = int(found.size()), .outcomes = {}};
    PodcastList added;
    for (qsizetype i = 0; i < stored.size(); ++i) {
        if (stored.at(i).outcome == AddedPodcast::Outcome::AlreadyThere) {
            ++report.known;
            continue;
        }
        Podcast podcast;
        podcast.id = stored.at(i).id;
        podcast.url = found.at(i).url;
        podcast.title = found.at(i).title;
        added.append(podcast);
    }
    report.added = int(added.size());
    Q_EMIT podcastsChanged();
    if (!fetchNow) {
        for (const Podcast &podcast : added)
            report.outcomes.append(outcomeOf(podcast, RefreshOutcome::Status::NotFetched));
        return readyFuture(Result<ImportReport>(report));
    }
    return then(runBatch(added), this, [report](const RefreshOutcomes &outcomes) mutable {
        report.outcomes = outcomes;
        return Result<ImportReport>(report);
    });
}

QFuture<Result<QByteArray>> LibraryService::exportOpml()
{
    return then(podcasts(), this, [](const Result<PodcastList> &all) -> Result<QByteArray> {
        if (!all)
            return all.error();
        OpmlDocument document{.title = u"Earmark subscriptions"_s, .feeds = {}};
        for (const Podcast &podcast : *all) {
            if (isFetchable(podcast.url)) {
                document.feeds.append({.title = podcast.title,
                                       .url = podcast.url,
                                       .site = podcast.site,
                                       .folder = podcast.folder});
            }
        }
        return writeOpml(document);
    });
}

} // namespace Earmark
