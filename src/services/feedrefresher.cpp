// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/feedrefresher.h"

#include "core/addresspolicy.h"
#include "core/async.h"
#include "core/ownnetwork.h"
#include "net/httpfailure.h"
#include "services/demo.h"
#include "services/feedpreparation.h"
#include "storage/feedmerge.h"
#include "storage/settingsrepository.h"
#include "storage/storage.h"

#include <QLocale>
#include <QNetworkReply>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

constexpr auto WriteAfter = 250ms;
constexpr qsizetype WriteAt = 200; ///< records
constexpr int LoginNeeded = 401;
constexpr int Gone = 410;

RefreshOutcome outcomeOf(const Podcast &podcast, RefreshOutcome::Status status)
{
    return {.id = podcast.id,
            .url = podcast.url,
            .title = podcast.title,
            .status = status,
            .error = {}};
}

RefreshOutcome postponed(const Podcast &podcast, const QDateTime &until)
{
    RefreshOutcome outcome = outcomeOf(podcast, RefreshOutcome::Status::Postponed);
    outcome.error = u"%1 asked not to be asked again before %2."_s.arg(
            podcast.url.host(),
            QLocale().toString(until.toLocalTime().time(), QLocale::ShortFormat));
    return outcome;
}

/// Failed before anybody could answer: perhaps for want of a network.
bool isForWantOfAWay(const Error &error)
{
    if (error.kind != ErrorKind::Network)
        return false;
    switch (error.code) {
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::TimeoutError:
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::UnknownNetworkError:
        return true;
    default:
        return false;
    }
}

/// May a document or a redirect send the podcast from one address to the other for good?
bool mayMove(const QUrl &from, const QUrl &to)
{
    const bool isDowngrade = from.scheme() == "https"_L1 && to.scheme() != "https"_L1;
    return isFetchable(to) && !isDowngrade
            && to.adjusted(QUrl::RemoveFragment) != from.adjusted(QUrl::RemoveFragment);
}

} // namespace

FeedRefresher::FeedRefresher(Storage &storage, HttpClient &http, Clock clock, Chance chance,
                             QObject *parent)
    : QObject(parent), m_storage(storage), m_fetcher(http), m_clock(std::move(clock)),
      m_chance(std::move(chance))
{
    m_write.setSingleShot(true);
    m_write.setInterval(WriteAfter);
    connect(&m_write, &QTimer::timeout, this, [this] { write(); });
}

FeedRequest FeedRefresher::requestFor(const Podcast &podcast, RefreshWish wish) const
{
    return {.url = podcast.url,
            .validators = podcast.validators,
            .bodyDigest = podcast.bodyDigest,
            .ownHost = podcast.ownHost(),
            .isWanted = wish == RefreshWish::Manual};
}

QFuture<RefreshOutcome> FeedRefresher::refresh(const Podcast &podcast, RefreshWish wish)
{
    const QDateTime now = m_clock();
    const std::chrono::seconds patience
            = wish == RefreshWish::Manual ? ManualPatience : LongestRefresh;
    if (const auto until = m_wishes.until(podcast.url.host(), now, patience))
        return readyFuture(postponed(podcast, *until));
    Job job{.podcast = podcast, .attempt = {.at = now}, .since = {}};
    job.move = m_moves.value(podcast.id);
    job.since.start();
    const FeedRequest request = requestFor(podcast, wish);
    if (!m_logins || podcast.loginName.isEmpty())
        return ask(job, request);
    return then(loginOf(podcast), this, [this, job, request](const KnownLogin &login) {
        if (!login)
            return refused(job, login.error());
        FeedRequest known = request;
        known.credentials = *login;
        Job theirs = job;
        theirs.login = *login;
        return ask(theirs, known);
    });
}

/// A keyring may wait for its own password, as long as nobody types it.
QFuture<FeedRefresher::KnownLogin> FeedRefresher::loginOf(const Podcast &podcast)
{
    auto answer = std::make_shared<QPromise<KnownLogin>>();
    answer->start();
    m_waiting.append(answer);
    onResult(m_logins(podcast), this, [this, answer](const std::optional<HttpCredentials> &login) {
        if (m_waiting.removeOne(answer)) { // else it was cancelled
            answer->addResult(KnownLogin(login));
            answer->finish();
        }
    });
    return answer->future();
}

void FeedRefresher::cancel()
{
    const auto waiting = std::exchange(m_waiting, {});
    for (const auto &answer : waiting) {
        answer->addResult(KnownLogin(fail(ErrorKind::Cancelled, {})));
        answer->finish();
    }
    m_fetcher.cancel();
}

QFuture<RefreshOutcome> FeedRefresher::ask(const Job &job, const FeedRequest &request)
{
    return then(m_fetcher.fetch(request), this,
                [this, job](const Result<FetchedFeed> &fetched) { return answered(job, fetched); });
}

