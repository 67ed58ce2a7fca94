// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/chapterreader.h"

#include "media/avchapters.h"
#include "media/cappedsource.h"
#include "media/chaptertidy.h"
#include "media/id3chapters.h"

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr qint64 Magic = 16; // Bytes that tell the containers apart.

// MPEG audio or ADTS: nothing but an ID3 tag could hold chapters, and there is none.
bool isBareMpeg(const QByteArray &bytes)
{
    if (bytes.size() < 4)
        return false;
    const auto at = [&](qsizetype i) { return static_cast<unsigned char>(bytes[i]); };
    if (at(0) != 0xFF || (at(1) & 0xE0) != 0xE0 || at(1) == 0xFE)
        return false; // FF FE begins a text in UTF-16 as well.
    const bool isAdts = (at(1) & 0xF6) == 0xF0;
    const bool isKnown = (at(1) & 0x18) != 0x08 && (at(1) & 0x06) != 0;
    return isAdts || (isKnown && (at(2) & 0xF0) != 0xF0 && (at(2) & 0x0C) != 0x0C);
}

bool isContainer(const QByteArray &bytes)
{
    return bytes.startsWith("fLaC") || bytes.startsWith("OggS") || bytes.startsWith("RIFF")
            || bytes.mid(4, 4) == "ftyp" || bytes.startsWith("\x1A\x45\xDF\xA3");
}

Result<MediaChapters> readTagged(ByteSource &source, qint64 tagLength, const std::stop_token &stop)
{
    auto tagged = readId3Chapters(source, tagLength, stop);
    if (!tagged || !tagged->chapters.isEmpty())
        return tagged;
    // Some tools put an ID3 tag before a FLAC file that has its own comments.
    const auto behind = readBytes(source, tagLength, Magic, stop);
    if (!behind || !isContainer(*behind))
        return tagged;
    auto inner = readContainerChapters(source, stop);
    return inner ? inner : tagged;
}

Result<MediaChapters> readAny(ByteSource &source, const std::stop_token &stop)
{
    const auto first = readBytes(source, 0, Magic, stop);
    if (!first)
        return first.error();
    if (const qint64 tag = id3TagLength(*first); tag > 0)
        return readTagged(source, tag, stop);
    if (isBareMpeg(*first))
        return MediaChapters{};
    return readContainerChapters(source, stop);
}

} // namespace

Result<MediaChapters> readMediaChapters(ByteSource &source, const std::stop_token &stop)
{
    CappedSource capped(source, ChapterLimits::ReadBytes);
    auto result = readAny(capped, stop);
    if (stop.stop_requested())
        return fail(ErrorKind::Cancelled, u"Looking for chapters was stopped."_s);
    // A list cut short by a broken connection would be kept as the file's own.
    if (result && capped.interrupted()) {
        const QString why = QString::fromStdString(source.failure());
        return fail(ErrorKind::Network,
                    why.isEmpty() ? u"The file could not be read. Try again later."_s : why,
                    u"while chapters were read"_s);
    }
    return result;
}

} // namespace Earmark
