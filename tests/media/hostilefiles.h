// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace Earmark {

// Rows of a QByteArray for the test function that is being prepared: files of a few megabytes at
// most, of each container.

/// Would make libavformat hang, or take gigabytes.
void addFilesToRefuse();
/// Broken in some other way; libavformat opens or refuses them.
void addBrokenFiles();
/// As large as real ones get.
void addPlentifulFiles();

/// A Matroska file whose SeekHead names chapters behind the sound.
QByteArray chaptersBehindTheSound(int count);

} // namespace Earmark
