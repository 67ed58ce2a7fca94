// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/videoopening.h"

#include "media/videodecoder.h"

namespace Earmark {

VideoTrack::Opened openVideo(const std::shared_ptr<ByteSource> &source, std::int64_t zero,
                             const std::stop_token &stop)
{
    auto decoder = VideoDecoder::open(source, zero, stop);
    if (decoder)
        return {std::move(*decoder), {}};
    return {nullptr, decoder.error().sentence.toStdString()};
}

} // namespace Earmark
