// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"
#include "core/episodequery.h"
#include "core/error.h"
#include "ui/common/appearance.h"
#include "ui/common/dialogs.h"
#include "ui/episodes/episodeactions.h"
#include "ui/shell/serviceepisodes.h"
#include "ui/shell/windowservices.h"

#include <QWidget>

#include <memory>

class QSplitter;
class QStackedWidget;

namespace Earmark {

class DiscoverPage;
class DiscoverWiring;
class DownloadsPage;
class EpisodePanel;
class EpisodesPage;
class EpisodeWiring;
class ErrorLog;
class LibraryWiring;
class MessageBar;
class MoverWiring;
class PanelWiring;
class PlayerBar;
class PlayerWiring;
class PodcastWiring;
class ServiceCovers;
class Sidebar;
class UndoBar;
class VideoWiring;
class WelcomePage;

/// The window: puts pages, services and keys together, and does nothing else itself.
class MainWindow : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    explicit MainWindow(const WindowServices &services,
                        std::unique_ptr<Dialogs> dialogs = std::make_unique<DesktopDialogs>(),
                        QWidget *parent = nullptr);
    ~MainWindow() override;

    void showError(const Error &error);
    /// An `earmark:` address from the command line or another program.
    void openAddress(const QString &address);
    /// A sound file of this computer plays: as the episode it is of a podcast, else by itself. A
    /// folder may become a podcast, when the listener says yes.
    void openFile(const QString &path);
    void raiseWindow();

    VideoWiring &video() const { return *m_video; }

    void showPlace(Place place);
    void showPodcast(PodcastId podcast);
    /// words: looked for at once, as if they had been typed there.
    void showDiscover(const QString &words = {});
    void showDownloads();

Q_SIGNALS:
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    bool event(QEvent *event) override;

private:
    void buildPages();
    void buildMenu();
    void buildVideo();
    void connectSidebar();
    void connectEpisodes();
    void connectLibrary();
    void connectServices();
    void connectDownloads();
    void bindKeys();
    bool playerKey(const QKeyEvent &event);
    void afterFirstPaint();
    void restoreLayout();
    void saveLayout();

    void podcastsChanged();
    void buildDiscover();
    void buildDownloads();
    bool isDiscoverShown() const;
    bool isDownloadsShown() const;
    void showWelcome();
    void showList();
    void showPanel(bool yes);
    void chooseEpisode(EpisodeId episode);
    void showPlayingEpisode();
    void allowImages(PodcastId podcast, bool allowed);
    void playFile(const Episode &alone, PodcastList folders);
    void playMoment(QList<QUrl> feeds, const QString &guid, std::chrono::milliseconds at);
    void copyAddress(const QString &address);
    void openLink(const QUrl &url);
    void openSettings();
    void openKeys();
    void openLog();
    void undo();

    WindowServices m_services;
    std::unique_ptr<Dialogs> m_dialogs;
    Appearance m_appearance;
    ServiceEpisodes m_episodeSource;
    ServiceCovers *m_covers;
    ErrorLog *m_log;

    QSplitter *m_splitter;
    Sidebar *m_sidebar;
    MessageBar *m_message;
    QStackedWidget *m_middle;
    EpisodesPage *m_page;
    WelcomePage *m_welcome = nullptr; ///< Made when it is first needed.
    DiscoverPage *m_discover = nullptr; ///< The same.
    DownloadsPage *m_downloads = nullptr; ///< The same.
    EpisodePanel *m_panel;
    PlayerBar *m_player;
    UndoBar *m_undoBar;

    EpisodeWiring *m_episodes;
    LibraryWiring *m_library;
    PanelWiring *m_panelWiring;
    PlayerWiring *m_playerWiring;
    DiscoverWiring *m_discoverWiring = nullptr;
    MoverWiring *m_mover = nullptr;
    PodcastWiring *m_podcasts;
    VideoWiring *m_video = nullptr; ///< From the start, but behind the pages.

    PodcastId m_wanted; ///< Just added: shown when the library names it.
    bool m_isPainted = false;
    bool m_isPanelWished = true;
};

} // namespace Earmark
