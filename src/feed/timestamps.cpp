// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/timestamps.h"

#include "feed/timecontext.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

constexpr qsizetype MaxTimestamps = 10'000;
// How much of a line is looked at on either side of a time.
constexpr qsizetype Sight = 80;

struct Parsed
{
    qsizetype length = 0; ///< 0: no time stands here.
    std::chrono::milliseconds at{0};
    qsizetype leading = 0; ///< Digits before the first colon.
    int parts = 0;
};

bool isColon(QChar c)
{
    return c == u':' || c == u'：' || c == u'∶';
}

bool isDigit(QChar c)
{
    const char16_t unit = c.unicode();
    return unit < 0x80 ? unit >= u'0' && unit <= u'9' : c.digitValue() >= 0;
}

qsizetype digitCount(QStringView text, qsizetype at)
{
    qsizetype end = at;
    while (end < text.size() && isDigit(text.at(end)))
        ++end;
    return end - at;
}

int numberAt(QStringView text, qsizetype at, qsizetype digits)
{
    int value = 0;
    for (const QChar c : text.mid(at, digits))
        value = value * 10 + c.digitValue();
    return value;
}

/// "M:SS", "MMM:SS", "H:MM:SS", each with an optional fraction.
Parsed parseColons(QStringView text, qsizetype begin)
{
    Parsed parsed;
    const qsizetype leading = digitCount(text, begin);
    if (leading < 1 || leading > 3)
        return {};
    qint64 seconds = numberAt(text, begin, leading);
    qsizetype at = begin + leading;
    int parts = 1;
    while (parts < 3 && at + 2 < text.size() && isColon(text.at(at))
           && digitCount(text, at + 1) == 2) {
        const int value = numberAt(text, at + 1, 2);
        if (value > 59)
            return {};
        seconds = seconds * 60 + value;
        at += 3;
        ++parts;
    }
    if (parts == 1 || (parts == 3 && leading > 2))
        return {};
    qint64 ms = 0;
    if (parts == 3 && at + 1 < text.size() && text.at(at) == u'.') {
        const qsizetype digits = digitCount(text, at + 1);
        if (digits == 3) {
            ms = numberAt(text, at + 1, 3);
            at += 4;
        }
    }
    parsed.length = at - begin;
    parsed.at = std::chrono::milliseconds(seconds * 1000 + ms);
    parsed.leading = leading;
    parsed.parts = parts;
    return parsed;
}

/// The first letters of a unit, for most numbers have none.
bool mayBeUnit(QStringView text, qsizetype at)
{
    if (at < text.size() && text.at(at) == u' ')
        ++at;
    return at < text.size() && QStringView(u"hHmMsS分時小").contains(text.at(at));
}

/// "1h02m03s", "12m30s", "1h02m", "5 min 30 s", "5分30秒": at least two units, so that "5m"
/// (metres, millions) is none.
Parsed parseUnits(QStringView text, qsizetype begin)
{
    static const QRegularExpression units(
            uR"((?:(\d{1,3}) ?(?:hours?|hrs?|h|stunden?|std\.?|時間|小时) ?)?)"
            uR"((?:(\d{1,3}) ?(?:minuten|minutes?|mins?\.?|m|分钟?) ?)?)"
            uR"((?:(\d{1,3}) ?(?:sekunden|seconds?|secs?\.?|sek\.?|s|秒))?)"_s,
            QRegularExpression::CaseInsensitiveOption
                    | QRegularExpression::UseUnicodePropertiesOption);
    constexpr qsizetype Longest = 48;
    if (!mayBeUnit(text, begin + digitCount(text, begin)))
        return {};
    const QStringView sight = text.mid(begin, Longest);
    const auto match = units.match(sight, 0, QRegularExpression::NormalMatch,
                                   QRegularExpression::AnchorAtOffsetMatchOption);
    constexpr qint64 Seconds[]{0, 3600, 60, 1};
    qint64 total = 0;
    int parts = 0;
    qsizetype end = 0;
    for (int unit = 1; unit <= 3; ++unit) {
        const QStringView number = match.capturedView(unit);
        if (number.isEmpty())
            continue;
        total += numberAt(number, 0, number.size()) * Seconds[unit];
        ++parts;
    }
    const QStringView found = match.capturedView(0).trimmed();
    end = begin + found.size();
    // Scripts without spaces go on at once: "5分30秒はじめに".
    const bool isSpaced = !found.isEmpty() && found.back().script() != QChar::Script_Han;
    const bool endsHere = !isSpaced || end >= text.size() || !text.at(end).isLetterOrNumber();
    if (parts < 2 || !endsHere)
        return {};
    return {.length = end - begin, .at = std::chrono::seconds(total), .leading = 1, .parts = 3};
}

