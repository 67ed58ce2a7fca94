// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/downloadpreferences.h"
#include "core/downloadqueue.h"
#include "core/downloadview.h"
#include "core/error.h"
#include "core/freespace.h"
#include "core/ids.h"
#include "core/refreshplan.h"
#include "core/result.h"
#include "core/storedmedia.h"

#include <QElapsedTimer>
#include <QFuture>
#include <QHash>
#include <QList>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace Earmark {

class AccessService;
class EpisodeService;
class MediaStore;
struct NetworkFacts;
class SettingsService;

/// Which episodes are fetched whole, and when: the queue of core/downloadqueue.h, followed. The
/// bytes are services/mediastore.h's. GUI thread.
class DownloadService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DownloadService)

public:
    /// Of the folder's disk; asked on the pool. Tests hand in another.
    using DiskFacts = std::function<std::optional<DiskSpace>(const QString &folder)>;
    struct Needs
    {
        MediaStore &store;
        EpisodeService &episodes;
        AccessService &access;
        SettingsService &settings;
        Clock clock = systemClock();
        Chance chance = systemChance();
        DiskFacts disk = systemDisk;
    };

    explicit DownloadService(const Needs &needs, QObject *parent = nullptr);
    ~DownloadService() override;

    static std::optional<DiskSpace> systemDisk(const QString &folder);

    /// The queue goes on where it stood when the program ended. Done when it is known.
    QFuture<Result<>> start();
    bool isStarted() const { return m_isStarted; }
    void setFacts(const NetworkFacts &facts);

    /// By the listener's word, in this order; one that failed or was paused is tried again, of one
    /// that is there whole nothing is done.
    void download(const QList<EpisodeId> &episodes);
    /// By a rule, which the sentence names.
    void downloadAutomatically(EpisodeId episode, DownloadCause cause, const QString &reason);
    void pause(const QList<EpisodeId> &episodes);
    void resume(const QList<EpisodeId> &episodes); ///< Also tries again what failed.
    /// They leave the queue; what came of them stays a while, and no rule fetches them again.
    void cancel(const QList<EpisodeId> &episodes);
    /// The same by a rule, which may ask for them again.
    void stop(EpisodeId episode);
    void setAllPaused(bool paused); ///< Kept; each keeps its own state.
    bool areAllPaused() const;
    void cancelAll();
    /// Nothing runs meanwhile (the folder is being moved). Calls nest.
    void hold(bool isHeld);
    /// What plays, the rest of which goes before all others when it is wanted.
    void setPlaying(EpisodeId episode);

    /// All that are in the queue, in the order in which they run; failed ones last.
    QList<DownloadView> downloads() const;
    std::optional<DownloadView> view(EpisodeId episode) const;
    MediaStatus status(EpisodeId episode) const;
    /// One result when none of these is on its way or waiting for anything but the listener.
    QFuture<void> settled(const QList<EpisodeId> &episodes);

Q_SIGNALS:
    /// Downloads came, went, or changed their state.
    void queueChanged();
    /// The states of these did: lists redraw their rows. What runs, also with each new figure, at
    /// most twice a second.
    void changed(const QList<Earmark::EpisodeId> &episodes);
    /// It is there whole now.
    void finished(Earmark::EpisodeId episode);
    /// Something the listener should hear of wherever he is (the disk is full).
    void failed(const Earmark::Error &error);

private:
    /// How fast one comes, over the last seconds.
    struct Pace
    {
        QList<std::pair<qint64, qint64>> samples; ///< ms of m_clock, bytes that are there.
        qint64 atStart = 0; ///< Bytes that were there when this try began.
    };
    struct Settling
    {
        QSet<EpisodeId> episodes;
        std::shared_ptr<QPromise<void>> promise;
    };

    void adopt();
    void add(const Episode &episode, DownloadPriority priority);
    void plan();
    void planSoon();
    void follow(const DownloadSchedule &schedule);
    DownloadConditions conditions() const;
    QList<DownloadItem> items() const;
    void begin(EpisodeId id);
    void checkRoom(EpisodeId id, quint64 run, const Episode &episode, bool isTrashFull);
    void fetch(EpisodeId id, quint64 run, const Episode &episode);
    void outOfRoom(EpisodeId id, const QString &sentence);
    void fetchFailed(EpisodeId id, const Error &error);
    void whole(EpisodeId id);
    void tick();
    void checkDisk();
    void applyLimit();
    void replace(const DownloadItem &item);
    void persist(EpisodeId id);
    void drop(EpisodeId id, bool isRefused);
    bool isRun(EpisodeId id, quint64 run) const;
    bool isSettled(EpisodeId id) const;
    void tellSettled();
    qint64 presentOf(EpisodeId id) const;
    qint64 sizeOf(EpisodeId id) const;
    qint64 promisedBeside(EpisodeId id) const;
    DownloadView viewOf(const DownloadItem &item) const;

    Needs m_needs;
    QHash<EpisodeId, DownloadItem> m_items;
    QHash<EpisodeId, Pace> m_paces; ///< Of those that run.
    QHash<EpisodeId, quint64> m_runs; ///< Which try of it runs.
    QSet<EpisodeId> m_adding; ///< Asked for, and being read from the library.
    DownloadSchedule m_schedule;
    QList<Settling> m_settling;
    QTimer m_soon;
    QTimer m_wake;
    QTimer m_tick;
    QElapsedTimer m_elapsed;
    EpisodeId m_playing;
    quint64 m_run = 0;
    qint64 m_order = 0; ///< Of the one that was asked for last.
    int m_holds = 0;
    int m_ticks = 0;
    bool m_isStarted = false;
    bool m_isOnline = true;
    bool m_isMetered = false;
    bool m_isLookingAtDisk = false;
};

} // namespace Earmark
