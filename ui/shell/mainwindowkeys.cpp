// SPDX-License-Identifier: GPL-3.0-or-later

// The window's menu, keys and drops: ways in that no page owns.

#include "core/async.h"
#include "services/directoryservice.h"
#include "services/folderlisting.h"
#include "services/logins.h"
#include "services/playbackservice.h"
#include "services/seekundo.h"
#include "services/settingsservice.h"
#include "services/soundservice.h"
#include "ui/common/icons.h"
#include "ui/dialogs/directoriesbox.h"
#include "ui/dialogs/downloadsettingspage.h"
#include "ui/dialogs/logdialog.h"
#include "ui/dialogs/settingsdialog.h"
#include "ui/dialogs/shortcutsdialog.h"
#include "ui/downloads/downloadspage.h"
#include "ui/player/playerbar.h"
#include "ui/player/skipsteps.h"
#include "ui/shell/downloadsettingswiring.h"
#include "ui/shell/errorlog.h"
#include "ui/shell/librarywiring.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/moverwiring.h"
#include "ui/shell/videowiring.h"
#include "ui/sidebar/sidebar.h"

#include <QCheckBox>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QShortcut>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {

namespace {

constexpr double VolumeStep = 0.05;

bool isList(const QUrl &url)
{
    const QString name = url.fileName();
    return url.isLocalFile()
            && (name.endsWith(".opml"_L1, Qt::CaseInsensitive)
                || name.endsWith(".xml"_L1, Qt::CaseInsensitive));
}

/// A folder, or a sound file.
bool isToOpen(const QUrl &url)
{
    return url.isLocalFile()
            && (isSoundName(url.fileName()) || QFileInfo(url.toLocalFile()).isDir());
}

bool isAddress(const QString &text)
{
    return text.startsWith("http"_L1, Qt::CaseInsensitive)
            || text.startsWith("feed:"_L1, Qt::CaseInsensitive);
}

} // namespace

/// The picture's windows go with this one.
void MainWindow::buildVideo()
{
    m_video = new VideoWiring(
            {.services = m_services, .panel = *m_panel, .bar = *m_player, .window = *this},
            [this](const QKeyEvent &key) { return playerKey(key); });
    connect(m_video, &VideoWiring::episodeWished, this, [this] {
        raiseWindow();
        showPlayingEpisode();
    });
    connect(this, &MainWindow::closed, m_video,
            [this] { m_video->stage().goTo(VideoStage::Place::Panel); });
}

void MainWindow::buildMenu()
{
    buildVideo();
    auto *menu = new QMenu(this);
    menu->setObjectName(u"libraryMenu"_s);
    const auto add = [&](const QString &icon, const QString &text, const QKeySequence &key,
                         const std::function<void()> &wish) {
        QAction *action = menu->addAction(themedIcon(icon, IconTone::Second), text);
        // The sequence is bound to the window, so that it acts while the menu is closed.
        if (!key.isEmpty()) {
            action->setShortcut(key);
            addAction(action);
        }
        connect(action, &QAction::triggered, this, wish);
        return action;
    };
    add(u"refresh"_s, tr("Refresh all"), Qt::Key_F5, [this] {
        m_library->refreshAll();
    })->setObjectName(u"refreshAll"_s);
    menu->addSeparator();
    add(u"plus"_s, tr("Add a podcast…"), QKeySequence(u"Ctrl+N"_s), [this] {
        m_library->askForAddress();
    })->setObjectName(u"addAction"_s);
    add(u"discover"_s, tr("Discover"), QKeySequence(u"Ctrl+D"_s), [this] {
        showDiscover();
    })->setObjectName(u"discoverAction"_s);
    add(u"download"_s, tr("Downloads"), QKeySequence(u"Ctrl+J"_s), [this] {
        showDownloads();
        m_downloads->focusList();
    })->setObjectName(u"downloadsAction"_s);
    add(u"import"_s, tr("Import OPML…"), QKeySequence(u"Ctrl+O"_s), [this] {
        m_library->importOpml();
    })->setObjectName(u"importAction"_s);
    add(u"export"_s, tr("Export OPML…"), {}, [this] {
        m_library->exportOpml();
    })->setObjectName(u"exportAction"_s);
    menu->addSeparator();
    menu->addActions(m_video->actions());
    menu->addSeparator();
    add(u"settings"_s, tr("Settings"), QKeySequence(u"Ctrl+,"_s), [this] {
        openSettings();
    })->setObjectName(u"settingsAction"_s);
    add(u"keyboard"_s, tr("Keys"), Qt::Key_F1, [this] {
        openKeys();
    })->setObjectName(u"keysAction"_s);
    add(u"log"_s, tr("Log"), {}, [this] { openLog(); })->setObjectName(u"logAction"_s);
    menu->addSeparator();
    add(u"close"_s, tr("Quit"), QKeySequence(u"Ctrl+Q"_s), [this] {
        close();
    })->setObjectName(u"quitAction"_s);
    m_sidebar->setMenu(menu);
}

