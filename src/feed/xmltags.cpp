// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/feedlimits.h"
#include "feed/xmlbytes.h"
#include "feed/xmlmender.h"

#include <QVarLengthArray>

#include <algorithm>
#include <array>
#include <cstdlib>

using namespace Qt::StringLiterals;

// The half of the mender that knows tags.

namespace Earmark {
namespace {

constexpr qsizetype LongestEndTag = 1024;
constexpr qsizetype ShortReach = 4096; ///< bytes
constexpr qsizetype MostAttributes = 64;
constexpr int MostGuesses = 10'000; ///< at misspelt names: each takes some microseconds

/// What begins no name, or is a prefix with none behind it: as much as need not be looked at again.
qsizetype namelessLength(QByteArrayView attributes)
{
    if (isNameStart(attributes.front()))
        return std::max<qsizetype>(attributes.indexOf(':') + 1, 1);
    return std::find_if(attributes.begin(), attributes.end(), isNameStart) - attributes.begin();
}

/// Where in a value the next attribute begins, as in `url="a.mp3 type="audio/mpeg"`: the quote that
/// seemed to close the first opens the second. 0: nowhere.
qsizetype forgottenQuote(QByteArrayView value, QByteArrayView behind)
{
    const bool goesOn = behind.size() > 1 && !isSpace(behind.at(1)) && behind.at(1) != '/';
    if (!goesOn || !value.endsWith('='))
        return 0;
    qsizetype begin = value.size() - 1;
    while (begin > 0 && isNameCharacter(value.at(begin - 1)))
        --begin;
    return begin > 0 && isSpace(value.at(begin - 1)) ? begin : 0;
}

/// “a.mp3” as word processors write it.
QByteArrayView withoutTypographicQuotes(QByteArrayView value)
{
    constexpr QByteArrayView Quotes[] = {"\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E",
                                         "\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\xB3"};
    for (const QByteArrayView quote : Quotes) {
        if (value.startsWith(quote))
            value = value.sliced(quote.size());
        if (value.endsWith(quote))
            value.chop(quote.size());
    }
    return value;
}

/// The value behind a name, taken off attributes; null when the name has none.
QByteArrayView takeValue(QByteArrayView &attributes)
{
    if (attributes.isEmpty() || attributes.front() != '=')
        return {};
    attributes = attributes.sliced(1).trimmed();
    if (attributes.isEmpty())
        return QByteArrayView("");
    const char quote = attributes.front();
    if (quote == '"' || quote == '\'') {
        const qsizetype close = attributes.indexOf(quote, 1);
        const QByteArrayView value
                = attributes.sliced(1, (close < 0 ? attributes.size() : close) - 1);
        if (const qsizetype next = forgottenQuote(value, attributes.sliced(value.size() + 1));
            next > 0) {
            attributes = attributes.sliced(next + 1);
            return value.first(next).trimmed();
        }
        attributes = close < 0 ? QByteArrayView("") : attributes.sliced(close + 1);
        return value.isEmpty() ? QByteArrayView("") : value;
    }
    qsizetype end = 0;
    while (end < attributes.size() && !isSpace(attributes.at(end)))
        ++end;
    const QByteArrayView value = withoutTypographicQuotes(attributes.first(end));
    attributes = attributes.sliced(end);
    return value.isEmpty() ? QByteArrayView("") : value;
}

/// The index of the '>' that ends the tag, minding quotes; -1 when it is not in bytes.
qsizetype quotedTagEnd(QByteArrayView bytes)
{
    char quote = 0;
    char before = 0; // what stood there that is no space: a value is quoted behind its '=' alone
    for (qsizetype i = 1; i < bytes.size(); ++i) {
        const char c = bytes.at(i);
        if (quote != 0)
            quote = c == quote ? '\0' : quote;
        else if ((c == '"' || c == '\'') && before == '=')
            quote = c;
        else if (c == '>')
            return i;
        before = isSpace(c) ? before : c;
    }
    return -1;
}

template<std::size_t N>
bool isAnyOf(QByteArrayView name, const QByteArrayView (&names)[N])
{
    return std::any_of(std::begin(names), std::end(names),
                       [name](QByteArrayView one) { return equalsIgnoringCase(name, one); });
}

/// Nothing but text stands in it, in any dialect.
bool holdsNoElement(QByteArrayView name)
{
    constexpr QByteArrayView Leaves[]
            = {"title", "guid", "pubdate", "itunes:duration", "itunes:title", "itunes:episode"};
    return isAnyOf(name, Leaves);
}

/// Begins a statement about a feed or an episode, and means nothing in HTML.
bool isStatement(QByteArrayView name)
{
    constexpr QByteArrayView Statements[]
            = {"title", "link", "guid", "pubdate", "description", "enclosure", "content:encoded"};
    constexpr QByteArrayView Apples = "itunes:";
    return isAnyOf(name, Statements)
            || (name.size() > Apples.size()
                && equalsIgnoringCase(name.first(Apples.size()), Apples));
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c;
}

/// The same but for one slip of the keyboard, in a long name two: "tilte", "descripton". Short
/// names and ones that differ much are others.
bool isMisspelt(QByteArrayView name, QByteArrayView meant)
{
    constexpr qsizetype Longest = 32;
    constexpr qsizetype Short = 4;
    constexpr qsizetype Long = 8;
    if (std::min(name.size(), meant.size()) < Short || std::max(name.size(), meant.size()) > Longest
        || std::abs(name.size() - meant.size()) > 2)
        return false;
    // Damerau's distance, by rows: changed, left out, added, or two letters the wrong way round.
    std::array<std::array<int, Longest + 1>, Longest + 1> distance{};
    for (std::size_t i = 0; i <= Longest; ++i)
        distance[i][0] = distance[0][i] = int(i);
    const auto a = [name](std::size_t i) { return lower(name.at(qsizetype(i) - 1)); };
    const auto b = [meant](std::size_t i) { return lower(meant.at(qsizetype(i) - 1)); };
    for (std::size_t i = 1; i <= std::size_t(name.size()); ++i) {
        for (std::size_t j = 1; j <= std::size_t(meant.size()); ++j) {
            int &best = distance[i][j];
            best = std::min({distance[i - 1][j] + 1, distance[i][j - 1] + 1,
                             distance[i - 1][j - 1] + (a(i) == b(j) ? 0 : 1)});
            if (i > 1 && j > 1 && a(i) == b(j - 1) && a(i - 1) == b(j))
                best = std::min(best, distance[i - 2][j - 2] + 1);
        }
    }
    const int slips = distance[std::size_t(name.size())][std::size_t(meant.size())];
    return slips <= (std::min(name.size(), meant.size()) >= Long ? 2 : 1);
}

} // namespace

bool XmlMender::startTag()
{
    const QByteArrayView reach = rest().first(std::min(rest().size(), m_tagReach));
    const bool mayGrow = !m_isLast && reach.size() < m_tagReach;
    // Looked at first: of many names without an end each would be looked through to the last.
    const auto *behind = std::find_if_not(reach.begin() + 1, reach.end(), isNameCharacter);
    if (behind == reach.end() && mayGrow)
        return false;
    const bool isName = nameAt(reach.sliced(1)).end() == behind && behind != reach.end();
    if (!isName || (!isSpace(*behind) && *behind != '/' && *behind != '>')) {
        stray();
        return true;
    }
    const qsizetype anyEnd = reach.indexOf('>');
    qsizetype end = anyEnd < 0 ? -1 : quotedTagEnd(reach);
    if (end < 0 && mayGrow)
        return false;
    if (end < 0) {
        // A quote that never closes. One long search is enough: what follows is as broken.
        m_tagReach = ShortReach;
        end = anyEnd;
    }
    if (end < 0) {
        stray();
        return true;
    }
    m_run = 0;
    emitTag(rest().first(end + 1));
    m_at += end + 1;
    return true;
}

void XmlMender::emitTag(QByteArrayView tag)
{
    const bool isEmpty = tag.at(tag.size() - 2) == '/';
    if (m_nameEnds.size() >= FeedLimits::Depth) {
        note(TooDeep);
        m_tooDeep += isEmpty ? 0 : 1;
        return;
    }
    const QByteArrayView name = nameAt(tag.sliced(1));
    closeForgotten(name);
    const qsizetype begin = name.size() + 1;
    QByteArrayView attributes = tag.sliced(begin, tag.size() - begin - 1);
    if (isEmpty)
        attributes.chop(1);
    m_out->append('<');
    m_out->append(name);
    if (!attributes.isEmpty())
        emitAttributes(attributes);
    m_out->append(isEmpty ? "/>" : ">");
    if (!isEmpty)
        open(name);
    else if (m_nameEnds.isEmpty())
        m_state = State::Done;
}

/// An item never lies in another, nor a link in a title: the end tag of the one before was
/// forgotten or misspelt.
void XmlMender::closeForgotten(QByteArrayView name)
{
    if (m_isLeafOpen && isStatement(name)) {
        note(EndTags);
        closeTo(m_nameEnds.size() - 1);
    }
    if (!equalsIgnoringCase(name, "item") && !equalsIgnoringCase(name, "entry"))
        return;
    for (qsizetype depth = 1; depth < m_nameEnds.size(); ++depth) {
        if (equalsIgnoringCase(openName(depth), name)) {
            note(EndTags);
            closeTo(depth);
            return;
        }
    }
}

void XmlMender::emitAttributes(QByteArrayView attributes)
{
    QVarLengthArray<QByteArrayView, 16> seen;
    for (;;) {
        attributes = attributes.trimmed();
        if (attributes.isEmpty() || seen.size() > MostAttributes)
            return;
        const QByteArrayView name = nameAt(attributes);
        if (name.isEmpty()) {
            note(Attributes);
            attributes = attributes.sliced(namelessLength(attributes));
            continue;
        }
        attributes = attributes.sliced(name.size()).trimmed();
        const QByteArrayView value = takeValue(attributes);
        if (value.isNull() || std::find(seen.begin(), seen.end(), name) != seen.end()) {
            note(Attributes);
            continue;
        }
        seen.append(name);
        m_out->append(' ');
        m_out->append(name);
        m_out->append("=\"");
        emitValue(value);
        m_out->append('"');
    }
}

void XmlMender::emitValue(QByteArrayView value)
{
    if (copyableRun(value, false) == value.size() && !value.contains('"')) {
        m_out->append(value);
        return;
    }
    XmlMender inner;
    inner.m_state = State::Text;
    inner.m_in = value.toByteArray();
    inner.m_in.replace('"', "&quot;");
    inner.m_isLast = true;
    inner.m_out = m_out;
    inner.m_nameEnds.append(0); // Inside an element.
    while (inner.m_at < inner.m_in.size()) {
        const qsizetype run = copyableRun(inner.rest(), false);
        if (run > 0)
            inner.take(run);
        else
            inner.special(true);
    }
    m_repairs |= inner.m_repairs;
}

void XmlMender::open(QByteArrayView name)
{
    m_names.append(name);
    m_nameEnds.append(m_names.size());
    m_isLeafOpen = m_nameEnds.size() > 2 && holdsNoElement(name);
}

QByteArrayView XmlMender::openName(qsizetype depth) const
{
    const qsizetype begin = depth == 0 ? 0 : m_nameEnds.at(depth - 1);
    return QByteArrayView(m_names).sliced(begin, m_nameEnds.at(depth) - begin);
}

/// Closes elements until depth of them are open.
void XmlMender::closeTo(qsizetype depth)
{
    while (m_nameEnds.size() > depth) {
        const qsizetype last = m_nameEnds.size() - 1;
        m_out->append("</");
        m_out->append(openName(last));
        m_out->append('>');
        m_nameEnds.removeLast();
        m_names.truncate(last == 0 ? 0 : m_nameEnds.constLast());
    }
    m_isLeafOpen = m_nameEnds.size() > 2 && holdsNoElement(openName(m_nameEnds.size() - 1));
    if (m_nameEnds.isEmpty())
        m_state = State::Done;
}

bool XmlMender::endTag()
{
    const qsizetype end = rest().first(std::min(rest().size(), LongestEndTag)).indexOf('>');
    if (end < 0 && rest().size() < LongestEndTag && !m_isLast)
        return false;
    const QByteArrayView name = nameAt(rest().sliced(2));
    if (end < 0 || name.isEmpty()) {
        stray();
        return true;
    }
    m_at += end + 1;
    m_run = 0;
    if (m_tooDeep > 0) {
        --m_tooDeep;
        return true;
    }
    qsizetype depth = m_nameEnds.size() - 1;
    while (depth >= 0 && !equalsIgnoringCase(openName(depth), name))
        --depth;
    if (depth != m_nameEnds.size() - 1)
        note(EndTags);
    if (depth < 0 && m_nameEnds.size() > 1 && m_guesses < MostGuesses) {
        ++m_guesses;
        if (isMisspelt(name, openName(m_nameEnds.size() - 1)))
            depth = m_nameEnds.size() - 1;
    }
    if (depth >= 0)
        closeTo(depth);
    return true;
}

QStringList XmlMender::repairs() const
{
    struct Told
    {
        Repair repair;
        QStringView sentence;
    };
    constexpr Told All[] = {
            {JunkBefore, u"Something stood before the feed; it was left out."},
            {BadBytes,
             u"Some characters are not in the encoding the feed declares; they were guessed."},
            {Controls, u"Some control characters were left out."},
            {Ampersands, u"Some & were not written as feeds must write them."},
            {StrayMarkup, u"Some < begin no tag; they were taken for text."},
            {Attributes, u"Some attributes were broken or stood twice."},
            {EndTags, u"Some end tags were missing or did not fit."},
            {TooLong, u"Some very long text was cut."},
            {TooDeep, u"Some elements lie too deep within each other; they were left out."},
    };
    QStringList sentences;
    for (const Told &told : All) {
        if ((m_repairs & told.repair) != 0)
            sentences.append(told.sentence.toString());
    }
    return sentences;
}

} // namespace Earmark
