// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/audiodecoder.h"

#include "core/bytesource.h"
#include "media/avinput.h"
#include "media/movingpicture.h"
#include "media/mp3frames.h"

#include <algorithm>
#include <array>
#include <cmath>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/mathematics.h>
}

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr int HighestRate = 48'000;
constexpr int LowestSourceRate = 1'000;
constexpr int HighestSourceRate = 768'000;
constexpr int MostSourceChannels = 64;
// Sound decoded before the wanted place: the bit reservoir of MP3 reaches back up to 10 frames
// (260 ms), Opus asks for 80 ms. When a container's index was too coarse, further back.
constexpr std::array RunUps = {0.5, 4.0, 20.0}; // s
constexpr int MostBadPackets
        = 2'000; // in a row, about a minute: then it is no damage, it is the file
constexpr int MostUnplaced = 400; // frames without a timestamp: an Ogg page holds at most 255
constexpr double Jitter
        = 0.2; // s; timestamps of containers with ms resolution are this wrong at most
constexpr std::int64_t LongestSound = 3'600LL * 1'000; // s; what claims to be longer says nothing
constexpr double LongestGap = 60; // s; a longer jump of timestamps is nonsense, not missing sound

PcmLength believable(PcmLength length, int rate)
{
    return length.frames > 0 && length.frames <= LongestSound * rate ? length : PcmLength();
}

Error notDecodable(const QString &detail, int code = 0)
{
    return fail(
            ErrorKind::Media,
            u"Nothing in this file can be decoded. It may be damaged; try to download it again."_s,
            detail, code);
}

} // namespace

AudioDecoder::AudioDecoder() = default;

AudioDecoder::~AudioDecoder()
{
    av_frame_free(&m_frame);
    av_packet_free(&m_packet);
    avcodec_free_context(&m_codec);
}

Result<std::unique_ptr<AudioDecoder>> AudioDecoder::open(std::shared_ptr<ByteSource> source,
                                                         const std::stop_token &stop)
{
    auto input = AvInput::open(std::move(source), stop, AvInput::Tags::Skip);
    if (!input)
        return input.error();
    std::unique_ptr<AudioDecoder> decoder(new AudioDecoder);
    decoder->m_input = std::move(*input);
    decoder->m_hasConstantBitRate
            = std::string_view(decoder->m_input->context()->iformat->name) == "mp3"
            && hasConstantBitRate(decoder->m_input->source(), decoder->m_input->base(), stop);
    Result<> opened = decoder->openStream();
    if (opened)
        opened = decoder->decodeFirst();
    if (!opened)
        return opened.error();
    return decoder;
}

Result<> AudioDecoder::openStream()
{
    AVFormatContext *context = m_input->context();
    const AVCodec *codec = nullptr;
    const int index = av_find_best_stream(context, AVMEDIA_TYPE_AUDIO, -1, -1, &codec, 0);
    if (index < 0 || codec == nullptr)
        return fail(ErrorKind::Media, u"There is no sound in this file."_s, u"No audio stream."_s,
                    index);
    for (unsigned i = 0; i < context->nb_streams; ++i)
        context->streams[i]->discard
                = i == static_cast<unsigned>(index) ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    m_stream = context->streams[index];
    m_packet = av_packet_alloc();
    m_frame = av_frame_alloc();
    m_codec = avcodec_alloc_context3(codec);
    if (m_packet == nullptr || m_frame == nullptr || m_codec == nullptr)
        return notDecodable(u"Out of memory."_s);
    int code = avcodec_parameters_to_context(m_codec, m_stream->codecpar);
    m_codec->pkt_timebase = m_stream->time_base;
    m_codec->thread_count = 1;
    if (code >= 0)
        code = avcodec_open2(m_codec, codec, nullptr);
    if (code < 0)
        return notDecodable(u"The codec does not open: "_s + QString::fromUtf8(codec->name), code);
    return {};
}

