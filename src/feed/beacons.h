// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

namespace Earmark {

/// Is this picture known to be there to count readers, not to be looked at? By host, or by host and
/// path. The list is ours, of what stands in podcasts' notes; what it misses is found by its size
/// (feed/notesrenderer.h).
bool isBeacon(const QUrl &picture);

} // namespace Earmark
