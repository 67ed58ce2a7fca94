// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/dates.h"

#include "core/timecode.h"
#include "feed/durations.h"
#include "fuzz/targets.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace Earmark::Fuzz {

void dates(const QByteArray &bytes)
{
    constexpr int LongestSeconds = 1000 * 3600;
    const QString text = QString::fromUtf8(bytes);
    if (const QDateTime date = parseDate(text); date.isValid()) {
        require(date.timeSpec() == Qt::UTC, "a date is UTC");
        require(date.date().year() >= 1 && date.date().year() <= 9999, "a year has four figures");
        require(parseDate(date.toString(Qt::ISODateWithMs)) == date,
                "a date we write is that date");
    }
    if (const std::optional<double> length = parseDuration(text)) {
        require(std::isfinite(*length) && *length >= 0 && *length <= LongestSeconds,
                "a duration is between zero and 1,000 hours");
    }
    if (const auto time = parseTimecode(text)) {
        require(time->count() >= 0 && time->count() <= LongestSeconds * 1000LL,
                "a time is between zero and 1,000 hours");
        require(parseTimecode(timecode(*time)).has_value(), "a time we write is a time");
    }
}

} // namespace Earmark::Fuzz
