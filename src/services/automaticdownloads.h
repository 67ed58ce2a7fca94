// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/downloadrules.h"
#include "core/result.h"
#include "core/storedmedia.h"

#include <QFuture>
#include <QHash>
#include <QList>
#include <QObject>
#include <QSet>
#include <QString>
#include <QTimer>

#include <chrono>
#include <memory>

namespace Earmark {

class DownloadService;
class EpisodeService;
class LibraryService;
class MediaStore;
class QueueService;
class SettingsService;
class Storage;
class UndoStack;

/// What is fetched and deleted by itself: gathers the facts, lets core/downloadrules.h decide,
/// follows, and writes down why. Looks some seconds after what matters changed (a refresh, the
/// queue, what was played, a rule) and every hour. GUI thread.
class AutomaticDownloads : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AutomaticDownloads)

public:
    struct Times
    {
        std::chrono::milliseconds quiet{std::chrono::seconds(3)}; ///< After the last reason.
        std::chrono::milliseconds latest{std::chrono::seconds(15)}; ///< After the first one.
        std::chrono::milliseconds every{std::chrono::hours(1)};
    };
    struct Needs
    {
        Storage &storage;
        MediaStore &store;
        DownloadService &downloads;
        EpisodeService &episodes;
        QueueService &queue;
        LibraryService &library;
        SettingsService &settings;
        UndoStack &undo;
        Clock clock = systemClock();
        Times times{};
    };

    explicit AutomaticDownloads(const Needs &needs, QObject *parent = nullptr);
    ~AutomaticDownloads() override;

    /// From now on; once, when the store is loaded. Nothing happens by itself before.
    void start();
    void setPlaying(EpisodeId episode); ///< Not valid: nothing is in the player.

    /// Of every podcast without a word of its own.
    DownloadSettings settings() const;
    /// Switching AllNew on makes `since` now: old episodes are not new.
    void setSettings(const DownloadSettings &settings);
    int queued() const; ///< The next so many of the queue are kept there; 0: none.
    void setQueued(int count);
    qint64 quota() const; ///< Bytes; 0: no limit.
    void setQuota(qint64 bytes);

    QFuture<Result<PodcastDownloads>> podcast(PodcastId podcast);
    /// Switching AllNew on makes `since` now here too.
    QFuture<Result<>> setPodcast(PodcastId podcast, const PodcastDownloads &own);

    /// Newest first: what was done by rule, and why.
    QFuture<Result<QList<MediaEvent>>> events(int most);
    /// Why the rules leave a file or a download as it is, or leave one out; empty: they say nothing
    /// of it. As of the last look.
    QString reason(EpisodeId episode) const;
    /// Looks when the looks that were asked for before are over; the steps that were taken. All
    /// files that one look deletes come back by one undo.
    QFuture<Result<QList<DownloadStep>>> look();
    /// What look() would do.
    QFuture<Result<DownloadPlan>> plan();

Q_SIGNALS:
    void rulesChanged();
    /// Something was done.
    void followed(const QList<Earmark::DownloadStep> &steps);
    void failed(const Earmark::Error &error);

private:
    using Steps = QList<DownloadStep>;
    struct Planned
    {
        DownloadPlan plan;
        QHash<EpisodeId, QString> titles{}; ///< Of those with a step.
    };
    struct Following; ///< A plan that is being followed.

    DownloadRules rulesOfAll() const;
    void episodesChanged(const QList<EpisodeId> &episodes);
    void settingsChanged();
    void soon(); ///< There is a reason to look.
    void lookByItself();
    QFuture<Result<Planned>> planned();
    void patch(QList<DownloadFacts> &facts) const;
    QFuture<Result<Steps>> lookNow();
    QFuture<Result<Steps>> follow(const Planned &planned);
    QFuture<Result<>> deleteFiles(const std::shared_ptr<Following> &following);
    bool mayDelete(EpisodeId episode) const;
    void fetchAndStop(const std::shared_ptr<Following> &following);
    QFuture<Result<>> writeDown(const Following &following);
    void pushUndo(const Following &following);
    QFuture<Result<>> restore(const QList<EpisodeId> &episodes);

    Needs m_needs;
    DownloadRules m_rules; ///< Of all podcasts, as they were said last.
    EpisodeId m_playing;
    bool m_isStarted = false;
    QTimer m_quiet;
    QTimer m_latest;
    QTimer m_every;
    QFuture<Result<Steps>> m_turn; ///< The last look that was asked for.
    QHash<EpisodeId, QString> m_reasons;
    QSet<EpisodeId> m_stuck; ///< Their files could not be deleted, which was said.
};

} // namespace Earmark
