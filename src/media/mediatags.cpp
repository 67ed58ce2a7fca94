// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/mediatags.h"

#include "core/bytesource.h"
#include "media/avinput.h"
#include "media/chaptertidy.h"

#include <QStringDecoder>

#include <algorithm>
#include <array>
#include <cstring>
#include <initializer_list>

extern "C" {
#include <libavformat/avformat.h>
}

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t LongestNotes = std::size_t(64) * 1024; // bytes; a page of notes takes 4 KiB
constexpr qsizetype LongestDate = 40; // characters
constexpr int MostTracks = 100'000;

bool isPicture(const AVStream &stream)
{
    // Pictures of chapters are no cover, though libavformat calls their first one attached.
    return (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0
            && (stream.disposition & AV_DISPOSITION_TIMED_THUMBNAILS) == 0
            && stream.attached_pic.size > 0
            && stream.attached_pic.size <= ChapterLimits::CoverBytes;
}

bool isSound(const AVStream &stream)
{
    return stream.codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
}

/// UTF-8, as libavformat makes of what containers name; else what old writers leave there.
QString decoded(const char *bytes, std::size_t most)
{
    const QByteArrayView view(bytes, qsizetype(std::min(std::strlen(bytes), most)));
    QStringDecoder utf8(QStringDecoder::Utf8);
    QString text = utf8(view);
    return utf8.hasError() ? QString::fromLatin1(view) : text;
}

/// The file's tags, and of containers that keep them with the sound (Ogg) those.
class Tags
{
public:
    explicit Tags(const AVFormatContext &context)
    {
        m_all[0] = context.metadata;
        for (unsigned i = 0; i < context.nb_streams; ++i) {
            if (isSound(*context.streams[i])) {
                m_all[1] = context.streams[i]->metadata;
                break;
            }
        }
    }

    /// Of the first of these names that says anything.
    const char *raw(std::initializer_list<const char *> names) const
    {
        for (const char *name : names) {
            for (const AVDictionary *tags : m_all) {
                const AVDictionaryEntry *entry = av_dict_get(tags, name, nullptr, 0);
                if (entry != nullptr && *entry->value != '\0')
                    return entry->value;
            }
        }
        return "";
    }
    QString line(std::initializer_list<const char *> names) const
    {
        return tidyTitle(decoded(raw(names), std::size_t(ChapterLimits::TitleLength) * 4));
    }
    /// "3" and "3/12".
    int number(std::initializer_list<const char *> names) const
    {
        bool isNumber = false;
        const int value = line(names).section(u'/', 0, 0).trimmed().toInt(&isNumber);
        return isNumber && value > 0 && value < MostTracks ? value : 0;
    }

private:
    std::array<const AVDictionary *, 2> m_all{};
};

QString withoutControls(QString text)
{
    text.replace("\r\n"_L1, "\n"_L1).replace(u'\r', u'\n');
    text.removeIf([](QChar c) {
        return c.category() == QChar::Other_Control && c != u'\n' && c != u'\t';
    });
    return text.trimmed();
}

/// Podcasts keep their notes in any of these, and a word in the others.
QString notesOf(const Tags &tags)
{
    QString longest;
    for (const char *name : {"description", "synopsis", "TDES", "comment"}) {
        QString text = withoutControls(decoded(tags.raw({name}), LongestNotes));
        if (text.size() > longest.size())
            longest = std::move(text);
    }
    return longest;
}

std::optional<milliseconds> durationOf(const AVFormatContext &context)
{
    if (context.duration == AV_NOPTS_VALUE || context.duration <= 0)
        return {};
    const milliseconds duration(av_rescale(context.duration, 1000, AV_TIME_BASE));
    return duration <= ChapterLimits::Latest ? std::optional(duration) : std::nullopt;
}

Result<std::unique_ptr<AvInput>> opened(const std::shared_ptr<ByteSource> &source,
                                        const std::stop_token &stop)
{
    auto input = AvInput::open(source, stop);
    if (!input)
        return input.error();
    const AVFormatContext &context = *(*input)->context();
    for (unsigned i = 0; i < context.nb_streams; ++i) {
        if (isSound(*context.streams[i])
            && context.streams[i]->codecpar->codec_id != AV_CODEC_ID_NONE)
            return input;
    }
    return fail(ErrorKind::Media, u"There is no sound in this file that Earmark can play."_s);
}

} // namespace

Result<MediaTags> readMediaTags(const std::shared_ptr<ByteSource> &source,
                                const std::stop_token &stop)
{
    const auto input = opened(source, stop);
    if (!input)
        return input.error();
    const AVFormatContext &context = *(*input)->context();
    const Tags from(context);
    MediaTags tags{.title = from.line({"title"}),
                   .album = from.line({"album"}),
                   .artist = from.line({"album_artist", "artist", "composer"}),
                   .date = from.line({"date", "TDRL", "year", "creation_time"}).left(LongestDate),
                   .notes = notesOf(from),
                   .disc = from.number({"disc", "discnumber"}),
                   .track = from.number({"track", "tracknumber"}),
                   .duration = durationOf(context)};
    for (unsigned i = 0; i < context.nb_streams; ++i)
        tags.hasPicture = tags.hasPicture || isPicture(*context.streams[i]);
    return tags;
}

Result<QByteArray> readMediaPicture(const std::shared_ptr<ByteSource> &source,
                                    const std::stop_token &stop)
{
    const auto input = opened(source, stop);
    if (!input)
        return input.error();
    const AVFormatContext &context = *(*input)->context();
    for (unsigned i = 0; i < context.nb_streams; ++i) {
        const AVStream &stream = *context.streams[i];
        if (isPicture(stream))
            return QByteArray(reinterpret_cast<const char *>(stream.attached_pic.data),
                              stream.attached_pic.size);
    }
    return QByteArray();
}

} // namespace Earmark
