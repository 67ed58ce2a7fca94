// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/pcmconverter.h"

#include <algorithm>

extern "C" {
#include <libavutil/channel_layout.h>
#include <libavutil/frame.h>
#include <libswresample/swresample.h>
}

namespace Earmark {

PcmConverter::~PcmConverter()
{
    swr_free(&m_swr);
}

void PcmConverter::reset()
{
    swr_free(&m_swr);
    m_rate = 0;
}

bool PcmConverter::prepare(const AVFrame &frame)
{
    const int channels = frame.ch_layout.nb_channels;
    if (m_swr != nullptr && frame.sample_rate == m_rate && channels == m_channels
        && frame.format == m_sampleFormat)
        return true;
    reset();
    if (frame.sample_rate <= 0 || channels <= 0)
        return false;

    AVChannelLayout from = {};
    AVChannelLayout to = {};
    if (frame.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC
        || av_channel_layout_check(&frame.ch_layout) == 0)
        av_channel_layout_default(&from, channels);
    else if (av_channel_layout_copy(&from, &frame.ch_layout) < 0)
        return false;
    av_channel_layout_default(&to, m_format.channels);
    const int made = swr_alloc_set_opts2(&m_swr, &to, AV_SAMPLE_FMT_S16, m_format.sampleRate, &from,
                                         static_cast<AVSampleFormat>(frame.format),
                                         frame.sample_rate, 0, nullptr);
    av_channel_layout_uninit(&from);
    av_channel_layout_uninit(&to);
    if (made < 0 || swr_init(m_swr) < 0) {
        swr_free(&m_swr);
        return false;
    }
    m_rate = frame.sample_rate;
    m_channels = channels;
    m_sampleFormat = frame.format;
    return true;
}

int PcmConverter::push(const std::uint8_t *const *data, int frames,
                       std::vector<std::int16_t> &samples)
{
    const int room = swr_get_out_samples(m_swr, frames);
    if (room <= 0)
        return room;
    const auto channels = static_cast<std::size_t>(m_format.channels);
    const std::size_t before = samples.size();
    samples.resize(before + static_cast<std::size_t>(room) * channels);
    auto *out = reinterpret_cast<std::uint8_t *>(samples.data() + before);
    // swr_convert takes a pointer to non-const pointers to const in every version but the newest
    const int got = swr_convert(m_swr, &out, room, const_cast<const std::uint8_t **>(data), frames);
    samples.resize(before + static_cast<std::size_t>(std::max(got, 0)) * channels);
    return got;
}

bool PcmConverter::convert(const AVFrame &frame, std::vector<std::int16_t> &samples)
{
    return prepare(frame) && push(frame.extended_data, frame.nb_samples, samples) >= 0;
}

void PcmConverter::drain(std::vector<std::int16_t> &samples)
{
    if (m_swr != nullptr)
        push(nullptr, 0, samples);
}

} // namespace Earmark
