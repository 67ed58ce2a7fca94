// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

struct AVFormatContext;
struct AVStream;

namespace Earmark {

/// The best stream of moving pictures, whether they can be decoded or not; null if there is none.
/// Covers, chapter pictures and other stills that are stored as a stream are none.
AVStream *movingPicture(const AVFormatContext &context);

} // namespace Earmark
