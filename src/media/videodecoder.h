// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "media/videoscaler.h"
#include "media/videosource.h"

#include <cstdint>
#include <memory>
#include <stop_token>

struct AVCodecContext;
struct AVFrame;
struct AVPacket;
struct AVStream;

namespace Earmark {

class AvInput;
class ByteSource;

/// The best stream of moving pictures of a file (media/movingpicture.h). Only the usual codecs are
/// let at a stranger's bytes, and only up to a size. Damaged packets are skipped.
class VideoDecoder final : public VideoSource
{
public:
    static constexpr int LongestSide = 8'192; ///< Coded pixels.
    /// The largest of what is called 4K. libavcodec keeps up to 20 pictures of it (14 MB each).
    static constexpr std::int64_t MostPixels = 4'096LL * 2'304;
    /// Shown pixels; a picture of them takes 33 MB.
    static constexpr PictureSize LargestShown{3'840, 2'160};

    /// zero: what PcmSource::pictureZero() said, so that both have the same media time. Waits for
    /// bytes. Errors as AvInput::open; also ErrorKind::Media where there is no moving picture, or
    /// one that is not shown.
    static Result<std::unique_ptr<VideoDecoder>> open(std::shared_ptr<ByteSource> source,
                                                      std::int64_t zero, std::stop_token stop);
    ~VideoDecoder() override;

    PictureSize naturalSize() const override;
    Status seek(std::int64_t time, std::stop_token stop) override;
    Status next(bool hurry, std::stop_token stop) override;
    std::int64_t time() const override { return m_time; }
    std::int64_t until() const override { return m_until; }
    std::optional<VideoFrame> picture(PictureSize fits) override;
    std::string failure() const override { return m_failure; }

private:
    VideoDecoder();
    Result<> openStream();
    void readTurn();
    void obey(std::stop_token stop);
    Status decodeTo(std::int64_t time);
    Status decodeFrom(std::int64_t from, std::int64_t time);
    Status walkTo(std::int64_t time);
    Status step();
    Status decode();
    Status feed();
    Status ioTrouble(int code);
    Status fail(const Error &error);
    bool jump(std::int64_t time);
    bool isNearByWalking(std::int64_t time) const;
    bool mayLeaveOut(const AVPacket &packet) const;
    std::int64_t timeOf(std::int64_t pts) const;
    std::int64_t ptsOf(std::int64_t time) const;
    std::int64_t timeOfFollowing() const;

    std::unique_ptr<AvInput> m_input;
    std::stop_token m_stop;
    AVStream *m_stream = nullptr; ///< Owned by m_input.
    AVCodecContext *m_codec = nullptr;
    AVPacket *m_packet = nullptr;
    AVFrame *m_current = nullptr; ///< Holds from m_time to m_until.
    AVFrame *m_following = nullptr; ///< Holds from m_until on.
    VideoScaler m_scaler;
    PictureTurn m_turn;

    std::int64_t m_zero = 0; ///< Container time (us) of media time 0.
    std::int64_t m_time = 0;
    std::int64_t m_until = VideoFrame::Never;
    std::int64_t m_wanted = 0; ///< Pictures that end well before it are not needed.
    bool m_hasCurrent = false;
    bool m_hurries = false;
    bool m_isLost = true; ///< Seek to m_wanted before anything else.
    bool m_isDraining = false; ///< All packets were sent.
    int m_barren = 0; ///< Packets in a row that gave no picture.
    std::string m_failure;
};

} // namespace Earmark
