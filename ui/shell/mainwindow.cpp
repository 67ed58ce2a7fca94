// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "core/async.h"
#include "core/earmarkaddress.h"
#include "core/privateaddress.h"
#include "services/episodeservice.h"
#include "services/libraryservice.h"
#include "services/localfolder.h"
#include "services/openoutside.h"
#include "services/playbackservice.h"
#include "services/queueservice.h"
#include "services/settingsservice.h"
#include "services/skiprulesservice.h"
#include "services/undostack.h"
#include "ui/common/messagebar.h"
#include "ui/episode/episodepanel.h"
#include "ui/episodes/episodespage.h"
#include "ui/episodes/listheader.h"
#include "ui/player/playerbar.h"
#include "ui/shell/accesswiring.h"
#include "ui/shell/barwiring.h"
#include "ui/shell/discoverwiring.h"
#include "ui/shell/episodewiring.h"
#include "ui/shell/errorlog.h"
#include "ui/shell/librarywiring.h"
#include "ui/shell/listeningwiring.h"
#include "ui/shell/mediawiring.h"
#include "ui/shell/panelwiring.h"
#include "ui/shell/playerwiring.h"
#include "ui/shell/podcastwiring.h"
#include "ui/shell/servicecovers.h"
#include "ui/shell/undobar.h"
#include "ui/shell/undotext.h"
#include "ui/sidebar/sidebar.h"
#include "ui/welcome/welcomepage.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace Earmark {

namespace {
const auto GeometryName = u"mainWindow"_s;
const auto SplitterName = u"mainSplitter"_s;
constexpr QSize SmallestWindow{824, 480};
constexpr QSize FirstSize{1280, 800};
constexpr int SidebarWidth = 230;
constexpr int PanelWidth = 380;
constexpr int MiddleWidth = 380; ///< Below that, the side bar and the panel give way.
} // namespace

MainWindow::MainWindow(const WindowServices &services, std::unique_ptr<Dialogs> dialogs,
                       QWidget *parent)
    : QWidget(parent), m_services(services), m_dialogs(std::move(dialogs)),
      m_appearance(services.settings.colourScheme(), services.settings.useSystemAccent()),
      m_episodeSource(services.episodes), m_covers(new ServiceCovers(services.artwork, this)),
      m_log(new ErrorLog(this)), m_splitter(new QSplitter(this)), m_sidebar(new Sidebar),
      m_message(new MessageBar), m_middle(new QStackedWidget),
      m_page(new EpisodesPage(m_episodeSource)), m_panel(new EpisodePanel), m_player(new PlayerBar),
      m_undoBar(new UndoBar(m_middle)), m_episodes(new EpisodeWiring(*m_page, m_services, this)),
      m_library(new LibraryWiring(*m_sidebar, m_services, *m_dialogs, this)),
      m_panelWiring(new PanelWiring(*m_panel, m_services, this)),
      m_playerWiring(new PlayerWiring(*m_player, m_services.playback, m_services.seekUndo, this)),
      m_podcasts(new PodcastWiring(*m_library, m_services, this))
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(tr("Earmark"));
    setMinimumSize(SmallestWindow);
    setAcceptDrops(true);
    buildPages();
    buildMenu();
    bindKeys();
    connectSidebar();
    connectEpisodes();
    connectLibrary();
    connectServices();
    connectDownloads();
    restoreLayout();
    m_sidebar->showPlace(Place::Episodes);
    m_page->showPlace(Place::Episodes, 0, 0);
}

MainWindow::~MainWindow() = default;

void MainWindow::buildPages()
{
    m_message->setObjectName(u"windowMessage"_s);
    m_middle->setObjectName(u"middle"_s);
    m_middle->setMinimumWidth(MiddleWidth);
    m_middle->addWidget(m_page);
    m_sidebar->setCovers(m_covers);
    m_page->setCovers(m_covers);
    m_panel->setCovers(m_covers);
    m_player->setCovers(m_covers);

    auto *middle = new QWidget;
    auto *middleColumn = new QVBoxLayout(middle);
    middleColumn->setContentsMargins(0, 0, 0, 0);
    middleColumn->setSpacing(0);
    middleColumn->addWidget(m_message);
    middleColumn->addWidget(m_middle, 1);
    m_splitter->setObjectName(SplitterName);
    m_splitter->addWidget(m_sidebar);
    m_splitter->addWidget(middle);
    m_splitter->addWidget(m_panel);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(1, 1);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_player);
}

