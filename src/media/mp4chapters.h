// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "media/mediachapters.h"

#include <stop_token>
#include <vector>

struct AVFormatContext;

namespace Earmark {

/// The text and link of one sample of a QuickTime chapter track: a 16-bit length, that many bytes
/// of UTF-8 (UTF-16 with a byte order mark), then atoms, of which `href` is read.
struct QuickTimeText
{
    QString title;
    QUrl link;
};
QuickTimeText readQuickTimeText(const QByteArray &sample);

/// Adds what libavformat leaves in an MP4's chapter tracks: the links of the text track, and the
/// pictures of a second track that shows one from a time on. A picture that changes inside a
/// chapter becomes a hidden one. Where there is a text track, entries that only a Nero list has
/// are dropped: the two are the same chapters told twice.
void completeMp4Chapters(const AVFormatContext &context, ByteSource &source,
                         const std::stop_token &stop, std::vector<NumberedChapter> &chapters);

} // namespace Earmark
