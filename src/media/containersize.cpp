// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/containersize.h"

#include <algorithm>

namespace Earmark {

namespace {

constexpr int MostChunks = 4'096; // at the top level

constexpr std::uint32_t cc(const char (&name)[5])
{
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i)
        value = value << 8U | static_cast<unsigned char>(name[i]);
    return value;
}

/// What encoders write that do not know the size when they write it.
bool isLeftOpen(std::uint32_t size)
{
    constexpr std::uint32_t Slack = 0x1000; // headers taken off, or rounded
    return size == 0 || size > 0xFFFFFFFFU - Slack
            || (size > 0x7FFFFFFFU - Slack && size <= 0x80000000U);
}

struct ChunkStyle
{
    std::uint32_t sound = 0; ///< Name of the chunk that holds it.
    bool isBigEndian = false;
};

/// RIFF, RF64, AIFF: {name, 32-bit size, body, padding to even}.
std::optional<std::int64_t> chunkEnd(WindowReader &reader, std::int64_t size,
                                     const ChunkStyle &style)
{
    constexpr std::int64_t Header = 8;
    std::optional<std::int64_t> longSize; // of RF64
    std::int64_t at = 12;
    for (int i = 0; i < MostChunks && at + Header <= size; ++i) {
        const std::uint32_t name = reader.name(at);
        const auto length = static_cast<std::uint32_t>(
                style.isBigEndian ? reader.bigEndian(at + 4, 4) : reader.littleEndian(at + 4, 4));
        if (name == cc("ds64") && at + 24 <= size)
            longSize = static_cast<std::int64_t>(reader.littleEndian(at + Header + 8, 8));
        if (name == style.sound && longSize && length == 0xFFFFFFFFU)
            return *longSize > 0 ? std::optional(at + Header + *longSize) : std::nullopt;
        if (name == style.sound)
            return isLeftOpen(length) ? std::nullopt : std::optional(at + Header + length);
        if (reader.failed())
            return {};
        at += Header + length + length % 2;
    }
    return {};
}

/// {16 bytes of name, 64-bit size with the 24 of both, body, padding to 8}
std::optional<std::int64_t> w64End(WindowReader &reader, std::int64_t size)
{
    constexpr std::int64_t Header = 24;
    std::int64_t at = 40; // RIFF's name and size, WAVE's name
    for (int i = 0; i < MostChunks && at + Header <= size; ++i) {
        const auto length = static_cast<std::int64_t>(reader.littleEndian(at + 16, 8));
        if (reader.failed() || length < Header || length > INT64_MAX / 2)
            return {};
        if (reader.name(at) == cc("data"))
            return at + length;
        at += (length + 7) / 8 * 8;
    }
    return {};
}

/// {name, 64-bit size, body}; -1: to the end of the file.
std::optional<std::int64_t> cafEnd(WindowReader &reader, std::int64_t size)
{
    constexpr std::int64_t Header = 12;
    std::int64_t at = 8;
    for (int i = 0; i < MostChunks && at + Header <= size; ++i) {
        const auto length = static_cast<std::int64_t>(reader.bigEndian(at + 4, 8));
        if (reader.failed() || length < 0 || length > INT64_MAX / 2)
            return {};
        at += Header + length;
        if (at > size)
            return at;
    }
    return {};
}

/// Length and value of an EBML number; bytes 0: there is none.
struct Number
{
    int bytes = 0;
    std::uint64_t value = 0;
    bool isUnknown = false; ///< All bits are set: the size was never written.
};

Number ebmlNumber(WindowReader &reader, std::int64_t at)
{
    const std::uint8_t first = reader.byte(at);
    int bytes = 1;
    for (unsigned bit = 0x80U; bytes <= 8 && (first & bit) == 0; bit >>= 1U)
        ++bytes;
    if (reader.failed() || bytes > 8)
        return {};
    const std::uint64_t mask = (std::uint64_t{1} << (7U * static_cast<unsigned>(bytes))) - 1;
    const std::uint64_t value = reader.bigEndian(at, bytes) & mask;
    return {bytes, value, value == mask};
}

/// Of the last segment: several may follow each other.
std::optional<std::int64_t> matroskaEnd(WindowReader &reader, std::int64_t size)
{
    constexpr std::int64_t LongestHeader = 12; // a name of four bytes, a size of eight
    constexpr std::uint32_t Segment = 0x18538067;
    std::int64_t at = 0;
    for (int i = 0; i < MostChunks && at + LongestHeader <= size; ++i) {
        const Number name = ebmlNumber(reader, at);
        const Number length = ebmlNumber(reader, at + name.bytes);
        if (name.bytes == 0 || length.bytes == 0 || length.isUnknown)
            return {};
        const bool isSegment = name.bytes == 4 && reader.name(at) == Segment;
        if (length.value > static_cast<std::uint64_t>(INT64_MAX / 2) || reader.failed())
            return {};
        at += name.bytes + length.bytes + static_cast<std::int64_t>(length.value);
        if (isSegment && at >= size)
            return at;
    }
    return {};
}

/// Ogg tells no size, but each page its own: the end of the last one.
class LastPage
{
public:
    LastPage(WindowReader &reader, std::int64_t size) : m_reader(reader), m_size(size) { }

