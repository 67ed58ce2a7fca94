// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episodeanalysis.h"
#include "core/error.h"
#include "core/soundsettings.h"
#include "core/timesaved.h"
#include "playback/backendclock.h"
#include "playback/pcmpipe.h"
#include "playback/readwatch.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

class QAudioDevice;
class QAudioOutput;
class QMediaDevices;
class QMediaPlayer;

namespace Earmark {

class ByteSource;
class PcmDevice;
class PulseGuard;

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

    /// How it sounds from here on, of whatever is loaded: heard at once where it plays now.
    void setSound(const SoundSettings &sound);
    /// Parts of the episode that is loaded (or loaded next) that are not played when the sound runs
    /// into them; a jump into one plays it from there. Media time. load() forgets them.
    void setSkips(const MediaRanges &skips);
    /// What was learnt of the episode that is loaded: it sounds accordingly from here on.
    void setAnalysis(const EpisodeAnalysis &analysis);
    /// The sound device to play on (QAudioDevice::id()); empty, or one that is not there: the
    /// default one, as it changes.
    void setOutputDevice(const QByteArray &id);
    /// Since it was asked last; of what is loaded, so ask before load().
    TimeSaved takeTimeSaved();
    void setVolume(double volume); ///< 0 to 1 as heard: 0.5 sounds half as loud.
    /// A share of the volume, 0 to 1 as heard, and no part of volume(): what a sleep timer takes
    /// away.
    void setFade(double factor)
    {
        m_fade = factor;
        setVolume(m_volume);
    }

    /// How long a source may stay silent, at the start or in the middle, before that is a failure.
    void setPatience(std::chrono::milliseconds patience) { m_patience = patience; }

    State state() const { return m_state; }
    std::chrono::milliseconds position() const { return m_position; }
    /// What is heard in this very moment, where position() is of the last positionChanged().
    std::chrono::milliseconds exactPosition() const;
    bool hasVideo() const { return m_pictureZero.has_value(); }
    std::optional<std::int64_t> pictureZero() const { return m_pictureZero; } ///< PcmSource's.
    std::chrono::milliseconds duration() const { return m_duration; } ///< 0: not known (yet).
    bool isDurationExact() const { return m_durationExact; }
    bool isPlayWanted() const { return m_wantPlay; } ///< Playing, or would if it could.
    const SoundSettings &sound() const { return m_sound; }
    double volume() const { return m_volume; }
    const Error &error() const { return m_error; } ///< The last one, for State::Failed.

Q_SIGNALS:
    void stateChanged(Earmark::Player::State state);
    void positionChanged(std::chrono::milliseconds position); ///< ~7 a second while playing.
    /// Or isDurationExact() did: estimates may be mended, or proven, later.
    void durationChanged(std::chrono::milliseconds duration);
    /// Playing came over one of setSkips(); positionChanged() follows.
    void skipped(const Earmark::MediaRange &part);
    void seeked(std::chrono::milliseconds position); ///< A jump by seek(), or back to the start.
    void hasVideoChanged(bool hasVideo); ///< May come after load(), when the file was opened.
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
    void renewOutput(const QAudioDevice &device);
    void openPipe();
    void retirePipe();
    void ping();
    void look();
    void lookForLength(const PcmPipe::State &pipe);
    void lookForVideo(std::optional<std::int64_t> pictureZero);
    void prepare(std::chrono::milliseconds position);
    MediaRanges skipsWanted() const;
    void advance(std::chrono::milliseconds position);
    void countSaved();
    void countSaved(std::int64_t until, int sampleRate);
    void countEnd();
    void tellAnalysis();
    void remake();
    void aim(std::chrono::milliseconds position);
    void arrive(const PcmPipe::State &pipe);
    void attach();
    void mediaStatusChanged();
    void startAt(const PcmPipe::State &pipe);
    void quieten();
    void backendStopped();
    void reviveBackend();
    void tick();
    void finish();
    void fail(const Error &error);
    void waitForSound(State state);
    void setState(State state);
    void setPosition(std::chrono::milliseconds position);
    std::chrono::milliseconds heardOutput() const;
    std::chrono::milliseconds mediaAt(std::chrono::milliseconds output) const;
    std::chrono::milliseconds heardPosition() const;

    std::unique_ptr<PulseGuard> m_pulse; ///< Goes last, when nothing plays any more.
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
    std::chrono::milliseconds m_from{0}; ///< Aimed at; its packet may begin up to 23 ms before.
    ReadWatch m_readWatch;
    BackendClock m_clock; ///< Judges what m_player says.
    std::chrono::milliseconds m_duration{0};
    bool m_durationExact = false;
    std::optional<std::int64_t> m_pictureZero;
    SoundSettings m_sound;
    MediaRanges m_skips;
    std::optional<std::chrono::milliseconds> m_chosen; ///< Jumped to: what is skipped plays there.
    std::optional<EpisodeAnalysis> m_analysis;
    TimeMap::Saved m_saved; ///< ms.
    std::int64_t m_counted = 0; ///< m_saved is of what was heard before this output frame.
    QByteArray m_wantedOutput; ///< By the listener's word.
    double m_volume = 1;
    double m_fade = 1;
    std::chrono::milliseconds m_patience{30'000};
    std::int64_t m_lastEnd = -1; ///< The ring's end when patience began: more sound renews it.
    Error m_error;
    QTimer m_ticker;
    QTimer m_takeOff; ///< To play(), a moment after m_player was sent to its place.
    QTimer m_impatience;
    QTimer m_outputWatch; ///< Runs while there is no output.
};

} // namespace Earmark
