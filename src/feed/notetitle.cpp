// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/notetitle.h"

#include "feed/notewords.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype MaxTitle = 200;
// A title longer than this has run into the text behind the list: its first sentence will do.
constexpr qsizetype LongTitle = 90;
constexpr qsizetype MaxRegion = 4000;

constexpr QStringView Separators = u"-–—―‒−:：|｜•·*►▶▸▹→⇒➤➜>~=,;、/\u00a0\u2028\ufe0f"
                                   u"\u200e\u200f\u202c\u2069"; // the ends of bidi runs

bool isSeparator(QChar c)
{
    return c.isSpace() || Separators.contains(c);
}

QStringView withoutLeading(QStringView text, bool standsBefore)
{
    // "0:00. Intro", "0:00) Intro", "`0:00` Intro"; but ".NET" and "(Intro)" are titles.
    while (!text.isEmpty() && QStringView(u".)]}`").contains(text.front())
           && (text.size() == 1 || !text.at(1).isLetterOrNumber()))
        text = text.mid(1);
    while (!text.isEmpty() && isSeparator(text.front()))
        text = text.mid(1);
    if (!standsBefore)
        return text;
    // Numbering: "1. Intro 0:00", "2) News 5:00".
    qsizetype digits = 0;
    while (digits < text.size() && digits < 3 && text.at(digits).isDigit())
        ++digits;
    if (digits > 0 && digits + 1 < text.size()
        && (text.at(digits) == u'.' || text.at(digits) == u')') && text.at(digits + 1).isSpace())
        text = text.mid(digits + 1).trimmed();
    return text;
}

QStringView withoutTrailing(QStringView text)
{
    while (!text.isEmpty()
           && (isSeparator(text.back()) || QStringView(u"([{（【<").contains(text.back())))
        text.chop(1);
    return text;
}

/// "Intro ........ 0:00"
QStringView withoutDotLeaders(QStringView text)
{
    qsizetype end = text.size();
    while (end > 0
           && (text.at(end - 1) == u'.' || text.at(end - 1) == u'_' || text.at(end - 1) == u' '))
        --end;
    return text.size() - end >= 4 ? text.left(end) : text;
}

/// "Intro [@0:00]", "Intro @ 0:00"
QStringView withoutAt(QStringView text)
{
    text = text.trimmed();
    return text.endsWith(u'@') ? text.chopped(1) : text;
}

/// Where the first bare link begins, its bracket included; the text's size if there is none.
qsizetype linkBegin(QStringView text)
{
    qsizetype at = 0;
    while (at < text.size()) {
        while (at < text.size() && text.at(at).isSpace())
            ++at;
        const qsizetype begin = at;
        while (at < text.size() && !text.at(at).isSpace())
            ++at;
        const QStringView word = text.mid(begin, at - begin);
        const qsizetype inside = word.indexOf(u"http", 0, Qt::CaseInsensitive);
        const bool hasScheme = inside >= 0
                && (word.mid(inside).startsWith(u"http://", Qt::CaseInsensitive)
                    || word.mid(inside).startsWith(u"https://", Qt::CaseInsensitive));
        if (hasScheme)
            return begin + inside;
        if (isLinkWord(word))
            return begin;
    }
    return text.size();
}

QUrl linkAt(QStringView text, qsizetype begin)
{
    qsizetype end = begin;
    while (end < text.size() && !text.at(end).isSpace())
        ++end;
    QStringView word = text.mid(begin, end - begin);
    if (word.endsWith(u"...") || word.endsWith(u"…"))
        return {};
    while (!word.isEmpty() && QStringView(u".,;:!?)]}>\"'").contains(word.back()))
        word.chop(1);
    const QUrl url(word.toString(), QUrl::StrictMode);
    const bool isWeb = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    return url.isValid() && isWeb && !url.host().isEmpty() ? url : QUrl();
}

/// "[0:00](https://…) Intro": the time itself was a link.
QStringView behindLinkOfTime(QStringView text)
{
    if (!text.startsWith(u"(http") && !text.startsWith(u"]("))
        return text;
    const qsizetype close = text.indexOf(u')');
    return close < 0 ? text : text.mid(close + 1);
}

/// "NodeJS 12:3...": the next time, of which only this was left.
QStringView withoutCutTime(QStringView text)
{
    QStringView rest = text.trimmed();
    if (rest.endsWith(u"..."))
        rest.chop(3);
    else if (rest.endsWith(u"…"))
        rest.chop(1);
    else
        return text;
    qsizetype begin = rest.size();
    while (begin > 0 && (rest.at(begin - 1).isDigit() || rest.at(begin - 1) == u':'))
        --begin;
    const QStringView time = rest.mid(begin);
    const bool standsAlone = begin == 0 || rest.at(begin - 1).isSpace()
            || QStringView(u"([").contains(rest.at(begin - 1));
    return time.contains(u':') && time.front().isDigit() && standsAlone ? rest.left(begin) : text;
}

/// A long title has run into a sentence that does not belong to it.
QStringView firstSentence(QStringView text)
{
    if (text.size() <= LongTitle)
        return text;
    for (qsizetype at = 3; at + 2 < text.size(); ++at) {
        const bool isEnd = QStringView(u".!?").contains(text.at(at)) && text.at(at + 1).isSpace()
                && text.at(at + 2).isUpper() && text.at(at - 1).isLower()
                && text.at(at - 2).isLower();
        if (isEnd)
            return text.left(text.at(at) == u'.' ? at : at + 1);
    }
    return text;
}

QString capped(QStringView text)
{
    QString title = text.toString().simplified();
    if (title.size() <= MaxTitle)
        return title;
    qsizetype end = title.lastIndexOf(u' ', MaxTitle - 1);
    if (end < MaxTitle / 2)
        end = MaxTitle - 1;
    if (title.at(end - 1).isHighSurrogate())
        --end;
    return title.left(end) + u'…';
}

QStringView cutAtPromotion(QStringView text, const PromotionFinder &promotions)
{
    if (promotions.isEmpty())
        return text;
    for (const PromotionFinder::Span &span : promotions.find(text)) {
        const QStringView before = text.left(span.begin);
        const bool hasTitle = std::any_of(before.begin(), before.end(),
                                          [](QChar c) { return c.isLetterOrNumber(); });
        if (hasTitle)
            return before;
    }
    return text;
}

} // namespace

NoteTitle noteTitle(QStringView region, const PromotionFinder &promotions, bool standsBefore,
                    QStringView marker)
{
    NoteTitle title;
    QStringView text = region;
    if (standsBefore)
        text = withoutAt(withoutDotLeaders(text.right(MaxRegion)));
    else
        text = withoutCutTime(behindLinkOfTime(text).left(MaxRegion));
    text = withoutLeading(text, standsBefore);
    text = cutAtPromotion(text, promotions);
    const qsizetype link = linkBegin(text);
    if (link < text.size())
        title.link = linkAt(text, link);
    text = withoutTrailing(text.left(link));
    if (!marker.isEmpty() && text.endsWith(marker) && text.size() > marker.size())
        text = withoutTrailing(text.chopped(marker.size()));
    const bool isNumbered = marker.size() >= 2 && marker.front().isDigit();
    if (isNumbered && !text.isEmpty() && text.back() == marker.back()) {
        qsizetype begin = text.size() - 1;
        while (begin > 0 && text.at(begin - 1).isDigit())
            --begin;
        if (begin < text.size() - 1 && begin > 0 && text.at(begin - 1).isSpace())
            text = withoutTrailing(text.left(begin));
    }
    title.text = capped(firstSentence(text));
    return title;
}

} // namespace Earmark
