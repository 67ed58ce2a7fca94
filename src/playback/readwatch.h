// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/pcmpipe.h"

#include <QElapsedTimer>

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace Earmark {

/// Whether the backend, told to play, still reads. Qt 6.4 wakes its demuxer without the lock it
/// waits under, so a wake-up can be lost, and then it plays silence for ever. player.cpp makes that
/// rare (TakeOffPause); the cure is to send it to its place again.
class ReadWatch
{
public:
    /// libavformat reads 32 KiB at a time, half a second of mono at 16 kHz; Qt 6.4 asks for more
    /// when it has less than 200 ms.
    static constexpr std::int64_t BufferSamples = 8'192;
    static constexpr std::chrono::milliseconds Queue{200};
    /// On top of that, for a busy machine.
    static constexpr std::chrono::milliseconds FirstSlack{200};
    static constexpr std::chrono::milliseconds Slack{800};

    void restart()
    {
        m_since.invalidate();
        m_hasRead = false;
    }

    /// To be asked again and again while the backend should play; tells it once.
    bool isStuck(const PcmPipe::State &pipe)
    {
        if (!m_since.isValid()) {
            m_reader = pipe.reader;
            m_since.start();
        } else if (pipe.reader != m_reader || pipe.reader >= pipe.end) {
            m_times = 0;
            m_hasRead = true;
            m_reader = pipe.reader;
            m_since.start();
        }
        if (!m_since.hasExpired(patience(pipe.format).count()))
            return false;
        ++m_times;
        return true;
    }

    /// How often it was stuck without a read between.
    int times() const { return m_times; }

    std::chrono::milliseconds patience(PcmFormat format) const
    {
        const std::int64_t perSecond = std::int64_t{format.sampleRate} * format.channels;
        const std::chrono::milliseconds buffer(perSecond > 0 ? BufferSamples * 1'000 / perSecond
                                                             : 0);
        return std::max(buffer, Queue) + (m_hasRead ? Slack : FirstSlack);
    }

private:
    std::int64_t m_reader = 0;
    bool m_hasRead = false;
    int m_times = 0;
    QElapsedTimer m_since;
};

} // namespace Earmark
