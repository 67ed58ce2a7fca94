// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/containerguard.h"
#include "media/containerwalks.h"

#include <QByteArray>
#include <QtEndian>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr int MostBlocks = 128; // FLAC; the format has seven kinds
constexpr std::int64_t BlockHeader = 4;
constexpr int CommentBlock = 4;
constexpr std::int64_t LongestVendor = 4LL * 1024;

constexpr int HeaderPackets = 3; // of an Ogg stream, as many as any codec has
constexpr int MostPages = 2'048; // Ogg, in front of the sound: 128 MiB of comments with covers
constexpr std::size_t MostSerials = 64;
constexpr std::int64_t PageHeader = 27;
constexpr qsizetype PacketHead = LongestVendor + 64;

QString tooMany(std::int64_t count)
{
    return u"%1 comments."_s.arg(count);
}

/// How many comments a Vorbis comment list tells of, and libavformat believes.
std::int64_t commentsIn(const QByteArray &list)
{
    const auto number = [&](qsizetype at) -> std::int64_t {
        return at + 4 <= list.size() ? qFromLittleEndian<quint32>(list.constData() + at) : 0;
    };
    const std::int64_t vendor = number(0);
    return vendor > LongestVendor ? ContainerLimits::Comments + 1 : number(4 + vendor);
}

class OggWalk
{
public:
    explicit OggWalk(WindowReader &reader) : m_reader(reader) { }

    QString run(std::int64_t begin)
    {
        std::int64_t at = begin;
        for (int i = 0; i < MostPages; ++i) {
            if (m_reader.name(at) != 0x4F676753) // OggS
                return {};
            const auto serial = static_cast<std::uint32_t>(m_reader.littleEndian(at + 14, 4));
            if (m_streams.size() >= MostSerials && !m_streams.contains(serial))
                return u"Too many streams."_s;
            QString why = takePage(m_streams[serial], at);
            if (!why.isEmpty() || isDone() || m_reader.failed())
                return why;
        }
        return u"Too many pages of headers."_s;
    }

private:
    struct Stream
    {
        QByteArray first; ///< The head of its first packet: tells the codec.
        QByteArray packet; ///< The head of the one that is being read.
        int packets = 0;
    };

    /// Moves `at` to the next page.
    QString takePage(Stream &stream, std::int64_t &at)
    {
        const int segments = m_reader.byte(at + PageHeader - 1);
        std::int64_t body = at + PageHeader + segments;
        for (int i = 0; i < segments && !m_reader.failed(); ++i) {
            const int length = m_reader.byte(at + PageHeader + i);
            if (stream.packets < HeaderPackets)
                append(stream.packet, body, length);
            body += length;
            if (length == 255)
                continue;
            QString why = takePacket(stream);
            if (!why.isEmpty())
                return why;
        }
        at = body;
        return {};
    }

    void append(QByteArray &packet, std::int64_t from, qsizetype length)
    {
        const qsizetype wanted = std::min(length, PacketHead - packet.size());
        for (qsizetype i = 0; i < wanted; ++i)
            packet += static_cast<char>(m_reader.byte(from + i));
    }

    static QString takePacket(Stream &stream)
    {
        const QByteArray packet = std::exchange(stream.packet, {});
        ++stream.packets;
        if (stream.packets == 1)
            stream.first = packet.left(16);
        std::int64_t count = 0;
        if (packet.startsWith("OpusTags"))
            count = commentsIn(packet.mid(8));
        else if (packet.startsWith("\x03vorbis") || packet.startsWith("\x81theora"))
            count = commentsIn(packet.mid(7));
        else if (stream.first.startsWith("\x7f"
                                         "FLAC")
                 && stream.packets > 1)
            count = packet.isEmpty() || (packet[0] & 0x7f) != CommentBlock
                    ? 0
                    : commentsIn(packet.mid(BlockHeader));
        else if (stream.first.startsWith("Speex   ") && stream.packets == 2)
            count = commentsIn(packet);
        return count > ContainerLimits::Comments ? tooMany(count) : QString();
    }

    bool isDone() const
    {
        return std::all_of(m_streams.begin(), m_streams.end(),
                           [](const auto &s) { return s.second.packets >= HeaderPackets; });
    }

    WindowReader &m_reader;
    std::map<std::uint32_t, Stream> m_streams;
};

} // namespace

QString walkFlac(WindowReader &reader, std::int64_t begin)
{
    std::int64_t at = begin + BlockHeader; // fLaC
    for (int i = 0; i < MostBlocks; ++i) {
        const int kind = reader.byte(at);
        const auto length = static_cast<std::int64_t>(reader.bigEndian(at + 1, 3));
        const std::int64_t body = at + BlockHeader;
        if (reader.failed())
            return {};
        if ((kind & 0x7f) == CommentBlock) {
            const auto vendor = static_cast<std::int64_t>(reader.littleEndian(body, 4));
            const auto count = vendor > length
                    ? 0
                    : static_cast<std::int64_t>(reader.littleEndian(body + 4 + vendor, 4));
            if (count > ContainerLimits::Comments)
                return tooMany(count);
        }
        if ((kind & 0x80) != 0)
            return {};
        at = body + length;
    }
    return u"Too many blocks of metadata."_s;
}

QString walkOgg(WindowReader &reader, std::int64_t begin)
{
    return OggWalk(reader).run(begin);
}

} // namespace Earmark