    std::optional<std::int64_t> end()
    {
        constexpr std::int64_t LongestPage = Header + 255 + std::int64_t(255) * 255;
        std::optional<std::int64_t> last;
        for (std::int64_t at = std::max<std::int64_t>(0, m_size - 2 * LongestPage); at < m_size;) {
            const std::optional<std::int64_t> next = pageEnd(at);
            last = next ? next : last;
            at = next ? *next : at + 1;
        }
        return last;
    }

private:
    static constexpr std::int64_t Header = 27;

    /// Nothing: no page begins here. A header that is cut off reaches beyond the file.
    std::optional<std::int64_t> pageEnd(std::int64_t at)
    {
        if (at + 4 > m_size || m_reader.name(at) != cc("OggS"))
            return {};
        if (at + Header > m_size)
            return at + Header;
        const std::uint8_t flags = m_reader.byte(at + 5);
        if (m_reader.byte(at + 4) != 0 || flags > 7)
            return {};
        const std::int64_t segments = m_reader.byte(at + Header - 1);
        std::int64_t end = at + Header + segments;
        if (end > m_size)
            return end;
        for (std::int64_t i = 0; i < segments; ++i)
            end += m_reader.byte(at + Header + i);
        return end;
    }

    WindowReader &m_reader;
    const std::int64_t m_size;
};

struct Box
{
    std::uint32_t name = 0; ///< 0: there is none.
    std::int64_t end = 0; ///< Of the file where it says so.
};

Box boxAt(WindowReader &reader, std::int64_t at, std::int64_t size)
{
    if (at + 8 > size)
        return {};
    const std::uint32_t name = reader.name(at + 4);
    std::uint64_t length = reader.bigEndian(at, 4);
    if (length == 0)
        return {name, size};
    if (length == 1 && at + 16 > size)
        return {};
    const std::uint64_t header = length == 1 ? 16 : 8;
    if (length == 1)
        length = reader.bigEndian(at + 8, 8);
    if (reader.failed() || length < header || length > static_cast<std::uint64_t>(INT64_MAX / 2))
        return {};
    return {name, at + static_cast<std::int64_t>(length)};
}

/// The end of the last box that must be whole. Of sound that tables name these tell it better, and
/// some writers leave too large an `mdat` behind; fragments have none but their own.
std::optional<std::int64_t> mp4End(WindowReader &reader, std::int64_t size)
{
    bool isFragmented = false;
    std::int64_t at = 0;
    constexpr int MostBoxes = 100'000; // two for each fragment of a second or more
    for (int i = 0; i < MostBoxes; ++i) {
        const Box box = boxAt(reader, at, size);
        if (box.name == 0)
            return {};
        isFragmented = isFragmented || box.name == cc("moof");
        const bool isNeeded = box.name == cc("moov") || box.name == cc("moof")
                || (box.name == cc("mdat") && isFragmented);
        if (box.end >= size)
            return isNeeded ? std::optional(box.end) : std::nullopt;
        at = box.end;
    }
    return {};
}

} // namespace

std::optional<std::int64_t> structureEnd(WindowReader &reader, std::string_view format,
                                         std::int64_t size)
{
    const auto is = [&](std::string_view name) { return format.find(name) != format.npos; };
    if (size < 12)
        return {};
    if (format == "wav" && (reader.name(0) == cc("RIFF") || reader.name(0) == cc("RF64")))
        return chunkEnd(reader, size, {.sound = cc("data")});
    if (format == "w64")
        return w64End(reader, size);
    if (format == "aiff" && reader.name(0) == cc("FORM"))
        return chunkEnd(reader, size, {.sound = cc("SSND"), .isBigEndian = true});
    if (format == "caf" && reader.name(0) == cc("caff"))
        return cafEnd(reader, size);
    if (is("matroska"))
        return matroskaEnd(reader, size);
    if (format == "ogg")
        return LastPage(reader, size).end();
    return is("mp4") ? mp4End(reader, size) : std::nullopt;
}

bool endsBeforeItsTables(WindowReader &reader, std::int64_t size)
{
    if (size < 12 || reader.name(4) != cc("ftyp"))
        return false;
    std::int64_t at = 0;
    for (int i = 0; i < MostChunks && at < size; ++i) {
        const Box box = boxAt(reader, at, size);
        if (box.name == cc("moov"))
            return box.end > size;
        // A header that is cut off, too.
        if (box.name == 0)
            return !reader.failed() && size - at < 16;
        at = box.end;
    }
    return at >= size;
}

} // namespace Earmark
