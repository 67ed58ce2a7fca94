// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mediawiring.h"

#include "core/async.h"
#include "services/downloadservice.h"
#include "services/episodeservice.h"
#include "services/mediastore.h"
#include "services/playbackservice.h"
#include "services/undostack.h"
#include "ui/episode/episodepanel.h"
#include "ui/episodes/episodespage.h"
#include "ui/player/seekbar.h"
#include "ui/shell/episodewiring.h"
#include "ui/shell/undobar.h"
#include "ui/shell/windowservices.h"

#include <utility>

namespace Earmark {

namespace {

constexpr int ShowAfter = 100; ///< ms
constexpr int ReloadAfter = 60; ///< ms

/// Its rules may fetch it again, or not.
QFuture<Result<>> keepWord(MediaStore &store, const StoredMedia &word)
{
    StoredMedia media = store.media(word.episode).value_or(word);
    media.cause = word.cause;
    media.reason = word.reason;
    media.isRefused = word.isRefused;
    return store.keep(media);
}

} // namespace

MediaWiring::MediaWiring(const Places &places, const WindowServices &services, QObject *parent)
    : QObject(parent), m_places(places), m_services(services)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(ShowAfter);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        for (const EpisodeId episode : std::exchange(m_changed, {}))
            show(episode);
    });
    m_reload.setSingleShot(true);
    m_reload.setInterval(ReloadAfter);
    connect(&m_reload, &QTimer::timeout, this, [this] { m_places.page.model().reload(); });
    connect(&places.panel, &EpisodePanel::episodeChanged, this, &MediaWiring::showInPanel);
    connect(&places.episodes, &EpisodeWiring::mediaWished, this, &MediaWiring::fulfil);
    connectServices();
}

void MediaWiring::connectServices()
{
    connect(&m_services.mediaStore, &MediaStore::changed, this, &MediaWiring::changed);
    connect(&m_services.downloads, &DownloadService::changed, this, &MediaWiring::changed);
    connect(&m_services.playback, &PlaybackService::episodeChanged, this, &MediaWiring::showInBar);
    QTimer::singleShot(0, this, [this] { // the list is read first
        onResult(m_services.mediaStore.load(), this, [this](const Result<> &) { showAll(); });
    });
}

void MediaWiring::changed(const QList<EpisodeId> &episodes)
{
    m_changed.unite(QSet<EpisodeId>(episodes.begin(), episodes.end()));
    m_soon.start();
}

void MediaWiring::showAll()
{
    for (const StoredMedia &media : m_services.mediaStore.all())
        show(media.episode);
    showInPanel();
    showInBar();
}

void MediaWiring::show(EpisodeId episode)
{
    const MediaStatus status = m_services.downloads.status(episode);
    EpisodeListModel &model = m_places.page.model();
    const MediaPresence before = m_presence.value(episode, MediaPresence::Absent);
    m_presence.insert(episode, status.presence);
    const bool isListed = before == MediaPresence::Whole;
    const bool belongs = status.presence == MediaPresence::Whole;
    if (isListed != belongs && model.query().downloadedOnly)
        m_reload.start();
    model.setMedia(episode, status);
    if (episode == m_places.panel.episode())
        showInPanel();
    const auto &playing = m_services.playback.episode();
    if (playing && playing->row.id == episode)
        showInBar();
}

void MediaWiring::showInPanel()
{
    const EpisodeId episode = m_places.panel.episode();
    if (episode.isValid() && m_services.mediaStore.isLoaded())
        m_places.panel.showMedia(m_services.downloads.status(episode));
}

void MediaWiring::showInBar()
{
    const auto &playing = m_services.playback.episode();
    const EpisodeId episode = playing ? playing->row.id : EpisodeId();
    // Of a file that nobody opened yet nothing is known, but how much of it is there.
    const RangeMap present = m_services.mediaStore.present(episode);
    const qint64 size = present.runs() > 0 ? m_services.downloads.status(episode).size : 0;
    m_places.bar.setPresent(present, size);
}

void MediaWiring::fulfil(EpisodeWish wish, EpisodeId episode)
{
    switch (wish) {
    case EpisodeWish::Download:
        download(episode);
        break;
    case EpisodeWish::PauseDownload:
        m_services.downloads.pause({episode});
        break;
    case EpisodeWish::CancelDownload:
        cancel(episode);
        break;
    case EpisodeWish::DeleteFile:
        remove(episode);
        break;
    default: // not about its sound
        break;
    }
}

void MediaWiring::download(EpisodeId episode)
{
    if (m_services.downloads.status(episode).presence == MediaPresence::Whole) {
        m_places.undoBar.tell(
                tr("This episode is on this computer already. Shift+D deletes the file."));
        return;
    }
    m_services.downloads.download({episode});
    if (m_services.downloads.areAllPaused())
        m_places.undoBar.tell(
                tr("It waits, because all downloads are paused. Downloads has the button that "
                   "lets them go on."));
}

void MediaWiring::cancel(EpisodeId episode)
{
    m_services.downloads.cancel({episode});
    m_places.undoBar.offer(tr("Download cancelled"), tr("Undo"),
                           [this, episode] { m_services.downloads.download({episode}); });
}

void MediaWiring::remove(EpisodeId episode)
{
    MediaStore &store = m_services.mediaStore;
    const auto before = store.media(episode);
    const MediaStatus status = m_services.downloads.status(episode);
    const bool isThere = status.presence != MediaPresence::Absent || status.present > 0;
    if (!before || !isThere) {
        if (status.download)
            cancel(episode);
        else
            m_places.undoBar.tell(tr("Nothing of this episode is on this computer."));
        return;
    }
    if (store.isRead(episode)) {
        m_places.undoBar.tell(
                tr("You are listening to it. What is there of it can be deleted when another "
                   "episode plays."));
        return;
    }
    m_services.downloads.cancel({episode});
    onResult(m_services.episodes.rowsById({episode}), this,
             [this, before = *before](const Result<EpisodeRows> &rows) {
                 const bool isKnown = rows && !rows->isEmpty();
                 const QString title = isKnown ? rows->first().title : QString();
                 onResult(m_services.mediaStore.removeFile(before.episode), this,
                          [this, before, title](const Result<> &done) {
                              if (done)
                                  removed(before, title);
                              else
                                  Q_EMIT failed(done.error());
                          });
             });
}

/// No rule fetches again what the listener deleted.
void MediaWiring::removed(const StoredMedia &before, const QString &title)
{
    MediaStore *store = &m_services.mediaStore;
    StoredMedia word = before;
    word.cause = DownloadCause::Listening;
    word.isRefused = true;
    const auto report = [this](const Result<> &done) {
        if (!done)
            Q_EMIT failed(done.error());
    };
    onResult(keepWord(*store, word), this, report);
    if (before.presence != MediaPresence::Whole) {
        m_places.undoBar.tell(tr("The part that was there is deleted."));
        return;
    }
    m_services.undo.push({.kind = UndoKind::DeleteFiles, .subject = title}, [store, before] {
        return then(store->restoreFile(before.episode), store,
                    [store, before](const Result<> &done) {
                        return done ? keepWord(*store, before) : readyFuture(done);
                    });
    });
}

} // namespace Earmark
