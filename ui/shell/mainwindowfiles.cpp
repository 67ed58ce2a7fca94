// SPDX-License-Identifier: GPL-3.0-or-later

// The window opens a file of this computer.

#include "core/async.h"
#include "services/episodeservice.h"
#include "services/libraryservice.h"
#include "services/localfolder.h"
#include "services/localfolders.h"
#include "services/playbackservice.h"
#include "ui/shell/librarywiring.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/panelwiring.h"

#include <QFileInfo>

#include <algorithm>

namespace Earmark {

void MainWindow::openFile(const QString &path)
{
    if (QFileInfo(path).isDir()) {
        m_dialogs->ask(this, tr("Make the folder %1 a podcast?").arg(path), tr("Add"),
                       [this, path] { m_library->addFolder(path); });
        return;
    }
    onResult(m_services.folders.file(path), this, [this](const Result<Episode> &episode) {
        if (!episode) {
            showError(episode.error());
            return;
        }
        onResult(m_services.library.podcasts(), this,
                 [this, alone = *episode](const Result<PodcastList> &podcasts) {
                     PodcastList folders = podcasts ? *podcasts : PodcastList();
                     folders.removeIf([&alone](const Podcast &one) {
                         return pathInFolder(one.url, alone.enclosure.url).isEmpty();
                     });
                     // Of a folder in a folder the inner one first.
                     std::ranges::sort(folders, std::ranges::greater(),
                                       [](const Podcast &one) { return one.url.path().size(); });
                     playFile(alone, folders);
                 });
    });
}

/// folders: podcasts it may be an episode of.
void MainWindow::playFile(const Episode &alone, PodcastList folders)
{
    if (folders.isEmpty()) {
        m_services.playback.playPreview(alone);
        return;
    }
    const QUrl folder = folders.takeFirst().url;
    const QString guid = guidOfPath(pathInFolder(folder, alone.enclosure.url));
    onResult(m_services.episodes.find(folder, guid), this,
             [this, alone, folders](const Result<EpisodeId> &episode) {
                 if (!episode) {
                     playFile(alone, folders);
                     return;
                 }
                 m_services.playback.play(*episode);
                 m_panelWiring->show(*episode);
             });
}

} // namespace Earmark
