// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/podcastaccess.h"

#include "core/addresspolicy.h"
#include "core/async.h"
#include "core/privateaddress.h"
#include "net/httpclient.h"
#include "services/logins.h"
#include "storage/podcastrepository.h"
#include "storage/storage.h"

#include <algorithm>

namespace Earmark {
namespace {

/// May its requests do more than a stranger's?
bool isKnown(const Podcast &podcast)
{
    return !podcast.loginName.isEmpty() || podcast.ownNetworkAllowed || podcast.ownMediaAllowed;
}

std::optional<HttpCredentials> loginFor(const QUrl &url, const PodcastAccess &access)
{
    return isSameOrigin(url, access.feed) ? access.login : std::nullopt;
}

Reach reachOf(const PodcastAccess &access)
{
    return access.isAnywhere ? Reach::Anywhere : Reach::PublicOnly;
}

} // namespace

PodcastAccess PodcastAccess::ofListener()
{
    return {.isAnywhere = true, .unwrapsTracking = false};
}

PodcastAccess accessOf(const Podcast &podcast, const std::optional<HttpCredentials> &login)
{
    return {.feed = podcast.url,
            .login = login,
            .ownHost = podcast.ownHost(),
            .isAnywhere = podcast.ownMediaAllowed,
            .unwrapsTracking = podcast.unwrapTracking,
            .isPrivate = isPrivate(podcast)};
}

HttpRequest requestFor(const QUrl &url, const PodcastAccess &access)
{
    HttpRequest request;
    request.url = url;
    request.credentials = loginFor(url, access);
    request.reach = reachOf(access);
    request.ownHost = access.ownHost;
    return request;
}

MediaRequest mediaRequestFor(const QUrl &url, const PodcastAccess &access)
{
    return {.url = url,
            .credentials = loginFor(url, access),
            .reach = reachOf(access),
            .ownHost = access.ownHost};
}

AccessService::AccessService(Storage &storage, Logins &logins, QObject *parent)
    : QObject(parent), m_storage(storage), m_logins(logins)
{
}

QFuture<PodcastAccess> AccessService::withLogin(const Podcast &podcast)
{
    return then(m_logins.find(podcast), this,
                [podcast](const std::optional<HttpCredentials> &login) {
                    return accessOf(podcast, login);
                });
}

QFuture<PodcastAccess> AccessService::of(PodcastId podcast)
{
    if (!podcast.isValid())
        return readyFuture(PodcastAccess());
    const auto known = m_storage.read(
            [podcast](Database &database) { return PodcastRepository(database).podcast(podcast); });
    return then(known, this, [this](const Result<Podcast> &found) {
        return found ? withLogin(*found) : readyFuture(PodcastAccess());
    });
}

Result<AccessService::Pictures> AccessService::picturesOfKnown(Database &database)
{
    const PodcastRepository repository(database);
    const auto podcasts = repository.all();
    if (!podcasts)
        return podcasts.error();
    Pictures pictures;
    for (const Podcast &podcast : *podcasts) {
        if (!isKnown(podcast))
            continue;
        const auto named = repository.pictures(podcast.id);
        if (!named)
            return named.error();
        for (const QUrl &url : *named)
            pictures.insert(url, podcast.id);
    }
    return pictures;
}

QFuture<PodcastAccess> AccessService::ofPicture(const QUrl &picture)
{
    if (!m_pictures)
        m_pictures = m_storage.read(picturesOfKnown);
    return then(*m_pictures, this, [this, picture](const Result<Pictures> &pictures) {
        const PodcastId podcast = pictures ? pictures->value(picture) : PodcastId();
        const bool isInNotes = !podcast.isValid() && m_shownPictures.contains(picture);
        return of(isInNotes ? m_shown : podcast);
    });
}

void AccessService::setNotesShown(PodcastId podcast, const QSet<QUrl> &pictures)
{
    m_shown = podcast;
    m_shownPictures = pictures;
}

void AccessService::forgetPictures()
{
    m_pictures.reset();
}

QFuture<Result<>> AccessService::setOwnMediaAllowed(PodcastId podcast, bool allowed)
{
    const auto written = m_storage.write([podcast, allowed](Database &database) {
        return PodcastRepository(database).setOwnMediaAllowed(podcast, allowed);
    });
    return then(written, this, [this](const Result<> &done) {
        forgetPictures();
        if (done)
            Q_EMIT changed();
        return done;
    });
}

} // namespace Earmark
