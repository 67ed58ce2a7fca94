// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/plaintext.h"

#include "feed/entities.h"
#include "feed/literalsigns.h"

#include <QLatin1StringView>

#include <algorithm>
#include <array>
#include <iterator>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr QLatin1StringView BlockTags[] = {
        "address"_L1, "article"_L1, "aside"_L1, "blockquote"_L1, "br"_L1,     "caption"_L1,
        "dd"_L1,      "div"_L1,     "dl"_L1,    "dt"_L1,         "figure"_L1, "footer"_L1,
        "form"_L1,    "h1"_L1,      "h2"_L1,    "h3"_L1,         "h4"_L1,     "h5"_L1,
        "h6"_L1,      "header"_L1,  "hr"_L1,    "li"_L1,         "main"_L1,   "nav"_L1,
        "ol"_L1,      "p"_L1,       "pre"_L1,   "section"_L1,    "table"_L1,  "tr"_L1,
        "ul"_L1,
};

// How far behind a '>' inside quotes the quote's end is looked for: longer is taken for a quote
// that was never closed.
constexpr qsizetype LongestQuoted = 1024;
// How much of a text is looked at to find out whether it has block elements.
constexpr qsizetype SniffedCharacters = 64LL * 1024;

bool isAsciiLetter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

bool isBlock(QStringView name)
{
    std::array<char, 10> lower{}; // the longest is a blockquote
    if (name.size() > qsizetype(lower.size()))
        return false;
    auto *end = lower.begin();
    for (const QChar c : name)
        *end++ = isAsciiLetter(c) ? char(c.toLatin1() | 0x20) : c.toLatin1();
    const QLatin1StringView wanted(lower.data(), name.size());
    return std::find(std::begin(BlockTags), std::end(BlockTags), wanted) != std::end(BlockTags);
}

constexpr std::array<bool, 128> OrdinaryAscii = [] {
    std::array<bool, 128> ordinary{};
    for (char16_t c = 0x21; c < 0x7F; ++c)
        ordinary[c] = c != u'<' && c != u'&';
    return ordinary;
}();

/// Stands for itself in plain text: no white space, no sign that Stripper looks at.
bool isOrdinary(QChar c)
{
    const char16_t unit = c.unicode();
    if (unit < OrdinaryAscii.size())
        return OrdinaryAscii[unit];
    return (unit >= 0xC0 && unit < 0x1680) || (unit > 0x3000 && unit < 0xFEFF);
}

/// The name of the tag that begins at text's '<', empty when none does.
QStringView tagName(QStringView text)
{
    const qsizetype begin = text.size() > 1 && text.at(1) == u'/' ? 2 : 1;
    if (text.size() <= begin || !isAsciiLetter(text.at(begin)))
        return {};
    qsizetype end = begin;
    while (end < text.size() && text.at(end).isLetterOrNumber())
        ++end;
    return text.mid(begin, end - begin);
}

/// The index behind the '>' that ends the tag at text's '<', -1 when nothing ends it.
qsizetype tagEnd(QStringView text)
{
    const qsizetype first = text.indexOf(u'>');
    if (first < 0)
        return -1;
    QChar quote;
    for (const QChar c : text.left(first)) {
        if (!quote.isNull())
            quote = c == quote ? QChar() : quote;
        else if (c == u'"' || c == u'\'')
            quote = c;
    }
    if (quote.isNull())
        return first + 1;
    const qsizetype closing = text.mid(first, LongestQuoted).indexOf(quote);
    if (closing < 0)
        return first + 1;
    const qsizetype behind = text.mid(first + closing, LongestQuoted).indexOf(u'>');
    return behind < 0 ? first + 1 : first + closing + behind + 1;
}

bool hasEscapedTag(QStringView text)
{
    for (qsizetype at = text.indexOf(u'&'); at >= 0; at = text.indexOf(u'&', at + 1)) {
        if (text.mid(at, 4) == u"&lt;")
            return true;
    }
    return false;
}

