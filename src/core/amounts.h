// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>

// Amounts in the sentences that rules make.

namespace Earmark {

/// "0 kB", "640 kB", "80 MB", "1.2 GB": of 1,000 each, rounded; a decimal from GB on below 10.
QString sizeInWords(qint64 bytes);

/// A wait, rounded up: "10 s", "5 min", "2 h", "3 days". At least "1 s".
QString waitInWords(std::chrono::seconds wait);

/// "1 day", "3 days".
QString daysInWords(qint64 days);

} // namespace Earmark
