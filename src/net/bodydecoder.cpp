// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/bodydecoder.h"

#include <algorithm>
#include <array>
#include <zlib.h>

namespace Earmark {
namespace {

constexpr std::size_t OutputSize = std::size_t(64) * 1024;
constexpr qsizetype LargeBody = qsizetype(1024) * 1024;
/// Magic and method of gzip (RFC 1952): no document begins like that.
constexpr QByteArrayView GzipMagic("\x1f\x8b\x08", 3);

/// RFC 1950: deflate with a window of at most 32 KiB, and a sum that is right.
bool isZlibHead(QByteArrayView head)
{
    const unsigned first = uchar(head[0]);
    const unsigned second = uchar(head[1]);
    return (first & 0x0f) == Z_DEFLATED && first >> 4 <= 7 && (first << 8 | second) % 31 == 0;
}

/// The same where nobody says that it is packed: text never begins with these.
bool isCertainlyZlib(QByteArrayView head)
{
    return head.startsWith("\x78\x9c") || head.startsWith("\x78\xda")
            || head.startsWith("\x78\x01");
}

/// XML, HTML or JSON, as it is: its first sign, and no control character. Of a thousand packed
/// documents that begin with that sign one has no such character in Doubtful bytes.
constexpr qsizetype Doubtful = 64;
bool isCertainlyText(QByteArrayView head)
{
    if (head.startsWith("\xEF\xBB\xBF"))
        head = head.sliced(3);
    const auto isControl
            = [](char c) { return uchar(c) < 0x20 && c != '\t' && c != '\n' && c != '\r'; };
    const QByteArrayView text = head.trimmed();
    return (text.startsWith('<') || text.startsWith('{'))
            && std::none_of(text.begin(), text.end(), isControl);
}

} // namespace

/// One packing around the document, or none: its first bytes tell.
class BodyDecoder::Stage
{
public:
    enum class Hint : quint8 {
        None,
        Deflate, ///< The server says so; half of them mean zlib, half mean raw.
        Unknown, ///< The server names a packing that we cannot undo.
    };

    explicit Stage(Hint hint) : m_hint(hint) { }
    ~Stage()
    {
        if (m_isPacked)
            inflateEnd(&m_stream);
    }
    Q_DISABLE_COPY_MOVE(Stage)

    /// sink(QByteArrayView) → bool: go on. False from it ends here with None.
    template<typename Sink>
    Fault add(QByteArrayView bytes, const Sink &sink)
    {
        if (m_isDecided)
            return take(bytes, sink);
        m_head.append(bytes);
        const qsizetype wanted = m_hint == Hint::None ? GzipMagic.size() : Doubtful;
        return m_head.size() < wanted ? Fault::None : decide(sink);
    }

    template<typename Sink>
    Fault finish(const Sink &sink)
    {
        if (!m_isDecided) {
            if (const Fault fault = decide(sink); fault != Fault::None)
                return fault;
        }
        return m_isPacked && !m_isEnded ? Fault::Cut : Fault::None;
    }

    bool isEnded() const { return m_isEnded; }

private:
    template<typename Sink>
    Fault decide(const Sink &sink)
    {
        m_isDecided = true;
        const QByteArray head = std::exchange(m_head, {});
        constexpr int Gzip = 16; // zlib's way of saying so
        int windowBits = 0;
        if (head.startsWith(GzipMagic))
            windowBits = MAX_WBITS + Gzip;
        else if (isCertainlyZlib(head))
            windowBits = MAX_WBITS;
        else if (m_hint != Hint::None
                 && !isCertainlyText(head.first(std::min(head.size(), Doubtful)))
                 && !head.isEmpty()) {
            if (m_hint == Hint::Unknown)
                return Fault::Unpackable;
            windowBits = head.size() >= 2 && isZlibHead(head) ? MAX_WBITS : -MAX_WBITS;
        }
        m_isGzip = windowBits > MAX_WBITS;
        if (windowBits != 0) {
            if (inflateInit2(&m_stream, windowBits) != Z_OK)
                return Fault::Unpackable;
            m_isPacked = true;
        }
        return take(head, sink);
    }

