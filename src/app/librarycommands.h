// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline.h"
#include "app/profileowner.h"
#include "core/podcast.h"

#include <QFuture>
#include <QObject>

namespace Earmark {

class ChapterService;
class EpisodeService;
class LibraryService;

/// The commands about the library. Run by whoever owns the profile (the window, for a command that
/// was handed over; the command itself otherwise); reading ones over a read-only library.
class LibraryCommands : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LibraryCommands)

public:
    LibraryCommands(LibraryService &library, EpisodeService &episodes, ChapterService &chapters,
                    QObject *parent = nullptr);

    QFuture<CommandAnswer> run(const CommandLine &line);

private:
    QFuture<CommandAnswer> add(const CommandLine &line);
    QFuture<CommandAnswer> import(const CommandLine &line);
    QFuture<CommandAnswer> refresh(const CommandLine &line);
    QFuture<CommandAnswer> remove(const CommandLine &line);
    QFuture<CommandAnswer> exportOpml(const CommandLine &line);
    QFuture<CommandAnswer> listPodcasts(const CommandLine &line);
    QFuture<CommandAnswer> listEpisodes(const CommandLine &line);
    QFuture<CommandAnswer> listChapters(const CommandLine &line);
    /// By address or number.
    QFuture<Result<Podcast>> findPodcast(const QString &name);

    LibraryService &m_library;
    EpisodeService &m_episodes;
    ChapterService &m_chapters;
};

} // namespace Earmark
