// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"
#include "core/ids.h"
#include "core/mediapresence.h"

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

// Which files are fetched and deleted by themselves, and why. Pure: the time is handed in.

namespace Earmark {

enum class AutomaticDownload : quint8 {
    None = 0,
    Newest = 1, ///< Keeps the newest n there; of a serial show the next n after what was played.
    AllNew = 2,
};

enum class DeletePlayed : quint8 { Never = 0, Now = 1, AfterDays = 2 };

struct DownloadSettings
{
    AutomaticDownload fetch = AutomaticDownload::None;
    int newest = 3; ///< The n of Newest.
    QDateTime since{}; ///< UTC; for AllNew: what was published before is not new. Invalid: all is.
    QStringList include{}; ///< Titles with one of these as whole words; empty: every title.
    QStringList exclude{}; ///< Not those with one of these. core/skiprules.h reads such words.
    std::chrono::seconds shortest{0}; ///< Nothing shorter; an unknown length is long enough.
    DeletePlayed deletePlayed = DeletePlayed::AfterDays;
    int days = 2; ///< Of AfterDays, 24 hours each.

    bool operator==(const DownloadSettings &) const = default;
};

/// A podcast's own word; what is nothing is as for all podcasts. Its words and lengths are about
/// what it fetches: what the queue or the listener asks for is fetched whatever it is called.
struct PodcastDownloads
{
    bool serial = false; ///< Podcast::serial
    std::optional<AutomaticDownload> fetch{};
    std::optional<int> newest{};
    std::optional<QDateTime> since{};
    std::optional<QStringList> include{};
    std::optional<QStringList> exclude{};
    std::optional<std::chrono::seconds> shortest{};
    std::optional<DeletePlayed> deletePlayed{};
    std::optional<int> days{};

    bool operator==(const PodcastDownloads &) const = default;
};

struct DownloadRules
{
    DownloadSettings all{};
    QHash<PodcastId, PodcastDownloads> podcasts{}; ///< Those with a word of their own, or serial.
    int queued = 0; ///< The next so many of the queue are kept there.
    qint64 quota = 0; ///< Bytes that all media may take; 0: no limit.

    bool operator==(const DownloadRules &) const = default;
};

/// What follows from both.
DownloadSettings settingsOf(const DownloadRules &rules, PodcastId podcast);

/// What brought a file; stored with it.
enum class DownloadCause : quint8 {
    Listening = 0, ///< Nobody: it was played, and what was fetched stayed.
    Listener = 1, ///< He asked for it: it is saved, and never deleted by itself. Stays when a rule
                  ///< fetches the rest.
    Queue = 2,
    Podcast = 3,
};

struct DownloadFacts
{
    EpisodeId episode;
    PodcastId podcast;
    QString title{};
    QDateTime published{}; ///< UTC; invalid: unknown, which is oldest.
    std::chrono::milliseconds duration{0}; ///< 0: unknown.

    PlayState play = PlayState::New;
    /// UTC; when it was last listened to, marked as played or archived. Invalid: unknown.
    QDateTime heardAt{};
    bool isFavourite = false;
    bool isArchived = false; ///< As good as played.
    bool isPlaying = false; ///< It is in the player now.
    int queuePlace = -1; ///< 0: plays next; -1: not in the queue.

    MediaPresence presence = MediaPresence::Absent;
    qint64 bytes = 0; ///< On the disk.
    /// Of the whole: as it was when it was whole the last time, else as declared, 0: unknown. Kept
    /// when a file is deleted, so that a wrong word of the feed is believed once only.
    qint64 size = 0;
    QDateTime changedAt{}; ///< UTC; when bytes came last. Invalid: unknown.
    DownloadCause cause = DownloadCause::Listening;
    bool isComing = false; ///< In the download queue, and not failed.
    /// Not fetched by itself: its download failed for good, or the listener deleted the file or
    /// cancelled it. Asking for it (cause Listener, isComing) is another matter.
    bool isRefused = false;
};

struct DownloadStep
{
    enum class Kind : quint8 {
        Delete, ///< What is there of it; its download ends, if there is one.
        Stop, ///< Its download ends, what came stays.
        Download,
        Keep, ///< Nothing is done: a file or a download stays.
        LeaveOut, ///< Nothing is done: a rule wants it, and there is no room.
    };
    Kind kind = Kind::Keep;
    EpisodeId episode;
    /// A sentence with what was done: "Deleted: played 3 days ago, and the rule says 2 days." It is
    /// stored with the file or the log.
    QString reason{};
    DownloadCause cause = DownloadCause::Listening; ///< For Download: to be stored.
    qint64 bytes = 0; ///< For Delete: freed. For Download: still to come, as far as known.

    bool operator==(const DownloadStep &) const = default;
};

struct DownloadPlan
{
    QList<DownloadStep> steps; ///< Delete, Stop, then Download, the most needed first.
    QList<DownloadStep> rest; ///< Keep and LeaveOut: why all others are as they are.
    qint64 overQuota = 0; ///< Bytes above the quota that nothing may be deleted of.

    bool operator==(const DownloadPlan &) const = default;
};

/// Parts that were left from listening and that nothing needs are deleted after this.
constexpr std::chrono::hours PartsAreKept{7 * 24};

/// The plan for these episodes. The caller does not hand in his library but
/// - every episode with a file, a part or a download;
/// - what plays, and the first `queued` of the queue;
/// - of each podcast with Newest its newest 200 (serial: the one heard last and the 200 that follow
///   it in order of publication; of one never heard the first 200);
/// - of each podcast with AllNew what was published since, at most its newest 200.
///
/// Never deleted: what plays, favourites, what the listener asked for, the queue's next `queued`.
/// Deleted: what was played (or archived) as its rule says; what a podcast's Newest brought and
/// newer ones have replaced, unless it was begun or queued; parts that nothing needs; and with a
/// quota what does not fit beside what is needed more. Need: never deleted > in the queue's next >
/// wanted by its podcast, of each podcast its first, then of each its second … > in the queue >
/// begun > unplayed > played, the one longest ago last. A download that would not fit is left out.
///
/// Followed and made again it has no steps: nothing is fetched to be deleted.
DownloadPlan planAutomaticDownloads(const QList<DownloadFacts> &episodes,
                                    const DownloadRules &rules, const QDateTime &now);

/// What a file of unknown size is counted as: 128 kbit/s, an hour if the length is unknown too.
qint64 expectedSize(const DownloadFacts &facts);

} // namespace Earmark
