// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/id3chapters.h"

#include "media/cappedsource.h"
#include "media/chaptertidy.h"

#include <attachedpictureframe.h>
#include <id3v2framefactory.h>
#include <id3v2header.h>
#include <id3v2synchdata.h>
#include <id3v2tag.h>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <textidentificationframe.h>
#include <urllinkframe.h>
#include <vector>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

namespace Id3 = TagLib::ID3v2;
using TagLib::ByteVector;

constexpr unsigned HeaderSize = 10; // Of a tag, and of a frame of version 3 and 4.
constexpr int MaxFrames
        = 200'000; // Embedded ones included; bounds what a tag of tiny frames costs.
constexpr unsigned Unused = 0xFFFFFFFF; // "No time" in CHAP.

// A frame's header and nothing more. TagLib 1.13 inflates compressed frames without any limit, and
// its tag class cannot be told not to; so the tag is walked here, and TagLib only gets the frames
// that are wanted and not packed.
class RawFrame final : public Id3::Frame
{
public:
    RawFrame(const ByteVector &data, unsigned version) : Frame(new Header(data, version)) { }

    bool isPacked() const { return header()->compression() || header()->encryption(); }
    bool isUnsynchronised() const { return header()->unsynchronisation(); }
    bool hasLength() const { return header()->dataLengthIndicator(); }
    std::string id() const
    {
        const ByteVector bytes = frameID();
        return {bytes.data(), bytes.size()};
    }
    TagLib::String toString() const override { return {}; }

protected:
    void parseFields(const ByteVector & /*data*/) override { }
    ByteVector renderFields() const override { return {}; }
};

struct FoundChapter
{
    std::string id;
    Chapter chapter;
};

struct FoundToc
{
    bool isTop = false;
    unsigned count = 0;
    ByteVector names; // NUL-terminated element ids, then embedded frames.
};

struct Picture
{
    int rank = 0; // Front covers before others, the first of equals.
    QByteArray bytes;
    QUrl link;
};

struct Found
{
    std::vector<FoundChapter> chapters;
    std::map<std::string, FoundToc> tocs;
    QString title;
    Picture cover;
};

bool isFrameId(const ByteVector &data)
{
    for (unsigned i = 0; i < 4; ++i) {
        const char c = data[static_cast<int>(i)];
        if ((c < 'A' || c > 'Z') && (c < '0' || c > '9'))
            return false;
    }
    return true;
}

// Some writers put plain numbers where version 4 wants seven bits a byte. TagLib sees that from the
// frame that follows; the last frame has none, there the end of the data tells.
ByteVector withRepairedSize(const ByteVector &data, unsigned version)
{
    const unsigned plain = data.toUInt(4U);
    if (version < 4 || plain != data.size() - HeaderSize
        || Id3::SynchData::toUInt(data.mid(4, 4)) == plain)
        return data;
    ByteVector repaired(data.mid(0, 4));
    repaired.append(Id3::SynchData::fromUInt(plain));
    repaired.append(data.mid(8));
    return repaired;
}

template<typename Visit>
void eachFrame(const ByteVector &data, unsigned version, int &framesLeft, Visit visit)
{
    unsigned at = 0;
    while (at + HeaderSize < data.size() && framesLeft-- > 0) {
        const ByteVector rest = withRepairedSize(data.mid(at), version);
        if (!isFrameId(rest))
            return;
        const RawFrame frame(rest, version);
        const unsigned size = frame.size();
        if (size > rest.size() - HeaderSize)
            return;
        if (size > 0 && !frame.isPacked())
            visit(frame, rest);
        at += HeaderSize + size;
    }
}

QString toQString(const TagLib::String &text)
{
    // TagLib 1 keeps UTF-16 units in a wider type; fromWCharArray would take them for characters.
    QString result;
    const TagLib::wstring wide = text.toWString();
    for (const wchar_t unit : wide) {
        const auto code = static_cast<char32_t>(unit);
        if (code <= 0xFFFF)
            result += QChar(static_cast<char16_t>(code));
        else
            result += QString::fromUcs4(&code, 1);
    }
    return result;
}

class TagReader
{
public:
    explicit TagReader(const Id3::Header &header)
        : m_header(header), m_version(header.majorVersion())
    {
        m_plainHeader.setMajorVersion(m_version);
    }

    void read(const ByteVector &frames)
    {
        eachFrame(frames, m_version, m_framesLeft,
                  [this](const RawFrame &frame, const ByteVector &data) { onFrame(frame, data); });
    }

