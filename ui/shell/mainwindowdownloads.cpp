// SPDX-License-Identifier: GPL-3.0-or-later

// The window's page of downloads, made when it is first wished for, and the panel, which stands
// beside it as beside the lists of episodes. How many are on their way stands in the side bar from
// the start.

#include "services/automaticdownloads.h"
#include "services/downloadservice.h"
#include "ui/downloads/downloadspage.h"
#include "ui/episode/episodepanel.h"
#include "ui/episodes/episodespage.h"
#include "ui/episodes/listheader.h"
#include "ui/shell/downloadswiring.h"
#include "ui/shell/episodewiring.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/moverwiring.h"
#include "ui/shell/panelwiring.h"
#include "ui/shell/servicecovers.h"
#include "ui/shell/undobar.h"
#include "ui/sidebar/sidebar.h"

#include <QStackedWidget>

namespace Earmark {

void MainWindow::connectDownloads()
{
    connect(m_sidebar, &Sidebar::downloadsWished, this, &MainWindow::showDownloads);
    const DownloadService *downloads = &m_services.downloads;
    const auto count
            = [this, downloads] { m_sidebar->setDownloads(int(downloads->downloads().size())); };
    connect(downloads, &DownloadService::queueChanged, this, count);
    count();
    connect(downloads, &DownloadService::failed, this, &MainWindow::showError);
    connect(&m_services.automatic, &AutomaticDownloads::failed, this, &MainWindow::showError);
    m_mover = new MoverWiring({.mover = m_services.mediaMover,
                               .store = m_services.mediaStore,
                               .dialogs = *m_dialogs,
                               .window = this},
                              this);
    connect(m_mover, &MoverWiring::told, m_undoBar, &UndoBar::tell);
    connect(m_mover, &MoverWiring::failed, this, &MainWindow::showError);
}

void MainWindow::buildDownloads()
{
    m_downloads = new DownloadsPage;
    m_downloads->setCovers(m_covers);
    m_middle->addWidget(m_downloads);
    connect(m_downloads, &DownloadsPage::podcastWished, this, &MainWindow::showPodcast);
    connect(m_downloads, &DownloadsPage::chosen, this,
            [this](EpisodeId episode) { m_panelWiring->show(episode); });
    connect(m_downloads->header(), &DownloadsHeader::panelWished, this,
            [this] { showPanel(true); });
    m_mover->wire(*m_downloads->header());
    auto *wiring = new DownloadsWiring(*m_downloads, m_services, this);
    connect(wiring, &DownloadsWiring::wished, m_episodes, &EpisodeWiring::fulfil);
    connect(wiring, &DownloadsWiring::told, m_undoBar, &UndoBar::tell);
    connect(wiring, &DownloadsWiring::failed, this, &MainWindow::showError);
    connect(wiring, &DownloadsWiring::undoOffered, this,
            [this](const QString &sentence, const std::function<void()> &undo) {
                m_undoBar->offer(sentence, tr("Undo"), undo);
            });
}

bool MainWindow::isDownloadsShown() const
{
    return m_downloads != nullptr && m_middle->currentWidget() == m_downloads;
}

void MainWindow::showDownloads()
{
    if (m_downloads == nullptr)
        buildDownloads();
    m_middle->setCurrentWidget(m_downloads);
    showPanel(m_isPanelWished);
    m_sidebar->showDownloads();
}

void MainWindow::showPanel(bool yes)
{
    m_isPanelWished = yes;
    m_panel->setVisible(yes && (m_middle->currentWidget() == m_page || isDownloadsShown()));
    m_page->header()->setPanelHidden(!yes);
    if (m_downloads != nullptr)
        m_downloads->header()->setPanelHidden(!yes);
}

} // namespace Earmark