/// Only the first decoded frame tells the real format (HE-AAC doubles its rate) and where the sound
/// begins; it stays ready, so that playing from the start costs no seek.
Result<> AudioDecoder::decodeFirst()
{
    while (true) {
        const int code = avcodec_receive_frame(m_codec, m_frame);
        if (code == 0 && m_frame->nb_samples > 0)
            break;
        if (code == AVERROR_EOF)
            return notDecodable(u"The end came before the first frame."_s);
        if (code != AVERROR(EAGAIN))
            continue;
        const Status fed = feed();
        if (fed == Status::Cancelled)
            return fail(ErrorKind::Cancelled, u"Opening was cancelled."_s);
        if (fed == Status::Failed)
            return m_bad > MostBadPackets ? notDecodable(u"Too many bad packets."_s)
                                          : m_input->error(AVERROR(EIO));
    }
    const int rate = m_frame->sample_rate;
    const int channels = m_frame->ch_layout.nb_channels;
    if (rate < LowestSourceRate || rate > HighestSourceRate || channels < 1
        || channels > MostSourceChannels)
        return notDecodable(u"%1 Hz, %2 channels."_s.arg(rate).arg(channels));
    m_converter = std::make_unique<PcmConverter>(
            PcmFormat{std::min(rate, HighestRate), channels == 1 ? 1 : 2});
    const std::int64_t pts = m_frame->best_effort_timestamp;
    m_zero = pts == AV_NOPTS_VALUE ? 0 : pts;
    if (movingPicture(*m_input->context()) != nullptr)
        m_pictureZero = av_rescale_q(m_zero, m_stream->time_base, AV_TIME_BASE_Q);
    m_at = 0;
    append();
    m_length = toldLength();
    return {};
}

PcmLength AudioDecoder::toldLength() const
{
    const AVFormatContext *context = m_input->context();
    if (context->duration == AV_NOPTS_VALUE || context->duration <= 0)
        return {};
    const int rate = format().sampleRate;
    std::int64_t frames = av_rescale(context->duration, rate, AV_TIME_BASE);
    if (m_stream->duration != AV_NOPTS_VALUE && m_stream->duration > 0)
        frames = av_rescale_q(m_stream->duration, m_stream->time_base, AVRational{1, rate});
    const bool isExact = context->duration_estimation_method != AVFMT_DURATION_FROM_BITRATE;
    return believable({frames, isExact}, rate);
}

std::int64_t AudioDecoder::frameOf(std::int64_t pts) const
{
    return av_rescale_q(pts - m_zero, m_stream->time_base, AVRational{1, format().sampleRate});
}

PcmSource::Read AudioDecoder::read(std::span<std::int16_t> into, std::stop_token stop)
{
    m_input->obey(stop);
    const auto channels = static_cast<std::size_t>(format().channels);
    const std::size_t wanted = into.size() / channels;
    if (wanted == 0)
        return {Status::Failed, 0};
    if (m_lost) {
        const Status found = decodeTo(m_next);
        if (found != Status::Ok)
            return {found, 0};
    }
    while (m_silence == 0 && m_taken == m_ready.size()) {
        if (m_ended)
            return {Status::End, 0};
        const Status status = decodeMore();
        if (status == Status::Cancelled || status == Status::Failed)
            return {status, 0};
    }
    std::size_t frames = 0;
    if (m_silence > 0) {
        frames = std::min(wanted, static_cast<std::size_t>(m_silence));
        std::fill_n(into.begin(), frames * channels, std::int16_t{0});
        m_silence -= static_cast<std::int64_t>(frames);
    } else {
        frames = std::min(wanted, (m_ready.size() - m_taken) / channels);
        std::copy_n(m_ready.begin() + static_cast<std::ptrdiff_t>(m_taken), frames * channels,
                    into.begin());
        m_taken += frames * channels;
    }
    m_next += static_cast<std::int64_t>(frames);
    return {Status::Ok, frames};
}

PcmSource::Status AudioDecoder::seek(std::int64_t frame, std::stop_token stop)
{
    m_input->obey(std::move(stop));
    const std::int64_t wanted = std::max<std::int64_t>(frame, 0);
    const auto channels = static_cast<std::int64_t>(format().channels);
    const std::int64_t ready
            = m_silence > 0 ? 0 : static_cast<std::int64_t>(m_ready.size() - m_taken) / channels;
    if (!m_lost && wanted >= m_next && wanted < m_next + ready) {
        m_taken += static_cast<std::size_t>((wanted - m_next) * channels);
        m_next = wanted;
        return Status::Ok;
    }
    return decodeTo(wanted);
}

