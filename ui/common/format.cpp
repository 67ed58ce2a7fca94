// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/format.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTextDocument>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {

namespace {

struct Format
{
    Q_DECLARE_TR_FUNCTIONS(Format)
};

/// Day, month and, if wanted, year out of a locale's long format, in its order and with its marks:
/// "d. MMM yyyy" of "dddd, d. MMMM yyyy". Qt has no format of this length. See QDate::toString().
QString shortened(const QString &format, bool withYear)
{
    const QString wanted = withYear ? u"dMy"_s : u"dM"_s;
    qsizetype first = -1;
    qsizetype last = 0;
    bool quoted = false;
    for (qsizetype i = 0; i < format.size();) {
        const QChar letter = format.at(i);
        const qsizetype start = i;
        while (i < format.size() && format.at(i) == letter)
            ++i;
        const bool isWeekday = letter == u'd' && i - start > 2;
        if (letter == u'\'') {
            quoted = (i - start) % 2 == 1 ? !quoted : quoted;
        } else if (!quoted && !isWeekday && wanted.contains(letter)) {
            first = first < 0 ? start : first;
            last = i;
        }
    }
    if (first < 0)
        return u"yyyy-MM-dd"_s;
    // What belongs to the last part without a space: the "日" of "d日", the dot of "d.".
    const QString ends = u" ,\'dMy"_s;
    while (last < format.size() && !ends.contains(format.at(last)))
        ++last;
    return format.mid(first, last - first).replace("MMMM"_L1, "MMM"_L1);
}

QString dateText(const QDate &date, bool withYear)
{
    const QLocale locale;
    if (locale.language() == QLocale::C)
        return locale.toString(date, withYear ? u"MMM d, yyyy"_s : u"MMM d"_s);
    return locale.toString(date, shortened(locale.dateFormat(QLocale::LongFormat), withYear));
}

} // namespace

QString formatDate(const QDateTime &utc, const QDate &today)
{
    if (!utc.isValid())
        return {};
    const QDate date = utc.toLocalTime().date();
    return dateText(date, date.year() != today.year());
}

QString formatLongDate(const QDateTime &utc)
{
    if (!utc.isValid())
        return {};
    return dateText(utc.toLocalTime().date(), true);
}

QString formatLength(std::chrono::milliseconds length)
{
    if (length <= 0ms)
        return {};
    if (length < 60s)
        return Format::tr("%1 s").arg(std::max<qint64>(1, length / 1s));
    const qint64 minutes = std::chrono::round<std::chrono::minutes>(length).count();
    if (minutes < 60)
        return Format::tr("%1 min").arg(minutes);
    if (minutes % 60 == 0)
        return Format::tr("%1 h").arg(minutes / 60);
    return Format::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

QString formatTimeLeft(std::chrono::milliseconds left)
{
    //: %1 is a length such as "22 min"
    return Format::tr("%1 left").arg(formatLength(std::max(left, std::chrono::milliseconds(1s))));
}

QString formatTimecode(std::chrono::milliseconds time)
{
    const qint64 seconds = std::max<qint64>(0, time / 1s);
    const QChar zero(u'0');
    const QString tail = u"%1:%2"_s.arg(seconds / 60 % 60, seconds < 3600 ? 1 : 2, 10, zero)
                                 .arg(seconds % 60, 2, 10, zero);
    return seconds < 3600 ? tail : QString::number(seconds / 3600) % u':' % tail;
}

QString formatAgo(const QDateTime &utc, const QDateTime &nowUtc)
{
    const qint64 minutes = utc.secsTo(nowUtc) / 60;
    if (minutes < 1)
        return Format::tr("just now");
    if (minutes < 60)
        return Format::tr("%1 min ago").arg(minutes);
    constexpr qint64 Day = 24LL * 60;
    if (minutes < Day)
        return Format::tr("%1 h ago").arg(minutes / 60);
    return formatDate(utc, nowUtc.toLocalTime().date());
}

QString formatCount(int count)
{
    return QLocale().toString(count);
}

QString tipText(const QString &plain)
{
    return Qt::mightBeRichText(plain) ? Qt::convertFromPlainText(plain, Qt::WhiteSpaceNormal)
                                      : plain;
}

} // namespace Earmark
