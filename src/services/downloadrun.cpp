// SPDX-License-Identifier: GPL-3.0-or-later

// DownloadService: the queue, followed.

#include "core/async.h"
#include "services/downloadservice.h"
#include "services/episodeservice.h"
#include "services/mediastore.h"
#include "services/podcastaccess.h"
#include "services/settingsservice.h"

#include <QStorageInfo>

#include <algorithm>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qint64 PaceOver = 5000; // ms that a speed is the mean of
constexpr int TicksPerLook = 4; // at the disk: every two seconds
constexpr std::chrono::milliseconds DiskAgain = 30s; // room may have been made
constexpr std::chrono::milliseconds LongestWait = 1h; // a clock may be set meanwhile

/// The nearest folder above that is there: the downloads' own may not have been made yet.
QString existing(QString folder)
{
    while (!QFileInfo::exists(folder) && folder.contains(u'/'))
        folder = folder.section(u'/', 0, -2);
    return folder.isEmpty() ? u"/"_s : folder;
}

} // namespace

std::optional<DiskSpace> DownloadService::systemDisk(const QString &folder)
{
    const QStorageInfo disk(existing(folder));
    if (!disk.isValid() || !disk.isReady())
        return std::nullopt;
    return DiskSpace{.free = disk.bytesAvailable(), .total = disk.bytesTotal()};
}

void DownloadService::planSoon()
{
    if (m_isStarted)
        m_soon.start();
}

DownloadConditions DownloadService::conditions() const
{
    const DownloadPreferences wished = m_needs.settings.downloads();
    return {.isOnline = m_isOnline,
            .isMetered = m_isMetered,
            .isAutomaticMetered = wished.automaticOnMetered,
            .areAllPaused = areAllPaused() || m_holds > 0,
            .atOnce = wished.atOnce};
}

void DownloadService::plan()
{
    if (!m_isStarted)
        return;
    m_soon.stop();
    const QDateTime now = m_needs.clock();
    m_schedule = scheduleDownloads(items(), conditions(), now);
    follow(m_schedule);
    const bool isRoomAwaited = std::any_of(m_items.cbegin(), m_items.cend(), [](const auto &item) {
        return item.pause == PauseCause::Disk;
    });
    auto wait = LongestWait;
    if (m_schedule.wakeAt.isValid())
        wait = std::clamp(std::chrono::milliseconds(now.msecsTo(m_schedule.wakeAt)), 1ms, wait);
    if (isRoomAwaited)
        wait = std::min(wait, DiskAgain);
    m_wake.start(wait);
    if (isRoomAwaited)
        checkDisk();
    if (m_paces.isEmpty())
        m_tick.stop();
    else if (!m_tick.isActive())
        m_tick.start();
    applyLimit();
    tellSettled();
}

void DownloadService::follow(const DownloadSchedule &schedule)
{
    QList<EpisodeId> touched;
    for (const EpisodeId id : schedule.giveWay) {
        m_items[id].state = DownloadState::Waiting;
        m_paces.remove(id);
        m_runs.remove(id);
        m_needs.store.rest(id);
        touched.append(id);
    }
    for (const EpisodeId id : schedule.start) {
        m_items[id].state = DownloadState::Running;
        touched.append(id);
    }
    for (const EpisodeId id : std::as_const(touched))
        persist(id);
    for (const EpisodeId id : schedule.start)
        begin(id);
    if (!touched.isEmpty()) {
        Q_EMIT queueChanged();
        Q_EMIT changed(touched);
    }
}

bool DownloadService::isRun(EpisodeId id, quint64 run) const
{
    const auto item = m_items.constFind(id);
    return item != m_items.constEnd() && item->state == DownloadState::Running
            && m_runs.value(id) == run;
}

void DownloadService::begin(EpisodeId id)
{
    const quint64 run = ++m_run;
    m_runs.insert(id, run);
    m_paces.insert(id, {.samples = {}, .atStart = presentOf(id)});
    onResult(m_needs.episodes.episode(id), this, [this, id, run](const Result<Episode> &episode) {
        if (!isRun(id, run))
            return;
        if (episode)
            checkRoom(id, run, *episode, true);
        else if (episode.error().kind == ErrorKind::NotFound)
            drop(id, false); // unsubscribed
        else
            fetchFailed(id, episode.error());
    });
}

/// What was deleted and could come back gives its room first.
void DownloadService::checkRoom(EpisodeId id, quint64 run, const Episode &episode, bool isTrashFull)
{
    const auto disk = runOnPool(
            [look = m_needs.disk, folder = m_needs.store.folder()] { return look(folder); });
    onResult(disk, this,
             [this, id, run, episode, isTrashFull](const std::optional<DiskSpace> &space) {
                 if (!isRun(id, run))
                     return;
                 const RoomAsked asked{.size = sizeOf(id), .present = presentOf(id)};
                 const RoomDecision room
                         = space ? roomToStart(*space, asked, promisedBeside(id)) : RoomDecision();
                 if (room.isEnough) {
                     fetch(id, run, episode);
                 } else if (isTrashFull) {
                     auto again = [this, id, run, episode] {
                         if (isRun(id, run))
                             checkRoom(id, run, episode, false);
                     };
                     m_needs.store.emptyTrash(this, std::move(again));
                 } else {
                     outOfRoom(id, room.sentence);
                 }
             });
}

