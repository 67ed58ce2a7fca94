// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/bench.h"
#include "bench/soundstage.h"

#include <functional>
#include <memory>

namespace Earmark {

class Player;

/// What is heard of the engine, recorded at the sound server's null sink. What one recording gives
/// is measured once and told by two figures.
class SoundFigures
{
    Q_DISABLE_COPY_MOVE(SoundFigures)

public:
    SoundFigures(SoundScale scale, std::shared_ptr<SoundStage> stage);
    ~SoundFigures();

    /// ms between the place that was wanted and what is heard first, at random places.
    Result<Outcome> seekError(const QString &format);
    Result<Outcome> speedSlopeError(); ///< %
    Result<Outcome> pitchError(); ///< %, of 440 Hz.
    Result<Outcome> positionError(); ///< ms of media between Player::position() and what is heard.
    Result<Outcome> speedChangeGap(); ///< ms of silence.
    Result<Outcome> speedChangeHeard(); ///< ms, with those that the recording comes late.

    /// %, speech whose pauses are known, shortened: what that took away, and what is said of it.
    Result<Outcome> trimSavedError();
    Result<Outcome> onsetLoss(); ///< dB, first 50 ms of each word.
    Result<Outcome> loudnessSpread(); ///< LU, of four inputs made even.
    Result<Outcome> truePeak(); ///< dBTP, of the same.

private:
    struct Measured;

    Result<SoundStage *> stage(bool listensForTheTone = true);
    Result<std::shared_ptr<ByteSource>> ruled(const QString &format);
    Result<> comparePositions(Player &player, const QString &what,
                              const std::function<void()> &act);
    Result<> measureSpeedChanges();
    Result<> measureTrimming();
    Result<> measureTrimming(TrimStrength strength, quint32 seed);
    Result<> measureLoudness();
    Result<> measureLoudness(const QByteArray &wav, bool isAnalysed);

    SoundScale m_scale;
    std::shared_ptr<SoundStage> m_stage;
    std::unique_ptr<Measured> m_measured;
};

} // namespace Earmark
