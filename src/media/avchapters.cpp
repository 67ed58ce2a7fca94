// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/avchapters.h"

#include "media/avinput.h"
#include "media/chaptertidy.h"
#include "media/mp4chapters.h"
#include "media/vorbischapters.h"

#include <cstring>

extern "C" {
#include <libavformat/avformat.h>
}

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

using std::chrono::milliseconds;

constexpr AVRational Millisecond{1, 1000};

QString tagOf(const AVDictionary *tags, const char *key)
{
    const AVDictionaryEntry *entry = av_dict_get(tags, key, nullptr, 0);
    return entry ? tidyTitle(QString::fromUtf8(entry->value)) : QString();
}

std::optional<milliseconds> timeOf(std::int64_t value, AVRational base)
{
    if (value == AV_NOPTS_VALUE || base.num <= 0 || base.den <= 0)
        return {};
    const std::int64_t scaled = av_rescale_q(value, base, Millisecond);
    return scaled == AV_NOPTS_VALUE ? std::nullopt : std::optional(milliseconds(scaled));
}

std::vector<NumberedChapter> chaptersOf(const AVFormatContext &context)
{
    std::vector<NumberedChapter> chapters;
    for (unsigned i = 0; i < context.nb_chapters; ++i) {
        if (chapters.size() >= static_cast<std::size_t>(ChapterLimits::Chapters))
            break;
        const AVChapter &from = *context.chapters[i];
        const auto start = timeOf(from.start, from.time_base);
        if (!start)
            continue;
        Chapter chapter;
        chapter.start = *start;
        chapter.end = timeOf(from.end, from.time_base);
        chapter.title = tagOf(from.metadata, "title");
        chapters.push_back({from.id, std::move(chapter)});
    }
    return chapters;
}

bool isPicture(const AVStream &stream)
{
    return (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
}

std::optional<milliseconds> durationOf(const AVFormatContext &context)
{
    std::optional<milliseconds> longest;
    for (unsigned i = 0; i < context.nb_streams; ++i) {
        const AVStream &stream = *context.streams[i];
        if (stream.codecpar->codec_type != AVMEDIA_TYPE_AUDIO)
            continue;
        const auto duration = timeOf(stream.duration, stream.time_base);
        if (duration && (!longest || *duration > *longest))
            longest = duration;
    }
    if (!longest)
        longest = timeOf(context.duration, AV_TIME_BASE_Q);
    return longest && longest->count() > 0 ? longest : std::nullopt;
}

QByteArray coverOf(const AVFormatContext &context)
{
    for (unsigned i = 0; i < context.nb_streams; ++i) {
        const AVStream &stream = *context.streams[i];
        const AVPacket &packet = stream.attached_pic;
        // Pictures of chapters are no cover, though libavformat calls their first one attached.
        if (!isPicture(stream) || (stream.disposition & AV_DISPOSITION_TIMED_THUMBNAILS) != 0
            || packet.size <= 0 || packet.size > ChapterLimits::CoverBytes)
            continue;
        return QByteArray(reinterpret_cast<const char *>(packet.data), packet.size);
    }
    return {};
}

QString titleOf(const AVFormatContext &context)
{
    QString title = tagOf(context.metadata, "title");
    for (unsigned i = 0; i < context.nb_streams && title.isEmpty(); ++i) {
        const AVStream &stream = *context.streams[i]; // Ogg keeps its comments there.
        if (stream.codecpar->codec_type == AVMEDIA_TYPE_AUDIO && !isPicture(stream))
            title = tagOf(stream.metadata, "title");
    }
    return title;
}

bool isFormat(const AVFormatContext &context, const char *name)
{
    return std::strstr(context.iformat->name, name) != nullptr;
}

} // namespace

Result<MediaChapters> readContainerChapters(ByteSource &source, const std::stop_token &stop)
{
    // The source is not ours and outlives the input, which wants to share it.
    const std::shared_ptr<ByteSource> shared(std::shared_ptr<void>(), &source);
    const auto input = AvInput::open(shared, stop, AvInput::Tags::Only);
    if (!input)
        return input.error();

    const AVFormatContext &context = *(*input)->context();
    std::vector<NumberedChapter> chapters = chaptersOf(context);
    if (isFormat(context, "mov"))
        completeMp4Chapters(context, source, stop, chapters);
    else if (isFormat(context, "ogg") || isFormat(context, "flac"))
        completeVorbisChapters(context, chapters);

    MediaChapters result;
    for (NumberedChapter &item : chapters)
        result.chapters.append(std::move(item.chapter));
    result.chapters = tidyChapters(std::move(result.chapters));
    result.duration = durationOf(context);
    result.cover = coverOf(context);
    result.title = titleOf(context);
    return result;
}

} // namespace Earmark
