// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cue.h"
#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace Earmark {

/// A transcript file as cues, in the order of the file, not merged: SubRip, WebVTT, Podcasting 2.0
/// JSON (also the variants with `start`/`end`/`text`, and with WebVTT in a `vtt` member), HTML with
/// <cite>, <time>, <p>. The content decides what it is; type, the MIME type the feed declares (may
/// be empty or wrong), only where the content leaves it open. Any encoding a feed may have.
///
/// Text comes without markup. A speaker is told where the format names one (`<v Name>`, `speaker`,
/// `<cite>`); a name that SubRip has inside its text stays there. A time before zero is zero; an
/// end that is missing is where the next cue starts.
///
/// Error (Parse) for what is no transcript, or larger than 16 MiB (of HTML the first 4 Mi
/// characters are read). At most 100,000 cues of 16,384 characters.
Result<Cues> readTranscript(const QByteArray &bytes, const QString &type);

} // namespace Earmark
