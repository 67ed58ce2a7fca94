// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/player.h"

#include "core/bytesource.h"
#include "playback/pcmdevice.h"
#include "playback/pipeopening.h"
#include "playback/soundoutput.h"
#include "playback/timemap.h"

#include <QAudioDevice>
#include <QAudioOutput>
#include <QMediaDevices>
#include <QMediaPlayer>
#include <QUrl>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {

namespace {

constexpr auto Tick = 140ms;
constexpr double SlowestRate = 0.5;
constexpr double FastestRate = 4;
// QMediaPlayer's clock is believed while it is this near to what the time since its start says.
constexpr auto ClockSlack = 3s;
// The clock runs ahead of what is heard by the sound server's buffers (measured: 50 to 150 ms).
constexpr auto OutputDelay = 150ms;
// Measured: the backend reads 0.5 to 1.2 s ahead of the sound.
constexpr auto MostReadAhead = 1'500ms;

// A backend that stopped by itself may do so again at once: it is not sent back in a tight circle.
constexpr auto RestartPause = 100ms;

} // namespace

Player::Player(QObject *parent)
    : QObject(parent), m_pinged(std::make_shared<std::atomic<bool>>(false))
{
    m_ticker.setInterval(Tick);
    connect(&m_ticker, &QTimer::timeout, this, &Player::tick);
    m_outputWatch.setInterval(1s);
    connect(&m_outputWatch, &QTimer::timeout, this, &Player::followOutputs);
    m_impatience.setSingleShot(true);
    connect(&m_impatience, &QTimer::timeout, this, [this] {
        fail(Earmark::fail(ErrorKind::Network,
                           u"The sound of this episode does not arrive. Check the network and try "
                           "again."_s,
                           u"No bytes within the time allowed."_s));
    });
}

Player::~Player()
{
    retirePipe();
    m_player.reset(); // its threads read from m_device
    m_device.reset();
}

void Player::load(std::shared_ptr<ByteSource> source, std::chrono::milliseconds start, bool play)
{
    m_source = std::move(source);
    m_wantPlay = play;
    m_durationExact = false;
    m_duration = 0ms;
    m_position = std::max(start, 0ms);
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
    m_target = m_position;
    m_pipe->prepare(TimeMap::toOutput(m_position));
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
        setPosition(heardPosition());
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
    setPosition(position);
    Q_EMIT seeked(position);
    if (m_state != State::Failed)
        aim(position);
}

/// Sends pipe and backend to a position; the sound goes on, or stays paused, from there.
void Player::aim(std::chrono::milliseconds position)
{
    m_target = position;
    m_lastEnd = -1;
    m_pipe->prepare(TimeMap::toOutput(position));
    quieten();
    look(); // a place in the ring is ready at once
    if (!m_target || m_state == State::Failed || m_state == State::Loading)
        return;
    waitForSound(m_wantPlay ? State::Buffering : State::Paused);
}

void Player::setRate(double rate)
{
    m_rate = std::clamp(rate, SlowestRate, FastestRate);
    if (m_backend != Backend::Attached)
        return;
    m_anchor = heardPosition();
    m_sinceAnchor.start();
    m_player->setPlaybackRate(m_rate);
}

void Player::setVolume(double volume)
{
    m_volume = std::clamp(volume, 0.0, 1.0);
    const auto linear
            = QAudio::convertVolume(static_cast<float>(m_volume), QAudio::LogarithmicVolumeScale,
                                    QAudio::LinearVolumeScale);
    if (m_output != nullptr)
        m_output->setVolume(static_cast<float>(linear));
}

/// Late, because connecting to the sound server is no part of starting the program.
void Player::ensureBackend()
{
    if (m_player != nullptr)
        return;
    m_devices = std::make_unique<QMediaDevices>();
    m_player = std::make_unique<QMediaPlayer>();
    connect(m_devices.get(), &QMediaDevices::audioOutputsChanged, this, &Player::followOutputs);
    connect(m_player.get(), &QMediaPlayer::mediaStatusChanged, this, &Player::mediaStatusChanged);
    connect(m_player.get(), &QMediaPlayer::errorOccurred, this,
            [this](QMediaPlayer::Error, const QString &text) {
                if (m_backend != Backend::Nothing)
                    fail(Earmark::fail(ErrorKind::Media,
                                       u"The sound output of this computer refused to play."_s,
                                       text));
            });
    followOutputs();
}