QFuture<RefreshOutcome> FeedRefresher::answered(Job job, const Result<FetchedFeed> &fetched)
{
    if (isLate(job))
        return readyFuture(outcomeOf(job.podcast, RefreshOutcome::Status::Cancelled));
    job.attempt.took = std::chrono::milliseconds(job.since.elapsed());
    if (!fetched)
        return refused(job, fetched.error());
    job.attempt.status = fetched->status;
    job.attempt.bytes = fetched->bytes;
    return fetched->kind == FetchedFeed::Kind::Read ? read(job, *fetched)
                                                    : unchanged(job, *fetched);
}

QFuture<RefreshOutcome> FeedRefresher::refused(const Job &job, const Error &error)
{
    RefreshOutcome outcome = outcomeOf(job.podcast, RefreshOutcome::Status::Failed);
    if (error.kind == ErrorKind::Cancelled) {
        outcome.status = RefreshOutcome::Status::Cancelled;
        return readyFuture(outcome);
    }
    outcome.error = error.sentence;
    if (Earmark::isOffline(error)) {
        outcome.status = RefreshOutcome::Status::Offline;
        return readyFuture(outcome);
    }
    const QDateTime now = m_clock();
    m_wishes.note(job.podcast.url.host(), error.retryAfter, now);
    RefreshRecord record{
            .podcast = job.podcast.id,
            .attempt = job.attempt,
            .nextDue = dueAfterFailure(job.podcast.failures + 1, error.retryAfter, now, m_chance()),
            .failures = job.podcast.failures + 1};
    record.attempt.error = error.sentence;
    record.attempt.status = error.kind == ErrorKind::HttpStatus ? error.code : 0;
    record.isEnded = record.attempt.status == Gone;
    if (record.isEnded)
        outcome.status = RefreshOutcome::Status::Ended;
    outcome.failures = record.failures;
    outcome.needsLogin = record.attempt.status == LoginNeeded;
    outcome.isOnOwnNetwork
            = error.kind == ErrorKind::OwnNetwork && error.code != RedirectedToOwnNetwork;
    outcome.isUnreachable = isForWantOfAWay(error);
    if (outcome.isUnreachable)
        m_unreachable.append(record);
    else
        add(record);
    return readyFuture(outcome);
}

QFuture<RefreshOutcome> FeedRefresher::unchanged(const Job &job, const FetchedFeed &fetched)
{
    const bool isNotModified = fetched.kind == FetchedFeed::Kind::NotModified;
    const QDateTime now = m_clock();
    RefreshRecord record{.podcast = job.podcast.id,
                         .attempt = job.attempt,
                         .nextDue = dueAfterSuccess(job.podcast.rhythm, now, m_chance()),
                         .validators = fetched.validators};
    record.attempt.result
            = isNotModified ? FetchAttempt::Result::NotModified : FetchAttempt::Result::Unchanged;
    if (mayMove(job.podcast.url, fetched.permanentUrl)) // what was there last time is there now
        rewriteAddress(job.podcast, fetched.permanentUrl);
    add(record);
    return readyFuture(outcomeOf(job.podcast,
                                 isNotModified ? RefreshOutcome::Status::NotModified
                                               : RefreshOutcome::Status::Unchanged));
}

/// A document came. It may say that its home is elsewhere now.
QFuture<RefreshOutcome> FeedRefresher::read(const Job &job, const FetchedFeed &fetched)
{
    const QUrl said = fetched.document.newFeedUrl;
    if (!mayMove(job.podcast.url, said) || !mayMove(fetched.permanentUrl, said))
        return moved(job, fetched, fetched.permanentUrl);
    const bool isTheirs = isSameOrigin(said, job.podcast.url);
    const FeedRequest there{.url = said,
                            .ownHost = job.podcast.ownHost(),
                            .credentials = isTheirs ? job.login : std::nullopt};
    return then(m_fetcher.fetch(there), this,
                [this, job, fetched, said](const Result<FetchedFeed> &found) {
                    if (!found || !found->hasEpisodes())
                        return moved(job, fetched, fetched.permanentUrl);
                    return then(isTheSame(job.podcast, *found), this,
                                [this, job, fetched, said, found](bool isSame) {
                                    if (!isSame)
                                        return moved(job, fetched, fetched.permanentUrl);
                                    const bool isFurther = mayMove(said, found->permanentUrl);
                                    return moved(job, *found,
                                                 isFurther ? found->permanentUrl : said);
                                });
                });
}

/// Rewrites the podcast's address when what was read there is the podcast.
QFuture<RefreshOutcome> FeedRefresher::moved(const Job &job, const FetchedFeed &fetched,
                                             const QUrl &to)
{
    if (!mayMove(job.podcast.url, to))
        return merged(job, fetched);
    return then(isTheSame(job.podcast, fetched), this, [this, job, fetched, to](bool isSame) {
        if (!isSame || isLate(job))
            return merged(job, fetched);
        return then(rewriteAddress(job.podcast, to), this,
                    [this, job, fetched](const Result<bool> &) { return merged(job, fetched); });
    });
}

QFuture<bool> FeedRefresher::isTheSame(const Podcast &podcast, const FetchedFeed &found)
{
    if (isSamePodcast(podcast, found.document, false))
        return readyFuture(true);
    const QStringList guids = found.read ? found.read->guids : QStringList();
    const auto known = m_storage.read([id = podcast.id, guids](Database &database) {
        return PodcastRepository(database).hasEpisodeOf(id, guids);
    });
    return then(known, this, [](const Result<bool> &has) { return has && *has; });
}

