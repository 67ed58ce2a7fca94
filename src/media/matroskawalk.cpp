// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/containerguard.h"
#include "media/containerwalks.h"

#include <bit>
#include <limits>
#include <set>
#include <vector>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

enum Id : std::uint32_t {
    Ebml = 0x1A45DFA3,
    Segment = 0x18538067,
    SeekHead = 0x114D9B74,
    Info = 0x1549A966,
    Tracks = 0x1654AE6B,
    Cues = 0x1C53BB6B,
    Chapters = 0x1043A770,
    Tags = 0x1254C367,
    Attachments = 0x1941A469,
    Cluster = 0x1F43B675,
    Void = 0xEC,
    Crc = 0xBF,
    Seek = 0x4DBB,
    SeekPosition = 0x53AC,
};
constexpr std::int64_t Unknown = std::numeric_limits<std::int64_t>::max();
constexpr int MostElements = 256; // on the top level, before the sound
constexpr std::size_t MostSeeks = 64; // as many as libavformat remembers

struct Element
{
    std::uint32_t id = 0; ///< 0: there is none.
    std::int64_t body = 0;
    std::int64_t size = 0; ///< Or Unknown.

    std::int64_t end() const { return body + size; }
};

/// A variable-length number: the length in the leading zeros of its first byte.
int lengthOf(std::uint8_t first)
{
    return std::countl_zero(first) + 1;
}

Element elementAt(WindowReader &reader, std::int64_t at)
{
    const int idLength = lengthOf(reader.byte(at));
    if (idLength > 4 || reader.failed())
        return {};
    Element element;
    element.id = static_cast<std::uint32_t>(reader.bigEndian(at, idLength));
    const int sizeLength = lengthOf(reader.byte(at + idLength));
    if (sizeLength > 8 || reader.failed())
        return {};
    const std::uint64_t mask = (std::uint64_t{1} << (7U * static_cast<unsigned>(sizeLength))) - 1;
    const std::uint64_t size = reader.bigEndian(at + idLength, sizeLength) & mask;
    element.body = at + idLength + sizeLength;
    element.size = size == mask ? Unknown : static_cast<std::int64_t>(size);
    return reader.failed() ? Element{} : element;
}

class Walk
{
public:
    explicit Walk(WindowReader &reader) : m_reader(reader) { }

    QString run(std::int64_t begin)
    {
        const Element head = elementAt(m_reader, begin);
        if (head.id != Ebml || head.size > ContainerLimits::TagBytes)
            return m_reader.failed() ? QString() : u"No EBML header."_s;
        Element segment = elementAt(m_reader, head.end());
        for (int i = 0; i < MostElements && (segment.id == Void || segment.id == Crc)
             && segment.size < ContainerLimits::AttachmentBytes;
             ++i)
            segment = elementAt(m_reader, segment.end());
        if (segment.id != Segment)
            return m_reader.failed() ? QString() : u"No Matroska segment."_s;
        m_segment = segment.body;
        QString why = walkTop();
        for (std::size_t i = 0; why.isEmpty() && i < m_seeks.size(); ++i)
            why = visit(m_seeks[i]);
        return why;
    }

private:
    QString walkTop()
    {
        std::int64_t at = m_segment;
        for (int i = 0; i < MostElements; ++i) {
            const Element element = elementAt(m_reader, at);
            if (m_reader.failed() || element.id == Cluster)
                return {};
            m_seen.insert(at);
            QString why = take(element);
            if (!why.isEmpty())
                return why;
            at = element.end();
        }
        return u"Too many elements before the sound."_s;
    }

    QString visit(std::int64_t at)
    {
        // What is read twice gives the same chapters and tags again: that costs little.
        if (!m_seen.insert(at).second)
            return {};
        const Element element = elementAt(m_reader, at);
        return m_reader.failed() || element.id == Cluster ? QString() : take(element);
    }

    QString take(const Element &element)
    {
        // libavformat looks for the next element it knows in what it cannot read, so that a list
        // could hide there.
        if (element.id == 0 || element.size == Unknown)
            return u"An element before the sound is broken."_s;
        std::int64_t *left = &m_tables;
        if (element.id == Chapters)
            left = &m_chapters;
        else if (element.id == Tags)
            left = &m_tags;
        else if (element.id == Attachments)
            left = &m_attachments;
        else if (element.id == Void || element.id == Crc)
            return {};
        if (element.size > *left)
            return u"Element %1 of %2 bytes."_s.arg(element.id, 0, 16).arg(element.size);
        *left -= element.size;
        return element.id == SeekHead ? takeSeekHead(element) : QString();
    }

    QString takeSeekHead(const Element &head)
    {
        for (std::int64_t at = head.body; at < head.end();) {
            const Element seek = elementAt(m_reader, at);
            if (m_reader.failed())
                return {};
            if (seek.id == 0 || seek.size > head.end() - seek.body)
                return u"A broken SeekHead."_s;
            if (seek.id == Seek)
                takeSeek(seek);
            if (m_seeks.size() > MostSeeks)
                return u"A SeekHead of too many entries."_s;
            at = seek.end();
        }
        return {};
    }

    void takeSeek(const Element &seek)
    {
        for (std::int64_t at = seek.body; at < seek.end();) {
            const Element part = elementAt(m_reader, at);
            if (part.id == 0 || part.size > seek.end() - part.body)
                return;
            if (part.id == SeekPosition && part.size <= 7)
                m_seeks.push_back(m_segment + numberIn(part));
            at = part.end();
        }
    }

    std::int64_t numberIn(const Element &part)
    {
        return static_cast<std::int64_t>(
                m_reader.bigEndian(part.body, static_cast<int>(part.size)));
    }

    WindowReader &m_reader;
    std::int64_t m_segment = 0;
    std::vector<std::int64_t> m_seeks; ///< Grows while it is gone through.
    std::set<std::int64_t> m_seen;
    std::int64_t m_chapters = ContainerLimits::ChapterBytes;
    std::int64_t m_tags = ContainerLimits::TagBytes;
    std::int64_t m_tables = ContainerLimits::TableBytes;
    std::int64_t m_attachments = ContainerLimits::AttachmentBytes;
};

} // namespace

QString walkMatroska(WindowReader &reader, std::int64_t begin)
{
    return Walk(reader).run(begin);
}

} // namespace Earmark
