// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline.h"
#include "app/profileowner.h"
#include "app/services.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>

namespace Earmark {

class FirstPaint;
class LibraryCommands;
class MainWindow;
class PlaybackService;
class Player;
class SignalWatcher;
class StallWatch;

/// The program with a window: owns the profile, the services, the player and the window; answers
/// commands that are handed over; ends in order, whatever ends it.
class WindowProcess : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WindowProcess)

public:
    WindowProcess(const CommandLine &line, const Profile &profile, QObject *parent = nullptr);
    ~WindowProcess() override;

    void start();

Q_SIGNALS:
    /// Another Earmark has the window and was told; or nothing can be shown (a sentence).
    void over(int exitCode, const QString &sentence);

private:
    void open();
    void raiseOther();
    void afterFirstPaint();
    void refreshDue();
    QFuture<CommandAnswer> answer(const QJsonObject &request);
    void end();
    void writeWatchdog() const;

    CommandLine m_line;
    ProfileOwner m_owner;
    Services m_services;
    std::unique_ptr<Player> m_player;
    std::unique_ptr<PlaybackService> m_playback;
    std::unique_ptr<LibraryCommands> m_commands;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<SignalWatcher> m_signals;
    std::unique_ptr<StallWatch> m_stalls; ///< Only with EARMARK_WATCHDOG.
    std::unique_ptr<FirstPaint> m_firstPaint;
    QTimer m_refreshTimer;
    QElapsedTimer m_waited;
    bool m_isEnding = false;
};

} // namespace Earmark
