// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/windowprocess.h"

#include "app/answers.h"
#include "app/commandprocess.h"
#include "app/downloadcommands.h"
#include "app/firstpaint.h"
#include "app/librarycommands.h"
#include "app/signalwatcher.h"
#include "core/async.h"
#include "playback/outputlist.h"
#include "playback/player.h"
#include "services/analysisservice.h"
#include "services/folderwatch.h"
#include "services/localfolder.h"
#include "services/networkwatch.h"
#include "services/outputservice.h"
#include "services/outsidewindow.h"
#include "services/playbackservice.h"
#include "services/refreshschedule.h"
#include "services/seekundo.h"
#include "services/skipservice.h"
#include "services/sleepservice.h"
#include "services/soundservice.h"
#include "services/stallwatch.h"
#include "services/timesavedservice.h"
#include "services/videoservice.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/videowiring.h"
#include "ui/shell/windowservices.h"

#include <QApplication>
#include <QFile>
#include <QNetworkProxyFactory>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

constexpr std::chrono::milliseconds AnswerRetry{100};
// A command without a window may own the profile for a while; longer is worth a sentence.
constexpr std::chrono::milliseconds OwnerPatience = 60s;

} // namespace

WindowProcess::WindowProcess(const CommandLine &line, const Profile &profile, QObject *parent)
    : QObject(parent), m_line(line), m_owner(profile), m_services(profile, systemClock())
{
    if (!m_line.file.isEmpty()) // another window stands elsewhere
        m_line.address = localAddress(localPath(m_line.file)).toString(QUrl::FullyEncoded);
}

WindowProcess::~WindowProcess() = default;

void WindowProcess::start()
{
    if (!m_waited.isValid())
        m_waited.start();
    const auto owned = m_owner.acquire();
    if (!owned)
        Q_EMIT failed(owned.error());
    else if (*owned)
        open();
    else
        raiseOther();
}

/// The profile has a window already (or a command is at work, which will be over soon).
void WindowProcess::raiseOther()
{
    const QJsonObject request{{u"raise"_s, true}, {u"address"_s, m_line.address}};
    onResult(askOwner(m_services.profile(), request, this), this,
             [this](const Result<CommandAnswer> &answer) {
                 if (answer)
                     Q_EMIT over(answer->exitCode, QString::fromUtf8(answer->errors).trimmed());
                 else if (m_waited.hasExpired(OwnerPatience.count()))
                     Q_EMIT failed(fail(ErrorKind::Network,
                                        u"Another Earmark is at work on this profile and does not "
                                        "answer; try again when it has ended."_s));
                 else
                     QTimer::singleShot(AnswerRetry, this, &WindowProcess::start);
             });
}

void WindowProcess::open()
{
    const auto opened = m_services.open();
    if (qEnvironmentVariableIsSet("EARMARK_WATCHDOG"))
        m_stalls = std::make_unique<StallWatch>();
    makeListening();
    m_downloadCommands = std::make_unique<DownloadCommands>(
            DownloadCommands::Needs{.store = m_services.media(),
                                    .downloads = m_services.downloads(),
                                    .lists = m_services.downloadLists(),
                                    .settings = m_services.settings(),
                                    .mover = m_services.mediaMover()});
    m_commands = std::make_unique<LibraryCommands>(
            LibraryCommands::Needs{.library = m_services.library(),
                                   .episodes = m_services.episodes(),
                                   .chapters = m_services.chapters(),
                                   .directories = m_services.directories(),
                                   .previews = m_services.previews(),
                                   .skipRules = m_services.skipRules(),
                                   .downloads = *m_downloadCommands,
                                   .rules = m_services.automaticDownloads()});
    makeWindow();
    m_firstPaint = std::make_unique<FirstPaint>(*m_window);
    connect(m_firstPaint.get(), &FirstPaint::painted, this, &WindowProcess::afterFirstPaint);
    connect(m_window.get(), &MainWindow::closed, this, &WindowProcess::end);
    m_signals = std::make_unique<SignalWatcher>();
    // As a click on the frame's button does, so that the window's layout is kept too.
    connect(m_signals.get(), &SignalWatcher::endRequested, m_window.get(), &QWidget::close);
    m_window->show();
    onResult(opened, this, [this](const Result<> &library) {
        if (!library)
            giveUp(library.error());
    });
}

