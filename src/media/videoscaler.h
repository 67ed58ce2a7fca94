// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/picturememory.h"
#include "media/videosource.h"

#include <array>
#include <cstdint>
#include <optional>

struct AVFrame;
struct SwsContext;

namespace Earmark {

/// How a picture is to be turned: first mirrored at the diagonal, then at the axes.
struct PictureTurn
{
    bool transposed = false;
    bool mirroredX = false; ///< Left and right exchanged.
    bool mirroredY = false;

    bool operator==(const PictureTurn &) const = default;
};

/// The nearest turn by quarters to this display matrix (libavutil/display.h), 9 numbers.
PictureTurn turnOf(const std::array<std::int32_t, 9> &matrix);

/// Of that many coded pixels, each this wide for its height: upright, in square pixels.
PictureSize naturalPictureSize(PictureSize coded, double pixelAspect, const PictureTurn &turn);

/// The largest size of this shape that fits; not larger than natural.
PictureSize fittedPictureSize(PictureSize natural, PictureSize fits);

/// Decoded pictures to pictures that can be shown.
class VideoScaler
{
public:
    VideoScaler() = default;
    VideoScaler(const VideoScaler &) = delete;
    VideoScaler &operator=(const VideoScaler &) = delete;
    ~VideoScaler();

    /// size: upright. Nothing for what swscale does not know, or when memory is short.
    std::optional<VideoFrame> convert(const AVFrame &frame, PictureSize size,
                                      const PictureTurn &turn);

private:
    struct Way
    {
        PictureSize from;
        int format = 0;
        PictureSize to;
        int colours = 0;
        bool isFullRange = false;

        bool operator==(const Way &) const = default;
    };
    bool prepare(const Way &way);

    SwsContext *m_scaler = nullptr;
    Way m_way; ///< Of m_scaler.
    PictureMemory m_shown;
    PictureMemory m_between; ///< Pictures that are still to be turned.
};

} // namespace Earmark
