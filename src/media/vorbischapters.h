// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/mediachapters.h"

#include <vector>

struct AVFormatContext;

namespace Earmark {

/// Adds what libavformat leaves among the comments of Ogg, Opus and FLAC files: CHAPTERxxxURL, and
/// chapters whose times it does not read (without milliseconds, or with more digits).
void completeVorbisChapters(const AVFormatContext &context, std::vector<NumberedChapter> &chapters);

} // namespace Earmark
