// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/avinput.h"

#include "media/containerguard.h"

#include <QString>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <mutex>
#include <vector>

extern "C" {
#include <libavformat/avformat.h>
#include <libavutil/error.h>
#include <libavutil/log.h>
#include <libavutil/mem.h>
#include <libavutil/opt.h>
}

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr const char *Containers = "mp3,mov,mp4,m4a,3gp,3g2,mj2,ogg,flac,wav,w64,aiff,caf,"
                                   "matroska,webm,aac";
constexpr int IoBuffer = 32 * 1024; // libavformat's own default
constexpr int ProbeBytes = 64 * 1024; // behind the tags; libav decides on 2 KiB for clean files
constexpr int MostTags = 8; // ID3v2 tags in a row, as some hosts prepend one of their own
constexpr std::int64_t StreamInfoBytes = 5'000'000; // libavformat's default, kept on purpose
constexpr std::int64_t StreamInfoTime = 5'000'000; // us
constexpr int MostStreams = 64; // attached pictures count as streams
constexpr std::size_t Id3Header = 10;
// Of this thread, in headers alone. The largest real ones take 0.3; libavformat's lists of tags
// grow in quadratic time.
constexpr double LongestOpening = 0.7; // s of CPU
constexpr double LongestTag = 0.2; // an ID3 tag's entries are copied from list to list

Error cancelled()
{
    return fail(ErrorKind::Cancelled, u"Opening was cancelled."_s);
}

Error notSound(const QString &detail, int code = 0)
{
    return fail(ErrorKind::Media,
                u"This file is not sound that Earmark can play. It may be a web page or a playlist "
                "instead of the episode."_s,
                detail, code);
}

QString averrorText(int code)
{
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return QString::fromUtf8(text.data());
}

/// A demuxer that asks for another file (a QuickTime reference, a playlist entry) gets none.
int refuseOtherFiles(AVFormatContext *, AVIOContext **, const char *, int, AVDictionary **)
{
    return AVERROR(EACCES);
}

/// The length of an ID3v2 tag that begins here, 0 if none does.
std::int64_t tagLength(std::span<const char> bytes)
{
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    if (bytes.size() < Id3Header || at(0) != 'I' || at(1) != 'D' || at(2) != '3')
        return 0;
    if (at(3) == 0xff || at(4) == 0xff || ((at(6) | at(7) | at(8) | at(9)) & 0x80U) != 0)
        return 0;
    const std::int64_t length = (std::int64_t{at(6)} << 21U) | (std::int64_t{at(7)} << 14U)
            | (std::int64_t{at(8)} << 7U) | at(9);
    const std::int64_t footer = (at(5) & 0x10U) != 0 ? Id3Header : 0;
    return length + footer + static_cast<std::int64_t>(Id3Header);
}

/// Reads until the buffer is full or the bytes end.
ByteSource::Read readFully(ByteSource &source, std::int64_t offset, std::span<char> into,
                           const std::stop_token &stop)
{
    ByteSource::Read all{ByteSource::Status::Ok, 0};
    while (all.count < into.size()) {
        const auto read = source.readAt(offset + static_cast<std::int64_t>(all.count),
                                        into.subspan(all.count), stop);
        if (read.status != ByteSource::Status::Ok) {
            all.status = read.status;
            break;
        }
        all.count += read.count;
    }
    return all;
}

struct Probed
{
    const AVInputFormat *format = nullptr;
    std::int64_t begin = 0; ///< Behind the ID3v2 tags.
};

