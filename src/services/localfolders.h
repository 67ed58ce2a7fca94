// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"
#include "core/result.h"
#include "services/feedfetcher.h"

#include <QByteArray>
#include <QFuture>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QThreadPool>
#include <QUrl>

#include <functional>
#include <memory>
#include <stop_token>

namespace Earmark {

/// How a folder looked for a moment.
struct FolderGlance
{
    QByteArray fingerprint; ///< services/folderlisting.h
    QStringList folders; ///< The folder and those below it.

    bool operator==(const FolderGlance &) const = default;
};

/// Reads folders that are podcasts, and files that are opened by themselves. Two threads of its own
/// wait for the disk: one reads folders, the other answers what somebody waits for.
class LocalFolders : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LocalFolders)

public:
    /// Keeps a picture and answers its address (ArtworkService::keep()); on these threads.
    using KeepPicture = std::function<QUrl(const QByteArray &picture)>;

    explicit LocalFolders(KeepPicture keep = {}, QObject *parent = nullptr);
    /// Gives up what is being read, and waits for that.
    ~LocalFolders() override;

    /// The address that a podcast of this folder has.
    QFuture<Result<QUrl>> addressOf(const QString &path);
    /// As FeedFetcher::fetch(), without a network. Files that were read before and have not changed
    /// are not opened again.
    QFuture<Result<FetchedFeed>> read(const FeedRequest &request);
    QFuture<Result<FolderGlance>> look(const QUrl &folder);
    /// One sound file, as an episode without an id, of the folder it lies in.
    QFuture<Result<Episode>> file(const QString &path);

private:
    struct Memory;

    KeepPicture m_keep;
    std::stop_source m_stop;
    std::shared_ptr<Memory> m_memory; ///< Of m_reading's one thread.
    QThreadPool m_reading;
    QThreadPool m_quick;
};

} // namespace Earmark