void MainWindow::restoreLayout()
{
    const QByteArray geometry = m_services.settings.windowState(GeometryName);
    if (geometry.isEmpty() || !restoreGeometry(geometry))
        resize(FirstSize);
    const QByteArray splitter = m_services.settings.windowState(SplitterName);
    if (splitter.isEmpty() || !m_splitter->restoreState(splitter))
        m_splitter->setSizes({SidebarWidth, width() - SidebarWidth - PanelWidth, PanelWidth});
    const QByteArray panel = m_services.settings.windowState(m_panel->objectName());
    showPanel(panel != "hidden");
}

void MainWindow::saveLayout()
{
    m_services.settings.setWindowState(GeometryName, saveGeometry());
    m_services.settings.setWindowState(SplitterName, m_splitter->saveState());
    m_services.settings.setWindowState(m_panel->objectName(),
                                       m_isPanelWished ? "shown"_ba : "hidden"_ba);
}

void MainWindow::connectSidebar()
{
    connect(m_sidebar, &Sidebar::placeWished, this, &MainWindow::showPlace);
    connect(m_sidebar, &Sidebar::discoverWished, this, [this] { showDiscover(); });
    connect(m_sidebar, &Sidebar::podcastWished, this, &MainWindow::showPodcast);
    connect(m_sidebar, &Sidebar::podcastMenuWished, this,
            [this](PodcastId podcast, const QPoint &at) {
                auto *menu = new QMenu(this);
                menu->setAttribute(Qt::WA_DeleteOnClose);
                connect(menu->addAction(tr("Refresh")), &QAction::triggered, this,
                        [this, podcast] { m_library->refresh(podcast); });
                if (!m_library->podcast(podcast).nextPage.isEmpty()) {
                    connect(menu->addAction(tr("Load older episodes")), &QAction::triggered, this,
                            [this, podcast] { m_podcasts->loadOlder(podcast); });
                }
                connect(menu->addAction(tr("Details…")), &QAction::triggered, this,
                        [this, podcast] { m_podcasts->openDetails(podcast); });
                connect(menu->addAction(tr("Edit address…")), &QAction::triggered, this,
                        [this, podcast] { m_podcasts->editAddress(podcast); });
                connect(menu->addAction(tr("Copy the feed's address")), &QAction::triggered, this,
                        [this, podcast] {
                            copyAddress(
                                    m_library->podcast(podcast).url.toString(QUrl::FullyEncoded));
                        });
                menu->addSeparator();
                connect(menu->addAction(tr("Unsubscribe")), &QAction::triggered, this,
                        [this, podcast] { m_library->unsubscribe(podcast); });
                menu->popup(at);
            });
}

