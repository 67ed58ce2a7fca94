// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/preparedfeed.h"
#include "core/refreshplan.h"
#include "core/result.h"
#include "services/feedfetcher.h"
#include "services/refreshoutcome.h"
#include "storage/podcastrepository.h"

#include <QElapsedTimer>
#include <QFuture>
#include <QHash>
#include <QObject>
#include <QPromise>
#include <QTimer>

#include <functional>
#include <memory>

namespace Earmark {

class Storage;

/// One podcast's refresh from its request to the library: asks politely, follows it to a new
/// address, keeps the log. What brings no document is written many at a time (settle()).
class FeedRefresher : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FeedRefresher)

public:
    /// The name and password of a podcast that needs them (Podcast::loginName is not empty).
    using Logins = std::function<QFuture<std::optional<HttpCredentials>>(const Podcast &)>;

    FeedRefresher(Storage &storage, HttpClient &http, Clock clock, Chance chance,
                  QObject *parent = nullptr);

    void setLogins(Logins logins) { m_logins = std::move(logins); }
    /// What it brings belongs to refreshes: cancel() ends it.
    FeedFetcher &fetcher() { return m_fetcher; }

    QFuture<RefreshOutcome> refresh(const Podcast &podcast, RefreshWish wish);
    /// Ends every refresh that still asks, its server or the keyring; they are Cancelled soon.
    void cancel();
    /// What was fetched for a podcast that is in the library.
    QFuture<RefreshOutcome> store(const Podcast &podcast, const FetchedFeed &fetched);
    /// The podcast gets another address now: what is still on its way from the one before is given
    /// up, and says nothing about the podcast any more.
    void leaveAddress(PodcastId id);
    /// Is it this podcast that was read? By core/refreshplan.h and the library's episodes.
    QFuture<bool> isTheSame(const Podcast &podcast, const FetchedFeed &found);
    /// Writes what is still to be written of refreshes that brought no document, and makes those
    /// that brought one survive a power cut. wasOffline: those that failed because nothing could be
    /// reached did not happen.
    QFuture<Result<>> settle(bool wasOffline);

Q_SIGNALS:
    void podcastsChanged();
    void episodesChanged(const QList<Earmark::PodcastId> &podcasts);

private:
    struct Job
    {
        Podcast podcast;
        FetchAttempt attempt;
        QElapsedTimer since;
        std::optional<HttpCredentials> login{}; ///< For its origin.
        int move = 0; ///< The podcast's last one when this began.
    };

    using KnownLogin = Result<std::optional<HttpCredentials>>;

    QFuture<KnownLogin> loginOf(const Podcast &podcast);
    FeedRequest requestFor(const Podcast &podcast, RefreshWish wish) const;
    QFuture<RefreshOutcome> ask(const Job &job, const FeedRequest &request);
    QFuture<RefreshOutcome> answered(Job job, const Result<FetchedFeed> &fetched);
    QFuture<RefreshOutcome> refused(const Job &job, const Error &error);
    QFuture<RefreshOutcome> unchanged(const Job &job, const FetchedFeed &fetched);
    QFuture<RefreshOutcome> read(const Job &job, const FetchedFeed &fetched);
    QFuture<RefreshOutcome> moved(const Job &job, const FetchedFeed &fetched, const QUrl &to);
    QFuture<RefreshOutcome> merged(const Job &job, const FetchedFeed &fetched);
    QFuture<Result<bool>> rewriteAddress(const Podcast &podcast, const QUrl &url);
    bool isLate(const Job &job) const { return m_moves.value(job.podcast.id) != job.move; }
    void add(const RefreshRecord &record);
    QFuture<Result<>> write();
    QFuture<Result<>> seal();

    Storage &m_storage;
    FeedFetcher m_fetcher;
    Clock m_clock;
    Chance m_chance;
    Logins m_logins;
    QList<std::shared_ptr<QPromise<KnownLogin>>> m_waiting; ///< For the keyring.
    HostWishes m_wishes;
    QHash<PodcastId, int> m_moves; ///< Numbered.
    QList<RefreshRecord> m_records;
    QList<RefreshRecord> m_unreachable; ///< Nobody knows yet whose fault it is.
    bool m_isSealWanted = false; ///< Documents were merged since the last seal().
    QTimer m_write;
};

} // namespace Earmark
