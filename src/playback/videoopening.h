// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "playback/videotrack.h"

#include <cstdint>
#include <memory>
#include <stop_token>

namespace Earmark {

class ByteSource;

/// The track's source of pictures: a decoder over these bytes; zero is PcmSource::pictureZero().
/// Waits for them; the track's thread only.
VideoTrack::Opened openVideo(const std::shared_ptr<ByteSource> &source, std::int64_t zero,
                             const std::stop_token &stop);

} // namespace Earmark