void MainWindow::connectEpisodes()
{
    connect(m_page, &EpisodesPage::chosen, this, &MainWindow::chooseEpisode);
    connect(m_page, &EpisodesPage::addPodcastWished, this, [this] { m_library->askForAddress(); });
    const ListHeader *header = m_page->header();
    connect(header, &ListHeader::refreshWished, this,
            [this] { m_library->refresh(m_page->podcast()); });
    connect(header, &ListHeader::unsubscribeWished, this,
            [this] { m_library->unsubscribe(m_page->podcast()); });
    connect(header, &ListHeader::imagesWished, this,
            [this](bool allowed) { allowImages(m_page->podcast(), allowed); });
    connect(header, &ListHeader::openSiteWished, this,
            [this] { openLink(m_library->podcast(m_page->podcast()).site); });
    connect(header, &ListHeader::copyAddressWished, this, [this] {
        copyAddress(m_library->podcast(m_page->podcast()).url.toString(QUrl::FullyEncoded));
    });
    connect(header, &ListHeader::detailsWished, this,
            [this] { m_podcasts->openDetails(m_page->podcast()); });
    connect(header, &ListHeader::olderWished, this,
            [this] { m_podcasts->loadOlder(m_page->podcast()); });
    connect(header, &ListHeader::panelWished, this, [this] { showPanel(true); });

    connect(m_episodes, &EpisodeWiring::addressCopied, this, &MainWindow::copyAddress);
    connect(m_episodes, &EpisodeWiring::linkWished, this, &MainWindow::openLink);
    connect(m_episodes, &EpisodeWiring::told, m_undoBar, &UndoBar::tell);
    connect(m_episodes, &EpisodeWiring::failed, this, &MainWindow::showError);
    connect(m_episodes, &EpisodeWiring::queuedChanged, m_panelWiring, &PanelWiring::refresh);

    connect(m_panel, &EpisodePanel::wished, m_episodes, &EpisodeWiring::fulfil);
    connect(m_panel, &EpisodePanel::linkWished, this, &MainWindow::openLink);
    connect(m_panel, &EpisodePanel::imagesWished, this, &MainWindow::allowImages);
    connect(m_panel, &EpisodePanel::ownPicturesWished, &m_library->access(),
            &AccessWiring::askForOwnPictures);
    connect(m_panel, &EpisodePanel::closeWished, this, [this] { showPanel(false); });
    connect(m_panelWiring, &PanelWiring::addressCopied, this, &MainWindow::copyAddress);
    connect(m_panelWiring, &PanelWiring::failed, this, &MainWindow::showError);
    connect(m_player, &PlayerBar::episodeWished, this, &MainWindow::showPlayingEpisode);
    connect(m_playerWiring, &PlayerWiring::linkWished, this, &MainWindow::openLink);
}

void MainWindow::connectLibrary()
{
    connect(m_library, &LibraryWiring::changed, this, &MainWindow::podcastsChanged);
    connect(m_library, &LibraryWiring::failed, this, &MainWindow::showError);
    connect(m_library, &LibraryWiring::told, m_undoBar, &UndoBar::tell);
    connect(m_library, &LibraryWiring::searchWished, this, &MainWindow::showDiscover);
    connect(m_library, &LibraryWiring::added, this, [this](PodcastId podcast) {
        m_wanted = podcast;
        podcastsChanged();
    });
    connect(m_library, &LibraryWiring::addFailed, this, [this](const QString &sentence) {
        if (m_welcome != nullptr && m_welcome->isVisible()) {
            m_welcome->setBusy(false);
            m_welcome->showFailure(sentence);
        } else if (!m_library->isAsking()) {
            m_message->tell(MessageBar::Kind::Error, sentence);
        }
    });
}

void MainWindow::connectServices()
{
    new ListeningWiring(m_services, *m_player, *m_undoBar, this);
    auto *media = new MediaWiring({*m_page, *m_panel, m_player->seekBar(), *m_episodes, *m_undoBar},
                                  m_services, this);
    connect(media, &MediaWiring::failed, this, &MainWindow::showError);
    auto *bar = new BarWiring(*m_player, m_services, this);
    connect(bar, &BarWiring::told, m_undoBar, &UndoBar::tell);
    connect(&m_services.skipRules, &SkipRulesService::failed, this, &MainWindow::showError);
    m_podcasts->setCovers(m_covers);
    connect(m_podcasts, &PodcastWiring::linkWished, this, &MainWindow::openLink);
    connect(m_podcasts, &PodcastWiring::loadingOlder, m_page, &EpisodesPage::setLoadingOlder);
    connect(m_podcasts, &PodcastWiring::told, m_undoBar, &UndoBar::tell);
    connect(m_podcasts, &PodcastWiring::failed, this, &MainWindow::showError);
    connect(m_sidebar, &Sidebar::failingWished, m_podcasts, &PodcastWiring::openFailing);
    connect(&m_services.library, &LibraryService::noticeChanged, m_sidebar, &Sidebar::showNotice);
    connect(&m_services.undo, &UndoStack::pushed, this,
            [this](const UndoEntry &entry) { m_undoBar->offer(undoText(entry)); });
    connect(&m_services.undo, &UndoStack::failed, this, &MainWindow::showError);
    connect(&m_services.episodes, &EpisodeService::failed, this, &MainWindow::showError);
    connect(&m_services.episodes, &EpisodeService::episodesChanged, m_panelWiring,
            &PanelWiring::refresh);
    connect(&m_services.library, &LibraryService::failed, this, &MainWindow::showError);
    connect(&m_services.queue, &QueueService::failed, this, &MainWindow::showError);
    // The player bar shows the sentence of what it failed to play, and the log keeps it; of what
    // left the player as it was (no output, an episode that is gone) the window tells.
    connect(&m_services.playback, &PlaybackService::failed, this, [this](const Error &error) {
        if (m_services.playback.state() == PlaybackService::State::Failed)
            m_log->add(m_library->access().masked(error), QDateTime::currentDateTimeUtc());
        else
            showError(error);
    });
    connect(&m_services.playback, &PlaybackService::passedOver, this, &MainWindow::showError);
    connect(m_undoBar, &UndoBar::undoWished, this, &MainWindow::undo);
}