    template<typename Sink>
    Fault take(QByteArrayView bytes, const Sink &sink)
    {
        if (!m_isPacked) {
            sink(bytes);
            return Fault::None;
        }
        m_stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
        m_stream.avail_in = uInt(bytes.size());
        while (true) {
            if (m_isEnded && !beginNext())
                return Fault::None;
            m_stream.next_out = m_piece.data();
            m_stream.avail_out = uInt(m_piece.size());
            const int result = inflate(&m_stream, Z_NO_FLUSH);
            const std::size_t size = m_piece.size() - m_stream.avail_out;
            if (size > 0
                && !sink(QByteArrayView(reinterpret_cast<const char *>(m_piece.data()),
                                        qsizetype(size))))
                return Fault::None;
            if (result == Z_STREAM_END)
                m_isEnded = true;
            else if (result == Z_BUF_ERROR || (result == Z_OK && m_stream.avail_out > 0))
                return Fault::None; // wants more
            else if (result != Z_OK)
                return Fault::Unpackable;
        }
    }

    /// A gzip file may be several, one behind the other; anything else behind it is let be.
    bool beginNext()
    {
        if (!m_isGzip || m_stream.avail_in == 0 || *m_stream.next_in != uchar(GzipMagic.front()))
            return false;
        m_isEnded = false;
        return inflateReset(&m_stream) == Z_OK;
    }

    const Hint m_hint;
    QByteArray m_head; ///< Until it is decided.
    z_stream m_stream{};
    std::array<Bytef, OutputSize> m_piece{};
    bool m_isDecided = false;
    bool m_isPacked = false;
    bool m_isGzip = false;
    bool m_isEnded = false;
};

BodyDecoder::BodyDecoder(qint64 most, const QByteArray &contentEncoding) : m_most(most)
{
    const QByteArray encoding = contentEncoding.trimmed().toLower();
    m_stages.push_back(std::make_unique<Stage>(Stage::Hint::None));
    if (encoding.isEmpty() || encoding == "identity")
        return;
    if (encoding == "gzip" || encoding == "x-gzip")
        m_stages.push_back(std::make_unique<Stage>(Stage::Hint::None));
    else if (encoding == "deflate")
        m_stages.insert(m_stages.begin(), std::make_unique<Stage>(Stage::Hint::Deflate));
    else
        m_stages.insert(m_stages.begin(), std::make_unique<Stage>(Stage::Hint::Unknown));
}

BodyDecoder::~BodyDecoder() = default;

BodyDecoder::Fault BodyDecoder::add(QByteArrayView raw)
{
    if (m_fault != Fault::None)
        return m_fault;
    m_rawBytes += raw.size();
    if (m_rawBytes > m_most)
        return m_fault = Fault::TooLarge;
    pass(0, raw);
    return m_fault;
}

BodyDecoder::Fault BodyDecoder::finish()
{
    for (std::size_t i = 0; i < m_stages.size() && m_fault == Fault::None; ++i) {
        const Fault fault = m_stages[i]->finish(
                [this, i](QByteArrayView bytes) { return pass(i + 1, bytes); });
        if (m_fault == Fault::None)
            m_fault = fault;
    }
    return m_fault;
}

bool BodyDecoder::pass(std::size_t stage, QByteArrayView bytes)
{
    if (stage == m_stages.size())
        return keep(bytes);
    const Fault fault = m_stages[stage]->add(
            bytes, [this, stage](QByteArrayView inner) { return pass(stage + 1, inner); });
    if (m_fault == Fault::None)
        m_fault = fault;
    return m_fault == Fault::None;
}

bool BodyDecoder::keep(QByteArrayView bytes)
{
    if (m_pieces.size() * PieceSize + m_body.size() + bytes.size() > m_most) {
        m_fault = Fault::TooLarge;
        m_body = {};
        m_pieces.clear();
        return false;
    }
    while (m_isInPieces && m_body.size() + bytes.size() >= PieceSize) {
        const qsizetype room = PieceSize - m_body.size();
        m_body.append(bytes.first(room));
        bytes = bytes.sliced(room);
        m_pieces.append(std::exchange(m_body, {}));
        m_body.reserve(PieceSize);
    }
    // All of it at once: doubling would copy, and what is not written to costs no memory.
    if (m_body.size() > LargeBody && m_body.capacity() < m_most)
        m_body.reserve(m_most);
    m_body.append(bytes);
    return true;
}

bool BodyDecoder::isEndProven() const
{
    return m_fault == Fault::None
            && std::any_of(m_stages.begin(), m_stages.end(),
                           [](const auto &stage) { return stage->isEnded(); });
}

QList<QByteArray> BodyDecoder::takePieces()
{
    m_body.squeeze();
    if (!m_body.isEmpty())
        m_pieces.append(std::exchange(m_body, {}));
    return std::exchange(m_pieces, {});
}

QByteArray BodyDecoder::takeBody()
{
    m_body.squeeze();
    return std::exchange(m_body, {});
}

} // namespace Earmark
