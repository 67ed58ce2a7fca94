// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <algorithm>
#include <random>
#include <zlib.h>

namespace Earmark {

/// What zlib makes of bytes. windowBits: as zlib wants them; 31 is gzip, 15 zlib, -15 raw.
inline QByteArray packed(const QByteArray &bytes, int windowBits = 31, int flush = Z_FINISH)
{
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
    QByteArray out(qsizetype(deflateBound(&stream, uLong(bytes.size()))) + 64, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
    stream.avail_in = uInt(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = uInt(out.size());
    deflate(&stream, flush);
    out.resize(out.size() - qsizetype(stream.avail_out));
    deflateEnd(&stream);
    return out;
}

/// A gzip stream that unpacks to so many MiB of zeros, made of one piece again and again. Without
/// an end: nobody should get there.
inline QByteArray bomb(int mebibytes)
{
    constexpr int PieceMebibytes = 16;
    const QByteArray zeros(PieceMebibytes * 1024 * 1024, '\0');
    return packed({}, 31, Z_FULL_FLUSH)
            + packed(zeros, -15, Z_FULL_FLUSH).repeated(mebibytes / PieceMebibytes);
}

/// Bytes that cannot be packed; the same every time.
inline QByteArray noiseOf(qsizetype size)
{
    std::mt19937 random(5); // the same bytes every time
    QByteArray bytes(size, Qt::Uninitialized);
    std::generate(bytes.begin(), bytes.end(), [&] { return char(random()); });
    return bytes;
}

/// That body in chunks, the second of which has no size, with its head: for Fault::Raw.
inline QByteArray inBrokenChunks(const QByteArray &body)
{
    const QByteArray half = body.left(body.size() / 2);
    const bool isPacked = body.startsWith("\x1f\x8b");
    return QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n")
            + (isPacked ? "Content-Encoding: gzip\r\n" : "") + "\r\n"
            + QByteArray::number(half.size(), 16) + "\r\n" + half + "\r\nzebra\r\n"
            + body.mid(half.size()) + "\r\n0\r\n\r\n";
}

} // namespace Earmark
