// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/downloadrules.h"
#include "core/result.h"
#include "core/storedmedia.h"

#include <QFuture>
#include <QObject>
#include <QTimer>

namespace Earmark {

class DownloadService;
class EpisodeService;
class LibraryService;
class MediaStore;
class PlaybackService;
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
    };

    explicit AutomaticDownloads(const Needs &needs, QObject *parent = nullptr);
    ~AutomaticDownloads() override;

    /// From now on; once, when the store is loaded.
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
    QFuture<Result<>> setPodcast(PodcastId podcast, const PodcastDownloads &own);

    /// Newest first: what was done by rule, and why.
    QFuture<Result<QList<MediaEvent>>> events(int most);
    /// Why the rules leave a file or a download as it is, or leave one out; empty: they say nothing
    /// of it. As of the last look.
    QString reason(EpisodeId episode) const;
    /// Looks now; the steps that were taken.
    QFuture<Result<QList<DownloadStep>>> look();
    /// What look() would do.
    QFuture<Result<DownloadPlan>> plan();

Q_SIGNALS:
    void rulesChanged();
    /// Something was done.
    void followed(const QList<Earmark::DownloadStep> &steps);
    void failed(const Earmark::Error &error);
};

} // namespace Earmark
