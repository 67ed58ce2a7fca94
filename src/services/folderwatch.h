// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/podcast.h"
#include "core/result.h"
#include "services/localfolders.h"

#include <QFileSystemWatcher>
#include <QHash>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace Earmark {

class LibraryService;

/// Looks into podcasts that are folders when something changes there: once when it begins, and then
/// when files come or go and have come to rest (one that is still being copied grows). What is not
/// watched, because there are too many folders or the disk is of a kind that says nothing, is seen
/// by the refreshes of every podcast.
class FolderWatch : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FolderWatch)

public:
    static constexpr qsizetype MostFolders = 200; ///< Of all podcasts together.

    struct Pauses
    {
        std::chrono::milliseconds rest = std::chrono::seconds(2); ///< Unchanged for so long.
        /// A copy that stood still for longer is looked for once more.
        std::chrono::milliseconds later = std::chrono::seconds(30);
    };

    FolderWatch(LibraryService &library, LocalFolders &folders, QObject *parent = nullptr);
    FolderWatch(LibraryService &library, LocalFolders &folders, Pauses pauses,
                QObject *parent = nullptr);

    void start();
    QStringList watched() const { return m_watcher.directories(); }

private:
    struct Place
    {
        QUrl url;
        QStringList folders;
        QByteArray seen; ///< Fingerprint at the last look.
        bool isLooking = false;
        bool isTouched = false; ///< Meanwhile.
        bool isChanged = false; ///< Since the last refresh.
        QTimer *timer = nullptr;
    };

    void read();
    void show(const PodcastList &podcasts);
    void touched(const QString &folder);
    void lookSoon(PodcastId id, std::chrono::milliseconds pause);
    void look(PodcastId id);
    void looked(PodcastId id, const Result<FolderGlance> &glance);
    void watch();

    LibraryService &m_library;
    LocalFolders &m_folders;
    Pauses m_pauses;
    QFileSystemWatcher m_watcher;
    QTimer m_read;
    QHash<PodcastId, Place> m_places;
    bool m_isBeginning = true;
};

} // namespace Earmark
