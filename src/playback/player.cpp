// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/player.h"

#include "core/bytesource.h"
#include "playback/pcmdevice.h"
#include "playback/pipeopening.h"
#include "playback/pulseguard.h"
#include "playback/soundoutput.h"

#include <QAudioDevice>
#include <QAudioOutput>
#include <QMediaDevices>
#include <QMediaPlayer>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {

namespace {

constexpr auto Tick = 140ms;
// The clock runs ahead of what is heard by the sound server's buffers (measured: 50 to 150 ms, on a
// busy machine up to 280). After a stall rather some words twice than one lost.
constexpr auto OutputDelay = 250ms;

// A backend that stopped by itself may do so again at once: it is not sent back in a tight circle.
constexpr auto RestartPause = 100ms;
// Qt 6.4 wakes its demuxer in setPosition() and again in play(), without the lock it waits under.
// In one turn the second one met a thread that was just going back to sleep and was lost, in 4 to
// 16 of 1,000 seeks; 2 ms apart in none (measured).
constexpr auto TakeOffPause = 2ms;

} // namespace

Player::Player(QObject *parent)
    : QObject(parent), m_pinged(std::make_shared<std::atomic<bool>>(false))
{
    m_ticker.setInterval(Tick);
    connect(&m_ticker, &QTimer::timeout, this, &Player::tick);
    m_outputWatch.setInterval(1s);
    connect(&m_outputWatch, &QTimer::timeout, this, &Player::followOutputs);
    m_takeOff.setSingleShot(true);
    m_takeOff.setTimerType(Qt::PreciseTimer);
    m_takeOff.setInterval(TakeOffPause);
    connect(&m_takeOff, &QTimer::timeout, this, [this] { m_player->play(); });
    m_impatience.setSingleShot(true);
    connect(&m_impatience, &QTimer::timeout, this, [this] { fail(noBytes()); });
}

Player::~Player()
{
    retirePipe();
    m_player.reset(); // its threads read from m_device
    m_device.reset();
}

void Player::load(std::shared_ptr<ByteSource> source, std::chrono::milliseconds start, bool play)
{
    // Nobody asks for outputs while nothing plays: one that went meanwhile stops nothing now.
    if (m_player != nullptr && !m_wantPlay)
        followOutputs();
    m_source = std::move(source);
    m_wantPlay = play;
    m_skips.clear();
    m_chosen.reset();
    m_analysis.reset();
    m_durationExact = false;
    m_duration = 0ms;
    m_position = std::max(start, 0ms);
    lookForVideo({});
    openPipe();
    Q_EMIT durationChanged(m_duration);
    Q_EMIT positionChanged(m_position);
}

/// Opens m_source anew at m_position.
void Player::openPipe()
{
    ensureBackend();
    retirePipe();
    quieten();
    m_pipe = std::make_shared<PcmPipe>(
            [source = m_source](const std::stop_token &stop) { return openDecoder(source, stop); },
            [this, pinged = m_pinged] {
                if (!pinged->exchange(true))
                    QMetaObject::invokeMethod(this, &Player::ping, Qt::QueuedConnection);
            });
    m_target = m_from = m_position;
    tellAnalysis();
    prepare(m_position);
    waitForSound(State::Loading);
}

/// The pipe's thread may still wait for a source; nobody waits for that thread here.
void Player::retirePipe()
{
    m_backend = Backend::Nothing; // m_player keeps the old device, closed, until the next one
    m_target.reset();
    if (m_pipe == nullptr)
        return;
    m_pipe->close();
    m_retired.push_back(std::move(m_pipe));
    m_pipe.reset();
}

void Player::play()
{
    if (m_state == State::Idle || m_wantPlay)
        return;
    if (!checkOutput())
        return;
    m_wantPlay = true;
    if (m_state == State::Failed) {
        openPipe();
    } else if (m_state == State::Ended) {
        seek(0ms);
    } else if (m_target) {
        waitForSound(m_backend == Backend::Attached ? State::Buffering : State::Loading);
        look();
    } else {
        aim(m_position); // where the listener saw it stand, whatever the backend has read since
    }
}

void Player::pause()
{
    if (!m_wantPlay)
        return;
    m_wantPlay = false;
    if (m_state == State::Playing) {
        advance(heardPosition());
        countSaved();
        quieten();
    }
    if (m_state == State::Playing || m_state == State::Buffering)
        setState(State::Paused);
}

void Player::togglePlay()
{
    if (m_wantPlay)
        pause();
    else
        play();
}

void Player::stop()
{
    if (m_state == State::Idle)
        return;
    m_wantPlay = false;
    retirePipe();
    quieten();
    m_source.reset();
    if (m_device != nullptr) {
        m_player->setSource(QUrl());
        m_device.reset();
    }
    m_position = 0ms;
    m_duration = 0ms;
    setState(State::Idle);
    lookForVideo({});
    Q_EMIT positionChanged(m_position);
    Q_EMIT durationChanged(m_duration);
}