/// "0h05", "1h02": hours and minutes, as a clock's time is written, too.
Parsed parseHours(QStringView text, qsizetype begin)
{
    const qsizetype digits = digitCount(text, begin);
    const qsizetype minutes = begin + digits + 1;
    if (digits > 2 || minutes > text.size() || text.at(minutes - 1).toLower() != u'h'
        || digitCount(text, minutes) != 2 || numberAt(text, minutes, 2) > 59)
        return {};
    const qsizetype end = minutes + 2;
    if (end < text.size() && text.at(end).isLetterOrNumber())
        return {};
    const int seconds = numberAt(text, begin, digits) * 3600 + numberAt(text, minutes, 2) * 60;
    return {.length = end - begin,
            .at = std::chrono::seconds(seconds),
            .leading = digits,
            .parts = 3};
}

bool isOpening(QChar c)
{
    return QStringView(u"([{<（【［「『〔").contains(c);
}

bool isClosing(QChar c)
{
    return QStringView(u")]}>）】］」』〕").contains(c);
}

bool isDash(QChar c)
{
    return QStringView(u"-–—―−~→‐‑〜～").contains(c);
}

/// May a time begin behind this character?
bool allowsBefore(QStringView text, qsizetype begin)
{
    if (begin == 0)
        return true;
    const QChar c = text.at(begin - 1);
    if (c.isSpace() || isOpening(c))
        return true;
    if (c.isLetterOrNumber() || QStringView(u".,'’_/\\=&%+$€£#?").contains(c))
        return c.script() == QChar::Script_Han || c.script() == QChar::Script_Hiragana
                || c.script() == QChar::Script_Katakana;
    const bool digitBefore = begin > 1 && text.at(begin - 2).digitValue() >= 0;
    return !((isDash(c) || isColon(c)) && digitBefore);
}

/// May a time end before this character?
bool allowsAfter(QStringView text, qsizetype end)
{
    if (end >= text.size())
        return true;
    const QChar c = text.at(end);
    const QChar next = end + 1 < text.size() ? text.at(end + 1) : QChar(u' ');
    if (c.digitValue() >= 0 || QStringView(u"%/_+'\"°").contains(c))
        return false;
    if (isColon(c) || c == u'.' || c == u',')
        return next.digitValue() < 0;
    if (!c.isLetter())
        return true;
    // A lost space or line end: "0:00Intro". Lower case is a unit or half a word.
    return (c.isUpper() && next.isLower()) || (!c.isUpper() && !c.isLower());
}

/// "12:3...", "12:30…" at the very end: the rest of the notes was cut off, and with it the time.
bool isCutOff(QStringView text, qsizetype end)
{
    const QStringView rest = text.mid(end).trimmed();
    return rest == u"..." || rest == u"…" || rest == u".." || rest == u"[…]" || rest == u"[...]";
}

class Finder
{
public:
    explicit Finder(QStringView text) : m_text(text) { }

