// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/folderwatch.h"

#include "core/async.h"
#include "services/libraryservice.h"
#include "services/localfolder.h"

#include <QSet>

#include <utility>

using namespace std::chrono_literals;

namespace Earmark {

FolderWatch::FolderWatch(LibraryService &library, LocalFolders &folders, QObject *parent)
    : FolderWatch(library, folders, Pauses(), parent)
{
}

FolderWatch::FolderWatch(LibraryService &library, LocalFolders &folders, Pauses pauses,
                         QObject *parent)
    : QObject(parent), m_library(library), m_folders(folders), m_pauses(pauses)
{
    constexpr auto ReadAfter = 200ms; // a refresh of many podcasts announces each
    m_read.setSingleShot(true);
    m_read.setInterval(ReadAfter);
    connect(&m_read, &QTimer::timeout, this, &FolderWatch::read);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &FolderWatch::touched);
}

void FolderWatch::start()
{
    connect(&m_library, &LibraryService::podcastsChanged, &m_read, qOverload<>(&QTimer::start));
    read();
}

void FolderWatch::read()
{
    onResult(m_library.podcasts(), this, [this](const Result<PodcastList> &podcasts) {
        if (podcasts)
            show(*podcasts);
    });
}

void FolderWatch::show(const PodcastList &podcasts)
{
    QHash<PodcastId, Place> before = std::exchange(m_places, {});
    QList<PodcastId> fresh;
    for (const Podcast &podcast : podcasts) {
        if (!isLocalAddress(podcast.url))
            continue;
        Place place = before.take(podcast.id);
        if (place.timer == nullptr) {
            place.url = podcast.url;
            place.timer = new QTimer(this);
            place.timer->setSingleShot(true);
            connect(place.timer, &QTimer::timeout, this, [this, id = podcast.id] { look(id); });
            fresh.append(podcast.id);
        } else if (place.folders.isEmpty() && podcast.error.isEmpty() && !place.isLooking) {
            place.timer->start(0ms); // it is there again
        }
        m_places.insert(podcast.id, place);
    }
    for (const Place &gone : std::as_const(before))
        gone.timer->deleteLater();
    if (!before.isEmpty())
        watch();
    if (fresh.isEmpty()) {
        m_isBeginning = false;
        return;
    }
    for (const PodcastId id : std::as_const(fresh))
        lookSoon(id, 0ms);
    if (std::exchange(m_isBeginning, false))
        m_library.refresh(fresh); // what came while nobody looked; later ones were just read
}

/// The system names the folder whose entries changed.
void FolderWatch::touched(const QString &folder)
{
    for (auto it = m_places.cbegin(); it != m_places.cend(); ++it) {
        if (it->folders.contains(folder))
            lookSoon(it.key(), m_pauses.rest);
    }
}

void FolderWatch::lookSoon(PodcastId id, std::chrono::milliseconds pause)
{
    Place &place = m_places[id];
    if (place.isLooking)
        place.isTouched = true;
    else
        place.timer->start(pause);
}

void FolderWatch::look(PodcastId id)
{
    const auto place = m_places.find(id);
    if (place == m_places.end())
        return;
    place->isLooking = true;
    onResult(m_folders.look(place->url), this,
             [this, id](const Result<FolderGlance> &glance) { looked(id, glance); });
}

/// As long as it differs from the look before, it is not at rest.
void FolderWatch::looked(PodcastId id, const Result<FolderGlance> &glance)
{
    const auto place = m_places.find(id);
    if (place == m_places.end())
        return;
    place->isLooking = false;
    if (!glance) { // its disk went: that is told by a refresh
        place->folders.clear();
        place->seen.clear();
        watch();
        return;
    }
    const bool isFirst = place->seen.isEmpty();
    const bool isSame = place->seen == glance->fingerprint;
    place->seen = glance->fingerprint;
    if (place->folders != glance->folders) {
        place->folders = glance->folders;
        watch();
    }
    const bool isTouched = std::exchange(place->isTouched, false);
    if (!isSame && !isFirst)
        place->isChanged = true;
    if (isTouched || (!isSame && !isFirst)) {
        place->timer->start(m_pauses.rest);
    } else if (std::exchange(place->isChanged, false)) {
        m_library.refresh({id});
        place->timer->start(m_pauses.later);
    }
}

void FolderWatch::watch()
{
    QStringList wanted;
    for (const Place &place : std::as_const(m_places)) {
        for (const QString &folder : place.folders) {
            if (wanted.size() < MostFolders && !wanted.contains(folder))
                wanted.append(folder);
        }
    }
    const QStringList now = m_watcher.directories();
    const QSet<QString> had(now.begin(), now.end());
    const QSet<QString> wants(wanted.begin(), wanted.end());
    const QStringList old = (had - wants).values();
    const QStringList more = (wants - had).values();
    if (!old.isEmpty())
        m_watcher.removePaths(old);
    if (!more.isEmpty())
        m_watcher.addPaths(more);
}

} // namespace Earmark
