// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/titles.h"

#include <QStringList>
#include <QStringView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype MaxTitle = 120;
// A sentence as short as "Hi!" says nothing: it takes the next one along.
constexpr qsizetype ShortSentence = 8;
// Notes further down do not give a title any more.
constexpr qsizetype Considered = 4000;

constexpr QLatin1StringView Abbreviations[]{
        "mr"_L1,  "mrs"_L1,  "ms"_L1,   "dr"_L1,   "prof"_L1,   "st"_L1,  "vs"_L1,  "etc"_L1,
        "e.g"_L1, "i.e"_L1,  "no"_L1,   "nr"_L1,   "vol"_L1,    "ep"_L1,  "inc"_L1, "ltd"_L1,
        "co"_L1,  "corp"_L1, "jr"_L1,   "sr"_L1,   "ca"_L1,     "bzw"_L1, "usw"_L1, "z.b"_L1,
        "d.h"_L1, "u.a"_L1,  "feat"_L1, "ft"_L1,   "approx"_L1, "mt"_L1,  "gen"_L1, "sen"_L1,
        "rep"_L1, "gov"_L1,  "capt"_L1, "lt"_L1,   "sgt"_L1,    "rev"_L1, "hon"_L1, "p.s"_L1,
        "sra"_L1, "mme"_L1,  "mlle"_L1, "dept"_L1, "est"_L1,    "pt"_L1,  "u.s"_L1, "u.k"_L1,
};
// Names with a point inside, written without a space behind it.
constexpr QLatin1StringView PointedEndings[]{"js"_L1,  "net"_L1, "io"_L1, "ai"_L1, "com"_L1,
                                             "org"_L1, "tv"_L1,  "fm"_L1, "py"_L1, "ts"_L1};

template<std::size_t N>
bool isOneOf(QStringView word, const QLatin1StringView (&words)[N])
{
    return std::any_of(std::begin(words), std::end(words), [word](QLatin1StringView known) {
        return word.compare(known, Qt::CaseInsensitive) == 0;
    });
}

bool isLinkStart(QStringView text)
{
    return text.startsWith(u"http://", Qt::CaseInsensitive)
            || text.startsWith(u"https://", Qt::CaseInsensitive)
            || text.startsWith(u"www.", Qt::CaseInsensitive);
}

bool isSpaceOrEnd(QStringView text, qsizetype at)
{
    return at >= text.size() || text.at(at).isSpace();
}

qsizetype wordBegin(QStringView text, qsizetype end)
{
    qsizetype begin = end;
    while (begin > 0 && !text.at(begin - 1).isSpace())
        --begin;
    return begin;
}

qsizetype wordEnd(QStringView text, qsizetype begin)
{
    while (begin < text.size() && !text.at(begin).isSpace())
        ++begin;
    return begin;
}

/// "12:30" or "1:02:03", in brackets or not: the length of what stands at the text's beginning.
qsizetype stampLength(QStringView text)
{
    qsizetype at = 0;
    while (at < text.size() && (text.at(at) == u'[' || text.at(at) == u'('))
        ++at;
    qsizetype digits = 0;
    bool hasColon = false;
    for (; at < text.size(); ++at) {
        const QChar c = text.at(at);
        if (c.isDigit())
            ++digits;
        else if (c == u':' && digits > 0)
            hasColon = true;
        else
            break;
    }
    return hasColon && digits >= 3 ? at : 0;
}

bool isZeroStamp(QStringView stamp)
{
    return std::none_of(stamp.begin(), stamp.end(),
                        [](QChar c) { return c.isDigit() && c != u'0'; });
}

/// Does the point at text[at] only shorten a word ("Dr.", "J.", "5. Mai")?
bool isAbbreviation(QStringView text, qsizetype at)
{
    QStringView word = text.mid(wordBegin(text, at), at - wordBegin(text, at));
    while (!word.isEmpty() && !word.front().isLetterOrNumber())
        word = word.mid(1);
    if (word.size() == 1 && word.front().isLetter())
        return word != u"I";
    bool isNumber = false;
    const int number = word.toInt(&isNumber);
    return (isNumber && number <= 31) || isOneOf(word, Abbreviations);
}

/// "is brilliant.TLS encryption": the line end between two sentences was lost.
bool isGluedEnd(QStringView text, qsizetype at)
{
    const qsizetype begin = wordBegin(text, at);
    if (at + 1 >= text.size() || !text.at(at + 1).isUpper() || at - begin < 3
        || text.left(begin).count(u' ') < 2)
        return false;
    QStringView next = text.mid(at + 1, wordEnd(text, at + 1) - at - 1);
    while (!next.isEmpty() && !next.back().isLetterOrNumber())
        next.chop(1);
    return text.at(at - 1).isLower() && !next.contains(u'.') && !isOneOf(next, PointedEndings);
}

