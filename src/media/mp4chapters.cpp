// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/mp4chapters.h"

#include "media/cappedsource.h"
#include "media/chaptertidy.h"

#include <QStringDecoder>
#include <QtEndian>

#include <algorithm>

extern "C" {
#include <libavformat/avformat.h>
}

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

using std::chrono::milliseconds;

constexpr AVRational Millisecond{1, 1000};
constexpr milliseconds Tolerance{500}; // Between a picture's start and that of its chapter.
constexpr qsizetype TextBytes = 64 * 1024 + 8 * 1024; // A 16-bit length, and the atoms behind it.
constexpr qsizetype AtomHeader = 8;

struct Sample
{
    milliseconds start{0};
    QByteArray bytes;
};

// The `encd` atom is no help: the same value stands before UTF-8 and UTF-16 in real files.
QString decoded(const QByteArray &bytes)
{
    const bool big = bytes.startsWith("\xFE\xFF");
    const bool little = bytes.startsWith("\xFF\xFE");
    if (!big && !little)
        return QString::fromUtf8(bytes);
    QStringDecoder decoder(little ? QStringDecoder::Utf16LE : QStringDecoder::Utf16BE);
    return decoder(bytes.mid(2));
}

// `href`: 4 bytes of range, then a Pascal string with the address and one with a target.
QUrl linkOf(const QByteArray &atom)
{
    constexpr qsizetype Range = 4;
    if (atom.size() <= Range)
        return {};
    const auto length = static_cast<qsizetype>(static_cast<unsigned char>(atom[Range]));
    return tidyLink(QString::fromUtf8(atom.mid(Range + 1, length)));
}

bool isTextTrack(const AVStream &stream)
{
    // What libavformat makes of a text track that another track names as its chapters.
    return stream.codecpar->codec_type == AVMEDIA_TYPE_DATA
            && stream.codecpar->codec_id == AV_CODEC_ID_BIN_DATA && stream.discard == AVDISCARD_ALL;
}

bool isPictureTrack(const AVStream &stream)
{
    return (stream.disposition & AV_DISPOSITION_TIMED_THUMBNAILS) != 0
            && (stream.codecpar->codec_id == AV_CODEC_ID_MJPEG
                || stream.codecpar->codec_id == AV_CODEC_ID_PNG);
}

AVStream *findTrack(const AVFormatContext &context, bool (*is)(const AVStream &))
{
    for (unsigned i = 0; i < context.nb_streams; ++i) {
        if (is(*context.streams[i]))
            return context.streams[i];
    }
    return nullptr;
}

// Calls visit(number, Sample) until a read fails; samples larger than `limit` come empty.
template<typename Visit>
void eachSample(AVStream &track, ByteSource &source, const std::stop_token &stop, qsizetype limit,
                Visit visit)
{
    const int count = std::min<int>(avformat_index_get_entries_count(&track),
                                    static_cast<int>(ChapterLimits::Chapters));
    for (int i = 0; i < count; ++i) {
        const AVIndexEntry *entry = avformat_index_get_entry(&track, i);
        Sample sample;
        sample.start = milliseconds(av_rescale_q(entry->timestamp, track.time_base, Millisecond));
        if (entry->size > 0 && entry->size <= limit) {
            auto bytes = readBytes(source, entry->pos, entry->size, stop);
            if (!bytes)
                return;
            sample.bytes = *std::move(bytes);
        }
        visit(i, std::move(sample));
    }
}

void takeTexts(AVStream &track, ByteSource &source, const std::stop_token &stop,
               std::vector<NumberedChapter> &chapters)
{
    const qint64 count = avformat_index_get_entries_count(&track);
    if (count == 0)
        return;
    std::erase_if(chapters, [count](const NumberedChapter &c) { return c.number >= count; });
    // libavformat numbers a text track's chapters by sample.
    std::sort(chapters.begin(), chapters.end(),
              [](const auto &a, const auto &b) { return a.number < b.number; });
    eachSample(track, source, stop, TextBytes, [&](qint64 number, const Sample &sample) {
        const auto it = std::lower_bound(
                chapters.begin(), chapters.end(), number,
                [](const NumberedChapter &c, qint64 wanted) { return c.number < wanted; });
        if (it == chapters.end() || it->number != number)
            return;
        const QuickTimeText text = readQuickTimeText(sample.bytes);
        if (!text.title.isEmpty())
            it->chapter.title = text.title;
        it->chapter.link = text.link;
    });
}

void takePictures(AVStream &track, ByteSource &source, const std::stop_token &stop,
                  std::vector<NumberedChapter> &chapters)
{
    std::vector<Sample> pictures;
    eachSample(track, source, stop, ChapterLimits::ImageBytes, [&](int, Sample sample) {
        if (!sample.bytes.isEmpty())
            pictures.push_back(std::move(sample));
    });
    const auto isBefore
            = [](milliseconds start, const Sample &picture) { return start < picture.start; };
    std::sort(pictures.begin(), pictures.end(),
              [](const Sample &a, const Sample &b) { return a.start < b.start; });
    std::vector<bool> isUsed(pictures.size(), false);
    for (NumberedChapter &item : chapters) {
        const auto next = std::upper_bound(pictures.begin(), pictures.end(),
                                           item.chapter.start + Tolerance, isBefore);
        if (next == pictures.begin())
            continue;
        const auto shown = std::prev(next);
        item.chapter.embeddedImage = shown->bytes;
        isUsed[static_cast<std::size_t>(shown - pictures.begin())] = true;
    }
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        if (isUsed[i])
            continue;
        Chapter change;
        change.start = pictures[i].start;
        change.embeddedImage = std::move(pictures[i].bytes);
        change.hidden = true;
        chapters.push_back({static_cast<qint64>(chapters.size()), std::move(change)});
    }
}

} // namespace

QuickTimeText readQuickTimeText(const QByteArray &sample)
{
    if (sample.size() < 2)
        return {};
    const auto length = static_cast<qsizetype>(qFromBigEndian<quint16>(sample.constData()));
    const QByteArray text = sample.mid(2, length);
    QuickTimeText result;
    qsizetype at = 2 + length;
    while (at + AtomHeader <= sample.size()) {
        const auto size = static_cast<qsizetype>(qFromBigEndian<quint32>(sample.constData() + at));
        if (size < AtomHeader || size > sample.size() - at)
            break;
        const QByteArray type = sample.mid(at + 4, 4);
        const QByteArray body = sample.mid(at + AtomHeader, size - AtomHeader);
        if (type == "href" && result.link.isEmpty())
            result.link = linkOf(body);
        at += size;
    }
    result.title = tidyTitle(decoded(text));
    return result;
}

void completeMp4Chapters(const AVFormatContext &context, ByteSource &source,
                         const std::stop_token &stop, std::vector<NumberedChapter> &chapters)
{
    if (AVStream *texts = findTrack(context, &isTextTrack))
        takeTexts(*texts, source, stop, chapters);
    if (AVStream *pictures = findTrack(context, &isPictureTrack))
        takePictures(*pictures, source, stop, chapters);
}

} // namespace Earmark
