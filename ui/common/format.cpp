// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/format.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {

namespace {

struct Format
{
    Q_DECLARE_TR_FUNCTIONS(Format)
};

} // namespace

QString formatDate(const QDateTime &utc, const QDate &today)
{
    if (!utc.isValid())
        return {};
    const QDate date = utc.toLocalTime().date();
    if (date.year() != today.year())
        return formatLongDate(utc);
    //: A date of this year; see QDate::toString()
    return QLocale().toString(date, Format::tr("MMM d"));
}

QString formatLongDate(const QDateTime &utc)
{
    if (!utc.isValid())
        return {};
    //: A date with its year; see QDate::toString()
    return QLocale().toString(utc.toLocalTime().date(), Format::tr("MMM d, yyyy"));
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

QString initials(const QString &title)
{
    QStringList words = title.split(u' ', Qt::SkipEmptyParts);
    words.removeIf([](const QString &word) { return !word.front().isLetterOrNumber(); });
    if (words.size() > 2) {
        const QStringList articles{u"the"_s, u"a"_s, u"an"_s};
        if (articles.contains(words.first().toLower()))
            words.removeFirst();
    }
    QString result;
    for (qsizetype i = 0; i < std::min<qsizetype>(2, words.size()); ++i)
        result += words.at(i).front().isHighSurrogate() ? words.at(i).left(2) : words.at(i).left(1);
    return result.toUpper();
}

} // namespace Earmark
