// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace Earmark {

/// The power spectrum of a short piece of one channel under a Hann window. One thread.
class PowerSpectrum
{
public:
    explicit PowerSpectrum(std::size_t size); ///< A power of two, 16 at least.

    std::size_t size() const { return m_window.size(); }
    std::size_t bins() const { return m_window.size() / 2 + 1; }

    /// frames: the first of size() samples that lie `stride` apart. power: bins() values, whose sum
    /// is the mean square of the piece (as the window weighs it).
    void compute(const float *frames, std::size_t stride, std::span<float> power);

private:
    void transform();

    std::vector<float> m_window;
    // Of pi k / half for k < half, at half - 1 + k: each step of the transform reads in a row.
    std::vector<float> m_cosine;
    std::vector<float> m_sine;
    std::vector<std::uint32_t> m_order; ///< Bit-reversed places.
    std::vector<float> m_real; ///< Even samples here, odd ones there: half the work.
    std::vector<float> m_imaginary;
    float m_scale = 0;
};

} // namespace Earmark