/// With an output but no device Qt 6.4 dies in its audio thread, so there is never one without.
/// Sound goes on by itself when the listener chooses another output, not when its output is gone:
/// from headphones to a loudspeaker, say.
///
/// Asked for at play() and while playing, because Qt 6.4 emits no audioOutputsChanged() for what
/// PulseAudio and PipeWire do (seen; the list itself is right, and asking costs microseconds).
/// Returns whether it told the listener that the sound is gone.
bool Player::followOutputs()
{
    const QList<QAudioDevice> outputs = QMediaDevices::audioOutputs();
    const QAudioDevice device = audibleOutput(outputs, QMediaDevices::defaultAudioOutput());
    const bool vanished = m_output != nullptr && !isAmong(outputs, m_output->device());
    const bool silenced = m_wantPlay && m_output != nullptr && (vanished || device.isNull());
    if (silenced)
        pause();
    if (device.isNull() && m_output != nullptr) {
        quieten();
        m_player->setAudioOutput(nullptr);
        m_output.reset();
    } else if (!device.isNull() && m_output != nullptr) {
        if (m_output->device().id() != device.id())
            m_output->setDevice(device);
    } else if (!device.isNull()) {
        m_output = std::make_unique<QAudioOutput>(device);
        setVolume(m_volume);
        m_player->setAudioOutput(m_output.get());
        if (m_state != State::Idle)
            Q_EMIT outputReturned();
    }
    m_outputWatch.stop();
    if (m_output == nullptr)
        m_outputWatch.start();
    if (silenced)
        Q_EMIT outputMissing(device.isNull() ? noOutput() : outputVanished(device));
    return silenced;
}

/// Says so when there is no device to play on.
bool Player::checkOutput()
{
    const bool told = m_player != nullptr && followOutputs();
    if (m_player == nullptr || m_output != nullptr)
        return true;
    if (!told)
        Q_EMIT outputMissing(noOutput());
    return false;
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
        setPosition(std::max(heardPosition() - OutputDelay, 0ms));
        aim(m_position);
    }
}

void Player::lookForLength(const PcmPipe::State &pipe)
{
    if (!pipe.open || pipe.format.sampleRate == 0)
        return;
    const auto length = TimeMap::toMedia(
            std::chrono::milliseconds(pipe.length.frames * 1'000 / pipe.format.sampleRate));
    m_durationExact = pipe.length.exact;
    if (length == m_duration)
        return;
    m_duration = length;
    Q_EMIT durationChanged(m_duration);
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
    const auto target = *m_target;
    m_target.reset();
    if (pipe.ended && pipe.reader >= pipe.end) { // at or behind the end: nothing to hear
        if (m_wantPlay)
            finish();
        else
            setState(State::Paused);
        return;
    }
    startAt(target);
}

/// Hands the pipe to QMediaPlayer, which opens and probes it in this very call (Qt 6.4) or later on
/// (6.8): the pipe is held meanwhile and answers from memory.
void Player::attach()
{
    m_backend = Backend::Attaching;
    auto device = std::make_unique<PcmDevice>(m_pipe);
    m_player->setPlaybackRate(1); // a new source forgets the rate, QMediaPlayer does not
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
void Player::startAt(std::chrono::milliseconds position)
{
    if (m_player->playbackRate() != m_rate)
        m_player->setPlaybackRate(m_rate);
    m_player->setPosition(TimeMap::toOutput(position).count());
    m_anchor = position;
    m_sinceAnchor.start();
    m_pipe->flow();
    if (m_wantPlay) {
        m_player->play();
        setState(State::Playing);
    } else {
        setState(State::Paused);
    }
}

/// Silence, now; frees whichever of the backend's threads waits in the pipe first.
void Player::quieten()
{
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
    setPosition(heardPosition());
    m_anchor = m_position;
    m_sinceAnchor.start();
}

/// What QMediaPlayer says while that can be true. Qt 6.4's clock counts in 32 bits of microseconds
/// and says -2147483 ms after 35 min 47 s without a seek (measured); from there on time itself
/// counts, kept near to what the backend reads.
std::chrono::milliseconds Player::heardPosition() const
{
    const auto due = m_anchor
            + std::chrono::milliseconds(
                             std::llround(static_cast<double>(m_sinceAnchor.elapsed()) * m_rate));
    auto told = TimeMap::toMedia(std::chrono::milliseconds(m_player->position()));
    if (told < m_anchor - ClockSlack || told > due + ClockSlack) {
        const PcmPipe::State pipe = m_pipe->state();
        const auto read = TimeMap::toMedia(std::chrono::milliseconds(
                pipe.reader * 1'000 / std::max(pipe.format.sampleRate, 1)));
        told = std::clamp(due, read - MostReadAhead, read);
    }
    told = std::max(told, m_anchor);
    return m_durationExact ? std::min(told, m_duration) : told;
}

void Player::finish()
{
    quieten();
    m_wantPlay = false;
    m_impatience.stop();
    if (m_duration > 0ms)
        setPosition(m_duration);
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
