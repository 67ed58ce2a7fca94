// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/timecode.h"

#include <QList>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

constexpr std::chrono::milliseconds MaxTime = 1000h;

/// All ASCII digits, at least one, at most nine (no overflow); -1 otherwise.
qint64 wholeNumber(QStringView digits)
{
    if (digits.isEmpty() || digits.size() > 9)
        return -1;
    qint64 value = 0;
    for (const QChar c : digits) {
        if (c < u'0' || c > u'9')
            return -1;
        value = value * 10 + (c.unicode() - u'0');
    }
    return value;
}

/// ".25" is 250 ms; digits behind the third are cut off. -1 when it is no fraction.
qint64 fractionMs(QStringView digits)
{
    if (digits.isEmpty())
        return 0;
    const qint64 value = wholeNumber(digits.left(3));
    if (value < 0 || (digits.size() > 3 && wholeNumber(digits.mid(3).left(9)) < 0))
        return -1;
    constexpr qint64 Scale[]{100, 10, 1};
    return value * Scale[qMin<qsizetype>(digits.size(), 3) - 1];
}

} // namespace

QString timecode(std::chrono::milliseconds time)
{
    const QString sign = time <= -1s ? u"-"_s : QString();
    const qint64 seconds = qAbs(time.count() / 1000);
    const QChar zero = u'0';
    if (seconds < 3600)
        return u"%1%2:%3"_s.arg(sign).arg(seconds / 60).arg(seconds % 60, 2, 10, zero);
    return u"%1%2:%3:%4"_s.arg(sign)
            .arg(seconds / 3600)
            .arg(seconds / 60 % 60, 2, 10, zero)
            .arg(seconds % 60, 2, 10, zero);
}

std::optional<std::chrono::milliseconds> parseTimecode(QStringView text)
{
    text = text.trimmed();
    qsizetype point = text.indexOf(u'.');
    if (point < 0)
        point = text.indexOf(u',');
    const QStringView fraction = point < 0 ? QStringView() : text.mid(point + 1);
    const auto parts = (point < 0 ? text : text.left(point)).split(u':');
    if (parts.size() > 3)
        return std::nullopt;
    qint64 seconds = 0;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const qint64 value = wholeNumber(parts.at(i));
        const bool isBelowMinute = i == 0 || (value < 60 && parts.at(i).size() <= 2);
        if (value < 0 || !isBelowMinute)
            return std::nullopt;
        seconds = seconds * 60 + value;
    }
    const qint64 rest = fractionMs(fraction);
    const std::chrono::milliseconds time{seconds * 1000 + rest};
    if (rest < 0 || time > MaxTime)
        return std::nullopt;
    return time;
}

} // namespace Earmark
