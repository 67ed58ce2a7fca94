// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cue.h"

#include <QJsonDocument>
#include <QString>
#include <QStringView>

#include <optional>

// The formats behind feed/transcripts.h, each from text to cues.

namespace Earmark {

constexpr qsizetype MaxCues = 100'000;
constexpr qsizetype MaxCueText = 16'384; ///< characters
constexpr qsizetype MaxSpeaker = 200; ///< characters
constexpr std::chrono::milliseconds MaxCueTime = std::chrono::hours(1000);

/// A line that says when a cue is shown.
struct CueTimes
{
    std::chrono::milliseconds start{0};
    std::chrono::milliseconds end{0};
};

/// "00:00:01,000 --> 00:00:02,500", hours optional, '.' or ',', parts of one digit, a minus, more
/// behind it. Nothing for another line, and for fractions of one or two digits: some writers mean
/// ",5" as half a second and some as 5 ms, and a cue at a wrong place is worse than none.
std::optional<CueTimes> cueTimes(QStringView line);
/// Was the line meant to be one, whatever became of it?
bool isTimingLine(QStringView line);

/// A single time: "1:02:03.5", "62", "1:02,250"; for attributes, JSON strings and HTML.
std::optional<std::chrono::milliseconds> cueTime(QStringView text);

/// A cue's text without tags ({\an8} too), references decoded, its lines trimmed. speaker, when
/// given, gets the name in the first <v Name>.
QString cueText(QStringView markup, QString *speaker = nullptr);

/// isWebVtt: blocks end at an empty line, which in SubRip may stand inside a cue's text.
Cues readTimedText(const QString &text, bool isWebVtt);
/// Nothing when it is no transcript.
std::optional<Cues> readTranscriptJson(const QJsonDocument &document);
Cues readTranscriptHtml(const QString &html);

/// Gives every cue without an end (end <= start) the start of the next later one.
void completeEnds(Cues &cues);

} // namespace Earmark
