// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace Earmark {

/// Writes ID3v2.3 and 2.4 tags by the specification, and against it where a test says so.
class Id3Builder
{
public:
    enum Encoding : char { Latin1 = 0, Utf16 = 1, Utf16Be = 2, Utf8 = 3 };
    enum Flag : unsigned char { Compressed2v3 = 0x80, Compressed2v4 = 0x08 };
    static constexpr quint32 NoTime = 0xFFFFFFFF;
    static constexpr quint8 TopLevel = 0x02;
    static constexpr quint8 Ordered = 0x01;

    explicit Id3Builder(int version) : m_version(version) { }

    QByteArray frame(const QByteArray &id, const QByteArray &body, quint8 flags = 0) const;
    QByteArray text(const QByteArray &id, const QString &value, Encoding encoding = Utf16) const;
    QByteArray userLink(const QByteArray &url, const QByteArray &description = {}) const;
    QByteArray picture(const QByteArray &bytes, const QByteArray &mime = "image/jpeg",
                       quint8 type = 3) const;
    QByteArray chapter(const QByteArray &id, quint32 start, quint32 end,
                       const QByteArray &embedded = {}) const;
    QByteArray toc(const QByteArray &id, quint8 flags, const QList<QByteArray> &children) const;

    /// Header, frames and padding; unsynchronised as its version does it.
    QByteArray tag(const QByteArray &frames, int padding = 0) const;

    bool unsynchronise = false;
    bool extendedHeader = false;
    bool plainSizes = false; ///< Version 4 with sizes as in version 3, as some writers do.

private:
    QByteArray size(qsizetype value) const;

    int m_version;
};

/// MPEG-1 Layer III frames of silence, 26 ms each.
QByteArray silentMp3(int frames);

} // namespace Earmark
