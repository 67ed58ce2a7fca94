// SPDX-License-Identifier: GPL-3.0-or-later
// What LibraryService knows of private podcasts: their logins, and who may see their addresses.
#include "core/addresspolicy.h"
#include "core/async.h"
#include "core/privateaddress.h"
#include "feed/opml.h"
#include "services/feedrefresher.h"
#include "services/libraryservice.h"
#include "services/localfolder.h"
#include "storage/podcastrepository.h"
#include "storage/storage.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

void LibraryService::setLogins(Logins &logins)
{
    m_logins = &logins;
    m_refresher->setLogins([&logins](const Podcast &podcast) { return logins.find(podcast); });
}

QFuture<Result<>> LibraryService::setLogin(PodcastId id, const HttpCredentials &login,
                                           KeepLogin where)
{
    Q_ASSERT(m_logins);
    return then(podcast(id), this, [this, id, login, where](const Result<Podcast> &before) {
        if (!before)
            return readyFuture(Result<>(before.error()));
        const auto kept = m_logins->keep(before->url, login, where);
        const auto named = then(kept, this, [this, id, name = login.name](const Result<> &done) {
            if (!done)
                return readyFuture(done);
            return change([id, name](Database &database) {
                return PodcastRepository(database).setLoginName(id, name);
            });
        });
        return then(named, this, [this, before = *before, login, where](const Result<> &done) {
            if (!done)
                return readyFuture(done);
            Q_EMIT accessChanged();
            const auto dropped
                    = before.loginName == login.name ? readyFuture(done) : dropLogin(before);
            return where == KeepLogin::ForThisRun ? leaveKeyring(before.url, login.name) : dropped;
        });
    });
}

QFuture<Result<>> LibraryService::changeLogin(PodcastId id, const HttpCredentials &login,
                                              KeepLogin where)
{
    return then(podcast(id), this, [this, id, login, where](const Result<Podcast> &known) {
        if (!known)
            return readyFuture(Result<>(known.error()));
        const FeedRequest request{.url = known->url,
                                  .validators = known->validators,
                                  .bodyDigest = known->bodyDigest,
                                  .ownHost = known->ownHost(),
                                  .credentials = login,
                                  .isWanted = true};
        return then(m_fetcher->fetch(request), this,
                    [this, id, login, where](const Result<FetchedFeed> &fetched) {
                        const bool isRefused = !fetched
                                && (fetched.error().kind == ErrorKind::Cancelled
                                    || (fetched.error().kind == ErrorKind::HttpStatus
                                        && fetched.error().code == 401));
                        return isRefused ? readyFuture(Result<>(fetched.error()))
                                         : setLogin(id, login, where);
                    });
    });
}

QFuture<Result<>> LibraryService::forgetLogin(PodcastId id)
{
    return then(podcast(id), this, [this, id](const Result<Podcast> &before) {
        if (!before)
            return readyFuture(Result<>(before.error()));
        const auto unnamed = change([id](Database &database) {
            return PodcastRepository(database).setLoginName(id, {});
        });
        return then(unnamed, this, [this, before = *before](const Result<> &done) {
            if (!done)
                return readyFuture(done);
            Q_EMIT accessChanged();
            return dropLogin(before);
        });
    });
}

/// What a podcast no longer needs goes, unless another needs it: a shop's podcasts share theirs,
/// and one that was unsubscribed from may come back. No failure: a keyring that stays locked keeps
/// it.
QFuture<Result<>> LibraryService::dropLogin(const Podcast &before)
{
    if (before.loginName.isEmpty() || !m_logins)
        return readyFuture(Result<>());
    const PodcastLogin login{.url = before.url, .name = before.loginName};
    return then(usersOf(login), this, [this, login](const Result<int> &users) {
        if (!users || *users > 0)
            return readyFuture(Result<>());
        return then(m_logins->forget(login.url, login.name), this,
                    [](const Result<> &) { return Result<>(); });
    });
}

/// An older password of this podcast's, perhaps.
QFuture<Result<>> LibraryService::leaveKeyring(const QUrl &address, const QString &name)
{
    return then(usersOf({.url = address, .name = name}), this,
                [this, address, name](const Result<int> &users) {
                    if (!users || *users > 1)
                        return readyFuture(Result<>());
                    return then(m_logins->leaveKeyring(address, name), this,
                                [](const Result<> &) { return Result<>(); });
                });
}

QFuture<Result<int>> LibraryService::usersOf(const PodcastLogin &login)
{
    return m_storage.write(
            [login](Database &database) { return PodcastRepository(database).usersOf(login); });
}

/// A login that proved good (or that could not be tried) becomes the podcast's.
QFuture<Result<Subscription>> LibraryService::withLogin(const Subscription &subscription,
                                                        const SubscribeWish &wish)
{
    if (!wish.login || !m_logins)
        return readyFuture(Result<Subscription>(subscription));
    return then(setLogin(subscription.id, *wish.login, wish.keepLogin), this,
                [this, subscription, wish](const Result<> &kept) {
                    if (kept)
                        return readyFuture(Result<Subscription>(subscription));
                    Subscription told = subscription;
                    told.notice = u"%1 It is kept until Earmark is closed."_s.arg(
                            kept.error().sentence);
                    return then(setLogin(told.id, *wish.login, KeepLogin::ForThisRun), this,
                                [told](const Result<> &) { return Result<Subscription>(told); });
                });
}

void LibraryService::keepLogins(PodcastList &podcasts, const QHash<QUrl, HttpCredentials> &logins)
{
    for (Podcast &podcast : podcasts) {
        const auto login = logins.constFind(podcast.url);
        if (!m_logins || login == logins.constEnd())
            continue;
        podcast.loginName = login->name;
        m_logins->keep(podcast.url, *login, KeepLogin::ForThisRun); // its refresh begins at once
        setLogin(podcast.id, *login, KeepLogin::InKeyring);
        m_storage.write([id = podcast.id, name = login->name](Database &database) {
            return PodcastRepository(database).setLoginName(id, name);
        });
    }
}

QFuture<Result<>> LibraryService::setOwnNetworkAllowed(PodcastId id, bool allowed)
{
    const auto written = change([id, allowed](Database &database) {
        return PodcastRepository(database).setOwnNetworkAllowed(id, allowed);
    });
    return then(written, this, [this](const Result<> &done) {
        Q_EMIT accessChanged();
        return done;
    });
}

QFuture<Result<OpmlExport>> LibraryService::exportOpml(bool withPrivate)
{
    return then(podcasts(), this, [withPrivate](const Result<PodcastList> &all) {
        if (!all)
            return Result<OpmlExport>(all.error());
        OpmlExport exported;
        OpmlDocument document{.title = u"Earmark subscriptions"_s, .feeds = {}};
        for (const Podcast &podcast : *all) {
            exported.folders += isLocalAddress(podcast.url) ? 1 : 0;
            if (!isFetchable(podcast.url))
                continue;
            if (isPrivate(podcast) && !withPrivate) {
                ++exported.leftOut;
                continue;
            }
            document.feeds.append({.title = podcast.title,
                                   .url = podcast.url.adjusted(QUrl::RemoveUserInfo),
                                   .site = podcast.site,
                                   .folder = podcast.folder});
        }
        exported.document = writeOpml(document);
        return Result<OpmlExport>(exported);
    });
}

} // namespace Earmark
