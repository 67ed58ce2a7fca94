// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/timetone.h"

#include <QObject>
#include <QProcess>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace Earmark {

/// Records what comes out of the sink `earmark_test` that launch.sh --sound makes, while the test
/// runs its event loop. Mono, 48 kHz.
class SoundRecorder : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SoundRecorder)
public:
    static constexpr int SampleRate = 48'000;

    explicit SoundRecorder(QObject *parent = nullptr);
    ~SoundRecorder() override;

    /// False when parec does not run or gives nothing within 10 s (waits by QTest::qWaitFor).
    bool start();

    /// Seconds recorded so far: the time that heard moments are told in.
    double now() const;

    std::span<const std::int16_t> samples() const { return m_samples; }

    /// All moments from this second of the recording on.
    std::vector<HeardMoment> heardSince(double second) const;

    /// What is heard at this moment; nothing for silence.
    std::optional<double> heardNow() const;

    /// The first moment since `second` from which on a tone was heard for `steady` seconds that ran
    /// like media time, at any place but on the line of what was heard before `second` (what still
    /// was in the sound server's buffers).
    std::optional<HeardMoment> newSoundSince(double second, double steady = 0.2) const;

private:
    void take();

    QProcess m_parec;
    QByteArray m_odd; ///< Half a sample at most.
    std::vector<std::int16_t> m_samples;
    std::vector<HeardMoment> m_moments; ///< Of all samples, found as they came in ...
    std::size_t m_looked = 0; ///< ... up to here.
};

} // namespace Earmark
