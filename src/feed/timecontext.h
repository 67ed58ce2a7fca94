// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

namespace Earmark {

/// What stands around a number with a colon, on its own line.
struct TimeContext
{
    QStringView before;
    QStringView after;
    bool isClockLike = false; ///< Could be a time of day: the first part is <= 24.
    bool hasHours = false; ///< Three parts: H:MM:SS.
    bool leadsLine = false;
    bool bracketed = false;
};

/// "John 3:16", "1. Mose 1:27", "Romans 8:28-30".
bool isVerse(const TimeContext &context);

/// Marked as a clock time or a length: "10:30 am", "18:30 Uhr", "10:00 UTC", "7:30 min".
bool isMarkedOtherwise(const TimeContext &context);

/// Likely a clock time, score, ratio, date, length or pace, by the words around it. In the middle
/// of a chapter list the same words are titles ("12:30 The win 15:00 Sunday").
bool isDoubtful(const TimeContext &context);

/// Is this all that stands between a line's begin and its first title or time: nothing, a bullet,
/// numbering ("1.", "#3", "a)", "II.", "①"; not a day: "24/12"), a label ("Chapter 2:",
/// "Timestamp")?
bool isListMark(QStringView text);

} // namespace Earmark