    QList<Timestamp> run()
    {
        while (m_at < m_text.size() && m_found.size() < MaxTimestamps) {
            const QChar c = m_text.at(m_at);
            if (c == u'\n') {
                m_lineBegin = m_at + 1;
                m_verseEnd = -1;
            } else if (c == u':' && m_text.mid(m_at, 3) == u"://") {
                skipWord();
                continue;
            } else if (isDigit(c)) {
                takeNumber();
                continue;
            }
            ++m_at;
        }
        return std::move(m_found);
    }

private:
    void skipWord()
    {
        while (m_at < m_text.size() && !m_text.at(m_at).isSpace() && m_text.at(m_at) != u'<')
            ++m_at;
    }

    void takeNumber()
    {
        const qsizetype begin = m_at;
        const qsizetype digits = digitCount(m_text, begin);
        m_at = begin + digits;
        if (!allowsBefore(m_text, begin))
            return;
        Parsed parsed = parseColons(m_text, begin);
        const bool hasUnits = parsed.length == 0;
        if (hasUnits)
            parsed = parseUnits(m_text, begin);
        const bool hasHours = parsed.length == 0;
        if (hasHours)
            parsed = parseHours(m_text, begin);
        if (parsed.length == 0)
            return;
        m_at = begin + parsed.length;
        if (!hasUnits && !allowsAfter(m_text, m_at))
            return;
        Timestamp stamp = placed(begin, parsed);
        if (hasUnits && !stamp.bracketed && !stamp.leadsLine)
            return;
        // "9h30" is half past nine, unless the list began in the first hour of the sound.
        m_beganAtZero = m_beganAtZero || (hasHours && parsed.at < std::chrono::hours(1));
        if (hasHours && (!m_beganAtZero || !stamp.leadsLine))
            return;
        m_at = std::max(m_at, stamp.outerEnd);
        if (!isCutOff(m_text, stamp.outerEnd) && judge(stamp, parsed)) {
            m_found.append(stamp);
            m_sentenceBegin = stamp.outerEnd;
        }
    }

    Timestamp placed(qsizetype begin, const Parsed &parsed)
    {
        Timestamp stamp;
        stamp.begin = begin;
        stamp.length = parsed.length;
        stamp.at = parsed.at;
        stamp.outerBegin = begin;
        stamp.outerEnd = begin + parsed.length;
        takeRange(stamp);
        takeBrackets(stamp);
        takeBracketedUnit(stamp);
        const qsizetype lineEnd = endOfLine(stamp.outerEnd);
        const QStringView before = m_text.mid(m_lineBegin, stamp.outerBegin - m_lineBegin);
        const QStringView after = m_text.mid(stamp.outerEnd, lineEnd - stamp.outerEnd);
        stamp.leadsLine = before.size() <= Sight && isListMark(before);
        stamp.endsLine = std::none_of(after.begin(), after.end(), [](QChar c) {
            return c.isLetterOrNumber() || c.isSurrogate();
        });
        return stamp;
    }

    qsizetype endOfLine(qsizetype from)
    {
        if (m_lineEnd < from) {
            const qsizetype end = m_text.indexOf(u'\n', from);
            m_lineEnd = end < 0 ? m_text.size() : end;
        }
        return m_lineEnd;
    }

    /// "12:00-13:00", "12:00 – 13:00", "12:00 to 13:00", "[12:00] - [13:00]".
    void takeRange(Timestamp &stamp) const
    {
        qsizetype at = stamp.outerEnd;
        while (at < m_text.size() && m_text.at(at) == u' ')
            ++at;
        const qsizetype separator = rangeSeparatorLength(m_text.mid(at, 6));
        if (separator == 0)
            return;
        at += separator;
        while (at < m_text.size() && m_text.at(at) == u' ')
            ++at;
        const Parsed second = at < m_text.size() ? parseColons(m_text, at) : Parsed();
        if (second.length == 0 || second.at <= stamp.at || !allowsAfter(m_text, at + second.length))
            return;
        stamp.outerEnd = at + second.length;
        stamp.rangeEnd = second.at;
    }