void Player::seek(std::chrono::milliseconds position)
{
    if (m_state == State::Idle)
        return;
    position = std::max(position, 0ms);
    if (m_durationExact)
        position = std::min(position, m_duration);
    m_chosen = position;
    setPosition(position);
    Q_EMIT seeked(position);
    if (m_state != State::Failed)
        aim(position);
}

/// Sends pipe and backend to a position; the sound goes on, or stays paused, from there.
void Player::aim(std::chrono::milliseconds position)
{
    countSaved();
    m_target = m_from = position;
    m_lastEnd = -1;
    prepare(position);
    quieten();
    look(); // a place in the ring is ready at once
    if (!m_target || m_state == State::Failed || m_state == State::Loading)
        return;
    waitForSound(m_wantPlay ? State::Buffering : State::Paused);
}

/// Late, because connecting to the sound server is no part of starting the program.
void Player::ensureBackend()
{
    if (m_player != nullptr)
        return;
    m_pulse = std::make_unique<PulseGuard>();
    connect(m_pulse.get(), &PulseGuard::lost, this, [this] {
        followOutputs();
        m_pulse->letGo();
    });
    m_devices = std::make_unique<QMediaDevices>();
    m_player = std::make_unique<QMediaPlayer>();
    connect(m_devices.get(), &QMediaDevices::audioOutputsChanged, this, &Player::followOutputs);
    connect(m_player.get(), &QMediaPlayer::mediaStatusChanged, this, &Player::mediaStatusChanged);
    connect(m_player.get(), &QMediaPlayer::positionChanged, this, [this](qint64 position) {
        if (m_device != nullptr)
            m_clock.tell(std::chrono::milliseconds(position) - m_device->leadIn());
    });
    connect(m_player.get(), &QMediaPlayer::errorOccurred, this,
            [this](QMediaPlayer::Error, const QString &text) {
                if (m_backend != Backend::Nothing)
                    fail(Earmark::fail(ErrorKind::Media,
                                       u"The sound output of this computer refused to play."_s,
                                       text));
            });
    followOutputs();
}

void Player::ping()
{
    m_pinged->store(false);
    std::erase_if(m_retired, [](const auto &pipe) { return pipe->state().finished; });
    look();
}

/// Compares how the pipe is with what is wanted; the one place where sound that came, ran dry or
/// failed becomes a state.
void Player::look()
{
    if (m_pipe == nullptr || m_state == State::Failed || m_state == State::Ended)
        return;
    const PcmPipe::State pipe = m_pipe->state();
    lookForLength(pipe);
    if (pipe.open)
        lookForVideo(pipe.pictureZero);
    if (m_impatience.isActive() && pipe.end != m_lastEnd) {
        m_lastEnd = pipe.end;
        m_impatience.start(m_patience);
    }
    if (m_target) {
        if (pipe.failed && !pipe.ready)
            fail(toError(pipe.trouble));
        else if (pipe.ready)
            arrive(pipe);
    } else if (pipe.starving && pipe.failed) {
        fail(toError(pipe.trouble));
    } else if (pipe.starving) {
        // The backend still holds some sound, but would lose part of it when it is paused, and its
        // clock runs on without any. So it is sent to this place again when there is enough.
        setPosition(mediaAt(std::max(heardOutput() - OutputDelay, 0ms)));
        aim(m_position);
    }
}

