// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline.h"
#include "app/profileowner.h"
#include "core/podcast.h"

#include <QFuture>
#include <QObject>

namespace Earmark {

class AutomaticDownloads;
class ChapterService;
class DownloadCommands;
class DownloadRuleCommands;
class DirectoryService;
class EpisodeService;
class LibraryService;
class PreviewService;
class SkipRulesService;
struct Subscription;
struct SubscribeWish;

/// The commands about the library. Run by whoever owns the profile (the window, for a command that
/// was handed over; the command itself otherwise); reading ones over a read-only library.
class LibraryCommands : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LibraryCommands)

public:
    struct Needs
    {
        LibraryService &library;
        EpisodeService &episodes;
        ChapterService &chapters;
        DirectoryService &directories;
        PreviewService &previews;
        SkipRulesService &skipRules;
        DownloadCommands &downloads;
        AutomaticDownloads &rules;
    };

    explicit LibraryCommands(const Needs &needs, QObject *parent = nullptr);

    QFuture<CommandAnswer> run(const CommandLine &line);

private:
    QFuture<CommandAnswer> add(const CommandLine &line);
    QFuture<CommandAnswer> addFolder(const CommandLine &line);
    QFuture<Result<Subscription>> subscribe(const QUrl &address, const SubscribeWish &wish);
    QFuture<Result<Subscription>> subscribeTo(const Result<QUrl> &feed, const QUrl &page,
                                              const SubscribeWish &wish);
    QFuture<CommandAnswer> import(const CommandLine &line);
    QFuture<CommandAnswer> refresh(const CommandLine &line);
    QFuture<CommandAnswer> remove(const CommandLine &line);
    QFuture<CommandAnswer> forgetLogin(const CommandLine &line);
    QFuture<CommandAnswer> exportOpml(const CommandLine &line);
    QFuture<CommandAnswer> listPodcasts(const CommandLine &line);
    QFuture<CommandAnswer> listEpisodes(const CommandLine &line);
    QFuture<CommandAnswer> listChapters(const CommandLine &line);
    QFuture<CommandAnswer> skips(const CommandLine &line);
    QFuture<CommandAnswer> skipsOf(PodcastId podcast, const CommandLine &line);
    QFuture<CommandAnswer> stats(const CommandLine &line);
    QFuture<CommandAnswer> rules(const CommandLine &line);
    /// By address or number.
    QFuture<Result<Podcast>> findPodcast(const QString &name);

    LibraryService &m_library;
    EpisodeService &m_episodes;
    ChapterService &m_chapters;
    DirectoryService &m_directories;
    PreviewService &m_previews;
    SkipRulesService &m_skipRules;
    DownloadCommands &m_downloads;
    DownloadRuleCommands *m_rules;
};

} // namespace Earmark