void DownloadService::fetch(EpisodeId id, quint64 run, const Episode &episode)
{
    const auto fetched = then(m_needs.access.of(episode.row.podcastId), this,
                              [this, episode](const PodcastAccess &access) {
                                  return orCancelled(m_needs.store.fetch(episode, access), this);
                              });
    onResult(fetched, this, [this, id, run](const Result<> &done) {
        if (!isRun(id, run))
            return;
        if (!done) {
            fetchFailed(id, done.error());
            return;
        }
        const auto media = m_needs.store.media(id);
        if (media && media->presence == MediaPresence::Whole)
            whole(id);
    });
}

void DownloadService::outOfRoom(EpisodeId id, const QString &sentence)
{
    m_needs.store.rest(id);
    m_paces.remove(id);
    m_runs.remove(id);
    replace(paused(m_items.value(id), PauseCause::Disk, sentence));
    Q_EMIT failed(fail(ErrorKind::FileSystem, sentence));
    planSoon();
}

void DownloadService::fetchFailed(EpisodeId id, const Error &error)
{
    const auto item = m_items.constFind(id);
    if (item == m_items.constEnd() || item->state != DownloadState::Running)
        return;
    const FailedTry how{.at = m_needs.clock(),
                        .chance = m_needs.chance(),
                        .hasBroughtBytes = presentOf(id) > m_paces.value(id).atStart,
                        .isOnline = m_isOnline};
    const DownloadItem after = afterFailedTry(*item, error, how);
    m_paces.remove(id);
    m_runs.remove(id);
    m_needs.store.rest(id);
    replace(after);
    if (after.state == DownloadState::Paused)
        Q_EMIT failed(error);
    if (after.state == DownloadState::Failed) {
        if (auto media = m_needs.store.media(id)) {
            media->isRefused = true; // by no rule again
            m_needs.store.keep(*media);
        }
    }
    planSoon();
}

void DownloadService::whole(EpisodeId id)
{
    m_paces.remove(id);
    m_runs.remove(id);
    const bool wasWanted = m_items.remove(id) > 0;
    if (const auto media = m_needs.store.media(id); media && media->download) {
        StoredMedia done = *media;
        done.download.reset();
        m_needs.store.keep(done);
    }
    m_needs.store.rest(id);
    if (wasWanted)
        Q_EMIT queueChanged();
    Q_EMIT changed({id});
    Q_EMIT finished(id);
    planSoon();
}

void DownloadService::tick()
{
    const qint64 now = m_elapsed.elapsed();
    for (auto pace = m_paces.begin(); pace != m_paces.end(); ++pace) {
        auto &samples = pace->samples;
        samples.append({now, presentOf(pace.key())});
        while (samples.size() > 2 && samples.at(1).first < now - PaceOver)
            samples.removeFirst();
    }
    if (m_paces.isEmpty())
        m_tick.stop();
    else
        Q_EMIT changed(m_paces.keys());
    if (++m_ticks % TicksPerLook == 0)
        checkDisk();
}

/// While some run: is there room to go on? While some wait for room: is there now?
void DownloadService::checkDisk()
{
    if (std::exchange(m_isLookingAtDisk, true))
        return;
    const auto disk = runOnPool(
            [look = m_needs.disk, folder = m_needs.store.folder()] { return look(folder); });
    onResult(disk, this, [this](const std::optional<DiskSpace> &space) {
        m_isLookingAtDisk = false;
        if (!space)
            return;
        const QList<DownloadItem> all = items();
        for (const DownloadItem &item : all) {
            const EpisodeId id = item.episode;
            const RoomAsked asked{.size = sizeOf(id), .present = presentOf(id)};
            if (item.state == DownloadState::Running) {
                const RoomDecision room = roomToGoOn(*space, asked);
                if (!room.isEnough)
                    outOfRoom(id, room.sentence);
            } else if (item.pause == PauseCause::Disk
                       && roomToStart(*space, asked, promisedBeside(id)).isEnough) {
                replace(resumed(item));
                planSoon();
            }
        }
    });
}

qint64 DownloadService::promisedBeside(EpisodeId id) const
{
    qint64 promised = 0;
    for (const DownloadItem &other : m_items) {
        if (other.episode == id || other.state != DownloadState::Running)
            continue;
        const qint64 size = sizeOf(other.episode);
        promised += std::max<qint64>(
                0, (size > 0 ? size : UnknownMediaSize) - presentOf(other.episode));
    }
    return promised;
}

void DownloadService::applyLimit()
{
    const qint64 limit = m_needs.settings.downloads().limit;
    const qint64 running = std::max<qint64>(1, m_paces.size());
    m_needs.store.setLimit(limit > 0 ? std::max<qint64>(1, limit / running) : 0);
}

void DownloadService::replace(const DownloadItem &item)
{
    const EpisodeId id = item.episode;
    DownloadItem &known = m_items[id];
    if (known == item)
        return;
    const DownloadPriority asked
            = item.priority == DownloadPriority::Playing ? known.priority : item.priority;
    known = item;
    known.priority = asked;
    if (item.state != DownloadState::Running) {
        m_paces.remove(id);
        m_runs.remove(id);
    }
    persist(id);
    Q_EMIT queueChanged();
    Q_EMIT changed({id});
}

void DownloadService::persist(EpisodeId id)
{
    StoredMedia media = m_needs.store.media(id).value_or(StoredMedia{.episode = id});
    media.download = m_items.value(id);
    m_needs.store.keep(media);
}

} // namespace Earmark
