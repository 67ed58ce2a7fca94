// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/containercheck.h"

#include "core/amounts.h"
#include "media/audiodecoder.h"
#include "media/avinput.h"
#include "media/cappedsource.h"
#include "media/containersize.h"
#include "media/movingpicture.h"
#include "media/mp3frames.h"

#include <QByteArray>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr std::int64_t Slack = 128; // bytes by which a structure's word may be wrong
constexpr double SlackSeconds = 0.5; // the same of a counted length
constexpr qint64 SniffedBytes = 1'024;

Error cancelled()
{
    return fail(ErrorKind::Cancelled, u"The check was cancelled."_s);
}

Error notRead(const ByteSource &source)
{
    const QString why = QString::fromStdString(source.failure());
    return fail(ErrorKind::Network,
                why.isEmpty() ? u"The file could not be read. Try again later."_s : why,
                u"The source failed while the file was checked."_s);
}

Error cutOff(std::int64_t is, std::int64_t promised, const QString &detail)
{
    const bool hasSizes = promised > is;
    return fail(ErrorKind::Media,
                hasSizes ? u"Only a part of this file came: %1 of at least %2. Download it again."_s
                                   .arg(sizeInWords(is), sizeInWords(promised))
                         : u"Only a part of this file came: it breaks off in the middle. Download "
                           "it again."_s,
                detail, FileIsCutOff);
}

/// What it is instead of sound, as far as its first bytes tell: "a web page".
QString otherThing(const QByteArray &head)
{
    using Sign = std::pair<QByteArrayView, QString>;
    const Sign signs[] = {{"PK\x03\x04", u"a ZIP archive"_s}, {"\x1f\x8b", u"a packed file"_s},
                          {"Rar!", u"a RAR archive"_s},       {"7z\xbc\xaf", u"a 7-Zip archive"_s},
                          {"%PDF", u"a PDF document"_s},      {"\x89PNG", u"a picture"_s},
                          {"\xff\xd8\xff", u"a picture"_s},   {"GIF8", u"a picture"_s},
                          {"#EXTM3U", u"a playlist"_s},       {"[playlist]", u"a playlist"_s}};
    for (const auto &[begin, thing] : signs) {
        if (head.startsWith(begin))
            return thing;
    }
    QByteArray text = head;
    text = (text.startsWith("\xef\xbb\xbf") ? text.sliced(3) : text).trimmed().toLower();
    if (text.startsWith("<!doctype html") || text.contains("<html") || text.startsWith("<head")
        || text.startsWith("<body") || text.startsWith("<script"))
        return u"a web page"_s;
    if (text.startsWith("<?xml") || text.startsWith("<rss") || text.startsWith("<error"))
        return u"an XML document"_s;
    if (text.startsWith("{\"") || text.startsWith('[') || text.startsWith("{\n")
        || text.startsWith("{ "))
        return u"a message of the server (JSON)"_s;
    const bool isText = !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= ' ' || c == '\n' || c == '\r' || c == '\t';
    });
    return isText ? u"a text"_s : QString();
}

/// Why nothing opens this file, in better words than "no sound" where its bytes have any.
Error betterWords(const Error &error, ByteSource &source, std::int64_t size,
                  const std::stop_token &stop)
{
    if (error.kind != ErrorKind::Media)
        return error;
    if (size == 0)
        return fail(ErrorKind::Media,
                    u"What came is empty. Try again later, or ask the publisher."_s, error.detail,
                    error.code);
    WindowReader reader(source, stop);
    if (endsBeforeItsTables(reader, size))
        return cutOff(size, 0, u"No moov, or not all of it."_s);
    const auto head = readBytes(source, 0, SniffedBytes, stop);
    if (!head)
        return head.error();
    const QString thing = otherThing(*head);
    if (thing.isEmpty())
        return error;
    return fail(ErrorKind::Media,
                u"What came is %1, not a sound file: the episode may be gone, or the server may "
                "want you to log in. Try again later, or look at the episode’s page."_s.arg(thing),
                error.detail, error.code);
}

/// The end of the last sample that the tables of an MP4 name.
std::int64_t samplesEnd(const AVFormatContext &context)
{
    std::int64_t end = 0;
    for (unsigned i = 0; i < context.nb_streams; ++i) {
        AVStream *stream = context.streams[i];
        const AVMediaType type = stream->codecpar->codec_type;
        if (type != AVMEDIA_TYPE_AUDIO && stream != movingPicture(context))
            continue;
        const int count = avformat_index_get_entries_count(stream);
        for (int entry = 0; entry < count; ++entry) {
            const AVIndexEntry *sample = avformat_index_get_entry(stream, entry);
            end = std::max(end, sample->pos + sample->size);
        }
    }
    return end;
}