void MainWindow::showPlace(Place place)
{
    m_sidebar->showPlace(place);
    const bool isAll = place == Place::Episodes;
    m_page->showPlace(place, isAll ? m_library->unplayed() : -1, isAll ? m_library->episodes() : 0);
    if (!isDiscoverShown() && !isDownloadsShown())
        return;
    if (m_library->podcasts().isEmpty())
        showWelcome();
    else
        showList();
}

void MainWindow::showPodcast(PodcastId podcast)
{
    const Podcast whole = m_library->podcast(podcast);
    if (!whole.id.isValid())
        return;
    m_sidebar->showPodcast(podcast);
    m_page->showPodcast(whole);
    showList();
}

void MainWindow::podcastsChanged()
{
    QSet<PodcastId> withImages;
    QHash<PodcastId, QUrl> covers;
    for (const Podcast &podcast : m_library->podcasts()) {
        covers.insert(podcast.id, podcast.image);
        if (podcast.imagesAllowed)
            withImages.insert(podcast.id);
    }
    m_panelWiring->setImagesAllowed(withImages);
    m_playerWiring->setImagesAllowed(withImages);
    m_playerWiring->setPodcastCovers(covers);
    m_page->view()->setPodcastCovers(covers);
    if (m_discoverWiring != nullptr)
        m_discoverWiring->libraryChanged();
    if ((isDiscoverShown() || isDownloadsShown()) && !m_wanted.isValid())
        return;
    if (m_library->podcasts().isEmpty()) {
        if (m_library->isKnown() && !m_wanted.isValid())
            showWelcome();
        return;
    }
    const bool wasWelcome = m_middle->currentWidget() != m_page;
    showList();
    if (m_wanted.isValid() && m_library->podcast(m_wanted).id.isValid()) {
        showPodcast(std::exchange(m_wanted, PodcastId()));
        m_page->view()->setFocus();
        return;
    }
    const PodcastId shown = m_page->podcast();
    const bool wasUnsubscribed = shown.isValid() && !m_library->podcast(shown).id.isValid();
    if (wasUnsubscribed || (wasWelcome && !shown.isValid()))
        showPlace(Place::Episodes);
    else if (wasWelcome)
        showPodcast(shown); // an unsubscription that was undone: the sidebar is at a place
    else if (shown.isValid())
        m_page->updatePodcast(m_library->podcast(shown));
    else
        m_page->updatePlace(m_library->unplayed());
}

void MainWindow::showWelcome()
{
    if (m_welcome == nullptr) {
        m_welcome = new WelcomePage;
        m_middle->addWidget(m_welcome);
        connect(m_welcome, &WelcomePage::addWished, this, [this](const QString &address) {
            m_welcome->setBusy(true);
            m_library->add(address);
        });
        connect(m_welcome, &WelcomePage::importWished, m_library, &LibraryWiring::importOpml);
        connect(m_welcome, &WelcomePage::demoWished, m_library, &LibraryWiring::addDemo);
    }
    m_welcome->setBusy(false);
    m_welcome->clear();
    m_middle->setCurrentWidget(m_welcome);
    m_panelWiring->showNothing();
    m_panel->hide();
    m_sidebar->showPlace(Place::Episodes);
    m_welcome->setFocus();
}

