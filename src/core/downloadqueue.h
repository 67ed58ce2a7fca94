// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/ids.h"

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QString>

#include <chrono>

// Which of the wanted downloads run now, and what a failure means. Pure: the time, and what the
// network and the disk are like, is handed in. In words: core/downloadtext.h.
//
// What a reader waits for is fetched whatever these rules say; they are about all the rest of a
// file, so "Playing" is the rest of what plays.

namespace Earmark {

/// The larger, the sooner.
enum class DownloadPriority : quint8 {
    Automatic = 0, ///< Asked for by core/downloadrules.h.
    Asked = 1, ///< By the listener.
    Playing = 2,
};

enum class DownloadState : quint8 {
    Waiting = 0,
    Running = 1,
    Paused = 2, ///< PauseCause says by whom.
    Failed = 3, ///< Is not tried again by itself.
    Done = 4, ///< The file is whole.
};

enum class PauseCause : quint8 {
    None = 0,
    Listener = 1,
    Disk = 2, ///< Full, or not to be written; reason says it. Resumed when there is room.
};

struct DownloadItem
{
    EpisodeId episode;
    QString host{}; ///< It is fetched from, lower case; empty: none, and no limit per host.
    DownloadPriority priority = DownloadPriority::Automatic;
    qint64 order = 0; ///< In which they were asked for; the smaller, the sooner.
    DownloadState state = DownloadState::Waiting;
    PauseCause pause = PauseCause::None; ///< None unless Paused.
    int tries = 0; ///< Failed ones in a row; one that brought bytes begins a new row.
    QDateTime nextTry{}; ///< UTC; not sooner. Invalid: at once.
    bool isHostsWish = false; ///< nextTry is from a Retry-After, which binds all of its host.
    QString reason{}; ///< Error::sentence of the last failure; empty: none since it was asked for.
    bool canResume = true; ///< Its server sends parts, so nothing is lost when it gives way.

    bool operator==(const DownloadItem &) const = default;
};

struct DownloadConditions
{
    bool isOnline = true; ///< As the system says, which may be wrong.
    bool isMetered = false;
    bool isAutomaticMetered = false; ///< The listener lets automatic ones run all the same.
    bool areAllPaused = false; ///< By the listener; each keeps its own state.
    int atOnce = 2; ///< Beside what plays, which needs no place.
    int perHost = 1;
};

/// Why an item is not on its way although nothing is wrong with it.
struct DownloadHold
{
    enum class Cause : quint8 {
        Turn, ///< Others run.
        Host, ///< Another one of its host runs.
        AllPaused,
        Offline,
        Metered,
        Retry, ///< Until its next try.
        HostsWish, ///< Until the host wants to hear of us again.
    };
    Cause cause = Cause::Turn;
    QDateTime until{}; ///< UTC; for Retry and HostsWish.
    qsizetype running = 0; ///< For Turn: how many run.

    bool operator==(const DownloadHold &) const = default;
};

struct DownloadSchedule
{
    QList<EpisodeId> start; ///< Most urgent first.
    QList<EpisodeId> giveWay; ///< Run now and are to wait; not a failure.
    QHash<EpisodeId, DownloadHold> holds; ///< Of every item that waits after this.
    QDateTime wakeAt; ///< UTC; when time alone changes something. Invalid: never.

    bool operator==(const DownloadSchedule &) const = default;
};

/// What plays runs at once, beside the others; of its own host the others give way to it. Then
/// what the listener asked for, then automatic ones, each in the order asked, and what runs is not
/// stopped for its equal. The more urgent stops the less urgent, but for one that would begin anew
/// (canResume). Offline, automatic ones wait, and all that have failed: what the listener asked for
/// is tried once whatever the system says. Metered, automatic ones wait.
DownloadSchedule scheduleDownloads(const QList<DownloadItem> &items,
                                   const DownloadConditions &conditions, const QDateTime &now);

/// The items after the schedule was followed.
QList<DownloadItem> followed(QList<DownloadItem> items, const DownloadSchedule &schedule);

/// Waits after the 1st, 2nd … failed try in a row, up to a quarter longer by chance; a failure
/// after the last of them is final.
constexpr std::chrono::seconds DownloadRetries[] = {
        std::chrono::seconds(10), std::chrono::minutes(1), std::chrono::minutes(5),
        std::chrono::minutes(30), std::chrono::hours(2),   std::chrono::hours(6),
};
/// A Retry-After is obeyed up to this.
constexpr std::chrono::hours LongestRetryAfter{24};

struct FailedTry
{
    QDateTime at{}; ///< UTC
    double chance = 0; ///< [0, 1)
    bool hasBroughtBytes = false; ///< This try did, before it failed.
    bool isOnline = true; ///< As DownloadConditions; what fails offline is not counted.
};

/// What a failure makes of an item that ran. Tried again: no answer, a broken or a busy one
/// (408, 425, 429, 5xx). Failed for good: every other "no" of a server (401, 403, 404, 410 …), what
/// is no media file, what may not be opened. Paused: the disk (ErrorKind::FileSystem, Storage).
/// Waiting as before: Cancelled.
DownloadItem afterFailedTry(DownloadItem item, const Error &error, const FailedTry &how);

/// By the listener, or because the disk has no room: why is then the sentence.
DownloadItem paused(DownloadItem item, PauseCause cause, const QString &why = {});
/// Whatever it was, but Done, it waits for its turn as if nothing had failed. Also what asking
/// again, "try again" and room on the disk mean.
DownloadItem resumed(DownloadItem item);
/// The network is there again: what failed without an answer does not sit out its time.
DownloadItem backOnline(DownloadItem item);

} // namespace Earmark
