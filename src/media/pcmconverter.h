// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/pcmsource.h"

#include <cstdint>
#include <vector>

struct AVFrame;
struct SwrContext;

namespace Earmark {

/// What a decoder gave out to what we play: 16 bit, mono or stereo, at a fixed rate. Follows a
/// source that changes its format in the middle.
class PcmConverter
{
public:
    explicit PcmConverter(PcmFormat format) : m_format(format) { }
    PcmConverter(const PcmConverter &) = delete;
    PcmConverter &operator=(const PcmConverter &) = delete;
    ~PcmConverter();

    PcmFormat format() const { return m_format; }

    /// Appends the frame's sound to samples; false when it cannot be converted.
    bool convert(const AVFrame &frame, std::vector<std::int16_t> &samples);

    /// Appends what a rate conversion still holds back at the end.
    void drain(std::vector<std::int16_t> &samples);

    /// Forgets what is held back: sound from another place follows.
    void reset();

private:
    bool prepare(const AVFrame &frame);
    int push(const std::uint8_t *const *data, int frames, std::vector<std::int16_t> &samples);

    PcmFormat m_format;
    SwrContext *m_swr = nullptr;
    int m_rate = 0;
    int m_channels = 0;
    int m_sampleFormat = -1;
};

} // namespace Earmark