/// Whether the packets of FLAC end long before the samples that its STREAMINFO counted.
Result<bool> endsEarly(AvInput &input, const std::stop_token &stop)
{
    AVFormatContext &context = *input.context();
    const int index = av_find_best_stream(&context, AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
    if (index < 0 || context.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE
        || context.streams[index]->duration <= 0)
        return false;
    const AVStream &stream = *context.streams[index];
    std::int64_t end = 0;
    AVPacket *packet = av_packet_alloc();
    int code = packet == nullptr ? AVERROR(ENOMEM) : 0;
    while (code >= 0 && !stop.stop_requested()) {
        code = av_read_frame(&context, packet);
        if (code >= 0 && packet->stream_index == index && packet->pts != AV_NOPTS_VALUE)
            end = std::max(end, packet->pts + packet->duration);
        av_packet_unref(packet);
    }
    av_packet_free(&packet);
    if (stop.stop_requested())
        return cancelled();
    if (input.sourceFailed())
        return notRead(input.source());
    const double missing = static_cast<double>(stream.duration - end) * av_q2d(stream.time_base);
    return code == AVERROR_EOF && missing > SlackSeconds;
}

/// What can only be said when all was read.
Result<> checkToTheEnd(AvInput &input, std::int64_t size, const std::stop_token &stop)
{
    const std::string_view format(input.context()->iformat->name);
    if (format == "flac") {
        const Result<bool> isShort = endsEarly(input, stop);
        if (!isShort)
            return isShort.error();
        return *isShort ? Result<>(cutOff(size, 0, u"STREAMINFO counts more samples."_s))
                        : Result<>();
    }
    if (format != "mp3")
        return {};
    const Mp3Walked walked = walkMp3(input.source(), input.base(), size, stop);
    if (walked.status == ByteSource::Status::Cancelled)
        return cancelled();
    if (walked.status == ByteSource::Status::Failed)
        return notRead(input.source());
    if (walked.found.isCutOff())
        return cutOff(size, input.base() + walked.found.promisedBytes,
                      u"The first frame counts %1 frames, there are %2."_s
                              .arg(walked.found.promisedFrames)
                              .arg(walked.found.frames));
    return {};
}

Result<> checkSizes(AvInput &input, std::int64_t size, const std::stop_token &stop)
{
    const std::string_view format(input.context()->iformat->name);
    WindowReader reader(input.source(), stop);
    std::int64_t promised = structureEnd(reader, format, size).value_or(0);
    if (reader.status() == ByteSource::Status::Cancelled)
        return cancelled();
    if (reader.status() == ByteSource::Status::Failed)
        return notRead(input.source());
    if (format.find("mp4") != std::string_view::npos)
        promised = std::max(promised, samplesEnd(*input.context()));
    if (promised > size + (format == "ogg" ? 0 : Slack)) // A page's length is no matter of taste.
        return cutOff(size, promised, u"%1 bytes, not %2."_s.arg(size).arg(promised));
    return {};
}

std::chrono::milliseconds durationOf(AudioDecoder &decoder, CheckDepth depth,
                                     const std::stop_token &stop)
{
    if (depth == CheckDepth::ToTheEnd)
        decoder.measure(stop); // What it does not find out stays an estimate.
    return std::chrono::milliseconds(decoder.length().frames * 1'000 / decoder.format().sampleRate);
}

} // namespace

Result<ContainerFacts> checkContainer(const std::shared_ptr<ByteSource> &source, CheckDepth depth,
                                      const std::stop_token &stop)
{
    const std::int64_t size = source->size().value_or(0);
    ContainerFacts facts;
    {
        const auto decoder = AudioDecoder::open(source, stop);
        if (!decoder)
            return betterWords(decoder.error(), *source, size, stop);
        facts.duration = durationOf(**decoder, depth, stop);
    }
    const auto input = AvInput::open(source, stop, AvInput::Tags::Skip);
    if (!input)
        return input.error();
    facts.container = QString::fromLatin1((*input)->context()->iformat->name);
    facts.hasPictures = movingPicture(*(*input)->context()) != nullptr;
    Result<> checked = checkSizes(**input, size, stop);
    if (checked && depth == CheckDepth::ToTheEnd)
        checked = checkToTheEnd(**input, size, stop);
    if (!checked)
        return checked.error();
    return facts;
}

} // namespace Earmark