QFuture<Result<bool>> FeedRefresher::rewriteAddress(const Podcast &podcast, const QUrl &url)
{
    const bool isOwn = podcast.ownNetworkAllowed && isSameHost(podcast.url.host(), url.host());
    return m_storage.write([id = podcast.id, url, isOwn](Database &database) {
        return PodcastRepository(database).setUrl(id, url, isOwn);
    });
}

QFuture<RefreshOutcome> FeedRefresher::store(const Podcast &podcast, const FetchedFeed &fetched)
{
    Job job{.podcast = podcast, .attempt = {.at = m_clock()}, .since = {}};
    job.move = m_moves.value(podcast.id);
    job.attempt.status = fetched.status;
    job.attempt.bytes = fetched.bytes;
    FetchedFeed known = fetched;
    if (mayMove(podcast.url, fetched.document.newFeedUrl)) {
        // The next refresh looks there. A feed that was left behind does not change any more: it
        // must be read once again for that.
        known.validators = {};
        known.digest.clear();
    }
    return then(merged(job, known), this, [this](const RefreshOutcome &outcome) {
        return then(seal(), this, [outcome](const Result<> &) { return outcome; });
    });
}

QFuture<RefreshOutcome> FeedRefresher::merged(const Job &job, const FetchedFeed &fetched)
{
    if (isLate(job))
        return readyFuture(outcomeOf(job.podcast, RefreshOutcome::Status::Cancelled));
    const QDateTime now = m_clock();
    Podcast subscription = job.podcast;
    subscription.validators = fetched.validators;
    subscription.bodyDigest = fetched.digest;
    subscription.lastRefreshed = now;
    subscription.nextPage
            = isFetchable(fetched.document.nextPage) ? fetched.document.nextPage : QUrl();
    FetchAttempt attempt = job.attempt;
    attempt.result = FetchAttempt::Result::Updated;
    attempt.repairs = fetched.document.repairs;
    const auto prepared
            = runOnPool([subscription, attempt, read = fetched.read, now, chance = m_chance()] {
                  auto feed = std::make_shared<PreparedFeed>(
                          preparedFor(subscription, read ? std::move(*read) : ReadFeed()));
                  feed->podcast.nextDue = dueAfterSuccess(feed->podcast.rhythm, now, chance);
                  feed->attempt = attempt;
                  return feed;
              });
    const auto summary = then(prepared, this, [this](const std::shared_ptr<PreparedFeed> &feed) {
        return mergeFeed(m_storage, std::move(*feed));
    });
    RefreshOutcome outcome = outcomeOf(job.podcast, RefreshOutcome::Status::Updated);
    if (outcome.title.isEmpty())
        outcome.title = fetched.document.title;
    onResult(summary, this, [bytes = fetched.bytes](const Result<MergeSummary> &) {
        QThreadPool::globalInstance()->start([bytes] { giveMemoryBack(bytes); });
    });
    return then(summary, this, [this, outcome](const Result<MergeSummary> &done) mutable {
        if (done) {
            m_isSealWanted = true;
            outcome.inserted = done->inserted;
            outcome.updated = done->updated;
        } else {
            outcome.status = RefreshOutcome::Status::Failed;
            outcome.error = done.error().sentence;
        }
        Q_EMIT podcastsChanged();
        if (done && *done != MergeSummary{})
            Q_EMIT episodesChanged({outcome.id});
        return outcome;
    });
}

void FeedRefresher::leaveAddress(PodcastId id)
{
    ++m_moves[id];
    for (auto *records : {&m_records, &m_unreachable})
        records->removeIf([id](const RefreshRecord &record) { return record.podcast == id; });
}

void FeedRefresher::add(const RefreshRecord &record)
{
    m_records.append(record);
    if (m_records.size() >= WriteAt)
        write();
    else if (!m_write.isActive())
        m_write.start();
}

QFuture<Result<>> FeedRefresher::write()
{
    m_write.stop();
    return m_storage.write([records = std::exchange(m_records, {})](Database &database) {
        return PodcastRepository(database).record(records);
    });
}

QFuture<Result<>> FeedRefresher::settle(bool wasOffline)
{
    const auto unreachable = std::exchange(m_unreachable, {});
    if (!wasOffline)
        m_records += unreachable;
    return then(write(), this, [this](const Result<> &written) {
        return written ? seal() : readyFuture(written);
    });
}

/// The slices of a merge do not wait for the disk (storage/feedmerge.h); one commit that does,
/// after all of them and before anybody is told, makes them last too: the journal is written in
/// order.
QFuture<Result<>> FeedRefresher::seal()
{
    if (!std::exchange(m_isSealWanted, false))
        return readyFuture(Result<>());
    return m_storage.write([now = m_clock()](Database &database) {
        return SettingsRepository(database).setValue(u"merged_at"_s,
                                                     now.toString(Qt::ISODateWithMs));
    });
}

} // namespace Earmark
