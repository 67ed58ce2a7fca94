// SPDX-License-Identifier: GPL-3.0-or-later
// Player: the sound output it plays on, and how loud.
#include "playback/pcmdevice.h"
#include "playback/player.h"
#include "playback/pulseguard.h"
#include "playback/soundoutput.h"

#include <QAudioDevice>
#include <QAudioOutput>
#include <QMediaDevices>
#include <QMediaPlayer>

#include <algorithm>

namespace Earmark {

void Player::setVolume(double volume)
{
    m_volume = std::clamp(volume, 0.0, 1.0);
    const auto linear
            = QAudio::convertVolume(static_cast<float>(m_volume * m_fade),
                                    QAudio::LogarithmicVolumeScale, QAudio::LinearVolumeScale);
    if (m_output != nullptr)
        m_output->setVolume(static_cast<float>(linear));
}

void Player::setOutputDevice(const QByteArray &id)
{
    m_wantedOutput = id;
    if (m_player != nullptr)
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
    const bool isConnected = PulseGuard::isConnected();
    const QList<QAudioDevice> outputs
            = isConnected ? QMediaDevices::audioOutputs() : QList<QAudioDevice>();
    const QAudioDevice device
            = wantedOutput(outputs, QMediaDevices::defaultAudioOutput(), m_wantedOutput);
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
        renewOutput(device);
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

void Player::renewOutput(const QAudioDevice &device)
{
    if (m_output != nullptr) {
        quieten();
        m_player->setAudioOutput(nullptr); // Qt 6.4 would go on with the old one, deleted
    }
    connectToSound();
    m_output = std::make_unique<QAudioOutput>(device);
    setVolume(m_volume);
    m_player->setAudioOutput(m_output.get());
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

} // namespace Earmark
