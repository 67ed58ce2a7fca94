// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/entities.h"
#include "feed/transcriptformats.h"

#include <QList>

#include <algorithm>

using namespace Qt::StringLiterals;

// SubRip and WebVTT (www.w3.org/TR/webvtt1), with the damage they arrive in.

namespace Earmark {
namespace {

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// Reads times out of a line, character by character.
class TimeScanner
{
public:
    explicit TimeScanner(QStringView line) : m_line(line) { }

    /// [-][H:]M:S[.mmm]; slips such as "00: 01: 02, 500" too.
    std::optional<std::chrono::milliseconds> time()
    {
        skipSpace();
        const bool isNegative = take(u'-');
        qint64 seconds = 0;
        int parts = 0;
        do {
            const auto part = number();
            if (!part || ++parts > 3)
                return std::nullopt;
            seconds = seconds * 60 + *part;
        } while (separator(u':'));
        if (parts < 2)
            return std::nullopt;
        const auto fraction = readFraction();
        if (!fraction)
            return std::nullopt;
        const std::chrono::milliseconds time{seconds * 1000 + *fraction};
        if (time > MaxCueTime)
            return std::nullopt;
        return isNegative ? std::chrono::milliseconds(0) : time;
    }

    bool arrow()
    {
        skipSpace();
        qsizetype dashes = 0;
        while (take(u'-') || take(u'\u2013') || take(u'\u2014'))
            ++dashes;
        skipSpace();
        return dashes > 0 && take(u'>');
    }

private:
    QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_line.size() ? m_line.at(m_at + ahead) : QChar();
    }

    bool take(QChar c)
    {
        if (peek() != c)
            return false;
        ++m_at;
        return true;
    }

    void skipSpace()
    {
        while (peek().isSpace())
            ++m_at;
    }

    /// A separator with a digit behind it, and perhaps a space between.
    bool separator(QChar c)
    {
        const qsizetype behind = peek(1) == u' ' ? 2 : 1;
        if (peek() != c || !isDigit(peek(behind)))
            return false;
        m_at += behind;
        return true;
    }

    std::optional<qint64> number()
    {
        constexpr qsizetype Longest = 6;
        const qsizetype begin = m_at;
        while (isDigit(peek()) && m_at - begin <= Longest)
            ++m_at;
        const qsizetype size = m_at - begin;
        if (size == 0 || size > Longest)
            return std::nullopt;
        return m_line.mid(begin, size).toLongLong();
    }

    /// Milliseconds; see cueTimes() about fractions that are too short.
    std::optional<int> readFraction()
    {
        if (!separator(u',') && !separator(u'.'))
            return 0;
        const qsizetype begin = m_at;
        while (isDigit(peek()))
            ++m_at;
        if (m_at - begin < 3)
            return std::nullopt;
        return m_line.mid(begin, 3).toInt();
    }

    QStringView m_line;
    qsizetype m_at = 0;
};

bool isNumber(QStringView line)
{
    return !line.isEmpty() && line.size() <= 9
            && std::all_of(line.begin(), line.end(), [](QChar c) { return isDigit(c); });
}

/// Blocks one after the other: times, then lines of text.
class TimedTextReader
{
public:
    TimedTextReader(QStringView text, bool isWebVtt) : m_isWebVtt(isWebVtt)
    {
        for (qsizetype at = 0; at <= text.size() && m_lines.size() < MostLines;) {
            const qsizetype end = text.indexOf(u'\n', at);
            const qsizetype length = (end < 0 ? text.size() : end) - at;
            m_lines.append(text.mid(at, length).trimmed());
            at += length + 1;
        }
    }

    Cues run()
    {
        while (m_at < m_lines.size() && m_cues.size() < MaxCues) {
            const QStringView line = m_lines.at(m_at++);
            if (!isTimingLine(line))
                continue;
            const auto times = cueTimes(line);
            const QString markup = body();
            if (times)
                append(*times, markup);
        }
        return std::move(m_cues);
    }

private:
    static constexpr qsizetype MostLines = 1'000'000;

    /// The lines that belong to the timing line before m_at.
    QString body()
    {
        const qsizetype begin = m_at;
        while (m_at < m_lines.size() && !isTimingLine(m_lines.at(m_at))
               && !(m_isWebVtt && m_lines.at(m_at).isEmpty()))
            ++m_at;
        qsizetype end = m_at;
        if (m_at < m_lines.size() && !m_lines.at(m_at).isEmpty())
            end = withoutNumber(begin);
        QString markup;
        for (qsizetype i = begin; i < end && markup.size() < 2 * MaxCueText; ++i)
            markup += m_lines.at(i).left(2 * MaxCueText) + u'\n';
        return markup;
    }

    /// Where the text ends before the number (WebVTT: the name) of the cue that begins at m_at.
    qsizetype withoutNumber(qsizetype begin) const
    {
        qsizetype last = m_at;
        while (last > begin && m_lines.at(last - 1).isEmpty())
            --last;
        if (last == begin || !isNumber(m_lines.at(last - 1)))
            return m_at;
        const bool isAdjacent = last == m_at;
        const bool isAlone = last - 1 == begin || m_lines.at(last - 2).isEmpty();
        // An empty line slipped between a number and its times.
        const bool isNext = m_lines.at(last - 1).toLongLong() == m_cues.size() + 2;
        return isAdjacent || (isAlone && isNext) ? last - 1 : m_at;
    }