/// Does a sentence end with the character at text[at]?
bool endsSentence(QStringView text, qsizetype at)
{
    const QChar c = text.at(at);
    if (c == u'。' || c == u'！' || c == u'？')
        return true;
    if (c != u'.' && c != u'!' && c != u'?' && c != u'…')
        return false;
    qsizetype next = at + 1;
    while (next < text.size() && QStringView(u"\"'”’»)]").contains(text.at(next)))
        ++next;
    if (!isSpaceOrEnd(text, next))
        return c == u'.' && isGluedEnd(text, at);
    while (next < text.size() && text.at(next).isSpace())
        ++next;
    if (next < text.size() && text.at(next).isLower())
        return false;
    return next >= text.size() || c != u'.' || !isAbbreviation(text, at);
}

qsizetype behindClosing(QStringView text, qsizetype at)
{
    ++at;
    while (at < text.size() && QStringView(u"\"'”’»)]").contains(text.at(at)))
        ++at;
    return at;
}

QStringView trimmedEdges(QStringView text)
{
    constexpr QStringView Edges = u"-–—•·*►▶➤→|:,;#>=_~";
    while (!text.isEmpty() && (text.front().isSpace() || Edges.contains(text.front())))
        text = text.mid(1);
    while (!text.isEmpty()
           && (text.back().isSpace() || Edges.contains(text.back()) || text.back() == u'('))
        text.chop(1);
    return text;
}

/// Where the line stops being prose: at a chapter list. A single time of day in a sentence is none.
qsizetype chapterListBegin(QStringView line)
{
    qsizetype first = -1;
    int stamps = 0;
    for (qsizetype at = 0; at < line.size(); at = wordEnd(line, at) + 1) {
        const qsizetype length = stampLength(line.mid(at));
        if (length == 0)
            continue;
        if (first < 0)
            first = at;
        if (isZeroStamp(line.mid(at, length)) || at == 0)
            return at;
        if (++stamps == 3)
            return first;
    }
    return line.size();
}

/// The first sentence of one line, empty if it has none.
QString firstSentence(QStringView line)
{
    line = trimmedEdges(line.left(chapterListBegin(line)));
    while (isLinkStart(line))
        line = trimmedEdges(line.mid(wordEnd(line, 0)));
    for (qsizetype at = 0; at < line.size(); ++at) {
        const bool isWordStart = at > 0 && line.at(at - 1).isSpace();
        if (isWordStart && isLinkStart(line.mid(at))) {
            line = line.left(at);
            break;
        }
        if (!endsSentence(line, at))
            continue;
        const qsizetype end = behindClosing(line, at);
        if (end >= ShortSentence) {
            line = line.left(end);
            break;
        }
    }
    line = trimmedEdges(line);
    const bool saysSomething
            = std::count_if(line.begin(), line.end(), [](QChar c) { return c.isLetter(); }) >= 2;
    return saysSomething ? line.toString() : QString();
}

/// "Get my course https://…": a few words and the link they point at, and nothing else.
bool isPlug(QStringView line)
{
    constexpr int FewWords = 8;
    line = trimmedEdges(line);
    const qsizetype last = wordBegin(line, line.size());
    return last > 0 && isLinkStart(line.mid(last))
            && line.left(last).trimmed().count(u' ') < FewWords;
}

/// At most max characters: cut at a word, never inside a surrogate pair.
QString shortened(const QString &text, qsizetype max)
{
    if (text.size() <= max)
        return text;
    if (max < 1)
        return {};
    qsizetype end = max - 1;
    while (end > 0 && !text.at(end).isSpace())
        --end;
    if (end < max / 2)
        end = max - 1;
    if (end > 0 && text.at(end - 1).isHighSurrogate())
        --end;
    while (end > 0
           && (text.at(end - 1).isSpace() || QStringView(u",;:-–—(").contains(text.at(end - 1))))
        --end;
    return text.left(end) + u'…';
}

} // namespace

QString displayTitle(const QString &title, const QString &plainNotes)
{
    QString shown = title.simplified();
    if (!shown.isEmpty())
        return shown;
    QString plug; // of use when the notes say nothing else
    const auto lines = QStringView(plainNotes).left(Considered).split(u'\n', Qt::SkipEmptyParts);
    for (const QStringView line : lines) {
        // The chapter list has begun: what follows are chapters' titles, not this one's.
        const QStringView bare = trimmedEdges(line);
        if (stampLength(bare) > 0)
            break;
        shown = firstSentence(line.toString().simplified());
        if (shown.isEmpty())
            continue;
        if (!isPlug(line))
            return shortened(shown, MaxTitle);
        if (plug.isEmpty())
            plug = shown;
    }
    return plug.isEmpty() ? u"Untitled episode"_s : shortened(plug, MaxTitle);
}

QString excerpt(const QString &plainNotes, int max)
{
    // White space folds to less: four times the length is more than enough to look at.
    return shortened(plainNotes.left(qsizetype(max) * 4).simplified(), max);
}

} // namespace Earmark
