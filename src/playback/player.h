// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "playback/pcmpipe.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

class QAudioOutput;
class QMediaDevices;
class QMediaPlayer;

namespace Earmark {

class ByteSource;
class PcmDevice;

/// The sound engine: plays one episode at a time from a ByteSource. All times are media time. Lives
/// on the GUI thread and never waits there; opening, decoding and measuring are done elsewhere, and
/// QMediaPlayer sees only PCM of our own making. Needs `QT_MEDIA_BACKEND=ffmpeg` in the environment
/// before the application object is made.
///
/// Nothing ends the engine: whatever failed() says, the next load() (or play(), which tries the
/// same episode again where it stopped) works.
class Player : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Player)
public:
    enum class State : quint8 {
        Idle, ///< Nothing is loaded.
        Loading, ///< Opening, or waiting for the first second of sound.
        Paused,
        Playing,
        Buffering, ///< Wants to play and waits for sound (a seek, a stream that stalls).
        Ended, ///< At the end; play() begins again at the start.
        Failed, ///< error() says why; play() tries again from position().
    };
    Q_ENUM(State)

    explicit Player(QObject *parent = nullptr);
    ~Player() override; ///< Waits for the decoder thread, so for the source to obey its stop token.

    /// Replaces what was loaded. start is where it begins, whatever happens until it is open.
    void load(std::shared_ptr<ByteSource> source, std::chrono::milliseconds start, bool play);
    void play();
    void pause();
    void togglePlay();
    void stop(); ///< Unloads.

    /// At once in position(), heard when the sound is there; of many the last wins. Clamped to the
    /// episode. Keeps playing or pausing as it was.
    void seek(std::chrono::milliseconds position);

    void setRate(double rate); ///< 0.5 to 4; the pitch rises with it for now.
    void setVolume(double volume); ///< 0 to 1 as heard: 0.5 sounds half as loud.

    /// How long a source may stay silent, at the start or in the middle, before that is a failure.
    void setPatience(std::chrono::milliseconds patience) { m_patience = patience; }

    State state() const { return m_state; }
    std::chrono::milliseconds position() const { return m_position; }
    std::chrono::milliseconds duration() const { return m_duration; } ///< 0: not known (yet).
    bool isDurationExact() const { return m_durationExact; }
    bool isPlayWanted() const { return m_wantPlay; } ///< Playing, or would if it could.
    double rate() const { return m_rate; }
    double volume() const { return m_volume; }
    const Error &error() const { return m_error; } ///< The last one, for State::Failed.

Q_SIGNALS:
    void stateChanged(Earmark::Player::State state);
    void positionChanged(std::chrono::milliseconds position); ///< ~7 a second while playing.
    void durationChanged(std::chrono::milliseconds duration); ///< Estimates may be mended later.
    void seeked(std::chrono::milliseconds position); ///< A jump by seek(), or back to the start.
    void ended(); ///< The sound ended by itself.
    void failed(const Earmark::Error &error); ///< State::Failed follows.
    /// The sound output is gone (or there was none at play()): paused, the position is kept.
    void outputMissing(const Earmark::Error &error);
    void outputReturned(); ///< play() can be heard again; nothing starts by itself.

private:
    enum class Backend : quint8 { Nothing, Attaching, Attached };

    void ensureBackend();
    bool followOutputs();
    bool checkOutput();
    void openPipe();
    void retirePipe();
    void ping();
    void look();
    void lookForLength(const PcmPipe::State &pipe);
    void aim(std::chrono::milliseconds position);
    void arrive(const PcmPipe::State &pipe);
    void attach();
    void mediaStatusChanged();
    void startAt(std::chrono::milliseconds position);
    void quieten();
    void backendStopped();
    void tick();
    void finish();
    void fail(const Error &error);
    void waitForSound(State state);
    void setState(State state);
    void setPosition(std::chrono::milliseconds position);
    std::chrono::milliseconds heardPosition() const;

    std::unique_ptr<QMediaDevices> m_devices;
    std::unique_ptr<QAudioOutput> m_output; ///< Null while there is no sound device.
    std::unique_ptr<QMediaPlayer> m_player;
    std::unique_ptr<PcmDevice> m_device; ///< What m_player reads from; may be of the pipe before.
    std::shared_ptr<PcmPipe> m_pipe;
    std::vector<std::shared_ptr<PcmPipe>> m_retired; ///< Until their threads are done.
    std::shared_ptr<ByteSource> m_source;
    std::shared_ptr<std::atomic<bool>> m_pinged; ///< A look() is on its way.

    State m_state = State::Idle;
    Backend m_backend = Backend::Nothing;
    bool m_wantPlay = false;
    std::optional<std::chrono::milliseconds> m_target; ///< Wanted, not yet given to m_player.
    std::chrono::milliseconds m_position{0};
    std::chrono::milliseconds m_anchor{0}; ///< Where m_player was last set going ...
    QElapsedTimer m_sinceAnchor; ///< ... and how long ago: what it says is judged by this.
    std::chrono::milliseconds m_duration{0};
    bool m_durationExact = false;
    double m_rate = 1;
    double m_volume = 1;
    std::chrono::milliseconds m_patience{30'000};
    std::int64_t m_lastEnd = -1; ///< The ring's end when patience began: more sound renews it.
    Error m_error;
    QTimer m_ticker;
    QTimer m_impatience;
    QTimer m_outputWatch; ///< Runs while there is no output.
};

} // namespace Earmark