void Player::lookForLength(const PcmPipe::State &pipe)
{
    if (!pipe.open || pipe.format.sampleRate == 0)
        return;
    const std::chrono::milliseconds length(pipe.length.frames * 1'000 / pipe.format.sampleRate);
    if (length == m_duration && pipe.length.exact == m_durationExact)
        return;
    m_durationExact = pipe.length.exact;
    m_duration = length;
    Q_EMIT durationChanged(m_duration);
    if (m_durationExact && m_position > m_duration) // a jump that came before this was known
        setPosition(m_duration);
}

/// The wanted sound is in the ring.
void Player::arrive(const PcmPipe::State &pipe)
{
    if (m_backend == Backend::Nothing) {
        attach();
        return;
    }
    if (m_backend == Backend::Attaching)
        return; // mediaStatusChanged() comes
    if (m_wantPlay && !checkOutput())
        m_wantPlay = false;
    m_target.reset();
    if (pipe.ended && pipe.reader >= pipe.end) { // at or behind the end: nothing to hear
        if (m_wantPlay)
            finish();
        else
            setState(State::Paused);
        return;
    }
    startAt(pipe);
}

/// Hands the pipe to QMediaPlayer, which opens and probes it in this very call (Qt 6.4) or later on
/// (6.8): the pipe is held meanwhile and answers from memory.
void Player::attach()
{
    m_backend = Backend::Attaching;
    auto device = std::make_unique<PcmDevice>(m_pipe);
    m_player->setSourceDevice(device.get(), QUrl(u"x.wav"_s));
    m_device = std::move(device);
}

void Player::mediaStatusChanged()
{
    const QMediaPlayer::MediaStatus status = m_player->mediaStatus();
    if (status == QMediaPlayer::LoadedMedia && m_backend == Backend::Attaching) {
        m_backend = Backend::Attached;
        look();
    } else if (status == QMediaPlayer::EndOfMedia && m_backend == Backend::Attached) {
        backendStopped();
    }
}

/// The backend seeks in this call (Qt 6.4): it reads what is ready, from the held pipe.
void Player::startAt(const PcmPipe::State &pipe)
{
    const std::int64_t rate = pipe.format.sampleRate; // rounded up: before it may be nothing
    const std::chrono::milliseconds output((pipe.start * 1'000 + rate - 1) / rate);
    m_player->setPosition((output + m_device->leadIn()).count());
    m_readWatch.restart();
    m_clock.start(output);
    m_counted = pipe.start;
    m_pipe->flow();
    if (m_wantPlay) {
        m_takeOff.start();
        setState(State::Playing);
    } else {
        setState(State::Paused);
    }
}

/// Silence, now; frees whichever of the backend's threads waits in the pipe first.
void Player::quieten()
{
    m_takeOff.stop();
    if (m_pipe != nullptr)
        m_pipe->hold();
    if (m_player != nullptr && m_player->playbackState() != QMediaPlayer::StoppedState)
        m_player->stop();
}

void Player::backendStopped()
{
    if (m_state != State::Playing)
        return;
    const PcmPipe::State state = m_pipe->state();
    if (state.ended) {
        finish();
    } else if (state.failed) {
        fail(toError(state.trouble));
    } else { // it stopped by itself where there is more to hear
        QTimer::singleShot(RestartPause, this, [this, pipe = m_pipe, at = heardPosition()] {
            const bool isStill = m_player->mediaStatus() == QMediaPlayer::EndOfMedia
                    || m_player->playbackState() == QMediaPlayer::StoppedState;
            if (pipe == m_pipe && m_state == State::Playing && !m_target && isStill)
                aim(at);
        });
    }
}

void Player::tick()
{
    followOutputs();
    if (m_state != State::Playing)
        return;
    advance(heardPosition());
    if (m_state != State::Playing)
        return;
    countSaved();
    if (m_readWatch.isStuck(m_pipe->state()))
        reviveBackend();
}

/// It plays nothing: sent to its place again, from the second time on with a sound output anew.
void Player::reviveBackend()
{
    if (m_readWatch.times() > 1 && m_output != nullptr)
        renewOutput(m_output->device());
    const PcmPipe::State pipe = m_pipe->state();
    const std::chrono::milliseconds read(pipe.reader * 1'000 / std::max(pipe.format.sampleRate, 1));
    aim(std::min(m_position, mediaAt(read))); // Qt's clock ran on meanwhile
}

/// In output time, as the pipe counts it.
std::chrono::milliseconds Player::heardOutput() const
{
    const PcmPipe::State pipe = m_pipe->state();
    const std::chrono::milliseconds read(pipe.reader * 1'000 / std::max(pipe.format.sampleRate, 1));
    return m_clock.position(read);
}

std::chrono::milliseconds Player::mediaAt(std::chrono::milliseconds output) const
{
    const std::int64_t rate = std::max(m_pipe->state().format.sampleRate, 1);
    const std::chrono::milliseconds media(m_pipe->mediaAt(output.count() * rate / 1'000) * 1'000
                                          / rate);
    return m_durationExact ? std::min(media, m_duration) : media;
}

std::chrono::milliseconds Player::heardPosition() const
{
    return std::max(m_from, mediaAt(heardOutput()));
}

void Player::finish()
{
    if (m_state == State::Playing)
        countEnd();
    quieten();
    m_wantPlay = false;
    m_impatience.stop();
    if (m_duration > 0ms)
        advance(m_duration);
    setState(State::Ended);
    Q_EMIT ended();
}

void Player::fail(const Error &error)
{
    retirePipe();
    quieten();
    m_wantPlay = false;
    m_error = error;
    setState(State::Failed);
    Q_EMIT failed(error);
}

void Player::waitForSound(State state)
{
    m_lastEnd = -1;
    m_impatience.start(m_patience);
    setState(state);
}

void Player::setState(State state)
{
    if (state != State::Loading && state != State::Buffering && !m_target)
        m_impatience.stop();
    if (state == State::Playing)
        m_ticker.start();
    else
        m_ticker.stop();
    if (state == m_state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

void Player::setPosition(std::chrono::milliseconds position)
{
    if (position == m_position)
        return;
    m_position = position;
    Q_EMIT positionChanged(position);
}

} // namespace Earmark
