// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/powerspectrum.h"

#include <cmath>
#include <numbers>

namespace Earmark {

PowerSpectrum::PowerSpectrum(std::size_t size)
    : m_window(size), m_cosine(size), m_sine(size), m_order(size / 2), m_real(size / 2),
      m_imaginary(size / 2)
{
    const double turn = 2 * std::numbers::pi / static_cast<double>(size);
    double weight = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const double value = 0.5 - 0.5 * std::cos(turn * (static_cast<double>(i) + 0.5));
        m_window[i] = static_cast<float>(value);
        weight += value * value;
    }
    m_scale = static_cast<float>(1 / (weight * static_cast<double>(size)));
    for (std::size_t half = 1; half < size; half *= 2) {
        for (std::size_t k = 0; k < half; ++k) {
            const double angle
                    = std::numbers::pi * static_cast<double>(k) / static_cast<double>(half);
            m_cosine[half - 1 + k] = static_cast<float>(std::cos(angle));
            m_sine[half - 1 + k] = static_cast<float>(std::sin(angle));
        }
    }
    for (std::size_t i = 1, place = 0; i < size / 2; ++i) {
        std::size_t bit = size / 4;
        for (; (place & bit) != 0; bit /= 2)
            place ^= bit;
        place |= bit;
        m_order[i] = static_cast<std::uint32_t>(place);
    }
}

void PowerSpectrum::transform()
{
    const std::size_t size = m_real.size();
    for (std::size_t half = 1; half < size; half *= 2) {
        const float *const cosine = m_cosine.data() + half - 1;
        const float *const sine = m_sine.data() + half - 1;
        for (std::size_t begin = 0; begin < size; begin += 2 * half) {
            float *const upperRe = m_real.data() + begin;
            float *const upperIm = m_imaginary.data() + begin;
            float *const lowerRe = upperRe + half;
            float *const lowerIm = upperIm + half;
            for (std::size_t k = 0; k < half; ++k) {
                const float re = lowerRe[k] * cosine[k] + lowerIm[k] * sine[k];
                const float im = lowerIm[k] * cosine[k] - lowerRe[k] * sine[k];
                lowerRe[k] = upperRe[k] - re;
                lowerIm[k] = upperIm[k] - im;
                upperRe[k] += re;
                upperIm[k] += im;
            }
        }
    }
}

void PowerSpectrum::compute(const float *frames, std::size_t stride, std::span<float> power)
{
    const std::size_t half = m_real.size();
    for (std::size_t i = 0; i < half; ++i) {
        const std::size_t place = m_order[i];
        m_real[place] = frames[2 * i * stride] * m_window[2 * i];
        m_imaginary[place] = frames[(2 * i + 1) * stride] * m_window[2 * i + 1];
    }
    transform();
    const float first = m_real[0] + m_imaginary[0];
    const float last = m_real[0] - m_imaginary[0];
    power[0] = first * first * m_scale;
    power[half] = last * last * m_scale;
    const float *const cosine = m_cosine.data() + half - 1;
    const float *const sine = m_sine.data() + half - 1;
    for (std::size_t k = 1; k < half; ++k) {
        const float evenRe = (m_real[k] + m_real[half - k]) / 2;
        const float evenIm = (m_imaginary[k] - m_imaginary[half - k]) / 2;
        const float oddRe = (m_imaginary[k] + m_imaginary[half - k]) / 2;
        const float oddIm = (m_real[half - k] - m_real[k]) / 2;
        const float re = evenRe + oddRe * cosine[k] + oddIm * sine[k];
        const float im = evenIm + oddIm * cosine[k] - oddRe * sine[k];
        power[k] = 2 * (re * re + im * im) * m_scale;
    }
}

} // namespace Earmark