    Found takeFound() { return std::move(m_found); }

private:
    void onFrame(const RawFrame &frame, const ByteVector &data)
    {
        const std::string id = frame.id();
        if (id == "CHAP") {
            onChapter(body(frame, data));
        } else if (id == "CTOC") {
            onToc(body(frame, data));
        } else if (id == "TIT2" && m_found.title.isEmpty()) {
            m_found.title = text(data, m_header);
        } else if (id == "APIC") {
            takePicture(data, m_header, ChapterLimits::CoverBytes, m_found.cover);
        }
    }

    ByteVector body(const RawFrame &frame, const ByteVector &data) const
    {
        ByteVector bytes = data.mid(HeaderSize, frame.size());
        if (m_version > 3 && frame.hasLength())
            bytes = bytes.mid(4);
        if (m_version > 3 && (m_header.unsynchronisation() || frame.isUnsynchronised()))
            bytes = Id3::SynchData::decode(bytes);
        return bytes;
    }

    void onChapter(const ByteVector &data)
    {
        const int end = data.find(ByteVector('\0'));
        const unsigned times = static_cast<unsigned>(end) + 1;
        if (end < 0 || data.size() - times < 16
            || m_found.chapters.size() >= static_cast<std::size_t>(ChapterLimits::Chapters))
            return;
        FoundChapter found{{data.data(), static_cast<std::size_t>(end)}, {}};
        Chapter &chapter = found.chapter;
        const unsigned start = data.toUInt(times);
        const unsigned stop = data.toUInt(times + 4);
        if (start == Unused)
            return;
        chapter.start = std::chrono::milliseconds(start);
        if (stop != Unused)
            chapter.end = std::chrono::milliseconds(stop);

        Picture picture;
        eachFrame(data.mid(times + 16), m_version, m_framesLeft,
                  [&](const RawFrame &frame, const ByteVector &bytes) {
                      onEmbedded(frame.id(), bytes, chapter, picture);
                  });
        chapter.embeddedImage = picture.bytes;
        chapter.image = picture.link;
        m_found.chapters.push_back(std::move(found));
    }

    void onEmbedded(const std::string &id, const ByteVector &data, Chapter &chapter,
                    Picture &picture) const
    {
        // What was written with unsynchronisation was undone for the chapter as a whole.
        if (id == "TIT2" && chapter.title.isEmpty())
            chapter.title = text(data, m_plainHeader);
        else if (id == "APIC")
            takePicture(data, m_plainHeader, ChapterLimits::ImageBytes, picture);
        else if (id.front() == 'W' && chapter.link.isEmpty())
            chapter.link = link(data);
    }

    void onToc(const ByteVector &data)
    {
        const int end = data.find(ByteVector('\0'));
        const unsigned flags = static_cast<unsigned>(end) + 1;
        if (end < 0 || data.size() < flags + 2)
            return;
        const auto byteAt = [&](unsigned at) {
            return static_cast<unsigned char>(data[static_cast<int>(at)]);
        };
        m_found.tocs[{data.data(), static_cast<std::size_t>(end)}]
                = {(byteAt(flags) & 0x02) != 0, byteAt(flags + 1), data.mid(flags + 2)};
    }

    std::unique_ptr<Id3::Frame> parsed(const ByteVector &data, const Id3::Header &header) const
    {
        return std::unique_ptr<Id3::Frame>(
                Id3::FrameFactory::instance()->createFrame(data, &header));
    }

    QString text(const ByteVector &data, const Id3::Header &header) const
    {
        const auto frame = parsed(data, header);
        return frame ? tidyTitle(toQString(frame->toString())) : QString();
    }

    QUrl link(const ByteVector &data) const
    {
        const auto frame = parsed(data, m_plainHeader);
        const auto *url = dynamic_cast<const Id3::UrlLinkFrame *>(frame.get());
        return url ? tidyLink(toQString(url->url())) : QUrl();
    }

    void takePicture(const ByteVector &data, const Id3::Header &header, qsizetype limit,
                     Picture &best) const
    {
        const auto frame = parsed(data, header);
        const auto *picture = dynamic_cast<const Id3::AttachedPictureFrame *>(frame.get());
        if (!picture)
            return;
        const int rank = picture->type() == Id3::AttachedPictureFrame::FrontCover ? 2 : 1;
        const ByteVector bytes = picture->picture();
        if (rank <= best.rank || bytes.isEmpty() || static_cast<qsizetype>(bytes.size()) > limit)
            return;
        if (picture->mimeType() == "-->") {
            const QUrl url = tidyLink(QString::fromLatin1(bytes.data(), bytes.size()));
            if (!url.isEmpty())
                best = {rank, {}, url};
        } else {
            best = {rank, QByteArray(bytes.data(), bytes.size()), {}};
        }
    }