/// libavformat's own probe stops at tags larger than a mebibyte unless a file name helps it, and a
/// name proves nothing; so the probe looks behind the tags.
Result<Probed> probe(ByteSource &source, const std::stop_token &stop)
{
    std::vector<char> bytes(ProbeBytes + AVPROBE_PADDING_SIZE);
    Probed probed;
    for (int tags = 0; tags <= MostTags; ++tags) {
        const auto read = readFully(source, probed.begin, std::span(bytes).first(ProbeBytes), stop);
        if (read.status == ByteSource::Status::Cancelled)
            return cancelled();
        if (read.status == ByteSource::Status::Failed)
            return fail(ErrorKind::Network, QString::fromStdString(source.failure()),
                        u"The source failed while the container was probed."_s);
        if (read.count == 0)
            return notSound(probed.begin == 0 ? u"The file is empty."_s
                                              : u"There is nothing behind the ID3 tag."_s);
        const std::int64_t tag = tagLength(std::span(bytes).first(read.count));
        if (tag > 0) {
            probed.begin += tag;
            continue;
        }
        std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(read.count), bytes.end(), '\0');
        AVProbeData data{};
        data.filename = "";
        data.buf = reinterpret_cast<unsigned char *>(bytes.data());
        data.buf_size = static_cast<int>(read.count);
        probed.format = av_probe_input_format(&data, 1);
        if (probed.format == nullptr)
            return notSound(u"No demuxer knows this container."_s);
        return probed;
    }
    return notSound(u"More ID3 tags in a row than are looked at."_s);
}

double cpuSeconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

Error noMemory()
{
    return fail(ErrorKind::Media, u"There is not enough memory to open this file."_s);
}

} // namespace

AvInput::AvInput(std::shared_ptr<ByteSource> source, std::stop_token stop)
    : m_source(std::move(source)), m_stop(std::move(stop))
{
}

AvInput::~AvInput()
{
    avformat_close_input(&m_context); // leaves m_io alone: AVFMT_FLAG_CUSTOM_IO
    if (m_io != nullptr)
        av_freep(&m_io->buffer);
    avio_context_free(&m_io);
}

Result<std::unique_ptr<AvInput>> AvInput::open(std::shared_ptr<ByteSource> source,
                                               std::stop_token stop, Tags tags)
{
    // Process wide, the only way libav has: what it would print about broken files goes into Error,
    // and what a table claims to need is not all allocated.
    static std::once_flag settings;
    std::call_once(settings, [] {
        av_log_set_level(AV_LOG_QUIET);
        av_max_alloc(static_cast<std::size_t>(ContainerLimits::Block));
    });

    std::unique_ptr<AvInput> input(new AvInput(std::move(source), std::move(stop)));
    const Result<> opened = input->openContext(tags);
    if (!opened)
        return opened.error();
    return input;
}

Result<> AvInput::openContext(Tags tags)
{
    const Result<Probed> probed = probe(*m_source, m_stop);
    if (!probed)
        return probed.error();
    Result<> guarded = guardContainer(*m_source, probed->begin, probed->format->name, m_stop);
    if (!guarded)
        return guarded;
    // Elsewhere tags in front are no more than a mistake, and their offsets count from the start.
    const std::string_view name(probed->format->name);
    const bool skip = (name == "mp3" && tags == Tags::Skip) || name == "aac" || name == "flac";
    m_base = skip ? probed->begin : 0;
    m_hideTail = skip;

    m_context = avformat_alloc_context();
    auto *buffer = static_cast<unsigned char *>(av_malloc(IoBuffer));
    m_io = buffer == nullptr ? nullptr
                             : avio_alloc_context(buffer, IoBuffer, 0, this, &AvInput::readPacket,
                                                  nullptr, &AvInput::seek);
    if (m_context == nullptr || m_io == nullptr) {
        if (m_io == nullptr)
            av_free(buffer);
        return noMemory();
    }
    m_context->pb = m_io;
    m_context->flags |= AVFMT_FLAG_CUSTOM_IO;
    m_context->interrupt_callback = {&AvInput::interrupted, this};
    m_context->io_open = &refuseOtherFiles;
    m_context->protocol_whitelist = av_strdup("");
    m_context->format_whitelist = av_strdup(Containers);
    m_context->max_streams = MostStreams;
    m_context->probesize = StreamInfoBytes;
    m_context->max_analyze_duration = StreamInfoTime;

    m_cpuLimit = cpuSeconds() + (probed->begin > m_base ? LongestTag : LongestOpening);
    if (name.find("matroska") != std::string_view::npos)
        m_chapterWatch.emplace();
    int code = avformat_open_input(&m_context, nullptr, probed->format, nullptr);
    m_cpuLimit.reset();
    m_chapterWatch.reset();
    m_hideTail = false;
    if (m_isTooMuch)
        return tooMuchToOpen(u"The headers take too long, or hide chapters."_s);
    if (code < 0)
        return error(code); // m_context was freed and is null
    if (tags != Tags::Only)
        code = avformat_find_stream_info(m_context, nullptr);
    if (code < 0)
        return error(code);
    if (m_stop.stop_requested())
        return cancelled();
    if (m_sourceFailed && m_context->nb_streams == 0)
        return error(AVERROR(EIO));
    return {};
}