void WindowProcess::makeListening()
{
    m_player = std::make_unique<Player>();
    m_playback = std::make_unique<PlaybackService>(PlaybackService::Needs{
            .player = *m_player,
            .episodes = m_services.episodes(),
            .queue = m_services.queue(),
            .chapters = m_services.chapters(),
            .media = m_services.media(),
            .settings = m_services.settings(),
            .access = m_services.access(),
    });
    m_outputs = std::make_unique<OutputService>(*m_player, m_services.settings(), soundOutputs);
    m_seekUndo = std::make_unique<SeekUndo>(*m_playback);
    m_sleep = std::make_unique<SleepService>(*m_playback);
    m_sound = std::make_unique<SoundService>(*m_playback, m_services.settings(),
                                             m_services.storage());
    m_skips = std::make_unique<SkipService>(*m_playback, m_services.skipRules());
    m_timeSaved = std::make_unique<TimeSavedService>(*m_playback, m_services.episodes());
    m_analysis = std::make_unique<AnalysisService>(*m_playback, m_services.storage());
    m_video = std::make_unique<VideoService>(*m_player, *m_playback);
}

void WindowProcess::makeWindow()
{
    m_window = std::make_unique<MainWindow>(WindowServices{
            .access = m_services.access(),
            .analysis = *m_analysis,
            .artwork = m_services.artwork(),
            .automatic = m_services.automaticDownloads(),
            .chapterPlaces = m_services.chapterPlaces(),
            .chapters = m_services.chapters(),
            .directories = m_services.directories(),
            .downloadLists = m_services.downloadLists(),
            .downloads = m_services.downloads(),
            .episodes = m_services.episodes(),
            .folders = m_services.folders(),
            .library = m_services.library(),
            .logins = m_services.logins(),
            .mediaMover = m_services.mediaMover(),
            .mediaStore = m_services.media(),
            .outputs = *m_outputs,
            .playback = *m_playback,
            .previews = m_services.previews(),
            .queue = m_services.queue(),
            .seekUndo = *m_seekUndo,
            .settings = m_services.settings(),
            .skipRules = m_services.skipRules(),
            .skips = *m_skips,
            .sleep = *m_sleep,
            .sound = *m_sound,
            .timeSaved = *m_timeSaved,
            .undo = m_services.undo(),
            .video = *m_video,
    });
}

void WindowProcess::giveUp(const Error &error)
{
    if (m_isEnding)
        return;
    m_isEnding = true;
    m_window->hide();
    m_signals->disconnect(m_window.get());
    connect(m_signals.get(), &SignalWatcher::endRequested, qApp, &QCoreApplication::quit);
    Q_EMIT failed(error);
}

void WindowProcess::afterFirstPaint()
{
    if (m_isEnding)
        return;
    traceStart();
    if (qEnvironmentVariableIntValue("EARMARK_QUIT_AFTER_PAINT") != 0) {
        end();
        return;
    }
    const auto listening
            = m_owner.listen([this](const QJsonObject &request) { return answer(request); });
    if (!listening)
        m_window->showError(listening.error());
    QNetworkProxyFactory::setUseSystemConfiguration(true);
    m_services.queue().load();
    m_playback->restoreLast();
    m_services.library().tidy();
    if (m_line.demo)
        m_services.library().subscribeDemo();
    if (!m_line.address.isEmpty())
        m_window->openAddress(m_line.address);
    refreshByItself();
    startDownloads();
    showOutside();
}

