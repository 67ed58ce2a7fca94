// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace Earmark {

/// The name of the encoding a document is in, lower case, "utf-8" when in doubt: byte order mark,
/// then what the bytes show, then what the document declares, then what the server said. ISO-8859-1
/// and ASCII are answered as "windows-1252", which is what they are on the web. head: its first
/// bytes, some KiB of them. Without any word about it, its language decides (feed/encodingguess.h).
QByteArray documentEncoding(QByteArrayView head, const QByteArray &httpCharset);

/// A whole document as text, without its byte order mark; bytes that are no UTF-8 in a document
/// that is are taken for Windows-1252.
QString decodedText(const QByteArray &bytes, const QByteArray &httpCharset = {});

/// Bytes of the byte order mark at the beginning of head.
qsizetype byteOrderMark(QByteArrayView head);

/// The length of the whole UTF-8 sequence that bytes begin with; 0 when it is none (or overlong, a
/// surrogate or beyond Unicode), -1 when it may become one with more bytes.
qsizetype utf8Sequence(QByteArrayView bytes);

/// One byte of Windows-1252 as UTF-8, appended; nothing for the five that mean nothing.
void appendWindows1252(char byte, QByteArray &out);

} // namespace Earmark
