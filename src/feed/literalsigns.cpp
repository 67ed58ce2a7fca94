// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/literalsigns.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

namespace Earmark {
namespace {

constexpr qsizetype LongestName = 16; // "blockquote" and "figcaption" have 10
constexpr qsizetype LongestTag = 200; // of an unknown name: what does not end soon is left alone
constexpr int MostWithin = 8;
constexpr qsizetype MostNames = 32; // each is looked for through all of the text

// Everything a browser has a rule for, in the order of the alphabet: the elements of HTML (WHATWG,
// 4 and 16.2), and the roots of the two languages that may stand in it.
constexpr std::string_view Elements[] = {
        "a",        "abbr",       "acronym",  "address",    "applet",   "area",    "article",
        "aside",    "audio",      "b",        "base",       "basefont", "bdi",     "bdo",
        "bgsound",  "big",        "blink",    "blockquote", "body",     "br",      "button",
        "canvas",   "caption",    "center",   "cite",       "code",     "col",     "colgroup",
        "command",  "data",       "datalist", "dd",         "del",      "details", "dfn",
        "dialog",   "dir",        "div",      "dl",         "dt",       "em",      "embed",
        "fieldset", "figcaption", "figure",   "font",       "footer",   "form",    "frame",
        "frameset", "h1",         "h2",       "h3",         "h4",       "h5",      "h6",
        "head",     "header",     "hgroup",   "hr",         "html",     "i",       "iframe",
        "image",    "img",        "input",    "ins",        "isindex",  "kbd",     "keygen",
        "label",    "legend",     "li",       "link",       "listing",  "main",    "map",
        "mark",     "marquee",    "math",     "menu",       "menuitem", "meta",    "meter",
        "nav",      "nobr",       "noembed",  "noframes",   "noscript", "object",  "ol",
        "optgroup", "option",     "output",   "p",          "param",    "picture", "plaintext",
        "pre",      "progress",   "q",        "rb",         "rp",       "rt",      "rtc",
        "ruby",     "s",          "samp",     "script",     "search",   "section", "select",
        "slot",     "small",      "source",   "spacer",     "span",     "strike",  "strong",
        "style",    "sub",        "summary",  "sup",        "svg",      "table",   "tbody",
        "td",       "template",   "textarea", "tfoot",      "th",       "thead",   "time",
        "title",    "tr",         "track",    "tt",         "u",        "ul",      "var",
        "video",    "wbr",        "xmp",
};
static_assert(std::is_sorted(std::begin(Elements), std::end(Elements)));

// Nobody leaves these open who means them.
constexpr std::string_view Paired[]
        = {"audio",  "button", "canvas", "data",    "datalist", "details", "dialog",  "form",
           "label",  "map",    "menu",   "meter",   "object",   "output",  "picture", "progress",
           "search", "select", "slot",   "summary", "template", "time",    "video"};
static_assert(std::is_sorted(std::begin(Paired), std::end(Paired)));

template<std::size_t N>
bool isOneOf(std::string_view name, const std::string_view (&names)[N])
{
    return std::binary_search(std::begin(names), std::end(names), name);
}

bool isLetter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

bool isNameSign(QChar c)
{
    return isLetter(c) || (c >= u'0' && c <= u'9');
}

/// Neither the end of a tag's name nor a part of one that somebody may have made up.
bool isOdd(QChar c)
{
    return c.unicode() > 0x20 && !c.isSpace() && c != u'/' && c != u'>' && c != u'-' && c != u':'
            && c != u'_';
}

/// Letters and digits behind text's '<'; empty when there are more than any element has.
QStringView nameIn(QStringView text)
{
    qsizetype end = 1;
    while (end < text.size() && end <= LongestName && isNameSign(text.at(end)))
        ++end;
    return text.mid(1, end - 1);
}

enum class Name : quint8 { Element, NeedsEnd, Unknown };

Name kindOf(QStringView name)
{
    std::array<char, LongestName> buffer{};
    std::transform(name.begin(), name.end(), buffer.begin(),
                   [](QChar c) { return isLetter(c) ? char(c.toLatin1() | 0x20) : c.toLatin1(); });
    const std::string_view lower(buffer.data(), std::size_t(name.size()));
    if (isOneOf(lower, Paired))
        return Name::NeedsEnd;
    return isOneOf(lower, Elements) ? Name::Element : Name::Unknown;
}

} // namespace

bool LiteralSigns::isLiteral(qsizetype at, int within)
{
    const QStringView rest = m_text.mid(at, LongestTag);
    if (rest.size() < 3 || !isLetter(rest.at(1)))
        return false;
    const QStringView name = nameIn(rest);
    const Name kind = kindOf(name);
    if (kind == Name::Element)
        return false;
    const qsizetype close = rest.indexOf(u'>');
    if (close < 0)
        return false;
    const QStringView behind = rest.mid(1 + name.size(), close - 1 - name.size());
    if (behind.size() > 1 && behind.front() == u':' && !isLetter(behind.at(1)))
        return true; // "<https://a.example>", "<std::string>"
    if (behind.startsWith(u'<')) // "Vec<Map<K, V>>", but not "<scr<script>"
        return within < MostWithin && isLiteral(at + 1 + name.size(), within + 1);
    if (!behind.isEmpty() && isOdd(behind.front()))
        return !isNameSign(behind.front()); // a longer name than any that is written about
    const bool isMadeUp = !behind.isEmpty() && !behind.front().isSpace();
    return !isMadeUp && !behind.contains(u'=') && !hasEndTag(name, at);
}

bool LiteralSigns::hasEndTag(QStringView name, qsizetype from)
{
    const QString key = name.toString().toLower();
    auto known = m_lastEnds.constFind(key);
    if (known == m_lastEnds.constEnd()) {
        if (m_lastEnds.size() >= MostNames)
            return true;
        const QString end = u"</" + key;
        known = m_lastEnds.insert(key, m_text.lastIndexOf(end, -1, Qt::CaseInsensitive));
    }
    return *known > from;
}

} // namespace Earmark
