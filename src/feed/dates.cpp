// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/dates.h"

#include "feed/monthnames.h"

#include <QTimeZone>

#include <optional>
#include <span>

namespace Earmark {
namespace {

constexpr qsizetype LongestDate = 100;

struct Named
{
    QStringView name;
    int value;
};

/// Minutes east of Greenwich.
constexpr Named Zones[] = {
        {u"ut", 0},     {u"utc", 0},    {u"gmt", 0},    {u"z", 0},       {u"wet", 0},
        {u"est", -300}, {u"edt", -240}, {u"cst", -360}, {u"cdt", -300},  {u"mst", -420},
        {u"mdt", -360}, {u"pst", -480}, {u"pdt", -420}, {u"akst", -540}, {u"akdt", -480},
        {u"hst", -600}, {u"ast", -240}, {u"adt", -180}, {u"nst", -210},  {u"ndt", -150},
        {u"brt", -180}, {u"art", -180}, {u"clt", -240}, {u"et", -300},   {u"ct", -360},
        {u"mt", -420},  {u"pt", -480},  {u"bst", 60},   {u"west", 60},   {u"cet", 60},
        {u"met", 60},   {u"mez", 60},   {u"cest", 120}, {u"mest", 120},  {u"mesz", 120},
        {u"eet", 120},  {u"sast", 120}, {u"eest", 180}, {u"msk", 180},   {u"msd", 240},
        {u"ist", 330},  {u"hkt", 480},  {u"sgt", 480},  {u"awst", 480},  {u"jst", 540},
        {u"kst", 540},  {u"acst", 570}, {u"acdt", 630}, {u"aest", 600},  {u"aedt", 660},
        {u"nzst", 720}, {u"nzdt", 780},
};

std::optional<int> find(std::span<const Named> table, QStringView name)
{
    for (const Named &entry : table) {
        if (entry.name.compare(name, Qt::CaseInsensitive) == 0)
            return entry.value;
    }
    return {};
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

class DateReader
{
public:
    explicit DateReader(QStringView text) : m_text(text) { }

    QDateTime read()
    {
        if (!isoDate())
            m_at = 0;
        while (m_at < m_text.size()) {
            if (!step())
                return {};
        }
        return made();
    }

private:
    QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text.at(m_at + ahead) : QChar();
    }

    QStringView digits(qsizetype most)
    {
        const qsizetype begin = m_at;
        while (m_at - begin < most && isDigit(peek()))
            ++m_at;
        return m_text.mid(begin, m_at - begin);
    }

    /// Takes the separator when a digit stands behind it.
    bool follows(QChar separator)
    {
        if (peek() != separator || !isDigit(peek(1)))
            return false;
        ++m_at;
        return true;
    }

    /// 2020-12-31, 20201231, 2020-W53-4, 2020-366, 2020-12, 2020: all that begins with a year.
    bool isoDate()
    {
        const QStringView year = digits(4);
        if (year.size() < 4)
            return false;
        const bool extended = peek() == u'-';
        if (extended)
            ++m_at;
        m_year = year.toInt();
        if (peek() == u'W')
            return isoWeek();
        const QStringView rest = digits(4);
        if (rest.size() == 3)
            return dayOfYear(rest.toInt());
        if (rest.size() == 4 && !extended) {
            m_month = rest.left(2).toInt();
            m_day = rest.mid(2).toInt();
        } else if (rest.size() == 2 && extended) {
            m_month = rest.toInt();
            m_day = follows(u'-') ? digits(2).toInt() : 1;
        } else if (rest.isEmpty() && m_at >= m_text.size()) {
            m_month = m_day = 1;
        } else {
            m_year = 0;
            return false;
        }
        return isoTime();
    }

    bool isoWeek()
    {
        ++m_at;
        const int week = digits(2).toInt();
        const int day = follows(u'-') || isDigit(peek()) ? digits(1).toInt() : 1;
        const QDate first(m_year, 1, 4); // Always in week 1.
        return setDate(first.addDays(1 - first.dayOfWeek() + 7 * (week - 1) + day - 1));
    }

    bool dayOfYear(int day) { return setDate(QDate(m_year, 1, 1).addDays(day - 1)); }

    bool setDate(QDate date)
    {
        date.getDate(&m_year, &m_month, &m_day);
        return isoTime();
    }

    /// The T, and hours without colons behind it.
    bool isoTime()
    {
        if ((peek() != u'T' && peek() != u't') || !isDigit(peek(1)))
            return true;
        ++m_at;
        qsizetype count = 0;
        while (isDigit(peek(count)))
            ++count;
        if (peek(count) == u':')
            return true;
        m_hour = digits(2).toInt();
        m_minute = digits(2).toInt();
        m_second = digits(2).toInt();
        m_hasTime = true;
        return true;
    }

    bool step()
    {
        const QChar c = peek();
        if (isDigit(c))
            return figures();
        if (c.isLetter())
            return word();
        if (c == u'(') {
            const qsizetype end = m_text.indexOf(u')', m_at);
            m_at = end < 0 ? m_text.size() : end + 1;
            return true;
        }
        if ((c == u'+' || c == u'-') && isDigit(peek(1)) && m_hasTime)
            return offset();
        ++m_at;
        return true;
    }

    bool figures()
    {
        const QStringView first = digits(14);
        if (peek() == u':' && first.size() <= 2)
            return clock(first.toInt());
        const QChar separator = peek();
        if ((separator == u'/' || separator == u'.' || separator == u'-') && isDigit(peek(1))
            && first.size() <= 4 && m_day == 0)
            return triple(first, separator);
        if (first.size() > 4)
            return false;
        return number(first);
    }

    bool number(QStringView figure)
    {
        const int value = figure.toInt();
        if (figure.size() >= 3)
            m_year = m_year == 0 ? value : m_year;
        else if (m_month == 0 && value <= 12 && (m_day != 0 || m_year != 0))
            m_month = value; // what begins with a year goes from large to small
        else if (m_day == 0)
            m_day = value;
        else if (m_year == 0)
            m_year = century(value);
        for (const QStringView ordinal : {u"st", u"nd", u"rd", u"th"}) {
            if (m_text.mid(m_at).startsWith(ordinal, Qt::CaseInsensitive))
                m_at += 2;
        }
        return true;
    }

    static int century(int year)
    {
        return year < 70 ? 2000 + year : year < 100 ? 1900 + year : year;
    }

    bool triple(QStringView first, QChar separator)
    {
        ++m_at;
        const int a = first.toInt();
        const int b = digits(2).toInt();
        if (!follows(separator))
            return false;
        const int c = digits(4).toInt();
        if (first.size() == 4 || a > 31) {
            m_year = first.size() == 4 ? a : century(a);
            m_month = b;
            m_day = c;
            return true;
        }
        // Figures with slashes are American unless they cannot be.
        const bool monthFirst = b > 12 || (separator == u'/' && a <= 12);
        m_month = monthFirst ? a : b;
        m_day = monthFirst ? b : a;
        m_year = century(c);
        return true;
    }

    bool clock(int hour)
    {
        if (m_hasTime)
            return false;
        m_hasTime = true;
        m_hour = hour;
        ++m_at;
        m_minute = digits(2).toInt();
        if (follows(u':'))
            m_second = digits(2).toInt();
        if (follows(u'.') || follows(u','))
            m_millisecond = digits(12).left(3).toString().leftJustified(3, u'0').toInt();
        return true;
    }

    bool offset()
    {
        const int sign = peek() == u'-' ? -1 : 1;
        ++m_at;
        const QStringView figure = digits(4);
        int hours = figure.left(figure.size() > 2 ? figure.size() - 2 : 2).toInt();
        int minutes = figure.size() > 2 ? figure.right(2).toInt() : 0;
        if (follows(u':'))
            minutes = digits(2).toInt();
        if (hours > 15 || minutes > 59)
            return false;
        m_offset = sign * (hours * 60 + minutes);
        return true;
    }

    bool word()
    {
        const qsizetype begin = m_at;
        while (peek().isLetter() || peek() == u'/' || peek() == u'_')
            ++m_at;
        const QStringView name = m_text.mid(begin, m_at - begin);
        if (m_hasTime
            && (name.startsWith(u'a', Qt::CaseInsensitive)
                || name.startsWith(u'p', Qt::CaseInsensitive))
            && (name.size() == 1 || name.compare(u"am", Qt::CaseInsensitive) == 0
                || name.compare(u"pm", Qt::CaseInsensitive) == 0)) {
            m_isPm = name.startsWith(u'p', Qt::CaseInsensitive);
            m_isAm = !m_isPm;
        } else if (name == u"오전" || name == u"오후") {
            m_isPm = name == u"오후";
            m_isAm = !m_isPm;
        } else if (const auto month = monthOf(name); month && mayBeMonth()) {
            if (!m_isMonthWord && m_month != 0)
                m_day = m_month;
            m_month = *month;
            m_isMonthWord = true;
        } else if (name.contains(u'/')) {
            m_zone = QTimeZone(name.toLatin1());
        } else if (const auto zone = find(Zones, name); zone && !m_offset) {
            m_offset = *zone;
        }
        return true;
    }

    /// Of two names the second is the month: the first was a weekday ("mar., 05 octobre" begins
    /// with a Tuesday).
    bool mayBeMonth() const { return m_month == 0 || m_day == 0 || (m_isMonthWord && !m_hasTime); }

    QDateTime made() const
    {
        // What is set where there is no date: "-0001-11-30" of WordPress, "0001-01-01" of .NET.
        constexpr int FirstYear = 1000;
        if (m_year < FirstYear)
            return {};
        // Some write the month's day 24:00 for its end.
        const bool isMidnight = m_hour == 24 && m_minute == 0;
        int hour = isMidnight ? 0 : m_hour;
        if (m_isPm && hour < 12)
            hour += 12;
        if (m_isAm && hour == 12)
            hour = 0;
        const QDate date(m_year, m_month, m_day);
        const QTime time(hour, m_minute, m_second == 60 ? 59 : m_second, m_millisecond);
        if (!date.isValid() || !time.isValid() || m_year > 9999)
            return {};
        const QDate day = date.addDays(isMidnight ? 1 : 0);
        const QDateTime utc = m_zone.isValid()
                ? QDateTime(day, time, m_zone).toUTC()
                : QDateTime(day, time, Qt::UTC).addSecs(-60LL * m_offset.value_or(0));
        // Its zone may have led it out of the years that are read, and that can be written.
        const int year = utc.date().year();
        return year >= FirstYear && year <= 9999 ? utc : QDateTime();
    }

    QStringView m_text;
    qsizetype m_at = 0;
    int m_year = 0;
    int m_month = 0;
    int m_day = 0;
    int m_hour = 0;
    int m_minute = 0;
    int m_second = 0;
    int m_millisecond = 0;
    bool m_hasTime = false;
    bool m_isMonthWord = false;
    bool m_isPm = false;
    bool m_isAm = false;
    std::optional<int> m_offset;
    QTimeZone m_zone;
};

/// Seconds or milliseconds since 1970.
QDateTime fromEpoch(QStringView text)
{
    if (text.size() < 9 || text.size() > 13 || text.size() == 12 || text.size() == 11)
        return {};
    bool ok = false;
    const qint64 value = text.toLongLong(&ok);
    if (!ok || value < 0)
        return {};
    return QDateTime::fromMSecsSinceEpoch(text.size() == 13 ? value : value * 1000, Qt::UTC);
}

} // namespace

QDateTime parseDate(QStringView text)
{
    text = text.trimmed();
    if (text.isEmpty() || text.size() > LongestDate)
        return {};
    if (QDateTime epoch = fromEpoch(text); epoch.isValid())
        return epoch;
    return DateReader(text).read();
}

} // namespace Earmark