/// After the feeds: what is downloaded goes on, and who plays comes first.
void WindowProcess::startDownloads()
{
    DownloadService &downloads = m_services.downloads();
    AutomaticDownloads &rules = m_services.automaticDownloads();
    const auto tellPlaying = [this, &downloads, &rules] {
        const auto &episode = m_playback->episode();
        const EpisodeId playing = episode ? episode->row.id : EpisodeId();
        downloads.setPlaying(playing);
        rules.setPlaying(playing);
    };
    connect(m_playback.get(), &PlaybackService::episodeChanged, &downloads, tellPlaying);
    connect(m_network.get(), &NetworkWatch::changed, &downloads,
            [this, &downloads] { downloads.setFacts(m_network->facts()); });
    tellPlaying();
    downloads.setFacts(m_network->facts());
    downloads.start();
    onResult(m_services.media().check(), this, [this, &rules](const MediaFindings &found) {
        const StoredMediaList known = m_services.media().all();
        const bool isNothingKept = std::ranges::all_of(known, [](const StoredMedia &media) {
            return media.presence == MediaPresence::Absent;
        });
        if (found.isFolderThere || isNothingKept) // else its disk is not there
            rules.start();
    });
    m_services.media().removeLost();
}

/// Media keys, lock screens, sleep.
void WindowProcess::showOutside()
{
    m_outside = std::make_unique<OutsideWindow>(
            MprisService::Needs{.playback = *m_playback,
                                .queue = m_services.queue(),
                                .library = m_services.library(),
                                .artwork = m_services.artwork(),
                                .pictureFolder = m_services.profile().nowPlayingPath()},
            busAddresses());
    connect(m_outside.get(), &OutsideWindow::raiseWished, m_window.get(), &MainWindow::raiseWindow);
    connect(m_outside.get(), &OutsideWindow::openWished, m_window.get(), &MainWindow::openAddress);
    connect(m_outside.get(), &OutsideWindow::quitWished, m_window.get(), &QWidget::close);
    VideoWiring *video = &m_window->video();
    const auto tellScreen = [this, video] {
        m_outside->setScreen({.isFull = video->isFullScreen(), .canBeFull = video->hasVideo()});
    };
    connect(video, &VideoWiring::fullScreenChanged, m_outside.get(), tellScreen);
    connect(m_outside.get(), &OutsideWindow::fullScreenWished, video, &VideoWiring::setFullScreen);
    connect(video, &VideoWiring::pictureSeenChanged, m_outside.get(),
            &OutsideWindow::setPictureSeen);
    tellScreen();
    m_outside->setPictureSeen(video->isPictureSeen());
}

void WindowProcess::refreshByItself()
{
    m_schedule = std::make_unique<RefreshSchedule>(m_services.library(), systemClock(),
                                                   systemChance());
    m_network = std::make_unique<NetworkWatch>();
    const auto tell = [this] {
        m_schedule->setFacts(m_network->facts());
        if (!m_network->facts().isOffline)
            m_services.artwork().networkIsBack();
    };
    connect(m_network.get(), &NetworkWatch::changed, m_schedule.get(), tell);
    connect(m_network.get(), &NetworkWatch::woke, m_schedule.get(), &RefreshSchedule::resume);
    tell();
    m_schedule->start();
    m_folderWatch = std::make_unique<FolderWatch>(m_services.library(), m_services.folders());
    m_folderWatch->start();
}

QFuture<CommandAnswer> WindowProcess::answer(const QJsonObject &request)
{
    if (request.value("raise"_L1).toBool()) {
        m_window->raiseWindow();
        const QString address = request.value("address"_L1).toString();
        if (!address.isEmpty())
            m_window->openAddress(address);
        return readyFuture(CommandAnswer{});
    }
    const CommandLine line = commandFromRequest(request);
    if (line.mode != CommandLine::Mode::Command || !line.needsLibrary())
        return readyFuture(failure(fail(ErrorKind::Usage, u"That is no command for a window."_s)));
    return m_commands->run(line);
}

void WindowProcess::end()
{
    if (m_isEnding)
        return;
    m_isEnding = true;
    m_playback->pause(); // silence at once; the rest may take a disk's time
    m_window->hide();
    onResult(m_playback->savePosition(), this, [this](const Result<> &) {
        writeWatchdog();
        Q_EMIT over(0, {});
    });
}

void WindowProcess::writeWatchdog() const
{
    if (!m_stalls)
        return;
    QFile file(qEnvironmentVariable("EARMARK_WATCHDOG"));
    if (file.open(QIODevice::WriteOnly))
        file.write(QByteArray::number(double(m_stalls->longest().count()) / 1000, 'f', 1) + '\n');
}

} // namespace Earmark
