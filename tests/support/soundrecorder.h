// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/timetone.h"

#include <QObject>
#include <QProcess>

#include <chrono>
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

    /// The second of the recording that sounded then; a few ms too early at worst. (The pieces of a
    /// recording come late by a little, each by another: the quickest of all tells.)
    double secondAt(std::chrono::steady_clock::time_point time) const;
    /// That of this moment, which is not recorded yet: up to 30 ms more than now().
    double secondNow() const { return secondAt(std::chrono::steady_clock::now()); }

    /// Whether the time tone is looked for in all that comes (it costs this thread 5 % of its
    /// time): heardSince() and newSoundSince() need it. On until said otherwise.
    void setListening(bool listens) { m_listens = listens; }

    std::span<const std::int16_t> samples() const { return m_samples; }

    /// All moments from this second of the recording on.
    std::vector<HeardMoment> heardSince(double second) const;

    /// The moments between two seconds, found now: for who does not listen.
    std::vector<HeardMoment> momentsIn(double from, double to) const;

    /// What is heard at this moment; nothing for silence.
    std::optional<double> heardNow() const;

    /// The first moment since `second` from which on a tone was heard for `steady` seconds that ran
    /// like media time at this speed, at any place but on the line of what was heard before
    /// `second` (what still was in the sound server's buffers).
    std::optional<HeardMoment> newSoundSince(double second, double steady = 0.2,
                                             double speed = 1) const;

private:
    void take();
    void synchronise();
    std::optional<HeardMoment> momentAt(std::size_t sample) const;

    QProcess m_parec;
    QByteArray m_odd; ///< Half a sample at most.
    std::vector<std::int16_t> m_samples;
    std::vector<HeardMoment> m_moments; ///< Of all samples, found as they came in ...
    std::size_t m_looked = 0; ///< ... up to here.
    bool m_listens = true;
    double m_syncedUntil = 0;
    double m_thisBegan = 0; ///< When the recording began, by what came in this second ...
    double m_lastBegan = 0; ///< ... and in the one before; seconds of the steady clock.
};

} // namespace Earmark
