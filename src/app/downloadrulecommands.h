// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline.h"
#include "app/profileowner.h"
#include "core/ids.h"

#include <QFuture>
#include <QObject>

namespace Earmark {

class AutomaticDownloads;

/// `earmark rules`: what is fetched and deleted by itself, and what was.
class DownloadRuleCommands : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DownloadRuleCommands)

public:
    explicit DownloadRuleCommands(AutomaticDownloads &rules, QObject *parent = nullptr);

    static bool knows(const QString &command);
    /// Changes what the options name, and tells how it is now. podcast: not valid: of all podcasts.
    QFuture<CommandAnswer> run(const CommandLine &line, PodcastId podcast);

private:
    QFuture<CommandAnswer> ofAll(const CommandLine &line);
    QFuture<CommandAnswer> ofPodcast(const CommandLine &line, PodcastId podcast);
    QFuture<CommandAnswer> tell(const CommandLine &line, PodcastId podcast);
    QFuture<CommandAnswer> log(const CommandLine &line);

    AutomaticDownloads &m_rules;
};

} // namespace Earmark
