// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/movingpicture.h"

#include <cstdint>
#include <tuple>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

namespace Earmark {

namespace {

bool isMoving(const AVStream &stream)
{
    constexpr int Stills = AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS
            | AV_DISPOSITION_STILL_IMAGE;
    if (stream.codecpar->codec_type != AVMEDIA_TYPE_VIDEO || (stream.disposition & Stills) != 0)
        return false;
    // Formats of picture files (JPEG, PNG ...) are named by the type such a file has.
    const AVCodecDescriptor *codec = avcodec_descriptor_get(stream.codecpar->codec_id);
    return codec != nullptr && codec->mime_types == nullptr;
}

/// Of several the one to be shown first, then the one that can be decoded, then the largest.
auto rank(const AVStream &stream)
{
    const AVCodecParameters &codec = *stream.codecpar;
    return std::tuple((stream.disposition & AV_DISPOSITION_DEFAULT) != 0,
                      avcodec_find_decoder(codec.codec_id) != nullptr,
                      std::int64_t{codec.width} * codec.height);
}

} // namespace

AVStream *movingPicture(const AVFormatContext &context)
{
    AVStream *best = nullptr;
    for (unsigned i = 0; i < context.nb_streams; ++i) {
        AVStream *stream = context.streams[i];
        if (isMoving(*stream) && (best == nullptr || rank(*stream) > rank(*best)))
            best = stream;
    }
    return best;
}

} // namespace Earmark
