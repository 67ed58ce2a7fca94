// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/pcmsource.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace Earmark {

/// How loud a sound is in steps of 10 ms, so small that twelve hours are 12 MB and can be looked at
/// as a whole when all is known. Three measures come out of one pass over the samples (four
/// filters side by side in one register), which is what makes an hour cost less than decoding it.
/// Of two channels the louder one counts. One thread.
class SoundLevels
{
public:
    static constexpr int StepsPerSecond = 100;
    /// A level of 0 is this or less, dBFS (RMS); each one above is half a dB.
    static constexpr double Lowest = -110;

    explicit SoundLevels(PcmFormat format);

    void add(std::span<const std::int16_t> samples); ///< Interleaved, whole frames.
    void finish(); ///< The end: what is left over becomes a step, if it is half of one at least.

    const std::vector<std::uint8_t> &total() const { return m_total; } ///< From 80 Hz up.
    /// Of the difference of neighbouring samples: hiss, an s, an f stand out, hum does not.
    const std::vector<std::uint8_t> &high() const { return m_high; }

    /// LUFS after EBU R128, integrated, as libebur128 says it; mono counts as played by two
    /// speakers, as playback/leveler.h counts it. Nothing: silence. After finish().
    std::optional<double> loudness() const;

    static double decibels(std::uint8_t level) { return Lowest + level / 2.0; }

private:
    using Lanes = float __attribute__((vector_size(16)));
    /// Four filters of second order, transposed direct form II.
    struct Filters
    {
        Lanes b0{}, b1{}, b2{}, a1{}, a2{};
        Lanes first{}, second{}; ///< State.
        Lanes squares{}; ///< Of what came out in this step, summed up.

        Lanes pass(Lanes in);
        void set(std::size_t lane, const std::array<double, 5> &coefficients);
    };

    void addFrames(const std::int16_t *samples, std::size_t frames);
    void beginStep();
    void closeStep();

    const std::size_t m_channels;
    const double m_framesPerStep;
    Filters m_early; ///< Left and right without rumble; left and right, first half of R128's
                     ///< filter.
    Filters m_late; ///< Its second half, left and right; left and right, differences.
    std::size_t m_inStep = 0;
    std::size_t m_stepFrames = 0; ///< Of the step that is being filled.
    double m_stepEnds = 0; ///< Frames from the start: steps stay true for any sample rate.
    double m_weightedSum = 0; ///< Of the tenth of a second that is being filled.
    std::vector<std::uint8_t> m_total;
    std::vector<std::uint8_t> m_high;
    std::vector<float> m_weighted; ///< Mean square of each tenth of a second, channels summed up.
};

} // namespace Earmark
