// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/notelists.h"

#include "feed/notetitle.h"
#include "feed/timecontext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

// What stands before a time at a line's end is a title up to here, a sentence beyond.
constexpr qsizetype LongestTitleBefore = 140;
// The same inside a running line, where prose comes before the list.
constexpr qsizetype LongestFirstTitle = 70;

struct Line
{
    qsizetype begin = 0;
    qsizetype end = 0;
    qsizetype first = 0; ///< Its times: [first, last) of all.
    qsizetype last = 0;

    qsizetype count() const { return last - first; }
};

/// The lines that hold a time.
QList<Line> linesWithTimes(QStringView text, const QList<Timestamp> &stamps)
{
    QList<Line> lines;
    for (qsizetype i = 0; i < stamps.size(); ++i) {
        const qsizetype begin = stamps.at(i).begin;
        if (!lines.isEmpty() && begin < lines.last().end) {
            lines.last().last = i + 1;
            continue;
        }
        const qsizetype before = begin == 0 ? -1 : text.lastIndexOf(u'\n', begin - 1);
        const qsizetype after = text.indexOf(u'\n', begin);
        lines.append({before + 1, after < 0 ? text.size() : after, i, i + 1});
    }
    return lines;
}

bool saysSomething(QStringView text)
{
    return std::any_of(text.begin(), text.end(),
                       [](QChar c) { return c.isLetterOrNumber() || c.isSurrogate(); });
}

