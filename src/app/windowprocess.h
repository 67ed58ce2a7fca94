// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline.h"
#include "app/profileowner.h"
#include "app/services.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>

namespace Earmark {

class AnalysisService;
class FirstPaint;
class FolderWatch;
class DownloadCommands;
class LibraryCommands;
class MainWindow;
class NetworkWatch;
class OutsideWindow;
class PlaybackService;
class Player;
class RefreshSchedule;
class SeekUndo;
class SignalWatcher;
class OutputService;
class SkipService;
class SleepService;
class SoundService;
class StallWatch;
class TimeSavedService;
class VideoService;

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
    /// It has ended; or another Earmark has the window, was told, and may have a sentence to say.
    void over(int exitCode, const QString &sentence);
    /// Nothing can be shown, and why. What was opened stays until this object goes.
    void failed(const Earmark::Error &error);

private:
    void open();
    void makeListening();
    void makeWindow();
    void raiseOther();
    void giveUp(const Error &error);
    void afterFirstPaint();
    void refreshByItself();
    void startDownloads();
    void showOutside();
    QFuture<CommandAnswer> answer(const QJsonObject &request);
    void end();
    void writeWatchdog() const;

    CommandLine m_line;
    ProfileOwner m_owner;
    Services m_services;
    std::unique_ptr<Player> m_player;
    std::unique_ptr<PlaybackService> m_playback;
    std::unique_ptr<SeekUndo> m_seekUndo;
    std::unique_ptr<SleepService> m_sleep;
    std::unique_ptr<SoundService> m_sound;
    std::unique_ptr<SkipService> m_skips;
    std::unique_ptr<OutputService> m_outputs;
    std::unique_ptr<TimeSavedService> m_timeSaved;
    std::unique_ptr<AnalysisService> m_analysis;
    std::unique_ptr<VideoService> m_video;
    std::unique_ptr<DownloadCommands> m_downloadCommands;
    std::unique_ptr<LibraryCommands> m_commands;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<SignalWatcher> m_signals;
    std::unique_ptr<StallWatch> m_stalls; ///< Only with EARMARK_WATCHDOG.
    std::unique_ptr<FirstPaint> m_firstPaint;
    std::unique_ptr<RefreshSchedule> m_schedule;
    std::unique_ptr<NetworkWatch> m_network;
    std::unique_ptr<FolderWatch> m_folderWatch;
    std::unique_ptr<OutsideWindow> m_outside;
    QElapsedTimer m_waited;
    bool m_isEnding = false;
};

} // namespace Earmark