void MainWindow::bindKeys()
{
    const auto bind = [this](const QKeySequence &key, const std::function<void()> &wish) {
        connect(new QShortcut(key, this), &QShortcut::activated, this, wish);
    };
    bind(QKeySequence(u"Ctrl+Z"_s), [this] { undo(); });
    bind(QKeySequence(u"Ctrl+Up"_s), [this] {
        m_services.playback.setVolume(std::min(1.0, m_services.playback.volume() + VolumeStep));
        m_player->setVolume(m_services.playback.volume());
    });
    bind(QKeySequence(u"Ctrl+Down"_s), [this] {
        m_services.playback.setVolume(std::max(0.0, m_services.playback.volume() - VolumeStep));
        m_player->setVolume(m_services.playback.volume());
    });
}

/// Keys that no list, field or button wanted come here, up the parents: so Space presses a focused
/// button and is a space in a text field.
void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (!playerKey(*event))
        QWidget::keyPressEvent(event);
}

bool MainWindow::playerKey(const QKeyEvent &event)
{
    const bool shift = event.modifiers() == Qt::ShiftModifier;
    if (event.key() == Qt::Key_Question) {
        openKeys();
        return true;
    }
    if (!shift && (event.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier)
        return false;
    switch (event.key()) {
    case Qt::Key_Space:
        m_services.playback.togglePlay();
        return true;
    case Qt::Key_Left:
        if (shift)
            m_services.playback.previousChapter();
        else
            m_services.playback.skip(SkipBack);
        return true;
    case Qt::Key_Right:
        if (shift)
            m_services.playback.nextChapter();
        else
            m_services.playback.skip(SkipForward);
        return true;
    case Qt::Key_BracketLeft:
        m_services.sound.changeSpeed(-1);
        return true;
    case Qt::Key_BracketRight:
        m_services.sound.changeSpeed(1);
        return true;
    case Qt::Key_Backspace:
        if (shift)
            m_services.seekUndo.goForward();
        else
            m_services.seekUndo.goBack();
        return true;
    default:
        return false;
    }
}

void MainWindow::openSettings()
{
    auto *dialog = new SettingsDialog(m_services.settings.colourScheme(),
                                      m_services.settings.useSystemAccent(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SettingsDialog::schemeWished, this, [this](ColourScheme scheme) {
        m_services.settings.setColourScheme(scheme);
        m_appearance.setChoice(scheme);
    });
    connect(dialog, &SettingsDialog::systemAccentWished, this, [this](bool yes) {
        m_services.settings.setUseSystemAccent(yes);
        m_appearance.setSystemAccent(yes);
    });
    auto *atPauses = new QCheckBox(tr("Begin chapters where speech begins"));
    atPauses->setObjectName(u"chaptersAtPauses"_s);
    atPauses->setToolTip(tr("Chapters from the feed or the notes move by up to 1.5 seconds. Those "
                            "in the sound file stay."));
    atPauses->setChecked(m_services.settings.chaptersAtPauses());
    connect(atPauses, &QCheckBox::toggled, &m_services.settings,
            &SettingsService::setChaptersAtPauses);
    dialog->addTitle(tr("Chapters"));
    dialog->addSection(atPauses);
    auto *directories = new DirectoriesBox(m_services.settings.directories());
    dialog->addSection(directories);
    const auto askForKeyring = [this, directories](const DirectorySettings &settings) {
        if (settings.podcastIndexSecret.isEmpty() && settings.podcastIndexKey.isEmpty())
            return;
        onResult(m_services.logins.hasKeyring(), directories,
                 [directories](bool has) { directories->setHasKeyring(has); });
    };
    askForKeyring(m_services.settings.directories());
    connect(directories, &DirectoriesBox::changed, this, askForKeyring);
    connect(directories, &DirectoriesBox::changed, this, [this](const DirectorySettings &chosen) {
        DirectorySettings settings = chosen;
        settings.country = m_services.settings.directories().country;
        m_services.settings.setDirectories(settings);
    });
    directories->waitForSecret();
    onResult(m_services.directories.loadSecret(), directories,
             [this, directories](const Result<> &) {
                 directories->showSecret(m_services.settings.directories().podcastIndexSecret);
             });
    auto *downloads = new DownloadSettingsPage;
    wireDownloadSettings(*downloads,
                         {m_services.settings, m_services.mediaStore, m_services.automatic});
    m_mover->wire(*downloads);
    dialog->addPage(tr("Downloads"), downloads);
    dialog->open();
}

void MainWindow::openKeys()
{
    auto *dialog = new ShortcutsDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::openLog()
{
    auto *dialog = new LogDialog(m_log, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    const QMimeData *brought = event->mimeData();
    const bool wanted = std::ranges::any_of(brought->urls(), [](const QUrl &url) {
        return isList(url) || isToOpen(url) || isAddress(url.toString());
    });
    if (wanted || isAddress(brought->text().trimmed()))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QMimeData *brought = event->mimeData();
    const QList<QUrl> urls = brought->urls();
    const auto list = std::ranges::find_if(urls, isList);
    const auto file = std::ranges::find_if(urls, isToOpen);
    event->acceptProposedAction();
    if (list != urls.end())
        m_library->importFile(list->toLocalFile());
    else if (file != urls.end() && QFileInfo(file->toLocalFile()).isDir())
        m_library->addFolder(file->toLocalFile());
    else if (file != urls.end())
        openFile(file->toLocalFile());
    else
        m_library->askForAddress(urls.isEmpty() ? brought->text().trimmed()
                                                : urls.first().toString());
}

} // namespace Earmark