    static qsizetype rangeSeparatorLength(QStringView text)
    {
        if (text.startsWith(u"->"))
            return 2;
        if (!text.isEmpty() && isDash(text.front()))
            return 1;
        for (const QStringView word : {u"to "_s, u"bis "_s, u"until "_s, u"à "_s, u"a "_s}) {
            if (text.startsWith(word))
                return word.size();
        }
        return 0;
    }

    void takeBrackets(Timestamp &stamp) const
    {
        const bool opens = stamp.outerBegin > 0 && isOpening(m_text.at(stamp.outerBegin - 1));
        const bool closes = stamp.outerEnd < m_text.size() && isClosing(m_text.at(stamp.outerEnd));
        stamp.bracketed = opens && closes;
        if (!stamp.bracketed)
            return;
        --stamp.outerBegin;
        ++stamp.outerEnd;
    }

    /// "(05:30 min) Title": a unit in the bracket at a line's begin. Elsewhere it tells a length.
    void takeBracketedUnit(Timestamp &stamp) const
    {
        if (stamp.bracketed || stamp.outerBegin == 0 || !isOpening(m_text.at(stamp.outerBegin - 1)))
            return;
        static const QRegularExpression unit(
                u" ?(?:minuten|minutes?|mins?\\.?|std\\.?|h)([)\\]])"_s,
                QRegularExpression::CaseInsensitiveOption);
        constexpr qsizetype Longest = 12;
        const auto match = unit.match(m_text.mid(stamp.outerEnd, Longest), 0,
                                      QRegularExpression::NormalMatch,
                                      QRegularExpression::AnchorAtOffsetMatchOption);
        const QStringView before = m_text.mid(m_lineBegin, stamp.outerBegin - 1 - m_lineBegin);
        if (!match.hasMatch() || before.size() > Sight || !isListMark(before))
            return;
        stamp.bracketed = true;
        --stamp.outerBegin;
        stamp.outerEnd += match.capturedLength(0);
    }

    /// False: surely no time in the sound. May mark it doubtful.
    bool judge(Timestamp &stamp, const Parsed &parsed)
    {
        const qsizetype from = std::max({m_lineBegin, m_sentenceBegin, stamp.outerBegin - Sight});
        const TimeContext context{
                .before = m_text.mid(from, stamp.outerBegin - from),
                .after = m_text.mid(stamp.outerEnd,
                                    std::min(Sight, endOfLine(stamp.outerEnd) - stamp.outerEnd)),
                .isClockLike = isClockLike(parsed, stamp.begin),
                .hasHours = parsed.parts == 3,
                .leadsLine = stamp.leadsLine,
                .bracketed = stamp.bracketed,
        };
        const bool followsVerse = m_verseEnd >= 0 && stamp.begin - m_verseEnd <= 3;
        if (followsVerse || isVerse(context)) {
            m_verseEnd = stamp.outerEnd;
            stamp.doubtful = true;
        }
        stamp.doubtful = stamp.doubtful || isDoubtful(context);
        return !isMarkedOtherwise(context);
    }

    bool isClockLike(const Parsed &parsed, qsizetype begin) const
    {
        return parsed.leading <= 2 && numberAt(m_text, begin, parsed.leading) <= 24;
    }

    QStringView m_text;
    qsizetype m_at = 0;
    qsizetype m_lineBegin = 0;
    qsizetype m_lineEnd = -1;
    qsizetype m_sentenceBegin
            = 0; ///< Behind the last time: words before it are not about the next.
    qsizetype m_verseEnd = -1; ///< Behind the last verse of this line: "Romans 8:28; 12:10".
    bool m_beganAtZero = false; ///< There was a "0h05".
    QList<Timestamp> m_found;
};

} // namespace

QList<Timestamp> findTimestampCandidates(QStringView text)
{
    return Finder(text).run();
}

QList<Timestamp> findTimestamps(QStringView text)
{
    QList<Timestamp> stamps = findTimestampCandidates(text);
    stamps.removeIf([](const Timestamp &stamp) { return stamp.doubtful; });
    return stamps;
}

} // namespace Earmark
