// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/error.h"
#include "playback/pcmpipe.h"

#include <memory>
#include <stop_token>

namespace Earmark {

/// The pipe's source of sound: a decoder over these bytes. Waits for them; the pipe's thread only.
PcmPipe::Opened openDecoder(const std::shared_ptr<ByteSource> &source, const std::stop_token &stop);

/// The source was silent for longer than a listener waits.
Error noBytes();

/// What the Qt-free pipe tells of a failure, as the rest of the program says it.
Error toError(const PipeTrouble &trouble);

} // namespace Earmark
