// SPDX-License-Identifier: GPL-3.0-or-later
// How LibraryService gives a podcast another address.
#include "core/addresspolicy.h"
#include "core/async.h"
#include "services/feedrefresher.h"
#include "services/libraryservice.h"
#include "storage/podcastrepository.h"
#include "storage/storage.h"

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

Error taken()
{
    return fail(ErrorKind::Usage, u"You are subscribed to another podcast at this address."_s);
}

Error otherPodcast(const QString &title)
{
    return fail(ErrorKind::Usage,
                u"There is another podcast at this address, \"%1\", without an episode in common. "
                "Subscribe to it instead, or use it all the same if you know that it is the same."_s
                        .arg(title),
                {}, LibraryService::OtherPodcast);
}

} // namespace

QFuture<Result<Subscription>> LibraryService::changeAddress(PodcastId id, const QUrl &address,
                                                            const AddressWish &wish)
{
    using Changed = Result<Subscription>;
    using Login = std::optional<HttpCredentials>;
    AddressWish own = wish;
    const QUrl feed = takeLogin(address, own.login);
    return then(podcast(id), this, [this, feed, own](const Result<Podcast> &known) {
        if (!known)
            return readyFuture(Changed(known.error()));
        const auto login = own.login ? readyFuture(own.login) : loginAt(*known, feed);
        const auto page = then(login, this, [this, feed, own](const Login &sent) {
            return m_fetcher->fetchPage({.url = feed, .credentials = sent, .isGuess = own.isGuess},
                                        own.isOwnNetworkAllowed);
        });
        return then(page, this,
                    [this, podcast = *known, feed, own](const Result<FetchedFeed> &fetched) {
                        if (!fetched)
                            return readyFuture(Changed(fetched.error()));
                        AddressWish there = own;
                        if (!isSameOrigin(fetched->address, feed))
                            there.login.reset(); // a page, or a redirect, led elsewhere
                        return replaceAddress(podcast, *fetched, there);
                    });
    });
}

/// What may be sent to a new address of this podcast without asking.
QFuture<std::optional<HttpCredentials>> LibraryService::loginAt(const Podcast &podcast,
                                                                const QUrl &address)
{
    const bool isTheirs = m_logins && isSameOrigin(podcast.url, address);
    return isTheirs ? m_logins->find(podcast) : readyFuture(std::optional<HttpCredentials>());
}

QFuture<Result<Subscription>> LibraryService::replaceAddress(const Podcast &podcast,
                                                             const FetchedFeed &fetched,
                                                             const AddressWish &wish)
{
    using Changed = Result<Subscription>;
    const bool keepsLogin = isSameOrigin(fetched.address, podcast.url);
    const auto written
            = then(m_refresher->isTheSame(podcast, fetched), this,
                   [this, podcast, fetched, wish, keepsLogin](bool isSame) {
                       if (!isSame && !wish.evenIfOther)
                           return readyFuture(Result<bool>(otherPodcast(fetched.document.title)));
                       m_refresher->leaveAddress(podcast.id);
                       return m_storage.write([id = podcast.id, url = fetched.address,
                                               isOwn = fetched.isOnOwnNetwork,
                                               keepsLogin](Database &database) -> Result<bool> {
                           PodcastRepository repository(database);
                           auto moved = repository.setUrl(id, url, isOwn);
                           if (!moved || !*moved || keepsLogin)
                               return moved;
                           const auto unnamed = repository.setLoginName(id, {});
                           return unnamed ? moved : Result<bool>(unnamed.error());
                       });
                   });
    return then(written, this,
                [this, podcast, fetched, wish, keepsLogin](const Result<bool> &done) {
                    if (!done || !*done)
                        return readyFuture(Changed(done ? taken() : done.error()));
                    if (!keepsLogin)
                        dropLogin(podcast);
                    Podcast moved = podcast;
                    moved.url = fetched.address;
                    moved.ownNetworkAllowed = fetched.isOnOwnNetwork;
                    return then(m_refresher->store(moved, fetched), this,
                                [this, wish](const RefreshOutcome &outcome) {
                                    return withLogin(
                                            {.id = outcome.id,
                                             .isNew = false,
                                             .outcome = outcome,
                                             .notice = {}},
                                            {.login = wish.login, .keepLogin = wish.keepLogin});
                                });
                });
}

} // namespace Earmark
