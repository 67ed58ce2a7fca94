// SPDX-License-Identifier: GPL-3.0-or-later

// The window's page that finds podcasts: made when it is first wished for.

#include "ui/discover/discoverpage.h"
#include "ui/episode/episodepanel.h"
#include "ui/shell/discoverwiring.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/servicecovers.h"
#include "ui/shell/undobar.h"
#include "ui/sidebar/sidebar.h"

#include <QStackedWidget>

namespace Earmark {

void MainWindow::buildDiscover()
{
    m_discover = new DiscoverPage;
    m_discover->setCovers(m_covers);
    m_middle->addWidget(m_discover);
    m_discoverWiring = new DiscoverWiring(*m_discover, m_services, *m_library, this);
    connect(m_discoverWiring, &DiscoverWiring::podcastWished, this, &MainWindow::showPodcast);
    connect(m_discoverWiring, &DiscoverWiring::settingsWished, this, &MainWindow::openSettings);
    connect(m_discoverWiring, &DiscoverWiring::linkWished, this, &MainWindow::openLink);
    connect(m_discoverWiring, &DiscoverWiring::addressCopied, this, &MainWindow::copyAddress);
    connect(m_discoverWiring, &DiscoverWiring::told, m_undoBar, &UndoBar::tell);
}

bool MainWindow::isDiscoverShown() const
{
    return m_discover != nullptr && m_middle->currentWidget() == m_discover;
}

void MainWindow::showDiscover(const QString &words)
{
    if (m_discover == nullptr)
        buildDiscover();
    m_middle->setCurrentWidget(m_discover);
    m_panel->hide();
    m_sidebar->showDiscover();
    if (!words.isEmpty())
        m_discover->lookFor(words);
    else if (!m_discover->isPreviewShown())
        m_discover->focusSearch();
}

} // namespace Earmark