void MainWindow::showList()
{
    m_middle->setCurrentWidget(m_page);
    m_panel->setVisible(m_isPanelWished);
}

void MainWindow::chooseEpisode(EpisodeId episode)
{
    m_panelWiring->show(episode, m_page->model().rowAt(m_page->model().rowOf(episode)));
}

void MainWindow::showPlayingEpisode()
{
    const auto &episode = m_services.playback.episode();
    if (!episode)
        return;
    if (m_services.playback.isPreview()) {
        if (m_discoverWiring != nullptr && m_discoverWiring->showPlaying())
            showDiscover();
        return;
    }
    showPanel(true);
    m_page->view()->choose(episode->row.id);
    m_panelWiring->show(episode->row.id, &episode->row);
}

void MainWindow::allowImages(PodcastId podcast, bool allowed)
{
    if (podcast.isValid())
        m_library->setImagesAllowed(podcast, allowed);
}

void MainWindow::showError(const Error &error)
{
    if (error.kind == ErrorKind::Cancelled)
        return;
    m_log->add(error, QDateTime::currentDateTimeUtc());
    m_message->tell(MessageBar::Kind::Error, error.sentence);
}

void MainWindow::copyAddress(const QString &address)
{
    m_library->access().copy(address, [this](const QString &allowed) {
        QApplication::clipboard()->setText(allowed);
        m_undoBar->tell(tr("Address copied"));
    });
}

void MainWindow::openLink(const QUrl &url)
{
    if (!openOutside(url))
        m_undoBar->tell(tr("This kind of address is not opened: %1")
                                .arg(url.toDisplayString(QUrl::RemoveUserInfo).left(120)));
}

void MainWindow::openAddress(const QString &address)
{
    if (const QString path = pathFromInput(address); !path.isEmpty()) {
        openFile(path);
    } else if (const auto moment = parseEarmarkAddress(address)) {
        QList<QUrl> feeds{moment->feed};
        for (const Podcast &known : m_library->access().privateOnesAt(moment->feed))
            feeds += known.url;
        playMoment(feeds, moment->guid, moment->at);
    } else {
        showError(fail(ErrorKind::Usage,
                       tr("This is no whole Earmark address. Copy it again from where it stood."),
                       address.left(200)));
    }
}

/// feeds: the first one that has the episode.
void MainWindow::playMoment(QList<QUrl> feeds, const QString &guid, milliseconds at)
{
    const QUrl feed = feeds.takeFirst();
    const auto found = m_services.episodes.find(feed, guid);
    onResult(found, this, [this, feed, feeds, guid, at](const Result<EpisodeId> &episode) {
        if (episode) {
            m_services.playback.play(*episode, at);
            m_panelWiring->show(*episode);
            return;
        }
        if (!feeds.isEmpty() && episode.error().kind == ErrorKind::NotFound) {
            playMoment(feeds, guid, at);
            return;
        }
        const bool isKnown = std::ranges::any_of(
                m_library->podcasts(), [&](const Podcast &known) { return known.url == feed; });
        if (isKnown || isLocalAddress(feed) || episode.error().kind != ErrorKind::NotFound) {
            showError(episode.error());
            return;
        }
        m_dialogs->ask(this,
                       tr("You are not subscribed to the podcast of this address:\n%1\nSubscribe "
                          "to it?")
                               .arg(shownAddress(feed, looksPrivate(feed))),
                       tr("Subscribe"), [this, feed] { m_library->addNamed(feed); });
    });
}

void MainWindow::raiseWindow()
{
    if (isMinimized())
        showNormal();
    show();
    raise();
    activateWindow();
}

void MainWindow::undo()
{
    m_undoBar->hide();
    m_services.undo.undo();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveLayout();
    QWidget::closeEvent(event);
    Q_EMIT closed();
}

bool MainWindow::event(QEvent *event)
{
    if (event->type() == QEvent::Paint && !m_isPainted) {
        m_isPainted = true;
        QTimer::singleShot(0, this, &MainWindow::afterFirstPaint);
    }
    return QWidget::event(event);
}

void MainWindow::afterFirstPaint()
{
    m_appearance.followDesktop();
}

} // namespace Earmark
