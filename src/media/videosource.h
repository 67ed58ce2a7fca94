// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace Earmark {

struct PictureSize
{
    int width = 0;
    int height = 0;

    bool isEmpty() const { return width <= 0 || height <= 0; }
    bool operator==(const PictureSize &) const = default;
};

/// One picture as it is shown: 32 bits a pixel, 0xffRRGGBB in the machine's byte order.
struct VideoFrame
{
    static constexpr std::int64_t Never = std::numeric_limits<std::int64_t>::max();

    std::shared_ptr<const std::uint8_t> bytes; ///< stride * size.height of them, never changed.
    PictureSize size;
    int stride = 0; ///< Bytes from one line to the next.
    std::int64_t time = 0; ///< Media time (us) from which on it holds ...
    std::int64_t until = Never; ///< ... and from which on the next one does.

    std::size_t byteCount() const
    {
        return static_cast<std::size_t>(stride) * static_cast<std::size_t>(size.height);
    }
};

/// Pictures one after the other, in media time (us, zero is the first sample that sounds). The seam
/// between what decodes and the track that follows the sound. Qt-free. One thread at a time; seek
/// and next may wait for bytes and obey their token.
class VideoSource
{
public:
    enum class Status : std::uint8_t {
        Ok,
        End, ///< Nothing behind this; the last picture stays.
        Cancelled, ///< Stop was requested; the next call goes on where this one should have.
        Failed, ///< failure() says why.
    };

    VideoSource() = default;
    VideoSource(const VideoSource &) = delete;
    VideoSource &operator=(const VideoSource &) = delete;
    virtual ~VideoSource() = default;

    /// Of the whole picture, upright and in square pixels; may change between two pictures.
    virtual PictureSize naturalSize() const = 0;

    /// To the picture that holds at this time; before the first one to that, behind the last one to
    /// that.
    virtual Status seek(std::int64_t time, std::stop_token stop) = 0;

    /// To the next picture. hurry: there are too many to decode them all, some may be left out.
    virtual Status next(bool hurry, std::stop_token stop) = 0;

    /// Of the picture that seek() or next() came to.
    virtual std::int64_t time() const = 0;
    virtual std::int64_t until() const = 0; ///< VideoFrame::Never for the last one.

    /// That picture with its shape kept, as large as fits, and never larger than naturalSize().
    /// Nothing when it cannot be shown: failure() says why.
    virtual std::optional<VideoFrame> picture(PictureSize fits) = 0;

    /// A sentence for the listener (UTF-8) about the last failure.
    virtual std::string failure() const = 0;
};

} // namespace Earmark
