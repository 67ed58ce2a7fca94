// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace Earmark {

/// Holds the true peak (between the samples, too: 4 times oversampled) below a ceiling by a gain
/// that goes down before a peak and comes back slowly behind it, the same in all channels.
/// Interleaved floats, finite ones. One thread.
class PeakLimiter
{
public:
    PeakLimiter(int sampleRate, int channels, double ceilingDbtp);

    void reset(); ///< Other sound follows; what is held back is dropped.
    /// Appends what was pushed, 5 ms later.
    void push(std::span<const float> frames, std::vector<float> &out);
    void finish(std::vector<float> &out); ///< The end: gives out the rest. As reset() then.

private:
    struct Low
    {
        std::int64_t at = 0;
        double gain = 1;
    };

    void limit(std::int64_t until, std::vector<float> &out);
    bool isQuiet(std::int64_t from, std::int64_t to) const;
    double peakAround(std::int64_t at);
    double between(std::int64_t at) const;
    double smooth(std::int64_t at, double wanted);
    void give(std::int64_t at, double gain, std::vector<float> &out) const;
    const float *frame(std::int64_t at) const;

    const int m_channels;
    const std::int64_t m_ahead; ///< Frames the gain looks ahead; even.
    const double m_release; ///< Of the missing gain, what is left after a frame.
    const float m_ceiling;
    std::vector<float> m_filter; ///< Of the three places between two frames.
    float m_harmless = 0; ///< Samples below it make no peak between them.

    std::vector<float> m_held; ///< Input from m_heldFrom on.
    std::int64_t m_heldFrom = 0;
    std::int64_t m_input = 0;
    std::int64_t m_limited = 0; ///< The gain wanted for frames before it is known.
    std::int64_t m_given = 0;
    double m_lastBetween = 0; ///< The peak between the last two frames looked at.
    std::deque<Low> m_lows; ///< Least gains wanted within the last m_ahead frames.
    double m_envelope = 1;
    std::int64_t m_busyUntil = 0; ///< From here on all gains are 1.
    std::vector<double> m_first; ///< Two running means in a row make the attack smooth.
    std::vector<double> m_second;
    double m_firstSum = 0;
    double m_secondSum = 0;
};

} // namespace Earmark