    void append(const CueTimes &times, const QString &markup)
    {
        Cue cue;
        cue.start = times.start;
        cue.end = times.end;
        cue.text = cueText(markup, &cue.speaker);
        m_cues.append(std::move(cue));
    }

    QList<QStringView> m_lines;
    qsizetype m_at = 0;
    bool m_isWebVtt;
    Cues m_cues;
};

/// The index behind the tag at markup's '<'; 0 when that is only a sign.
qsizetype tagLength(QStringView markup)
{
    constexpr qsizetype LongestTag = 1024;
    const QChar next = markup.size() > 1 ? markup.at(1) : QChar();
    if (next != u'/' && next != u'.' && !isDigit(next) && !next.isLetter())
        return 0;
    for (qsizetype at = 1; at < std::min(markup.size(), LongestTag); ++at) {
        if (markup.at(at) == u'>')
            return at + 1;
        if (markup.at(at) == u'<')
            break;
    }
    return 0;
}

/// The name in <v.loud Name>; empty for any other tag.
QString voiceOf(QStringView tag)
{
    const QStringView inside = tag.mid(1, tag.size() - 2);
    const bool isVoice = inside.startsWith(u'v') && inside.size() > 1
            && (inside.at(1).isSpace() || inside.at(1) == u'.');
    if (!isVoice)
        return {};
    qsizetype space = 1;
    while (space < inside.size() && !inside.at(space).isSpace())
        ++space;
    return decodeReferences(inside.mid(space)).simplified().left(MaxSpeaker);
}

QString linesTrimmed(QStringView text)
{
    QString out;
    for (const QStringView line : text.split(u'\n')) {
        const QStringView trimmed = line.trimmed();
        if (trimmed.isEmpty())
            continue;
        if (!out.isEmpty())
            out += u'\n';
        out += trimmed;
    }
    return out.left(MaxCueText);
}

} // namespace

std::optional<CueTimes> cueTimes(QStringView line)
{
    TimeScanner scanner(line);
    const auto start = scanner.time();
    if (!start || !scanner.arrow())
        return std::nullopt;
    const auto end = scanner.time();
    if (!end)
        return std::nullopt;
    return CueTimes{*start, *end};
}

bool isTimingLine(QStringView line)
{
    constexpr qsizetype Longest = 512;
    const auto begins = [](QStringView time) {
        return !time.isEmpty() && (isDigit(time.front()) || time.front() == u'-');
    };
    const qsizetype arrow = line.size() > Longest ? -1 : line.indexOf(u'>');
    if (arrow < 0 || !begins(line) || !begins(line.mid(arrow + 1).trimmed()))
        return false;
    const QStringView first = line.left(arrow);
    return first.contains(u':') && std::all_of(first.begin(), first.end(), [](QChar c) {
               return isDigit(c) || c.isSpace() || u":.,-\u2013\u2014"_s.contains(c);
           });
}

std::optional<std::chrono::milliseconds> cueTime(QStringView text)
{
    double seconds = 0;
    const auto parts = text.trimmed().split(u':');
    if (parts.size() > 3)
        return std::nullopt;
    for (const QStringView part : parts) {
        bool isNumber = false;
        const double value = part.trimmed().toString().replace(u',', u'.').toDouble(&isNumber);
        if (!isNumber || !(value >= 0) || value > 1e9)
            return std::nullopt;
        seconds = seconds * 60 + value;
    }
    const std::chrono::duration<double> time(seconds);
    if (time > MaxCueTime)
        return std::nullopt;
    return std::chrono::milliseconds(qRound64(seconds * 1000));
}

QString cueText(QStringView markup, QString *speaker)
{
    QString text;
    QString decoded;
    for (qsizetype at = 0; at < markup.size();) {
        const QStringView rest = markup.mid(at);
        const qsizetype tag = rest.front() == u'<' ? tagLength(rest) : 0;
        const qsizetype style = rest.startsWith(u"{\\") ? rest.left(64).indexOf(u'}') + 1 : 0;
        decoded.clear();
        const qsizetype reference = rest.front() == u'&' ? decodeReference(rest, decoded) : 0;
        if (tag > 0 && speaker && speaker->isEmpty())
            *speaker = voiceOf(rest.left(tag));
        if (tag == 0 && style == 0)
            text += reference > 0 ? QStringView(decoded) : rest.first(1);
        at += std::max<qsizetype>({tag, style, reference, 1});
    }
    return linesTrimmed(text);
}

Cues readTimedText(const QString &text, bool isWebVtt)
{
    QString lines = text;
    lines.replace("\r\n"_L1, "\n"_L1).replace(u'\r', u'\n').remove(QChar(0)).remove(QChar(0xFEFF));
    return TimedTextReader(lines, isWebVtt).run();
}

void completeEnds(Cues &cues)
{
    for (qsizetype i = cues.size() - 1, next = -1; i >= 0; --i) {
        Cue &cue = cues[i];
        if (cue.end <= cue.start) {
            const bool isFollowed = next >= 0 && cues.at(next).start > cue.start;
            cue.end = isFollowed ? cues.at(next).start : cue.start;
        }
        if (i > 0 && cues.at(i - 1).start < cue.start)
            next = i;
    }
}

} // namespace Earmark
