// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QString;

namespace Earmark {

/// Hands out the files of a folder by ranges, from 127.0.0.1, as a server far away on a line that
/// all its connections share. "/ANYTHING/NAME" is NAME: one file at many addresses. One thread does
/// it all.
///
/// Prints the port, then a line for every answer when it ended, whole or not: µs since 1970,
/// status, offset of the first byte of the file, bytes of the body that were handed over, path.
/// Takes lines, and says "ok": "line BYTES-PER-SECOND LATENCY-IN-MS" (0: no limit); "sofar", which
/// tells what was handed over of answers that are on their way, and of the rest later. A handshake
/// takes one latency, an answer another one. Ends when its input does.
int runMediaServer(const QString &folder);

} // namespace Earmark
