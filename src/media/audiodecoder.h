// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "media/pcmconverter.h"
#include "media/pcmsource.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

struct AVCodecContext;
struct AVFrame;
struct AVPacket;
struct AVStream;

namespace Earmark {

class AvInput;
class ByteSource;

/// The best sound stream of a file as PCM: mono where the source is mono, else stereo; at the
/// source's rate, 48 kHz at most. Exact to the sample in every container: after a seek it decodes
/// from a little before and throws away what lies before the wanted frame. Only in MP3 of constant
/// bit rate of which bytes are still to come is it up to 26 ms off, and nothing between is fetched.
/// Frame 0 is the first sample that sounds (encoder delay and pre-skip are cut off). Damaged
/// packets are skipped.
class AudioDecoder final : public PcmSource
{
public:
    /// Waits for bytes. Errors as AvInput::open; also ErrorKind::Media for a file without sound or
    /// in which nothing can be decoded.
    static Result<std::unique_ptr<AudioDecoder>> open(std::shared_ptr<ByteSource> source,
                                                      const std::stop_token &stop);
    ~AudioDecoder() override;

    PcmFormat format() const override { return m_converter->format(); }
    PcmLength length() const override { return m_length; }
    std::optional<std::int64_t> pictureZero() const override { return m_pictureZero; }
    Status seek(std::int64_t frame, std::stop_token stop) override;
    Read read(std::span<std::int16_t> into, std::stop_token stop) override;

    /// Walks through the packets, for a file on disk that does not tell its length (VBR MP3 without
    /// a header, ADTS); does nothing for others.
    Status measure(std::stop_token stop) override;

    std::string failure() const override { return m_failure; }

private:
    AudioDecoder();
    Result<> openStream();
    Result<> decodeFirst();
    PcmLength toldLength() const;
    Status decodeMore();
    Status feed();
    Status take();
    Status endOfPackets();
    Status ioTrouble(int code);
    void place(std::int64_t pts);
    void append();
    bool jump(std::int64_t frame);
    Status decodeTo(std::int64_t frame);
    Status decodeFrom(std::int64_t from);
    void forgetDecoded();
    std::int64_t frameOf(std::int64_t pts) const;

    std::unique_ptr<AvInput> m_input;
    std::unique_ptr<PcmConverter> m_converter;
    AVStream *m_stream = nullptr; ///< Owned by m_input.
    AVCodecContext *m_codec = nullptr;
    AVPacket *m_packet = nullptr;
    AVFrame *m_frame = nullptr;

    std::int64_t m_zero = 0; ///< Timestamp of frame 0 in the stream's time base.
    PcmLength m_length;
    std::optional<std::int64_t> m_pictureZero;
    std::int64_t m_next = 0; ///< The frame that the next read hands out.
    std::optional<std::int64_t> m_at; ///< Where the decoder's next sample lies; nothing: unknown.
    std::int64_t m_shift = 0; ///< Frames by which broken timestamps are set right.
    std::vector<std::int16_t> m_ready; ///< Decoded from m_next on ...
    std::size_t m_taken = 0; ///< ... of which so many samples were handed out.
    std::int64_t m_silence = 0; ///< Frames missing before m_ready, given out as silence.
    int m_bad = 0; ///< Undecodable packets in a row.
    int m_unplaced = 0; ///< Frames without a timestamp since the last seek.
    bool m_hasConstantBitRate = false; ///< MP3 alone.
    bool m_draining = false; ///< All packets were sent.
    bool m_ended = false;
    bool m_lost = false; ///< Was interrupted: seek to m_next before anything else.
    std::string m_failure;
};

} // namespace Earmark
