// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/videoscaler.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

extern "C" {
#include <libavutil/frame.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>
}

namespace Earmark {

namespace {

// Pixels that are wider or higher than this are a mistake in the file.
constexpr double OddestPixel = 8;
constexpr int LongestSide = 1 << 15;
constexpr int LineAlignment = 64; // bytes; what vector instructions of swscale like
constexpr int LargestStandardHeight = 576; // lines; above it colours are those of HDTV

int strideOf(int width)
{
    return (width * 4 + LineAlignment - 1) / LineAlignment * LineAlignment;
}

std::size_t byteCount(PictureSize size)
{
    return static_cast<std::size_t>(strideOf(size.width)) * static_cast<std::size_t>(size.height);
}

/// The same pixels turned.
std::optional<VideoFrame> turned(const VideoFrame &frame, const PictureTurn &turn,
                                 PictureMemory &memory)
{
    VideoFrame result;
    result.size = turn.transposed ? PictureSize{frame.size.height, frame.size.width} : frame.size;
    result.stride = strideOf(result.size.width);
    const auto bytes = memory.take(byteCount(result.size));
    if (bytes == nullptr)
        return {};
    for (int y = 0; y < result.size.height; ++y) {
        auto *line = reinterpret_cast<std::uint32_t *>(bytes.get()
                                                       + std::ptrdiff_t{y} * result.stride);
        for (int x = 0; x < result.size.width; ++x) {
            const int fromX = turn.mirroredX ? result.size.width - 1 - x : x;
            const int fromY = turn.mirroredY ? result.size.height - 1 - y : y;
            const auto *from = reinterpret_cast<const std::uint32_t *>(
                    frame.bytes.get()
                    + std::ptrdiff_t{turn.transposed ? fromX : fromY} * frame.stride);
            line[x] = from[turn.transposed ? fromY : fromX];
        }
    }
    result.bytes = bytes;
    return result;
}

void makeOpaque(std::uint8_t *bytes, PictureSize size, int stride)
{
    constexpr std::uint32_t Opaque = 0xff000000U;
    for (int y = 0; y < size.height; ++y) {
        auto *line = reinterpret_cast<std::uint32_t *>(bytes + std::ptrdiff_t{y} * stride);
        std::for_each(line, line + size.width, [](std::uint32_t &pixel) { pixel |= Opaque; });
    }
}

/// As swscale counts them.
int coloursOf(const AVFrame &frame)
{
    switch (frame.colorspace) {
    case AVCOL_SPC_BT709:
        return SWS_CS_ITU709;
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
        return SWS_CS_ITU601;
    case AVCOL_SPC_SMPTE240M:
        return SWS_CS_SMPTE240M;
    case AVCOL_SPC_FCC:
        return SWS_CS_FCC;
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
        return SWS_CS_BT2020;
    default:
        return frame.height > LargestStandardHeight ? SWS_CS_ITU709 : SWS_CS_ITU601;
    }
}

bool isFullRange(const AVFrame &frame)
{
    switch (frame.format) {
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUVJ422P:
    case AV_PIX_FMT_YUVJ444P:
    case AV_PIX_FMT_YUVJ440P:
    case AV_PIX_FMT_YUVJ411P:
        return true;
    default:
        return frame.color_range == AVCOL_RANGE_JPEG;
    }
}

} // namespace

PictureTurn turnOf(const std::array<std::int32_t, 9> &matrix)
{
    // x' = a x + c y, y' = b x + d y; what is larger says which way the axes lie.
    const std::int64_t a = matrix[0];
    const std::int64_t b = matrix[1];
    const std::int64_t c = matrix[3];
    const std::int64_t d = matrix[4];
    if (std::abs(b) + std::abs(c) > std::abs(a) + std::abs(d))
        return {.transposed = true, .mirroredX = c < 0, .mirroredY = b < 0};
    return {.transposed = false, .mirroredX = a < 0, .mirroredY = d < 0};
}

PictureSize naturalPictureSize(PictureSize coded, double pixelAspect, const PictureTurn &turn)
{
    const bool isSane = pixelAspect >= 1 / OddestPixel && pixelAspect <= OddestPixel;
    const double aspect = isSane ? pixelAspect : 1;
    const auto side = [](int length, double factor) {
        return std::clamp(static_cast<int>(std::lround(length * factor)), 1, LongestSide);
    };
    // Pixels are made longer, never shorter: nothing that was coded is lost.
    const PictureSize upright{side(coded.width, std::max(aspect, 1.0)),
                              side(coded.height, std::max(1 / aspect, 1.0))};
    return turn.transposed ? PictureSize{upright.height, upright.width} : upright;
}

PictureSize fittedPictureSize(PictureSize natural, PictureSize fits)
{
    if (natural.isEmpty() || fits.isEmpty())
        return {};
    const double factor = std::min({1.0, static_cast<double>(fits.width) / natural.width,
                                    static_cast<double>(fits.height) / natural.height});
    const auto side = [factor](int length) {
        return std::max(static_cast<int>(std::lround(length * factor)), 1);
    };
    return {side(natural.width), side(natural.height)};
}

VideoScaler::~VideoScaler()
{
    sws_freeContext(m_scaler);
}

bool VideoScaler::prepare(const Way &way)
{
    if (m_scaler != nullptr && way == m_way)
        return true;
    sws_freeContext(m_scaler);
    m_scaler = nullptr;
    const auto format = static_cast<AVPixelFormat>(way.format);
    if (sws_isSupportedInput(format) == 0)
        return false;
    m_scaler = sws_getContext(way.from.width, way.from.height, format, way.to.width, way.to.height,
                              AV_PIX_FMT_RGB32, SWS_BILINEAR, nullptr, nullptr, nullptr);
    if (m_scaler == nullptr)
        return false;
    constexpr int One = 1 << 16; // 16.16
    sws_setColorspaceDetails(m_scaler, sws_getCoefficients(way.colours), way.isFullRange ? 1 : 0,
                             sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, One, One);
    m_way = way;
    return true;
}

std::optional<VideoFrame> VideoScaler::convert(const AVFrame &frame, PictureSize size,
                                               const PictureTurn &turn)
{
    const bool isTurned = turn != PictureTurn();
    VideoFrame result;
    result.size = turn.transposed ? PictureSize{size.height, size.width} : size;
    result.stride = strideOf(result.size.width);
    if (result.size.isEmpty()
        || !prepare({.from = {frame.width, frame.height},
                     .format = frame.format,
                     .to = result.size,
                     .colours = coloursOf(frame),
                     .isFullRange = isFullRange(frame)}))
        return {};
    const auto bytes = (isTurned ? m_between : m_shown).take(byteCount(result.size));
    if (bytes == nullptr)
        return {};
    const std::array<std::uint8_t *, 4> planes{bytes.get(), nullptr, nullptr, nullptr};
    const std::array<int, 4> strides{result.stride, 0, 0, 0};
    if (sws_scale(m_scaler, frame.data, frame.linesize, 0, frame.height, planes.data(),
                  strides.data())
        <= 0)
        return {};
    const AVPixFmtDescriptor *format
            = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
    if (format != nullptr && (format->flags & (AV_PIX_FMT_FLAG_ALPHA | AV_PIX_FMT_FLAG_PAL)) != 0)
        makeOpaque(bytes.get(), result.size, result.stride);
    result.bytes = bytes;
    return isTurned ? turned(result, turn, m_shown) : result;
}

} // namespace Earmark
