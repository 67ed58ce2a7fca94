// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/soundmeasure.h"
#include "support/timetone.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace Earmark {

/// Two minutes of noise that never repeats, and what of it is heard in a recording (of
/// support/soundrecorder.h): 32 ms of it, laid over all that it might be, fit at one place alone.
///
/// The time tone tells its moment by its frequency, and a stretcher that puts each 30 ms of it
/// where the waves fit best bends just that: at any speed but 1 a single moment is up to 200 ms
/// off, the middle of half a second up to 155 (measured, the stretcher alone). Of noise those 30 ms
/// come through as they are, and say where they were taken from: tst_soundruler holds the ruler's
/// own error.
class SoundRuler
{
public:
    SoundRuler();

    /// 16 bit, mono.
    QByteArray wav(int sampleRate) const;

    /// The same in a file, encoded as the fixture of this name (support/mediafixtures.h).
    QString fixture(const QString &name) const;

    /// All moments between two seconds of a recording (48 kHz), found in this part of the episode
    /// (s): each 20 ms one, where anything of it is heard.
    std::vector<HeardMoment> moments(std::span<const std::int16_t> recording, double from,
                                     double to, double leastMedia = 0,
                                     double mostMedia = 1e9) const;

    /// Where the sound of this place begins after a jump at `since`, and what it is. Nothing: half
    /// a second of it was not recorded yet. The place is 10 s at least from what was heard before.
    std::optional<Heard::Arrival> arrival(std::span<const std::int16_t> recording, double since,
                                          double place, double speed) const;

private:
    struct Fit
    {
        std::size_t at = 0; ///< In m_noise.
        double likeness = 0; ///< 1: the same.
    };

    double boundary(std::span<const std::int16_t> recording, const HeardMoment &moment,
                    double speed) const;
    Fit bestFit(std::span<const std::int16_t> piece, std::size_t from, std::size_t to) const;

    std::vector<std::int16_t> m_noise; ///< At a rate that is enough to tell places by.
    std::vector<double> m_energy; ///< Of all of m_noise before each sample.
};

} // namespace Earmark
