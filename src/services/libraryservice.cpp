// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/libraryservice.h"

#include "core/addresspolicy.h"
#include "core/async.h"
#include "core/ownnetwork.h"
#include "feed/notes.h"
#include "feed/opml.h"
#include "net/httpclient.h"
#include "services/demo.h"
#include "services/feedrefresher.h"
#include "services/localfolder.h"
#include "services/olderpages.h"
#include "services/refreshbatch.h"
#include "services/undostack.h"
#include "storage/podcastrepository.h"
#include "storage/storage.h"

using namespace Qt::StringLiterals;

namespace Earmark {
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

} // namespace

LibraryService::LibraryService(Storage &storage, HttpClient &http, UndoStack &undo, Clock clock,
                               Chance chance, QObject *parent)
    : QObject(parent), m_storage(storage), m_undo(undo), m_clock(clock),
      m_refresher(new FeedRefresher(storage, http, std::move(clock), std::move(chance), this)),
      m_fetcher(new FeedFetcher(http, this))
{
    connect(m_refresher, &FeedRefresher::podcastsChanged, this, &LibraryService::podcastsChanged);
    connect(m_refresher, &FeedRefresher::episodesChanged, this, &LibraryService::episodesChanged);
}

LibraryService::~LibraryService() = default;

void LibraryService::tidy()
{
    const auto purged
            = m_storage.write([until = m_clock().addDays(-DaysUntilPurge)](Database &database) {
                  return PodcastRepository(database).purgeRemoved(until);
              });
    onResult(purged, this, [this](const Result<QList<PodcastLogin>> &unneeded) {
        if (!unneeded || !m_logins)
            return;
        for (const PodcastLogin &login : *unneeded)
            m_logins->forget(login.url, login.name);
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

QFuture<Result<Subscription>> LibraryService::subscribe(const QUrl &address,
                                                        const SubscribeWish &wish)
{
    using Known = std::optional<PodcastId>;
    SubscribeWish own = wish;
    const QUrl feed = takeLogin(address, own.login);
    if (isLocalAddress(feed)) // a stranger's word: the listener's is subscribeFolder()
        return readyFuture(Result<Subscription>(
                fail(ErrorKind::Usage, u"A file on this computer is no podcast's address."_s)));
    const auto known = m_storage.write(
            [feed](Database &database) { return PodcastRepository(database).find(feed); });
    return then(known, this, [this, feed, own](const Result<Known> &found) {
        if (!found)
            return readyFuture(Result<Subscription>(found.error()));
        if (*found)
            return withLogin(alreadyThere(**found, feed), own);
        if (!own.fetch) {
            FetchedFeed nothing;
            nothing.isOnOwnNetwork = own.isOwnNetworkAllowed && isOwnNetwork(feed.host());
            return then(added(feed, nothing), this, [this, own](const Result<Subscription> &done) {
                return done ? withLogin(*done, own) : readyFuture(done);
            });
        }
        const auto page = m_fetcher->fetchPage(
                {.url = feed, .credentials = own.login, .isGuess = own.isGuess},
                own.isOwnNetworkAllowed);
        const auto subscribed = then(page, this, [this](const Result<FetchedFeed> &fetched) {
            return fetched ? added(fetched->address, *fetched)
                           : readyFuture(Result<Subscription>(fetched.error()));
        });
        return then(subscribed, this, [this, feed, own](const Result<Subscription> &done) {
            const bool isTheirs = done && isSameOrigin(done->outcome.url, feed);
            return isTheirs ? withLogin(*done, own) : readyFuture(done);
        });
    });
}

Subscription LibraryService::alreadyThere(PodcastId id, const QUrl &url)
{
    Podcast podcast;
    podcast.id = id;
    podcast.url = url;
    return {.id = id,
            .isNew = false,
            .outcome = outcomeOf(podcast, RefreshOutcome::Status::NotFetched),
            .notice = {}};
}

QFuture<Result<Subscription>> LibraryService::subscribeDemo()
{
    return subscribe(demoFeedAddress());
}

/// The podcast comes into the library, with what was fetched for it (no document: nothing yet).
QFuture<Result<Subscription>> LibraryService::added(const QUrl &address, const FetchedFeed &fetched)
{
    const NewPodcast podcast{.url = address,
                             .title = fetched.document.title,
                             .site = {},
                             .folder = {},
                             .ownNetworkAllowed = fetched.isOnOwnNetwork};
    const auto row = m_storage.write(
            [podcast](Database &database) { return PodcastRepository(database).add(podcast); });
    return then(row, this, [this, address, fetched](const Result<AddedPodcast> &stored) {
        if (!stored)
            return readyFuture(Result<Subscription>(stored.error()));
        Podcast subscription;
        subscription.id = stored->id;
        subscription.url = address;
        subscription.title = fetched.document.title;
        subscription.ownNetworkAllowed = fetched.isOnOwnNetwork;
        const bool isNew = stored->outcome != AddedPodcast::Outcome::AlreadyThere;
        const auto subscribed = [id = stored->id, isNew](const RefreshOutcome &outcome) {
            return Result<Subscription>(
                    Subscription{.id = id, .isNew = isNew, .outcome = outcome, .notice = {}});
        };
        Q_EMIT podcastsChanged();
        if (fetched.document.format.isEmpty()) {
            return readyFuture(
                    subscribed(outcomeOf(subscription, RefreshOutcome::Status::NotFetched)));
        }
        return then(m_refresher->store(subscription, fetched), this, subscribed);
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

QFuture<Result<>> LibraryService::change(const std::function<Result<>(Database &)> &write)
{
    return then(m_storage.write(write), this, [this](const Result<> &done) {
        Q_EMIT podcastsChanged();
        return done;
    });
}

QFuture<QString> LibraryService::safeDescription(const Podcast &podcast)
{
    return runOnPool(
            [html = podcast.description, base = podcast.site, images = podcast.imagesAllowed] {
                return safeNotesHtml(html, {.allowImages = images, .baseUrl = base});
            });
}

QFuture<Result<>> LibraryService::setImagesAllowed(PodcastId id, bool allowed)
{
    return change([id, allowed](Database &database) {
        return PodcastRepository(database).setImagesAllowed(id, allowed);
    });
}

QFuture<Result<>> LibraryService::setTitle(PodcastId id, const QString &title)
{
    return change([id, title = title.simplified()](Database &database) {
        return PodcastRepository(database).setTitle(id, title);
    });
}

QFuture<Result<>> LibraryService::setPrivate(PodcastId id, std::optional<bool> isPrivate)
{
    return change([id, isPrivate](Database &database) {
        return PodcastRepository(database).setPrivate(id, isPrivate);
    });
}

QFuture<Result<>> LibraryService::setUnwrapTracking(PodcastId id, bool unwrap)
{
    return change([id, unwrap](Database &database) {
        return PodcastRepository(database).setUnwrapTracking(id, unwrap);
    });
}

QFuture<Result<QList<FetchAttempt>>> LibraryService::attempts(PodcastId id)
{
    return m_storage.read(
            [id](Database &database) { return PodcastRepository(database).attempts(id); });
}

QFuture<RefreshOutcomes> LibraryService::refresh(const QList<PodcastId> &wanted)
{
    return then(podcasts(), this, [this, wanted](const Result<PodcastList> &all) {
        if (!all) {
            Q_EMIT failed(all.error());
            return readyFuture(RefreshOutcomes());
        }
        PodcastList some;
        std::copy_if(all->begin(), all->end(), std::back_inserter(some),
                     [&wanted](const Podcast &podcast) {
                         return wanted.isEmpty() ? !podcast.isEnded : wanted.contains(podcast.id);
                     });
        return refreshSome(some, RefreshWish::Manual);
    });
}

QFuture<RefreshOutcomes> LibraryService::refreshDue()
{
    return then(podcasts(), this, [this](const Result<PodcastList> &all) {
        if (!all)
            return readyFuture(RefreshOutcomes()); // whoever shows the library will say why
        QHash<PodcastId, Podcast> known;
        for (const Podcast &podcast : *all)
            known.insert(podcast.id, podcast);
        PodcastList due;
        for (const PodcastId id : dueForRefresh(*all, m_clock()))
            due.append(known.value(id));
        return refreshSome(due, RefreshWish::Automatic);
    });
}

QFuture<RefreshOutcomes> LibraryService::refreshSome(const PodcastList &wanted, RefreshWish wish)
{
    PodcastList idle;
    std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(idle),
                 [this](const Podcast &podcast) { return !m_refreshing.contains(podcast.id); });
    return idle.isEmpty() ? readyFuture(RefreshOutcomes()) : runBatch(idle, wish);
}

QFuture<RefreshOutcomes> LibraryService::runBatch(const PodcastList &podcasts, RefreshWish wish)
{
    auto *batch = new RefreshBatch(
            podcasts,
            [this, wish](const Podcast &podcast) { return m_refresher->refresh(podcast, wish); },
            this);
    m_batches.append(batch);
    for (const Podcast &podcast : podcasts)
        m_refreshing.insert(podcast.id);
    connect(batch, &RefreshBatch::progressed, this, &LibraryService::announce);
    connect(batch, &RefreshBatch::finished, this, [this, batch, podcasts] {
        m_batches.removeOne(batch);
        for (const Podcast &podcast : podcasts)
            m_refreshing.remove(podcast.id);
        announce({});
    });
    announce({});
    return then(batch->start(), this,
                [this](const RefreshOutcomes &outcomes) { return settled(outcomes); });
}

/// Was it the podcasts or the network? Then what is still to be written is.
QFuture<RefreshOutcomes> LibraryService::settled(RefreshOutcomes outcomes)
{
    const bool wasOffline = Earmark::isOffline(outcomes);
    const bool hadAnswer = std::any_of(outcomes.begin(), outcomes.end(), [](const auto &outcome) {
        return outcome.hadAnswer() && isFetchable(outcome.url); // a folder needs no network
    });
    if (wasOffline) {
        for (RefreshOutcome &outcome : outcomes) {
            if (!outcome.isUnreachable && outcome.status != RefreshOutcome::Status::Offline)
                continue;
            outcome.status = RefreshOutcome::Status::Offline;
            outcome.error = u"This computer is offline."_s;
        }
    }
    if (m_isOffline != wasOffline && (wasOffline || hadAnswer)) {
        m_isOffline = wasOffline;
        Q_EMIT noticeChanged(notice());
    }
    return then(m_refresher->settle(wasOffline), this, [this, outcomes](const Result<> &written) {
        if (!written)
            Q_EMIT failed(written.error());
        Q_EMIT podcastsChanged();
        return outcomes;
    });
}

QString LibraryService::offlineNotice()
{
    return tr("Offline. Podcasts are refreshed when the network is back.");
}

void LibraryService::setNotice(const QString &notice)
{
    m_notice = notice;
    m_isOffline = false;
    Q_EMIT noticeChanged(notice);
}

QFuture<Result<OlderEpisodes>> LibraryService::loadOlder(PodcastId id)
{
    using Older = Result<OlderEpisodes>;
    return then(podcast(id), this, [this, id](const Result<Podcast> &podcast) {
        if (!podcast)
            return readyFuture(Older(podcast.error()));
        if (m_older.contains(id)) {
            return readyFuture(
                    Older(fail(ErrorKind::Usage, u"Older episodes are being loaded already."_s)));
        }
        auto *pages = new OlderPages(m_storage, m_refresher->fetcher(), *podcast, this);
        m_older.insert(id, pages);
        connect(pages, &OlderPages::arrived, this, [this](PodcastId changed) {
            Q_EMIT podcastsChanged();
            Q_EMIT episodesChanged({changed});
        });
        using Login = std::optional<HttpCredentials>;
        const auto login = m_logins ? m_logins->find(*podcast) : readyFuture(Login());
        const auto all
                = then(login, this, [pages](const Login &known) { return pages->start(known); });
        return then(all, this, [this, id](const Older &brought) {
            m_older.remove(id);
            Q_EMIT podcastsChanged();
            return brought;
        });
    });
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
    for (OlderPages *pages : std::as_const(m_older))
        pages->cancel();
    m_refresher->cancel();
}

QFuture<Result<ImportReport>> LibraryService::importOpml(const QByteArray &document,
                                                         const ImportWish &wish)
{
    using Added = QList<AddedPodcast>;
    const auto parsedOpml = runOnPool([document] { return parseOpml(document); });
    return then(parsedOpml, this, [this, wish](const Result<OpmlDocument> &opml) {
        if (!opml)
            return readyFuture(Result<ImportReport>(opml.error()));
        QList<NewPodcast> found;
        QHash<QUrl, HttpCredentials> logins;
        for (const OpmlFeed &feed : opml->feeds) {
            std::optional<HttpCredentials> login;
            const QUrl url = takeLogin(feed.url, login);
            if (login)
                logins.insert(url, *login);
            found.append({.url = url,
                          .title = feed.title,
                          .site = feed.site,
                          .folder = feed.folder,
                          .ownNetworkAllowed
                          = wish.isOwnNetworkAllowed && isOwnNetwork(feed.url.host())});
        }
        const auto rows = m_storage.write(
                [found](Database &database) { return PodcastRepository(database).addAll(found); });
        return then(rows, this, [this, found, logins, wish](const Result<Added> &stored) {
            return stored ? imported(found, *stored, logins, wish.fetch)
                          : readyFuture(Result<ImportReport>(stored.error()));
        });
    });
}

QFuture<Result<ImportReport>> LibraryService::imported(const QList<NewPodcast> &found,
                                                       const QList<AddedPodcast> &stored,
                                                       const QHash<QUrl, HttpCredentials> &logins,
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
        podcast.ownNetworkAllowed = found.at(i).ownNetworkAllowed;
        added.append(podcast);
    }
    report.added = int(added.size());
    keepLogins(added, logins);
    Q_EMIT podcastsChanged();
    if (!fetchNow) {
        for (const Podcast &podcast : added)
            report.outcomes.append(outcomeOf(podcast, RefreshOutcome::Status::NotFetched));
        return readyFuture(Result<ImportReport>(report));
    }
    return then(runBatch(added, RefreshWish::Automatic), this,
                [report](const RefreshOutcomes &outcomes) mutable {
                    report.outcomes = outcomes;
                    return Result<ImportReport>(report);
                });
}

} // namespace Earmark