/// Asks the container for a place at or before the frame.
bool AudioDecoder::jump(std::int64_t frame)
{
    const std::int64_t pts
            = m_zero + av_rescale_q(frame, AVRational{1, format().sampleRate}, m_stream->time_base);
    AVFormatContext *context = m_input->context();
    const int index = m_stream->index;
    // libavformat's way to be exact is to read all frames before; it is a frame off at most here.
    const bool mayCountBytes = m_hasConstantBitRate && !m_input->source().isWhole();
    context->flags = mayCountBytes ? context->flags | AVFMT_FLAG_FAST_SEEK
                                   : context->flags & ~AVFMT_FLAG_FAST_SEEK;
    return av_seek_frame(context, index, pts, AVSEEK_FLAG_BACKWARD) >= 0
            || (frame <= 0 && av_seek_frame(context, index, pts, 0) >= 0)
            || (frame <= 0 && av_seek_frame(context, index, 0, AVSEEK_FLAG_BYTE) >= 0);
}

PcmSource::Status AudioDecoder::decodeTo(std::int64_t frame)
{
    m_next = frame;
    for (const double runUp : RunUps) {
        const std::int64_t before = std::llround(runUp * format().sampleRate);
        const std::int64_t from = std::max<std::int64_t>(frame - before, 0);
        const Status status = decodeFrom(from);
        if (status == Status::Cancelled || status == Status::Failed)
            return status;
        if (!m_lost && (m_silence == 0 || from == 0))
            return Status::Ok;
    }
    if (m_lost) // no way to jump: all of it, from the start
        return decodeFrom(0);
    return Status::Ok; // no place before it: what is missing is given as silence
}

/// Decodes from a place before m_next up to it. Stays lost when there was no way to that place.
PcmSource::Status AudioDecoder::decodeFrom(std::int64_t from)
{
    m_lost = true;
    forgetDecoded();
    if (!jump(from)) {
        const Status trouble = ioTrouble(AVERROR(EIO));
        return trouble == Status::End ? Status::Ok : trouble;
    }
    while (m_taken == m_ready.size() && m_silence == 0 && !m_ended) {
        const Status status = decodeMore();
        if (status == Status::Cancelled || status == Status::Failed)
            return status;
    }
    m_lost = false;
    return Status::Ok;
}

void AudioDecoder::forgetDecoded()
{
    avcodec_flush_buffers(m_codec);
    m_converter->reset();
    m_ready.clear();
    m_taken = 0;
    m_silence = 0;
    m_at.reset();
    m_shift = 0;
    m_bad = 0;
    m_unplaced = 0;
    m_draining = false;
    m_ended = false;
}

/// One step: one frame decoded, or one packet given to the decoder.
PcmSource::Status AudioDecoder::decodeMore()
{
    if (m_taken == m_ready.size()) {
        m_ready.clear();
        m_taken = 0;
    }
    const int code = avcodec_receive_frame(m_codec, m_frame);
    if (code == 0) {
        m_bad = 0;
        if (m_frame->nb_samples > 0) {
            place(m_frame->best_effort_timestamp);
            if (m_at)
                append();
        }
        av_frame_unref(m_frame);
        return Status::Ok;
    }
    if (code == AVERROR(EAGAIN))
        return feed();
    if (code == AVERROR_EOF)
        return endOfPackets();
    ++m_bad;
    return Status::Ok;
}

PcmSource::Status AudioDecoder::endOfPackets()
{
    if (m_at) {
        std::vector<std::int16_t> rest;
        m_converter->drain(rest);
        const auto channels = static_cast<std::size_t>(format().channels);
        *m_at += static_cast<std::int64_t>(rest.size() / channels);
        if (*m_at > m_next)
            m_ready.insert(m_ready.end(), rest.begin(), rest.end());
        // Frame by frame up to here: what the container said no longer matters.
        m_length = {*m_at, true};
    }
    m_ended = true;
    return Status::End;
}

