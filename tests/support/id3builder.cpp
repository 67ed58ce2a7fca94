// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/id3builder.h"

#include <QStringEncoder>
#include <QtEndian>

namespace Earmark {

namespace {

QByteArray bigEndian(quint32 value)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(value, bytes.data());
    return bytes;
}

QByteArray synchsafe(qsizetype value)
{
    QByteArray bytes(4, '\0');
    for (qsizetype i = 3; i >= 0; --i, value >>= 7)
        bytes[i] = static_cast<char>(value & 0x7F);
    return bytes;
}

QByteArray unsynchronised(const QByteArray &bytes)
{
    QByteArray result;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        result += bytes[i];
        const bool isLast = i + 1 == bytes.size();
        if (bytes[i] == '\xFF'
            && (isLast || bytes[i + 1] == '\0' || (bytes[i + 1] & '\xE0') == '\xE0'))
            result += '\0';
    }
    return result;
}

QByteArray encoded(const QString &value, Id3Builder::Encoding encoding)
{
    switch (encoding) {
    case Id3Builder::Latin1:
        return value.toLatin1();
    case Id3Builder::Utf8:
        return value.toUtf8();
    case Id3Builder::Utf16: {
        QStringEncoder encoder(QStringEncoder::Utf16LE);
        return QByteArray("\xFF\xFE") + QByteArray(encoder(value));
    }
    case Id3Builder::Utf16Be: {
        QStringEncoder encoder(QStringEncoder::Utf16BE);
        return encoder(value);
    }
    }
    return {};
}

} // namespace

QByteArray Id3Builder::size(qsizetype value) const
{
    return m_version == 4 && !plainSizes ? synchsafe(value)
                                         : bigEndian(static_cast<quint32>(value));
}

QByteArray Id3Builder::frame(const QByteArray &id, const QByteArray &body, quint8 flags) const
{
    return id + size(body.size()) + '\0' + static_cast<char>(flags) + body;
}

QByteArray Id3Builder::text(const QByteArray &id, const QString &value, Encoding encoding) const
{
    return frame(id, QByteArray(1, encoding) + encoded(value, encoding));
}

QByteArray Id3Builder::userLink(const QByteArray &url, const QByteArray &description) const
{
    return frame("WXXX", QByteArray(1, Latin1) + description + '\0' + url);
}

QByteArray Id3Builder::picture(const QByteArray &bytes, const QByteArray &mime, quint8 type) const
{
    return frame("APIC",
                 QByteArray(1, Latin1) + mime + '\0' + static_cast<char>(type) + '\0' + bytes);
}

QByteArray Id3Builder::chapter(const QByteArray &id, quint32 start, quint32 end,
                               const QByteArray &embedded) const
{
    return frame("CHAP",
                 id + '\0' + bigEndian(start) + bigEndian(end) + bigEndian(NoTime)
                         + bigEndian(NoTime) + embedded);
}

QByteArray Id3Builder::toc(const QByteArray &id, quint8 flags,
                           const QList<QByteArray> &children) const
{
    QByteArray body = id + '\0' + static_cast<char>(flags) + static_cast<char>(children.size());
    for (const QByteArray &child : children)
        body += child + '\0';
    return frame("CTOC", body);
}

QByteArray Id3Builder::tag(const QByteArray &frames, int padding) const
{
    QByteArray body = frames;
    quint8 flags = 0;
    if (extendedHeader) {
        flags |= 0x40;
        body.prepend(m_version == 3 ? bigEndian(6) + QByteArray(6, '\0')
                                    : synchsafe(6) + QByteArray("\x01\x00", 2));
    }
    if (unsynchronise) {
        flags |= 0x80;
        if (m_version == 3) {
            body = unsynchronised(body);
        } else {
            QByteArray mended;
            for (qsizetype at = 0; at + 10 <= frames.size();) {
                const auto byteAt
                        = [&](qsizetype i) { return quint32(frames[at + 4 + i]) & 0x7FU; };
                const qsizetype length
                        = byteAt(0) << 21U | byteAt(1) << 14U | byteAt(2) << 7U | byteAt(3);
                const QByteArray packed = unsynchronised(frames.mid(at + 10, length));
                mended += frames.mid(at, 4) + synchsafe(packed.size()) + QByteArray("\0\x02", 2)
                        + packed;
                at += 10 + length;
            }
            body = mended;
        }
    }
    body += QByteArray(padding, '\0');
    return QByteArray("ID3") + static_cast<char>(m_version) + '\0' + static_cast<char>(flags)
            + synchsafe(body.size()) + body;
}

QByteArray silentMp3(int frames)
{
    constexpr int FrameBytes = 417; // 144 * 128,000 / 44,100
    const QByteArray frame = QByteArray("\xFF\xFB\x90\x64", 4) + QByteArray(FrameBytes - 4, '\0');
    return frame.repeated(frames);
}

} // namespace Earmark
