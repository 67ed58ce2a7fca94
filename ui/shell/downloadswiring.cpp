// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/downloadswiring.h"

#include "core/async.h"
#include "services/automaticdownloads.h"
#include "services/downloadlists.h"
#include "services/downloadservice.h"
#include "services/episodeservice.h"
#include "services/libraryservice.h"
#include "services/mediastore.h"
#include "services/openoutside.h"
#include "ui/dialogs/mediaeventsdialog.h"
#include "ui/downloads/downloadspage.h"
#include "ui/shell/windowservices.h"

#include <QEvent>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {
constexpr std::chrono::milliseconds ReadAfter{150};
/// A refresh of many podcasts says so again and again, and titles seldom change by it.
constexpr std::chrono::milliseconds ReadAfterRefresh{1000};
constexpr int MostEvents = 200;
constexpr int DiskEvery = 10'000; ///< ms
} // namespace

DownloadsWiring::DownloadsWiring(DownloadsPage &page, const WindowServices &services,
                                 QObject *parent)
    : QObject(parent), m_page(page), m_services(services)
{
    m_soon.setSingleShot(true);
    m_disk.setInterval(DiskEvery);
    connect(&m_soon, &QTimer::timeout, this, &DownloadsWiring::read);
    connect(&m_disk, &QTimer::timeout, this, &DownloadsWiring::lookAtDisk);
    page.installEventFilter(this);
    connectServices();
    connectPage();
    if (page.isVisible())
        refresh();
}

void DownloadsWiring::connectServices()
{
    const DownloadService *downloads = &m_services.downloads;
    connect(downloads, &DownloadService::queueChanged, this, &DownloadsWiring::showDownloads);
    connect(downloads, &DownloadService::changed, this, &DownloadsWiring::figuresChanged);
    connect(downloads, &DownloadService::finished, this, &DownloadsWiring::readSoon);
    connect(&m_services.mediaStore, &MediaStore::changed, this, &DownloadsWiring::filesChanged);
    connect(&m_services.library, &LibraryService::podcastsChanged, this,
            [this] { readWithin(ReadAfterRefresh); });
}

void DownloadsWiring::connectPage()
{
    connect(&m_page, &DownloadsPage::wished, this, &DownloadsWiring::fulfil);
    const DownloadsHeader *header = m_page.header();
    connect(header, &DownloadsHeader::allWished, this, &DownloadsWiring::fulfilAll);
    connect(header, &DownloadsHeader::cancelAllWished, this, &DownloadsWiring::cancelAll);
    connect(header, &DownloadsHeader::openFolderWished, this, &DownloadsWiring::openFolder);
    connect(header, &DownloadsHeader::eventsWished, this, &DownloadsWiring::showEvents);
}

bool DownloadsWiring::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == &m_page && event->type() == QEvent::Show)
        refresh();
    else if (watched == &m_page && event->type() == QEvent::Hide)
        m_disk.stop();
    return QObject::eventFilter(watched, event);
}

/// What changed while nobody looked is read now.
void DownloadsWiring::refresh()
{
    m_disk.start();
    showDownloads();
    read();
}

void DownloadsWiring::showDownloads()
{
    if (!m_page.isVisible())
        return;
    const QList<DownloadView> downloads = m_services.downloads.downloads();
    m_page.showDownloads(downloads, m_services.downloads.areAllPaused());
    const bool isNew = std::ranges::any_of(downloads, [this](const DownloadView &view) {
        return !m_page.model().isKnown(view.item.episode);
    });
    if (isNew)
        readSoon();
}

void DownloadsWiring::figuresChanged(const QList<EpisodeId> &episodes)
{
    if (!m_page.isVisible())
        return;
    QList<DownloadView> views;
    for (const EpisodeId episode : episodes) {
        if (const auto view = m_services.downloads.view(episode))
            views.append(*view);
    }
    if (!views.isEmpty())
        m_page.updateDownloads(views);
}

/// Bytes that come say so too, and are no reason to read anything.
void DownloadsWiring::filesChanged(const QList<EpisodeId> &episodes)
{
    const auto hasChanged = [this](EpisodeId episode) {
        const auto media = m_services.mediaStore.media(episode);
        const bool isWhole = media && media->presence == MediaPresence::Whole;
        return isWhole != m_page.model().isFile(episode);
    };
    if (m_page.isVisible() && std::ranges::any_of(episodes, hasChanged))
        readSoon();
}

