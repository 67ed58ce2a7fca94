// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/result.h"
#include "media/mediachapters.h"

namespace Earmark {

/// Chapters, length, title and cover of every container libavformat opens for us (avinput.h), and
/// what it leaves in their tables: links and pictures of MP4 chapter tracks, links of Vorbis
/// comments. Reads headers, indexes and the samples of chapter tracks, never the sound.
Result<MediaChapters> readContainerChapters(ByteSource &source, const std::stop_token &stop);

} // namespace Earmark
