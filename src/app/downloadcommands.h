// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline.h"
#include "app/profileowner.h"
#include "core/ids.h"

#include <QFuture>
#include <QList>
#include <QObject>

namespace Earmark {

class DownloadLists;
class DownloadService;
class MediaMover;
class MediaStore;
class SettingsService;

/// `earmark download` and `earmark downloads …`: what the Downloads page does.
class DownloadCommands : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DownloadCommands)

public:
    struct Needs
    {
        MediaStore &store;
        DownloadService &downloads;
        DownloadLists &lists;
        SettingsService &settings;
        MediaMover &mover;
    };

    explicit DownloadCommands(const Needs &needs, QObject *parent = nullptr);

    static bool knows(const QString &command);
    QFuture<CommandAnswer> run(const CommandLine &line);

private:
    QFuture<CommandAnswer> list(const CommandLine &line);
    QFuture<CommandAnswer> listOf(const QList<EpisodeId> &episodes, const CommandLine &line);
    QFuture<CommandAnswer> download(const CommandLine &line);
    QFuture<CommandAnswer> change(const CommandLine &line);
    void apply(const QString &command, const QList<EpisodeId> &episodes);
    QFuture<CommandAnswer> remove(const CommandLine &line);
    QFuture<CommandAnswer> check(const CommandLine &line);
    QFuture<CommandAnswer> move(const CommandLine &line);
    QFuture<CommandAnswer> limit(const CommandLine &line);
    QFuture<CommandAnswer> settled(const QList<EpisodeId> &episodes, const CommandLine &line);

    Needs m_needs;
};

} // namespace Earmark
