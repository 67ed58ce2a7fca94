// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/peaklimiter.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace Earmark {

/// Makes every episode equally loud: a steady gain toward Target by EBU R128, and a limiter of the
/// true peak behind it. Mono counts as the same sound from two speakers. Without setLoudness() the
/// loudness is estimated from all that was heard so far, and the gain follows slowly. Interleaved
/// floats, full scale 1, one or two channels; what is not finite becomes silence. What it does
/// depends on the sound only, not on how it is cut into pushes. One thread.
class Leveler
{
public:
    static constexpr double Target = -16; ///< LUFS
    static constexpr double Ceiling = -1; ///< dBTP
    static constexpr double MostGain = 20; ///< dB, up or down.
    static constexpr double Slope = 1; ///< dB per second, never faster.

    Leveler(int sampleRate, int channels);
    Leveler(const Leveler &) = delete;
    Leveler &operator=(const Leveler &) = delete;
    ~Leveler();

    /// LUFS, from a whole-file analysis. Before the first sound the gain is right from there on;
    /// later it goes there by Slope. No number: the analysis found no sound, the gain goes to 0 dB.
    void setLoudness(double integratedLufs);

    /// Other sound of the same episode follows (a seek): the estimate and the gain stay, what is
    /// held back is dropped.
    void reset();

    /// Appends what was pushed, 5 ms later; the first 100 ms are waited for, to begin with a gain.
    void push(std::span<const float> frames, std::vector<float> &out);

    /// Gives out the rest: in all exactly as many frames as were pushed. As reset() then.
    void finish(std::vector<float> &out);

    double gainDb() const { return m_gain; } ///< At what was pushed last.

private:
    struct Meter; ///< libebur128's.

    void begin(std::vector<float> &out);
    void process(std::vector<float> &out);
    void amplify(std::span<float> frames);
    void estimate();
    double roughLoudness() const;
    void nextStep();

    const int m_sampleRate;
    const int m_channels;
    const std::int64_t m_step; ///< Frames after which the gain is looked at: 50 ms.
    std::unique_ptr<Meter> m_meter; ///< Null: the loudness is known.
    PeakLimiter m_limiter;
    std::vector<float> m_beginning; ///< Waits for begin().
    std::vector<float> m_work;
    bool m_begun = false;
    bool m_known = false; ///< The loudness, by setLoudness().
    std::int64_t m_inStep = 0;
    std::int64_t m_heard = 0; ///< Frames the meter saw.
    double m_wanted = 0; ///< dB
    double m_gain = 0; ///< dB, at the end of this step.
    double m_factor = 1; ///< Linear, at the next frame ...
    double m_factorStep = 0; ///< ... and from frame to frame.
};

} // namespace Earmark
