// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringView>

#include <chrono>
#include <optional>

namespace Earmark {

/// A place in show notes that names a time in the sound: "0:00", "[12:30]", "1:02:03", "75:30",
/// "12:00-13:00", and at a line's begin "1h02m03s", "5 min 30 s", "5分30秒", "(05:30 min)", and
/// "0h05" with what follows it in that form ("9h30" alone is a clock's time).
struct Timestamp
{
    qsizetype begin = 0; ///< Of the time itself, without its bracket.
    qsizetype length = 0; ///< Of the time itself; a range's first time.
    qsizetype outerBegin = 0; ///< With brackets and the range's second time.
    qsizetype outerEnd = 0;
    std::chrono::milliseconds at{0}; ///< Media time.
    std::optional<std::chrono::milliseconds> rangeEnd;
    bool bracketed = false;
    bool leadsLine = false; ///< Only bullets, numbering or a label stand before it on its line.
    bool endsLine = false; ///< Nothing but punctuation stands behind it on its line.
    bool doubtful = false; ///< The words around it speak of a clock, a score, a verse ...

    bool operator==(const Timestamp &) const = default;
};

/// What is plausibly a time in the sound, in text order, at most 10,000. Not: clock times, scores,
/// verses, ratios, dates, ports, ISO times, lengths ("7:30 min"), starts that an ellipsis cut off.
/// Linear in the text's length.
QList<Timestamp> findTimestamps(QStringView text);

/// The same with the doubtful ones, for whoever can tell by their neighbours (a chapter list).
QList<Timestamp> findTimestampCandidates(QStringView text);

} // namespace Earmark