bool endsWithPreposition(QStringView before)
{
    before = before.trimmed();
    for (const QStringView word :
         {u"at", u"around", u"um", u"bei", u"ab", u"from", u"after", u"about", u"until", u"by",
          u"vers", u"à", u"las", u"and", u"until", u"see"}) {
        const bool isWhole = before.size() == word.size()
                || (before.size() > word.size()
                    && before.at(before.size() - word.size() - 1).isSpace());
        if (isWhole && before.endsWith(word, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

class Lists
{
public:
    Lists(QStringView text, const QList<Timestamp> &stamps, const PromotionFinder &promotions)
        : m_text(text), m_stamps(stamps), m_promotions(promotions),
          m_lines(linesWithTimes(text, stamps))
    {
    }

    NoteList leading()
    {
        NoteList list{.entries = {}, .ownLines = true};
        const bool titlesBefore = titlesStandBefore();
        for (qsizetype i = 0; i < m_lines.size(); ++i) {
            const Line &line = m_lines.at(i);
            const Timestamp &stamp = m_stamps.at(line.first);
            if (!stamp.leadsLine)
                continue;
            const bool isAlone = stamp.endsLine && line.count() == 1;
            QStringView region = m_text.mid(stamp.outerEnd, line.end - stamp.outerEnd);
            if (isAlone)
                region = titlesBefore ? lineBefore(line) : lineBehind(i);
            append(list, stamp, region, isAlone && titlesBefore);
        }
        return list;
    }

    NoteList trailing()
    {
        NoteList list{.entries = {}, .ownLines = true};
        for (const Line &line : m_lines) {
            const Timestamp &stamp = m_stamps.at(line.first);
            const QStringView region = m_text.mid(line.begin, stamp.outerBegin - line.begin);
            if (line.count() != 1 || !stamp.endsLine || region.size() > LongestTitleBefore
                || !saysSomething(region))
                continue;
            append(list, stamp, region, true);
        }
        return list;
    }

    NoteList running()
    {
        NoteList list;
        for (const Line &line : m_lines) {
            if (line.count() >= 2 || m_stamps.at(line.first).leadsLine)
                appendRunning(list, line);
        }
        return list;
    }

private:
    void append(NoteList &list, const Timestamp &stamp, QStringView region, bool isBefore,
                QStringView marker = {}) const
    {
        const NoteTitle title = noteTitle(region, m_promotions, isBefore, marker);
        const qsizetype from = std::max<qsizetype>(0, stamp.outerBegin - 12);
        list.entries.append({
                .at = stamp.at,
                .title = title.text,
                .link = list.ownLines ? title.link : QUrl(),
                .doubtful = stamp.doubtful,
                .afterPreposition = !stamp.leadsLine
                        && endsWithPreposition(m_text.mid(from, stamp.outerBegin - from)),
        });
    }

    /// Do titles stand on the lines above their times? Then nothing stands below the last one.
    bool titlesStandBefore() const
    {
        const Line &last = m_lines.last();
        const Timestamp &stamp = m_stamps.at(last.first);
        const Line &first = m_lines.first();
        return stamp.leadsLine && stamp.endsLine && last.end >= m_text.size() && first.begin > 0;
    }

    QStringView lineBefore(const Line &line) const
    {
        if (line.begin < 2)
            return {};
        const qsizetype before = m_text.lastIndexOf(u'\n', line.begin - 2);
        return m_text.mid(before + 1, line.begin - 1 - before - 1);
    }

    QStringView lineBehind(qsizetype index) const
    {
        const Line &line = m_lines.at(index);
        if (line.end >= m_text.size())
            return {};
        const qsizetype begin = line.end + 1;
        if (index + 1 < m_lines.size() && m_lines.at(index + 1).begin == begin)
            return {};
        const qsizetype end = m_text.indexOf(u'\n', begin);
        return m_text.mid(begin, (end < 0 ? m_text.size() : end) - begin);
    }

    void appendRunning(NoteList &list, const Line &line) const
    {
        const Timestamp &first = m_stamps.at(line.first);
        const QStringView head = m_text.mid(line.begin, first.outerBegin - line.begin);
        const bool isBefore = titlesPrecede(line, head);
        const QStringView marker = markerOf(head);
        qsizetype from = line.begin + (isBefore ? titleBegin(head) : 0);
        for (qsizetype i = line.first; i < line.last; ++i) {
            const Timestamp &stamp = m_stamps.at(i);
            const qsizetype next = i + 1 < line.last ? m_stamps.at(i + 1).outerBegin : line.end;
            const QStringView region = isBefore ? m_text.mid(from, stamp.outerBegin - from)
                                                : m_text.mid(stamp.outerEnd, next - stamp.outerEnd);
            append(list, stamp, region, isBefore, marker);
            from = stamp.outerEnd;
        }
    }

    /// In a running line the titles stand before their times when nothing stands behind the last
    /// time and what stands before the first one can be a title.
    bool titlesPrecede(const Line &line, QStringView head) const
    {
        if (!m_stamps.at(line.last - 1).endsLine || !saysSomething(head) || isListMark(head))
            return false;
        const QStringView title = head.mid(titleBegin(head)).trimmed();
        if (title.isEmpty() || title.size() > LongestFirstTitle
            || QStringView(u".!?").contains(title.back()))
            return false;
        if (title.back() != u':' || line.count() < 2)
            return true;
        // "Intro: 0:00, News: 5:00" against "Chapters: 0:00 Intro 5:00 News 9:10".
        const qsizetype from = m_stamps.at(line.first).outerEnd;
        const qsizetype to = m_stamps.at(line.first + 1).outerBegin;
        return m_text.mid(from, to - from).trimmed().endsWith(u':');
    }

    /// In "Timestamps: Intro (0:00), News (5:00)" the first title begins behind the colon.
    static qsizetype titleBegin(QStringView head)
    {
        for (qsizetype at = head.trimmed().size() - 2; at > 0; --at) {
            if (QStringView(u".!?:").contains(head.at(at)) && head.at(at + 1).isSpace())
                return at + 1;
        }
        return 0;
    }

    /// The bullet before each time: "⏱ 0:00 Intro ⏱ 5:00 News". Numbering is told as "1.".
    static QStringView markerOf(QStringView head)
    {
        head = head.trimmed();
        qsizetype begin = head.size();
        while (begin > 0 && !head.at(begin - 1).isSpace())
            --begin;
        const QStringView word = head.mid(begin);
        const bool isNumber = word.size() >= 2 && word.size() <= 3 && word.front().isDigit()
                && (word.back() == u'.' || word.back() == u')');
        const bool isSign
                = word.size() <= 4 && std::none_of(word.begin(), word.end(), [](QChar c) {
                      return c.isLetterOrNumber() || QStringView(u".!?:)]\"'”").contains(c);
                  });
        return isNumber || isSign ? word : QStringView();
    }

    QStringView m_text;
    const QList<Timestamp> &m_stamps;
    const PromotionFinder &m_promotions;
    QList<Line> m_lines;
};

} // namespace

NoteList leadingList(QStringView text, const QList<Timestamp> &stamps,
                     const PromotionFinder &promotions)
{
    return Lists(text, stamps, promotions).leading();
}

NoteList trailingList(QStringView text, const QList<Timestamp> &stamps,
                      const PromotionFinder &promotions)
{
    return Lists(text, stamps, promotions).trailing();
}

NoteList runningList(QStringView text, const QList<Timestamp> &stamps,
                     const PromotionFinder &promotions)
{
    return Lists(text, stamps, promotions).running();
}

} // namespace Earmark
