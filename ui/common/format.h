// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QDateTime>
#include <QString>

#include <chrono>

// Values as a listener reads them.

namespace Earmark {

/// "May 25", in another year than today's "May 25, 2023"; empty for an invalid date. Local time.
QString formatDate(const QDateTime &utc, const QDate &today);
/// "May 25, 2023".
QString formatLongDate(const QDateTime &utc);
/// "36 min", "1 h 12 min", "40 s"; empty for 0 (unknown).
QString formatLength(std::chrono::milliseconds length);
/// "22 min left".
QString formatTimeLeft(std::chrono::milliseconds left);
/// "7:30", "1:02:03"; negative counts as 0.
QString formatTimecode(std::chrono::milliseconds time);
/// "just now", "4 min ago", "3 h ago", "May 25".
QString formatAgo(const QDateTime &utc, const QDateTime &nowUtc);
/// "1,204", by the locale.
QString formatCount(int count);
/// For a tool tip, which would take "Learn <vector>" for HTML.
QString tipText(const QString &plain);

} // namespace Earmark