/// Does the block's tag at `at` do something there? "About the <p> element" only speaks of it: no
/// end tag, no attributes, a blank on both sides and words before it.
bool isWorkingBlock(QStringView text, qsizetype at, QStringView name)
{
    constexpr QLatin1StringView Void[] = {"br"_L1, "hr"_L1};
    const bool isVoid
            = std::any_of(std::begin(Void), std::end(Void), [name](QLatin1StringView one) {
                  return name.compare(one, Qt::CaseInsensitive) == 0;
              });
    const qsizetype behind = at + 1 + name.size() + 1;
    const bool isBare = behind <= text.size() && text.at(behind - 1) == u'>';
    const bool isBlankBehind = behind < text.size() && text.at(behind) == u' ';
    const bool isAlone = isBare && isBlankBehind && at > 0 && text.at(at - 1) == u' ';
    const QString end = "</"_L1 + name.toString() + u'>';
    return isVoid || !isAlone || text.left(at).trimmed().isEmpty()
            || text.indexOf(end, at, Qt::CaseInsensitive) >= 0;
}

/// Is this HTML as notes are written in it? "Vec<T>", "<template>" and "<me@a.example>" are not;
/// nor is an inline tag that never ends.
bool hasMarkupOfNotes(QStringView text)
{
    constexpr QLatin1StringView Inline[]
            = {"a"_L1, "b"_L1, "i"_L1, "u"_L1, "em"_L1, "strong"_L1, "span"_L1, "font"_L1};
    constexpr int MostTags = 100; // each may be looked for to the end
    text = text.left(SniffedCharacters);
    qsizetype at = text.indexOf(u'<');
    for (int tag = 0; at >= 0 && tag < MostTags; ++tag, at = text.indexOf(u'<', at + 1)) {
        const QStringView name = tagName(text.mid(at, 16));
        if ((isBlock(name) && isWorkingBlock(text, at, name))
            || name.compare(u"img", Qt::CaseInsensitive) == 0)
            return true;
        const bool isInline = std::any_of(std::begin(Inline), std::end(Inline),
                                          [name](QLatin1StringView known) {
                                              return name.compare(known, Qt::CaseInsensitive) == 0;
                                          });
        const QString end = "</"_L1 + name.toString() + u'>';
        if (isInline && text.indexOf(end, at, Qt::CaseInsensitive) >= 0)
            return true;
    }
    return false;
}

class Stripper
{
public:
    explicit Stripper(QStringView text)
        : m_text(text), m_literals(text), m_linesHold(!hasBlockTags(text))
    {
        m_out.reserve(text.size());
    }

    QString run()
    {
        while (m_at < m_text.size()) {
            const QChar c = m_text.at(m_at);
            if (isOrdinary(c))
                takeOrdinary();
            else if (c == u'<')
                skipTag();
            else if (c == u'&')
                decode();
            else
                take(c);
        }
        return std::move(m_out);
    }

private:
    enum class Gap : quint8 { None, Space, Line };

    /// As many words as there are, with single spaces between them: most of every text.
    void takeOrdinary()
    {
        const QChar *const begin = m_text.begin() + m_at;
        const QChar *const end = m_text.end();
        const QChar *at = begin;
        for (bool goesOn = true; goesOn;) {
            at = std::find_if_not(at + 1, end, isOrdinary);
            goesOn = end - at > 1 && *at == u' ' && isOrdinary(at[1]);
            at += goesOn ? 1 : 0;
        }
        closeGap();
        m_out += QStringView(begin, at);
        m_at += at - begin;
    }

    void closeGap()
    {
        if (m_gap != Gap::None && !m_out.isEmpty())
            m_out += m_gap == Gap::Line ? u'\n' : u' ';
        m_gap = Gap::None;
    }

    void take(QChar c)
    {
        append(c, m_linesHold);
        ++m_at;
    }

    void append(QChar c, bool linesHold)
    {
        if (c.isSpace()) {
            const bool isLine = linesHold && (c == u'\n' || c == u'\r' || c == QChar(0x2028));
            m_gap = std::max(m_gap, isLine ? Gap::Line : Gap::Space);
            return;
        }
        if (c == QChar(0x200B) || c == QChar(0xFEFF) || c == QChar(0x00AD) || c.isNull())
            return;
        closeGap();
        m_out += c;
    }

