// SPDX-License-Identifier: GPL-3.0-or-later
// What LibraryService knows of podcasts that are folders on this computer.
#include "core/async.h"
#include "services/feedrefresher.h"
#include "services/libraryservice.h"
#include "services/localfolder.h"
#include "services/localfolders.h"
#include "storage/podcastrepository.h"
#include "storage/storage.h"

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

using Subscribed = Result<Subscription>;

Error nothingToHear(const QUrl &folder)
{
    return fail(ErrorKind::NotFound,
                u"There is no sound or video in the folder %1 that Earmark can play."_s.arg(
                        folder.toLocalFile()));
}

Error noFolder()
{
    return fail(
            ErrorKind::Usage,
            u"This podcast comes from the web; a folder of this computer cannot take its place."_s);
}

} // namespace

void LibraryService::setFolders(LocalFolders &folders)
{
    m_folders = &folders;
    const auto read = [&folders](const FeedRequest &request) { return folders.read(request); };
    m_refresher->fetcher().setFolders(read);
    m_fetcher->setFolders(read);
}

QFuture<Result<Subscription>> LibraryService::subscribeFolder(const QString &path)
{
    Q_ASSERT(m_folders);
    return then(m_folders->addressOf(path), this, [this](const Result<QUrl> &folder) {
        if (!folder)
            return readyFuture(Subscribed(folder.error()));
        const auto known = m_storage.write([url = *folder](Database &database) {
            return PodcastRepository(database).find(url);
        });
        return then(known, this,
                    [this, url = *folder](const Result<std::optional<PodcastId>> &found) {
                        if (!found)
                            return readyFuture(Subscribed(found.error()));
                        return *found ? readyFuture(Subscribed(alreadyThere(**found, url)))
                                      : readFolder(url);
                    });
    });
}

QFuture<Result<Subscription>> LibraryService::readFolder(const QUrl &folder)
{
    return then(m_fetcher->fetch({.url = folder, .isWanted = true}), this,
                [this, folder](const Result<FetchedFeed> &fetched) {
                    if (!fetched)
                        return readyFuture(Subscribed(fetched.error()));
                    if (!fetched->hasEpisodes())
                        return readyFuture(Subscribed(nothingToHear(folder)));
                    return added(folder, *fetched);
                });
}

QFuture<Result<Subscription>> LibraryService::changeFolder(PodcastId id, const QString &path,
                                                           bool evenIfOther)
{
    Q_ASSERT(m_folders);
    return then(podcast(id), this, [this, path, evenIfOther](const Result<Podcast> &known) {
        if (!known)
            return readyFuture(Subscribed(known.error()));
        if (!isLocalAddress(known->url))
            return readyFuture(Subscribed(noFolder()));
        const auto read
                = then(m_folders->addressOf(path), this, [this](const Result<QUrl> &folder) {
                      return folder ? m_fetcher->fetch({.url = *folder, .isWanted = true})
                                    : readyFuture(Result<FetchedFeed>(folder.error()));
                  });
        return then(read, this,
                    [this, podcast = *known, evenIfOther](const Result<FetchedFeed> &fetched) {
                        return fetched
                                ? replaceAddress(podcast, *fetched, {.evenIfOther = evenIfOther})
                                : readyFuture(Subscribed(fetched.error()));
                    });
    });
}

} // namespace Earmark
