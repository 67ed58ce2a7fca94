// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <cstdint>
#include <span>

namespace Earmark {

/// A 16-bit WAV of these interleaved samples.
QByteArray wavOf(std::span<const std::int16_t> samples, int sampleRate, int channels);
/// Of floats, full scale 1; what is louder is cut off.
QByteArray wavOf(std::span<const float> samples, int sampleRate, int channels);

} // namespace Earmark
