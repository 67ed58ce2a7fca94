// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/powerspectrum.h"

#include <cstdint>
#include <vector>

namespace Earmark {

/// Finds tones that a noise floor does not have: quiet music lies between words as steadily as
/// noise does, but is made of lines. Lines of the mains and their overtones are noise. One thread.
class ToneCheck
{
public:
    /// A long look tells more: the lines of a chord lie close. Two of these must agree.
    ToneCheck(int sampleRate, int channels, int milliseconds);

    /// From one and a half to three times the milliseconds.
    std::int64_t frames() const { return m_frames; }

    /// first: frames() interleaved frames. Tones weaker than inaudible (mean square) do not count.
    bool hasTones(const float *first, float inaudible);

private:
    /// The lines of the piece that begins here, appended to lines as bins, in order.
    void findLines(const float *first, float inaudible, std::vector<std::size_t> &lines);
    bool isLine(std::size_t bin) const;
    bool isMains(std::size_t bin, double mains) const;

    const std::size_t m_channels;
    PowerSpectrum m_spectrum;
    const std::int64_t m_frames;
    const double m_binWidth; ///< Hz
    std::vector<float> m_power;
    std::vector<std::size_t> m_earlier;
    std::vector<std::size_t> m_later;
};

} // namespace Earmark
