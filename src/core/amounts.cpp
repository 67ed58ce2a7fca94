// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/amounts.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {

QString sizeInWords(qint64 bytes)
{
    constexpr std::array Units{"kB"_L1, "MB"_L1, "GB"_L1, "TB"_L1};
    constexpr std::size_t FirstWithDecimal = 2;
    double size = double(std::max<qint64>(0, bytes)) / 1'000;
    std::size_t unit = 0;
    while (size >= 999.5 && unit + 1 < Units.size()) {
        size /= 1'000;
        ++unit;
    }
    const bool hasDecimal = unit >= FirstWithDecimal && size < 9.95;
    QString number = QString::number(size, 'f', hasDecimal ? 1 : 0);
    if (number.endsWith(".0"_L1))
        number.chop(2);
    return number + u' ' + Units.at(unit);
}

QString waitInWords(std::chrono::seconds wait)
{
    constexpr std::chrono::seconds Day = 24h;
    const auto times = [wait](std::chrono::seconds unit) { return (wait + unit - 1s) / unit; };
    if (wait < 60s)
        return u"%1 s"_s.arg(std::max<qint64>(1, wait.count()));
    if (times(1min) < 60)
        return u"%1 min"_s.arg(times(1min));
    if (times(1h) < 24)
        return u"%1 h"_s.arg(times(1h));
    return daysInWords(times(Day));
}

QString daysInWords(qint64 days)
{
    return days == 1 ? u"1 day"_s : u"%1 days"_s.arg(days);
}

} // namespace Earmark
