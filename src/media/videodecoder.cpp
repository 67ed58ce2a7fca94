// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/videodecoder.h"

#include "core/bytesource.h"
#include "media/avinput.h"
#include "media/movingpicture.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/mathematics.h>
}

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr std::array Codecs
        = {AV_CODEC_ID_H264, AV_CODEC_ID_HEVC,  AV_CODEC_ID_VP8,        AV_CODEC_ID_VP9,
           AV_CODEC_ID_AV1,  AV_CODEC_ID_MPEG4, AV_CODEC_ID_MPEG2VIDEO, AV_CODEC_ID_MPEG1VIDEO,
           AV_CODEC_ID_H263, AV_CODEC_ID_THEORA};
constexpr AVRational Microseconds{1, 1'000'000};
constexpr std::int64_t Second = 1'000'000; // us
// When the picture at the place that the container knows comes too late (it counts in the order of
// decoding), further back.
constexpr std::array RunUps = {std::int64_t{0}, 3 * Second, 20 * Second};
// Without an index nobody knows what lies between: so far it is walked.
constexpr std::int64_t LongestWalk = 60 * Second;
// A picture that ends so long before the wanted one is not needed, if no other refers to it.
constexpr std::int64_t SurelyOver = Second;
constexpr int MostBarren
        = 2'000; // packets in a row; over a minute: it is no damage, it is the file
constexpr std::int64_t SmallPicture = 1'280LL * 720; // one thread is enough
constexpr std::int64_t UsualPicture = Second / 25;

Error notShown(const QString &detail, int code = 0)
{
    return fail(ErrorKind::Media,
                u"The picture of this episode cannot be shown: it may be damaged. The sound is not "
                "concerned."_s,
                detail, code);
}

Error unknownCodec(const char *name)
{
    return fail(ErrorKind::Media,
                u"The picture of this episode is in a format that Earmark does not show (%1). The "
                "sound is not concerned."_s.arg(QString::fromUtf8(name)));
}

Error tooLarge(int width, int height)
{
    return fail(ErrorKind::Media,
                u"The picture of this episode is too large to be shown (%1 × %2). The sound is not "
                "concerned."_s.arg(width)
                        .arg(height));
}

bool isTooLarge(int width, int height)
{
    return width > VideoDecoder::LongestSide || height > VideoDecoder::LongestSide
            || std::int64_t{width} * height > VideoDecoder::MostPixels;
}

} // namespace

VideoDecoder::VideoDecoder() = default;

VideoDecoder::~VideoDecoder()
{
    av_frame_free(&m_current);
    av_frame_free(&m_following);
    av_packet_free(&m_packet);
    avcodec_free_context(&m_codec);
}

Result<std::unique_ptr<VideoDecoder>> VideoDecoder::open(std::shared_ptr<ByteSource> source,
                                                         std::int64_t zero, std::stop_token stop)
{
    // As the sound's decoder does, so that both see the same times.
    auto input = AvInput::open(std::move(source), std::move(stop), AvInput::Tags::Skip);
    if (!input)
        return input.error();
    std::unique_ptr<VideoDecoder> decoder(new VideoDecoder);
    decoder->m_input = std::move(*input);
    decoder->m_zero = zero;
    const Result<> opened = decoder->openStream();
    if (!opened)
        return opened.error();
    return decoder;
}

Result<> VideoDecoder::openStream()
{
    AVFormatContext *context = m_input->context();
    m_stream = movingPicture(*context);
    if (m_stream == nullptr)
        return Earmark::fail(ErrorKind::Media, u"There is no moving picture in this file."_s);
    const AVCodecParameters &told = *m_stream->codecpar;
    const AVCodec *codec = avcodec_find_decoder(told.codec_id);
    const bool isKnown = std::find(Codecs.begin(), Codecs.end(), told.codec_id) != Codecs.end();
    if (codec == nullptr || !isKnown)
        return unknownCodec(avcodec_get_name(told.codec_id));
    if (isTooLarge(told.width, told.height))
        return tooLarge(told.width, told.height);
    for (unsigned i = 0; i < context->nb_streams; ++i)
        context->streams[i]->discard
                = context->streams[i] == m_stream ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    m_packet = av_packet_alloc();
    m_current = av_frame_alloc();
    m_following = av_frame_alloc();
    m_codec = avcodec_alloc_context3(codec);
    if (m_packet == nullptr || m_current == nullptr || m_following == nullptr || m_codec == nullptr)
        return notShown(u"Out of memory."_s);
    int code = avcodec_parameters_to_context(m_codec, &told);
    m_codec->pkt_timebase = m_stream->time_base;
    m_codec->thread_count = std::int64_t{told.width} * told.height > SmallPicture ? 2 : 1;
    m_codec->max_pixels = MostPixels;
    if (code >= 0)
        code = avcodec_open2(m_codec, codec, nullptr);
    if (code < 0)
        return notShown(u"The codec does not open: "_s + QString::fromUtf8(codec->name), code);
    readTurn();
    return {};
}