    const Id3::Header &m_header;
    Id3::Header m_plainHeader;
    unsigned m_version;
    int m_framesLeft = MaxFrames;
    Found m_found;
};

// The children a table names. Their number is one byte, which writers let overflow, so names are
// also taken beyond it as long as they are those of elements.
std::vector<std::string> childrenOf(const FoundToc &toc, const std::set<std::string> &elements)
{
    std::vector<std::string> children;
    unsigned at = 0;
    while (at < toc.names.size()) {
        const int end = toc.names.find(ByteVector('\0'), at);
        if (end < 0)
            break;
        std::string name(toc.names.data() + at, static_cast<std::size_t>(end) - at);
        if (children.size() >= toc.count && !elements.contains(name))
            break;
        at = static_cast<unsigned>(end) + 1;
        children.push_back(std::move(name));
    }
    return children;
}

// Every element a top-level table leads to, nested tables followed, in their order.
std::map<std::string, std::size_t> listedElements(const Found &found)
{
    std::set<std::string> elements;
    for (const FoundChapter &chapter : found.chapters)
        elements.insert(chapter.id);
    for (const auto &[id, toc] : found.tocs)
        elements.insert(id);

    std::vector<std::string> waiting;
    for (const auto &[id, toc] : found.tocs) {
        if (toc.isTop)
            waiting.push_back(id);
    }
    std::map<std::string, std::size_t> order;
    while (!waiting.empty()) {
        const std::string id = std::move(waiting.back());
        waiting.pop_back();
        if (!order.try_emplace(id, order.size()).second)
            continue;
        if (const auto toc = found.tocs.find(id); toc != found.tocs.end()) {
            const auto children = childrenOf(toc->second, elements);
            waiting.insert(waiting.end(), children.rbegin(), children.rend());
        }
    }
    return order;
}

Chapters judged(Found &found)
{
    const auto order = listedElements(found);
    const auto place = [&](const FoundChapter &chapter) {
        const auto it = order.find(chapter.id);
        return it == order.end() ? order.size() : it->second;
    };
    std::stable_sort(
            found.chapters.begin(), found.chapters.end(),
            [&](const FoundChapter &a, const FoundChapter &b) { return place(a) < place(b); });
    const bool hides = std::any_of(found.chapters.begin(), found.chapters.end(),
                                   [&](const auto &c) { return order.contains(c.id); });
    Chapters chapters;
    for (FoundChapter &item : found.chapters) {
        item.chapter.hidden = hides && !order.contains(item.id);
        chapters.append(std::move(item.chapter));
    }
    return tidyChapters(std::move(chapters));
}

// The frames, without extended header and (version 3) without unsynchronisation.
ByteVector framesOf(const Id3::Header &header, const QByteArray &tag)
{
    ByteVector data(tag.constData() + HeaderSize, static_cast<unsigned>(tag.size()) - HeaderSize);
    if (header.majorVersion() < 4 && header.unsynchronisation())
        data = Id3::SynchData::decode(data);
    if (header.extendedHeader() && data.size() > 4) {
        // Version 3 does not count the four bytes of the size itself.
        const unsigned skip = header.majorVersion() < 4
                ? std::min(data.toUInt(0U), data.size() - 4) + 4
                : Id3::SynchData::toUInt(data.mid(0, 4));
        data = data.mid(std::min(skip, data.size()));
    }
    return data;
}

} // namespace

qint64 id3TagLength(const QByteArray &firstBytes)
{
    if (firstBytes.size() < static_cast<qsizetype>(HeaderSize) || !firstBytes.startsWith("ID3"))
        return 0;
    const Id3::Header header(ByteVector(firstBytes.constData(), HeaderSize));
    return header.tagSize() == 0 ? 0 : static_cast<qint64>(header.completeTagSize());
}

Result<MediaChapters> readId3Chapters(ByteSource &source, qint64 tagLength,
                                      const std::stop_token &stop)
{
    const auto tag = readBytes(source, 0, std::min(tagLength, ChapterLimits::ReadBytes), stop);
    if (!tag)
        return tag.error();
    if (tag->size() <= static_cast<qsizetype>(HeaderSize))
        return MediaChapters{};

    const Id3::Header header(ByteVector(tag->constData(), HeaderSize));
    if (header.majorVersion() != 3 && header.majorVersion() != 4)
        return MediaChapters{}; // Version 2 knows no chapters.
    TagReader reader(header);
    reader.read(framesOf(header, *tag));
    Found found = reader.takeFound();

    MediaChapters result;
    result.chapters = judged(found);
    result.cover = std::move(found.cover.bytes);
    result.title = std::move(found.title);
    return result;
}

} // namespace Earmark