    void decode()
    {
        m_decoded.clear();
        const qsizetype used = decodeReference(m_text.mid(m_at), m_decoded);
        if (used == 0)
            append(u'&', false);
        for (const QChar c : std::as_const(m_decoded))
            append(c, true);
        m_at += std::max<qsizetype>(used, 1);
    }

    void skipTag()
    {
        const QStringView rest = m_text.mid(m_at);
        if (rest.startsWith(u"<!--")) {
            skipTo(u"-->");
            return;
        }
        const QStringView name = tagName(rest);
        const bool isDeclaration = rest.startsWith(u"<!") || rest.startsWith(u"<?");
        const bool isText = (name.isEmpty() && !isDeclaration) || m_literals.isLiteral(m_at);
        const qsizetype end = isText || m_noMoreTags ? -1 : tagEnd(rest);
        if (isText) {
            append(u'<', false);
            ++m_at;
            return;
        }
        if (end < 0) {
            m_noMoreTags = true;
            append(u'<', false);
            ++m_at;
            return;
        }
        m_at += end;
        gapFor(name);
        const bool isOpening = rest.at(1) != u'/';
        if (isOpening && name.compare(u"script", Qt::CaseInsensitive) == 0)
            skipTo(u"</script");
        else if (isOpening && name.compare(u"style", Qt::CaseInsensitive) == 0)
            skipTo(u"</style");
    }

    void gapFor(QStringView name)
    {
        if (isBlock(name))
            m_gap = Gap::Line;
        else if (name.compare(u"td", Qt::CaseInsensitive) == 0
                 || name.compare(u"th", Qt::CaseInsensitive) == 0)
            m_gap = std::max(m_gap, Gap::Space);
    }

    /// Goes on behind the end mark's tag; to the end of the text when there is none.
    void skipTo(QStringView endMark)
    {
        const qsizetype mark = m_text.indexOf(endMark, m_at, Qt::CaseInsensitive);
        const qsizetype end = mark < 0 ? -1 : m_text.indexOf(u'>', mark);
        m_at = end < 0 ? m_text.size() : end + 1;
    }

    QStringView m_text;
    LiteralSigns m_literals;
    qsizetype m_at = 0;
    QString m_out;
    QString m_decoded;
    Gap m_gap = Gap::None;
    bool m_linesHold;
    bool m_noMoreTags = false; ///< No '>' follows: keeps "<a<a<a..." linear.
};

} // namespace

bool hasBlockTags(QStringView text)
{
    const QStringView sniffed = text.left(SniffedCharacters);
    for (qsizetype at = sniffed.indexOf(u'<'); at >= 0; at = sniffed.indexOf(u'<', at + 1)) {
        if (isBlock(tagName(sniffed.mid(at, 16))))
            return true;
    }
    return false;
}

bool hasTags(QStringView text)
{
    for (qsizetype at = text.indexOf(u'<'); at >= 0; at = text.indexOf(u'<', at + 1)) {
        if (!tagName(text.mid(at, 32)).isEmpty())
            return text.indexOf(u'>', at) >= 0;
    }
    return false;
}

QString withoutDoubleEscape(const QString &text)
{
    if (!hasEscapedTag(text) || hasTags(text))
        return text;
    const QString once = decodeReferences(text);
    return hasMarkupOfNotes(once) ? once : text;
}

QString plainText(QStringView htmlOrPlain)
{
    QString inner;
    if (htmlOrPlain.contains(u"<![CDATA[")) { // escaped once too often, so that the mark shows
        inner = htmlOrPlain.toString();
        inner.remove(u"<![CDATA["_s).remove(u"]]>"_s);
        htmlOrPlain = inner;
    }
    if (!hasEscapedTag(htmlOrPlain) || hasTags(htmlOrPlain))
        return Stripper(htmlOrPlain).run();
    return Stripper(withoutDoubleEscape(htmlOrPlain.toString())).run();
}

QString plainLine(QStringView htmlOrPlain)
{
    QString line = plainText(htmlOrPlain);
    line.replace(u'\n', u' ');
    return line;
}

} // namespace Earmark
