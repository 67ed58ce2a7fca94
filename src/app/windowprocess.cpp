// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/windowprocess.h"

#include "app/answers.h"
#include "app/commandprocess.h"
#include "app/firstpaint.h"
#include "app/librarycommands.h"
#include "app/signalwatcher.h"
#include "core/async.h"
#include "core/refreshplan.h"
#include "playback/player.h"
#include "services/playbackservice.h"
#include "services/stallwatch.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/windowservices.h"

#include <QApplication>
#include <QFile>
#include <QNetworkProxyFactory>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

constexpr std::chrono::milliseconds RefreshCheck = 5min;
constexpr std::chrono::milliseconds AnswerRetry{100};
// A command without a window may own the profile for a while; longer is worth a sentence.
constexpr std::chrono::milliseconds OwnerPatience = 60s;

} // namespace

WindowProcess::WindowProcess(const CommandLine &line, const Profile &profile, QObject *parent)
    : QObject(parent), m_line(line), m_owner(profile), m_services(profile, systemClock())
{
}

WindowProcess::~WindowProcess() = default;

void WindowProcess::start()
{
    if (!m_waited.isValid())
        m_waited.start();
    const auto owned = m_owner.acquire();
    if (!owned)
        Q_EMIT over(1, owned.error().sentence);
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
                     Q_EMIT over(1,
                                 u"Another Earmark is at work on this profile and does not "
                                 "answer; try again when it has ended."_s);
                 else
                     QTimer::singleShot(AnswerRetry, this, &WindowProcess::start);
             });
}

void WindowProcess::open()
{
    const auto opened = m_services.open();
    if (qEnvironmentVariableIsSet("EARMARK_WATCHDOG"))
        m_stalls = std::make_unique<StallWatch>();
    m_player = std::make_unique<Player>();
    m_playback = std::make_unique<PlaybackService>(PlaybackService::Needs{
            .player = *m_player,
            .episodes = m_services.episodes(),
            .queue = m_services.queue(),
            .chapters = m_services.chapters(),
            .media = m_services.media(),
            .settings = m_services.settings(),
    });
    m_commands = std::make_unique<LibraryCommands>(m_services.library(), m_services.episodes(),
                                                   m_services.chapters());
    m_window = std::make_unique<MainWindow>(WindowServices{
            .artwork = m_services.artwork(),
            .chapters = m_services.chapters(),
            .episodes = m_services.episodes(),
            .library = m_services.library(),
            .playback = *m_playback,
            .queue = m_services.queue(),
            .settings = m_services.settings(),
            .undo = m_services.undo(),
    });
    m_firstPaint = std::make_unique<FirstPaint>(*m_window);
    connect(m_firstPaint.get(), &FirstPaint::painted, this, &WindowProcess::afterFirstPaint);
    connect(m_window.get(), &MainWindow::closed, this, &WindowProcess::end);
    m_signals = std::make_unique<SignalWatcher>();
    connect(m_signals.get(), &SignalWatcher::endRequested, this, &WindowProcess::end);
    onResult(opened, this, [this](const Result<> &library) {
        if (!library)
            Q_EMIT over(1, library.error().sentence);
    });
    m_window->show();
}

void WindowProcess::afterFirstPaint()
{
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
    connect(&m_refreshTimer, &QTimer::timeout, this, &WindowProcess::refreshDue);
    m_refreshTimer.start(RefreshCheck);
    refreshDue();
}

void WindowProcess::refreshDue()
{
    onResult(m_services.library().podcasts(), this, [this](const Result<PodcastList> &podcasts) {
        if (!podcasts)
            return;
        const auto due = dueForRefresh(*podcasts, QDateTime::currentDateTimeUtc());
        if (!due.isEmpty())
            m_services.library().refresh(due);
    });
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