void VideoDecoder::readTurn()
{
    std::size_t size = 0;
    const std::uint8_t *data = nullptr;
#if LIBAVFORMAT_VERSION_INT >= AV_VERSION_INT(60, 15, 100)
    const AVCodecParameters &told = *m_stream->codecpar;
    if (const auto *side = av_packet_side_data_get(told.coded_side_data, told.nb_coded_side_data,
                                                   AV_PKT_DATA_DISPLAYMATRIX)) {
        data = side->data;
        size = side->size;
    }
#else
    data = av_stream_get_side_data(m_stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
#endif
    std::array<std::int32_t, 9> matrix{};
    if (data == nullptr || size < sizeof(matrix))
        return;
    std::memcpy(matrix.data(), data, sizeof(matrix));
    m_turn = turnOf(matrix);
}

PictureSize VideoDecoder::naturalSize() const
{
    const bool isDecoded = m_hasCurrent && m_current->width > 0;
    const PictureSize coded = isDecoded
            ? PictureSize{m_current->width, m_current->height}
            : PictureSize{m_stream->codecpar->width, m_stream->codecpar->height};
    if (coded.isEmpty())
        return {};
    const AVRational aspect = av_guess_sample_aspect_ratio(m_input->context(), m_stream,
                                                           isDecoded ? m_current : nullptr);
    return naturalPictureSize(coded, aspect.den > 0 ? av_q2d(aspect) : 0, m_turn);
}

std::int64_t VideoDecoder::timeOf(std::int64_t pts) const
{
    return av_rescale_q(pts, m_stream->time_base, Microseconds) - m_zero;
}

std::int64_t VideoDecoder::ptsOf(std::int64_t time) const
{
    return av_rescale_q(time + m_zero, Microseconds, m_stream->time_base);
}

void VideoDecoder::obey(std::stop_token stop)
{
    m_stop = stop;
    m_input->obey(std::move(stop));
}

VideoSource::Status VideoDecoder::seek(std::int64_t time, std::stop_token stop)
{
    obey(std::move(stop));
    m_wanted = time;
    m_hurries = false;
    if (!m_isLost && m_hasCurrent && time >= m_time && isNearByWalking(time))
        return walkTo(time);
    return decodeTo(time);
}

VideoSource::Status VideoDecoder::next(bool hurry, std::stop_token stop)
{
    obey(std::move(stop));
    m_hurries = hurry;
    if (m_isLost) {
        const Status found = decodeTo(m_wanted);
        if (found != Status::Ok)
            return found;
    }
    if (m_until == VideoFrame::Never)
        return Status::End;
    m_wanted = m_until;
    return step();
}

/// Whether a jump would lead no nearer than where it is.
bool VideoDecoder::isNearByWalking(std::int64_t time) const
{
    if (m_until == VideoFrame::Never || time < m_until)
        return true;
    const AVIndexEntry *key
            = avformat_index_get_entry_from_timestamp(m_stream, ptsOf(time), AVSEEK_FLAG_BACKWARD);
    return key != nullptr && timeOf(key->timestamp) <= m_time && time - m_time < LongestWalk;
}

/// Asks the container for a place at or before the time.
bool VideoDecoder::jump(std::int64_t time)
{
    AVFormatContext *context = m_input->context();
    const int index = m_stream->index;
    const std::int64_t pts = ptsOf(time);
    const bool isStart = m_stream->start_time == AV_NOPTS_VALUE || pts <= m_stream->start_time;
    return av_seek_frame(context, index, pts, AVSEEK_FLAG_BACKWARD) >= 0
            || (isStart && av_seek_frame(context, index, pts, 0) >= 0)
            || (isStart && av_seek_frame(context, index, 0, AVSEEK_FLAG_BYTE) >= 0);
}

VideoSource::Status VideoDecoder::decodeTo(std::int64_t time)
{
    const std::int64_t start
            = m_stream->start_time == AV_NOPTS_VALUE ? -m_zero : timeOf(m_stream->start_time);
    for (const std::int64_t runUp : RunUps) {
        const std::int64_t from = std::max(time - runUp, std::min(start, time));
        const Status status = decodeFrom(from, time);
        if (status == Status::Cancelled || status == Status::Failed)
            return status;
        if (!m_isLost && (m_time <= time || from <= start || m_time <= start + UsualPicture))
            return Status::Ok;
    }
    if (!m_isLost)
        return Status::Ok; // the first one there is
    const Status status = decodeFrom(std::min(start, time), time);
    if (status != Status::Ok || !m_isLost)
        return status;
    return fail(notShown(u"No way to a picture."_s));
}

/// Decodes from a place before the time up to it. Stays lost when there was no way to that place.
VideoSource::Status VideoDecoder::decodeFrom(std::int64_t from, std::int64_t time)
{
    m_isLost = true;
    avcodec_flush_buffers(m_codec);
    m_hasCurrent = false;
    m_isDraining = false;
    m_barren = 0;
    if (!jump(from)) {
        const Status trouble = ioTrouble(AVERROR(EIO));
        return trouble == Status::End ? Status::Ok : trouble;
    }
    Status status = decode();
    if (status == Status::Ok) {
        m_until = timeOfFollowing();
        status = step();
    }
    if (status != Status::Ok)
        return status == Status::End ? Status::Ok : status;
    m_isLost = false;
    return walkTo(time);
}

VideoSource::Status VideoDecoder::walkTo(std::int64_t time)
{
    while (m_until <= time) {
        const Status status = step();
        if (status != Status::Ok)
            return status == Status::End ? Status::Ok : status;
    }
    return Status::Ok;
}

/// The following picture becomes the current one.
VideoSource::Status VideoDecoder::step()
{
    const std::int64_t time = m_until;
    std::swap(m_current, m_following);
    m_time = time;
    m_hasCurrent = true;
    const Status status = decode();
    m_until = status == Status::Ok ? timeOfFollowing() : VideoFrame::Never;
    if (status == Status::Cancelled)
        m_wanted = std::max(m_wanted, m_time);
    return status == Status::End ? Status::Ok : status;
}

/// Times that are missing or do not rise are guessed.
std::int64_t VideoDecoder::timeOfFollowing() const
{
    const std::int64_t pts = m_following->best_effort_timestamp;
    if (pts != AV_NOPTS_VALUE && (!m_hasCurrent || timeOf(pts) > m_time))
        return timeOf(pts);
    return m_hasCurrent ? m_time + UsualPicture : m_wanted;
}

/// Into m_following.
VideoSource::Status VideoDecoder::decode()
{
    while (true) {
        if (m_stop.stop_requested()) {
            m_isLost = true;
            return Status::Cancelled;
        }
        const int code = avcodec_receive_frame(m_codec, m_following);
        if (code == 0 && m_following->width > 0) {
            m_barren = 0;
            return Status::Ok;
        }
        if (code == AVERROR_EOF)
            return Status::End;
        const Status fed = code == AVERROR(EAGAIN) ? feed() : Status::Ok;
        if (fed != Status::Ok)
            return fed;
        if (++m_barren > MostBarren)
            return fail(notShown(u"Too many bad packets."_s));
    }
}

/// Gives the decoder the next packet of the stream.
VideoSource::Status VideoDecoder::feed()
{
    const int code = av_read_frame(m_input->context(), m_packet);
    if (code < 0) {
        const Status trouble = ioTrouble(code);
        if (trouble != Status::End)
            return trouble;
        if (!m_isDraining)
            avcodec_send_packet(m_codec, nullptr);
        m_isDraining = true;
        return Status::Ok;
    }
    if (m_packet->stream_index == m_stream->index) {
        m_codec->skip_frame = mayLeaveOut(*m_packet) ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
        avcodec_send_packet(m_codec, m_packet); // what it says of damage shows in what comes out
    }
    av_packet_unref(m_packet);
    return Status::Ok;
}

bool VideoDecoder::mayLeaveOut(const AVPacket &packet) const
{
    if (m_hurries)
        return true;
    const std::int64_t pts = packet.pts;
    const std::int64_t length = av_rescale_q(packet.duration, m_stream->time_base, Microseconds);
    return pts != AV_NOPTS_VALUE && timeOf(pts) + std::max(length, SurelyOver) < m_wanted;
}

/// Cancelled or Failed when the bytes did not come; End for everything that a container may say at
/// or as good as at its end.
VideoSource::Status VideoDecoder::ioTrouble(int code)
{
    const Error error = m_input->error(code);
    if (error.kind == ErrorKind::Cancelled) {
        m_isLost = true;
        return Status::Cancelled;
    }
    return m_input->sourceFailed() ? fail(error) : Status::End;
}

VideoSource::Status VideoDecoder::fail(const Error &error)
{
    m_failure = error.sentence.toStdString();
    m_isLost = true;
    return Status::Failed;
}

std::optional<VideoFrame> VideoDecoder::picture(PictureSize fits)
{
    if (!m_hasCurrent)
        return {};
    const PictureSize size = fittedPictureSize(
            naturalSize(),
            {std::min(fits.width, LargestShown.width), std::min(fits.height, LargestShown.height)});
    auto shown = m_scaler.convert(*m_current, size, m_turn);
    if (!shown) {
        fail(notShown(u"swscale does not take it."_s));
        return {};
    }
    shown->time = m_time;
    shown->until = m_until;
    return shown;
}

} // namespace Earmark
