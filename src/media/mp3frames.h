// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"

#include <cstdint>
#include <stop_token>

namespace Earmark {

/// What an MP3 file promises in its first frame (Xing, Info, VBRI), and what is there.
struct Mp3Frames
{
    std::int64_t promisedFrames = 0; ///< 0: nothing is promised.
    std::int64_t promisedBytes = 0; ///< From the first frame on; 0: nothing is promised.
    std::int64_t frames = 0; ///< Those that begin in the file, without the one that promises.
    std::int64_t bytes = 0; ///< From the first frame on.
    bool endsWithinFrame = false; ///< The last one is longer than what is left of the file.
    bool hasEndTag = false; ///< ID3v1, APE: whatever stands there, this is the end.

    /// By all that can be told: hosts cut advertising in and out and leave the first frame as it
    /// was, so that its word alone proves nothing.
    bool isCutOff() const;
};

/// What the source's last status is shows whether the walk came to its end (End).
struct Mp3Walked
{
    Mp3Frames found;
    ByteSource::Status status = ByteSource::Status::End;
};
/// Walks from frame to frame to the end of the file. begin: behind the tags in front.
Mp3Walked walkMp3(ByteSource &source, std::int64_t begin, std::int64_t size,
                  const std::stop_token &stop);

/// Whether each second has as many bytes as every other, by the first frame's word, or else as far
/// as the first 64 KiB show: then a place is found by counting bytes.
bool hasConstantBitRate(ByteSource &source, std::int64_t begin, const std::stop_token &stop);

} // namespace Earmark