void DownloadsWiring::readSoon()
{
    readWithin(ReadAfter);
}

void DownloadsWiring::readWithin(std::chrono::milliseconds wait)
{
    if (m_page.isVisible() && (!m_soon.isActive() || m_soon.remainingTimeAsDuration() > wait))
        m_soon.start(wait);
}

void DownloadsWiring::read()
{
    m_isAskedAgain = m_isReading;
    if (std::exchange(m_isReading, true))
        return;
    onResult(m_services.downloadLists.all(), this,
             [this](const Result<DownloadLists::Answer> &answer) {
                 m_isReading = false;
                 if (answer) {
                     m_page.clearFailure();
                     m_page.showFiles(answer->rows);
                     m_page.showUsage(answer->usage, answer->parts);
                 } else if (answer.error().kind != ErrorKind::Cancelled) {
                     m_page.showFailure(answer.error().sentence);
                 }
                 if (std::exchange(m_isAskedAgain, false))
                     readSoon();
             });
    lookAtDisk();
}

void DownloadsWiring::lookAtDisk()
{
    const QString folder = m_services.mediaStore.folder();
    onResult(runOnPool([folder] { return DownloadService::systemDisk(folder); }), this,
             [this](const std::optional<DiskSpace> &disk) {
                 m_page.setFree(disk ? std::optional(disk->free) : std::nullopt);
             });
}

void DownloadsWiring::fulfil(DownloadWish wish, EpisodeId episode)
{
    switch (wish) {
    case DownloadWish::Play:
        Q_EMIT wished(EpisodeWish::Play, episode);
        break;
    case DownloadWish::Pause:
        m_services.downloads.pause({episode});
        break;
    case DownloadWish::Resume:
        m_services.downloads.resume({episode});
        break;
    case DownloadWish::Cancel:
        Q_EMIT wished(EpisodeWish::CancelDownload, episode);
        break;
    case DownloadWish::DeleteFile:
        Q_EMIT wished(EpisodeWish::DeleteFile, episode);
        break;
    }
}

QList<EpisodeId> DownloadsWiring::inState(DownloadState state) const
{
    QList<EpisodeId> episodes;
    for (const DownloadView &view : m_services.downloads.downloads()) {
        if (view.item.state == state)
            episodes.append(view.item.episode);
    }
    return episodes;
}

void DownloadsWiring::fulfilAll(DownloadsHeader::AllWish wish)
{
    using AllWish = DownloadsHeader::AllWish;
    DownloadService &downloads = m_services.downloads;
    switch (wish) {
    case AllWish::None:
        break;
    case AllWish::Pause:
        downloads.setAllPaused(true);
        break;
    case AllWish::Resume:
        if (downloads.areAllPaused())
            downloads.setAllPaused(false);
        else
            downloads.resume(inState(DownloadState::Paused));
        break;
    case AllWish::TryAgain:
        downloads.resume(inState(DownloadState::Failed));
        break;
    }
    showDownloads();
}

void DownloadsWiring::cancelAll()
{
    QList<EpisodeId> episodes;
    for (const DownloadView &view : m_services.downloads.downloads())
        episodes.append(view.item.episode);
    m_services.downloads.cancelAll();
    Q_EMIT undoOffered(tr("%n download(s) cancelled", nullptr, int(episodes.size())),
                       [this, episodes] { m_services.downloads.download(episodes); });
}

void DownloadsWiring::openFolder()
{
    const QString folder = m_services.mediaStore.folder();
    if (!openFolderOutside(folder)) {
        Q_EMIT told(tr("There is no folder yet: the first download makes %1.").arg(folder));
    }
}

void DownloadsWiring::showEvents()
{
    onResult(m_services.automatic.events(MostEvents), this,
             [this](const Result<QList<MediaEvent>> &events) {
                 if (!events) {
                     Q_EMIT failed(events.error());
                     return;
                 }
                 auto *dialog = new MediaEventsDialog(*events, m_page.window());
                 dialog->setAttribute(Qt::WA_DeleteOnClose);
                 dialog->open();
             });
}

} // namespace Earmark
