// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/result.h"
#include "media/mediachapters.h"

namespace Earmark {

/// The chapters inside a media file: ID3v2 (MP3, AAC), MP4 (QuickTime text track, Nero chpl),
/// Vorbis comments (Ogg, Opus, FLAC), Matroska and WebM. Which container it is, is found out from
/// the first bytes; names and content types do not matter.
///
/// Reads ranges, not the file: an ID3 tag, an MP4's moov wherever it stands, the samples of the
/// chapter tracks. Blocks, so call it on a pool or worker thread, never on the GUI, network or
/// storage thread. A file without chapters is a success with an empty list; bytes that are no media
/// file, or a source that fails, are an error with a sentence.
Result<MediaChapters> readMediaChapters(ByteSource &source, const std::stop_token &stop);

} // namespace Earmark
