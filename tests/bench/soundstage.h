// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/result.h"
#include "core/soundsettings.h"
#include "support/soundrecorder.h"

#include <chrono>
#include <functional>
#include <memory>

class QAudioSink;
class QIODevice;

namespace Earmark {

class Player;

/// How much is measured.
struct SoundScale
{
    int seeks = 30; ///< Each format, each speed.
    int runs = BenchRuns;
    double seconds = 12; ///< Of listening, where more is more exact.
    double steady = 60; ///< Of playing, whose cost is counted.
    bool isShort = false; ///< One speed, two inputs: not what counts, but that it runs.

    static SoundScale shortened()
    {
        return {.seeks = 1, .runs = 1, .seconds = 2, .steady = 2, .isShort = true};
    }

    static constexpr int BenchRuns = 5;
};

/// A QAudioSink that writes 440 Hz, with nothing around it.
class BareSink
{
    Q_DISABLE_COPY_MOVE(BareSink)

public:
    BareSink();
    ~BareSink();

private:
    std::unique_ptr<QIODevice> m_tone;
    std::unique_ptr<QAudioSink> m_sink;
};

/// The sound server's null sink, listened to. Waits run the event loop (QTest::qWaitFor).
class SoundStage
{
    Q_DISABLE_COPY_MOVE(SoundStage)

public:
    SoundStage() = default;

    /// Once; fails with a sentence when there is nothing to record with. Whether the time tone is
    /// looked for is said each time: it takes time of the thread that is measured.
    Result<> setUp(bool listensForTheTone);

    SoundRecorder &recorder() { return m_recorder; }

    bool listen(double seconds); ///< Until so much more is recorded.
    bool waitForSilence(); ///< Of 0.4 s.
    static bool waitUntil(const std::function<bool()> &isSo, int milliseconds = 8'000);

    /// ms from making a bare QAudioSink that writes a tone until it is heard: what no player on
    /// this machine can be quicker than.
    Result<double> bareSink();

    /// Plays, and waits until it is heard. (Player::load() of a local source.)
    Result<> begin(Player &player, const std::shared_ptr<ByteSource> &source,
                   std::chrono::milliseconds at, const SoundSettings &sound = {});

private:
    SoundRecorder m_recorder;
    bool m_isUp = false;
};

/// The two minutes of support/mediafixtures.h, from disk.
Result<std::shared_ptr<ByteSource>> fixtureOnDisk(const QString &name);

/// Of what could not be heard.
Error unheard(const QString &what);

} // namespace Earmark
