// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace Earmark {

/// The name of the encoding a document is in, lower case, "utf-8" when in doubt: byte order mark,
/// then what the bytes show, then what the document declares, then what the server said. ISO-8859-1
/// and ASCII are answered as "windows-1252", which is what they are on the web. head: its first
/// bytes, some KiB of them.
QByteArray documentEncoding(QByteArrayView head, const QByteArray &httpCharset);

/// Bytes of the byte order mark at the beginning of head.
qsizetype byteOrderMark(QByteArrayView head);

/// The length of the whole UTF-8 sequence that bytes begin with; 0 when it is none (or overlong, a
/// surrogate or beyond Unicode), -1 when it may become one with more bytes.
qsizetype utf8Sequence(QByteArrayView bytes);

/// One byte of Windows-1252 as UTF-8, appended; nothing for the five that mean nothing.
void appendWindows1252(char byte, QByteArray &out);

} // namespace Earmark