/// Gives the decoder the next packet of the stream.
PcmSource::Status AudioDecoder::feed()
{
    const int code = av_read_frame(m_input->context(), m_packet);
    if (code < 0) {
        const Status trouble = ioTrouble(code);
        if (trouble != Status::End)
            return trouble;
        if (!m_draining)
            avcodec_send_packet(m_codec, nullptr);
        m_draining = true;
        return Status::Ok;
    }
    if (m_packet->stream_index == m_stream->index && avcodec_send_packet(m_codec, m_packet) < 0)
        ++m_bad;
    av_packet_unref(m_packet);
    if (m_bad > MostBadPackets) {
        m_failure = notDecodable({}).sentence.toStdString();
        m_lost = true;
        return Status::Failed;
    }
    return Status::Ok;
}

/// Cancelled or Failed when the bytes did not come; End for everything that a container may say at
/// or as good as at its end (libavformat turns I/O errors into an end now and then).
PcmSource::Status AudioDecoder::ioTrouble(int code)
{
    const Error error = m_input->error(code);
    if (error.kind == ErrorKind::Cancelled) {
        m_lost = true;
        return Status::Cancelled;
    }
    if (m_input->sourceFailed()) {
        m_failure = error.sentence.toStdString();
        m_lost = true;
        return Status::Failed;
    }
    return Status::End;
}

/// Says where the frame that was just decoded lies, counting frames where it can: timestamps are
/// only believed at the first frame after a seek and where sound is missing.
void AudioDecoder::place(std::int64_t pts)
{
    if (pts == AV_NOPTS_VALUE) {
        if (!m_at && ++m_unplaced > MostUnplaced)
            m_at = m_next;
        return;
    }
    const std::int64_t told = frameOf(pts) + m_shift;
    if (!m_at) {
        m_at = told;
        if (told > m_next)
            m_silence = std::min<std::int64_t>(told - m_next,
                                               std::llround(LongestGap * format().sampleRate));
        return;
    }
    const std::int64_t gap = told - *m_at;
    const double seconds = static_cast<double>(gap) / format().sampleRate;
    if (std::abs(seconds) < Jitter)
        return;
    if (seconds > 0 && seconds <= LongestGap && m_ready.empty()) {
        m_silence = *m_at >= m_next ? gap : std::max<std::int64_t>(told - m_next, 0);
        m_at = told;
    } else {
        m_shift -= gap;
    }
}

/// Converts the frame at m_at and keeps what does not lie before m_next.
void AudioDecoder::append()
{
    const auto channels = static_cast<std::size_t>(format().channels);
    const std::size_t before = m_ready.size();
    if (!m_converter->convert(*m_frame, m_ready)) {
        m_ready.resize(before);
        ++m_bad;
        return;
    }
    const std::int64_t begin = *m_at;
    m_at = begin + static_cast<std::int64_t>((m_ready.size() - before) / channels);
    if (before == 0 && begin < m_next) {
        const std::int64_t early = std::min(m_next, *m_at) - begin;
        m_ready.erase(m_ready.begin(),
                      m_ready.begin()
                              + static_cast<std::ptrdiff_t>(early)
                                      * static_cast<std::ptrdiff_t>(channels));
    }
}

PcmSource::Status AudioDecoder::measure(std::stop_token stop)
{
    if (m_length.exact || !m_input->source().isLocal())
        return Status::Ok;
    m_input->obey(std::move(stop));
    m_lost = true; // whatever happens, reading goes on at m_next
    forgetDecoded();
    if (!jump(0))
        return Status::Ok;
    std::int64_t end = 0;
    int code = 0;
    while ((code = av_read_frame(m_input->context(), m_packet)) >= 0) {
        if (m_packet->stream_index == m_stream->index && m_packet->pts != AV_NOPTS_VALUE)
            end = std::max(end, m_packet->pts + m_packet->duration);
        av_packet_unref(m_packet);
    }
    const Status trouble = ioTrouble(code);
    if (trouble != Status::End)
        return trouble;
    if (const PcmLength walked = believable({frameOf(end), true}, format().sampleRate);
        walked.exact)
        m_length = walked;
    return Status::Ok;
}

} // namespace Earmark