void AvInput::obey(std::stop_token stop)
{
    m_stop = std::move(stop);
    m_sourceFailed = false;
    m_io->error = 0;
    m_io->eof_reached = 0;
}

Error AvInput::error(int averror) const
{
    if (m_stop.stop_requested() || averror == AVERROR_EXIT)
        return cancelled();
    const std::string why = m_sourceFailed ? m_source->failure() : std::string();
    if (!why.empty())
        return fail(ErrorKind::Network, QString::fromStdString(why), averrorText(averror), averror);
    if (averror == AVERROR(ENOMEM))
        return noMemory();
    return notSound(averrorText(averror), averror);
}

int AvInput::readPacket(void *self, std::uint8_t *into, int size)
{
    auto *input = static_cast<AvInput *>(self);
    if (input->m_stop.stop_requested())
        return AVERROR_EXIT;
    if (input->m_cpuLimit && cpuSeconds() > *input->m_cpuLimit)
        input->m_isTooMuch = true;
    if (input->m_isTooMuch)
        return AVERROR(EIO);
    if (input->m_hideTail && input->m_offset > 0 && input->isTail())
        return AVERROR_EOF;
    const auto read = input->m_source->readAt(
            input->m_base + input->m_offset,
            std::span(reinterpret_cast<char *>(into), static_cast<std::size_t>(size)),
            input->m_stop);
    switch (read.status) {
    case ByteSource::Status::Ok:
        if (input->m_chapterWatch
            && !input->m_chapterWatch->pass(
                    input->m_offset, std::span(reinterpret_cast<const char *>(into), read.count))) {
            input->m_isTooMuch = true;
            return AVERROR(EIO);
        }
        input->m_offset += static_cast<std::int64_t>(read.count);
        return static_cast<int>(read.count);
    case ByteSource::Status::End:
        return AVERROR_EOF;
    case ByteSource::Status::Cancelled:
        return AVERROR_EXIT;
    case ByteSource::Status::Failed:
        break;
    }
    input->m_sourceFailed = true;
    return AVERROR(EIO);
}

/// Without ID3v2 in front libavformat looks for ID3v1 in the last 128 bytes: over a network that is
/// a request of its own, and a wait for the whole file where there are no ranges.
bool AvInput::isTail() const
{
    constexpr std::int64_t Id3v1 = 128;
    const std::optional<std::int64_t> size = m_source->size();
    return size && m_base + m_offset >= *size - Id3v1;
}

std::int64_t AvInput::seek(void *self, std::int64_t offset, int whence)
{
    auto *input = static_cast<AvInput *>(self);
    const std::optional<std::int64_t> size = input->m_source->size();
    std::int64_t from = 0;
    switch (whence & ~AVSEEK_FORCE) {
    case AVSEEK_SIZE:
        return size ? std::max<std::int64_t>(*size - input->m_base, 0) : AVERROR(ENOSYS);
    case SEEK_SET:
        break;
    case SEEK_CUR:
        from = input->m_offset;
        break;
    case SEEK_END:
        if (!size)
            return AVERROR(ENOSYS);
        from = *size - input->m_base;
        break;
    default:
        return AVERROR(EINVAL);
    }
    if (offset < -from)
        return AVERROR(EINVAL);
    input->m_offset = from + offset;
    return input->m_offset;
}

int AvInput::interrupted(void *self)
{
    return static_cast<AvInput *>(self)->m_stop.stop_requested() ? 1 : 0;
}

} // namespace Earmark
