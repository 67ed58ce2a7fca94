// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/result.h"
#include "media/mediachapters.h"

namespace Earmark {

/// The length of an ID3v2 tag, its header (and footer) included, from the file's first ten bytes;
/// 0 if they begin none.
qint64 id3TagLength(const QByteArray &firstBytes);

/// Chapters (CHAP, CTOC), title and cover of the ID3v2.3 or 2.4 tag at the start of the file,
/// `tagLength` bytes long. Nothing behind the tag is read. The children of the top-level table of
/// contents are listed, other chapters are hidden ones (they change picture and link only); with no
/// such table, or if it would hide them all, all are listed.
Result<MediaChapters> readId3Chapters(ByteSource &source, qint64 tagLength,
                                      const std::stop_token &stop);

} // namespace Earmark
