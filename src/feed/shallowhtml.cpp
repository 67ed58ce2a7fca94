// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/shallowhtml.h"

#include "feed/htmltags.h"
#include "feed/literalsigns.h"

#include <QList>
#include <QStringList>

#include <algorithm>
#include <iterator>

namespace Earmark {
namespace {

constexpr int MostTags = 50'000;
constexpr int DeepestBlocks = 100;
constexpr int DeepestInline = 12;
constexpr qsizetype MostSkipped = 100;
constexpr qsizetype OpenQuotes = 8; // looked for to the end of everything
constexpr qsizetype ShortTag = 512; // characters

enum class TagKind : quint8 {
    Block,
    Inline,
    Uncounted, ///< Closes itself, or holds nothing.
    Ignored, ///< The tag goes, what it holds stays.
    Removed, ///< Goes with all up to its end tag.
};

template<std::size_t N>
bool isOneOf(QStringView name, const QStringView (&names)[N])
{
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

TagKind kindOf(QStringView name)
{
    constexpr QStringView Uncounted[]
            = {u"p",    u"li",   u"br",    u"hr",    u"img",   u"dt",   u"dd",  u"tr",
               u"td",   u"th",   u"tbody", u"thead", u"tfoot", u"meta", u"wbr", u"link",
               u"base", u"html", u"head",  u"body",  u"col",   u"input"};
    constexpr QStringView Inline[]
            = {u"a",     u"b",      u"big",    u"code", u"em", u"font", u"i",   u"nobr", u"s",
               u"small", u"strike", u"strong", u"tt",   u"u",  u"span", u"sub", u"sup"};
    // In SVG and MathML other rules hold for what nests in what; gumbo makes a form of isindex.
    constexpr QStringView Removed[] = {u"script", u"style",    u"iframe",   u"noembed", u"svg",
                                       u"math",   u"textarea", u"noframes", u"title"};
    constexpr QStringView Ignored[]
            = {u"xmp",    u"plaintext", u"isindex",  u"frameset", u"frame",   u"listing",
               u"area",   u"source",    u"param",    u"embed",    u"track",   u"option",
               u"keygen", u"bgsound",   u"basefont", u"command",  u"optgroup"};
    if (isOneOf(name, Uncounted))
        return TagKind::Uncounted;
    if (isOneOf(name, Inline))
        return TagKind::Inline;
    if (isOneOf(name, Removed))
        return TagKind::Removed;
    return isOneOf(name, Ignored) ? TagKind::Ignored : TagKind::Block;
}

bool isItem(QStringView name)
{
    return name == u"li" || name == u"dt" || name == u"dd";
}

/// An end tag inside one of these closes nothing outside of it.
bool isBarrier(QStringView name)
{
    constexpr QStringView Barriers[]
            = {u"table", u"object", u"applet", u"marquee", u"template", u"button", u"select"};
    return isOneOf(name, Barriers);
}

class Shallower
{
public:
    explicit Shallower(QStringView text) : m_text(text), m_literals(text)
    {
        m_out.reserve(text.size());
    }

    QString run()
    {
        qsizetype at = 0;
        while (at < m_text.size()) {
            const qsizetype mark = m_text.indexOf(u'<', at);
            takeText(m_text.mid(at, mark < 0 ? -1 : mark - at));
            at = mark < 0 ? m_text.size() : markup(mark);
        }
        return std::move(m_out);
    }

private:
    struct Open
    {
        QString name;
        TagKind kind;
        QString item; ///< li, dt or dd, open in it and in no block between; empty: none.
    };

    void takeText(QStringView text)
    {
        if (!m_isInCdata) {
            m_out += text;
            return;
        }
        const qsizetype end = text.indexOf(u"]]>");
        m_out += text.left(end < 0 ? text.size() : end);
        if (end >= 0) {
            m_isInCdata = false;
            m_out += text.mid(end + 3);
        }
    }

    /// Answers where to go on behind the '<' at `at`.
    qsizetype markup(qsizetype at)
    {
        const QStringView rest = m_text.mid(at);
        if (rest.startsWith(u"<![CDATA[")) {
            m_isInCdata = true;
            return at + 9;
        }
        if (const qsizetype length = notTagLength(rest); length > 0)
            return at + length;
        const HtmlTag tag = m_literals.isLiteral(at) ? HtmlTag() : readTag(rest);
        if (tag.length <= 0) {
            m_out += u"&lt;";
            return at + 1;
        }
        if (++m_tags > MostTags || tag.name.isEmpty())
            return at + tag.length;
        if (!tag.isEnd)
            return at + tag.length + begin(tag, at);
        end(tag);
        return at + tag.length;
    }

    /// Whoever leaves quotes open everywhere gets little room for each tag, for all the rest would
    /// be looked through for every one of them; and no tags at all when that has cost as much
    /// again.
    HtmlTag readTag(QStringView rest)
    {
        if (m_noMoreTags)
            return {};
        const qsizetype room = OpenQuotes * std::max(m_text.size(), ShortTag);
        const bool isShort = m_lookedThrough > room;
        const QStringView looked = isShort ? rest.left(ShortTag) : rest;
        HtmlTag tag = htmlTag(looked);
        m_lookedThrough += tag.isOpenQuote ? looked.size() : 0;
        m_noMoreTags = (tag.length < 0 && !isShort) || m_lookedThrough > 2 * room;
        return tag;
    }

    /// Answers how much behind the tag goes with it.
    qsizetype begin(const HtmlTag &tag, qsizetype at)
    {
        const TagKind kind = kindOf(tag.name);
        if (kind == TagKind::Removed && !tag.isSelfClosing)
            return contentLength(tag, at);
        if (kind == TagKind::Removed || kind == TagKind::Ignored)
            return 0;
        const bool isCounted = kind != TagKind::Uncounted;
        int &open = kind == TagKind::Inline ? m_inline : m_blocks;
        if (isCounted && open >= (kind == TagKind::Inline ? DeepestInline : DeepestBlocks)) {
            if (!tag.isSelfClosing && m_skipped.size() < MostSkipped)
                m_skipped.append(tag.name);
            return 0;
        }
        if (isItem(tag.name))
            beginItem(tag.name);
        m_out += tag.text();
        if (isCounted && tag.isSelfClosing) {
            writeEnd(tag.name); // HTML would leave it open; who writes this means XML
        } else if (isCounted) {
            ++open;
            m_open.append({tag.name, kind, {}});
        }
        return 0;
    }

    /// Of the innermost block; inline elements do not stand between.
    QString &openItem()
    {
        const auto block = std::find_if(m_open.rbegin(), m_open.rend(), [](const Open &open) {
            return open.kind == TagKind::Block;
        });
        return block == m_open.rend() ? m_outerItem : block->item;
    }

    /// HTML ends an open li before the next, and so it does with dt and dd; li and dt by turns
    /// would stand within each other without end.
    void beginItem(const QString &name)
    {
        QString &open = openItem();
        if (!open.isEmpty() && (open == u"li") != (name == u"li"))
            writeEnd(open);
        open = name;
    }

    qsizetype contentLength(const HtmlTag &tag, qsizetype at)
    {
        const qsizetype from = at + tag.length;
        const bool isRaw = tag.name != u"svg" && tag.name != u"math";
        const qsizetype end
                = m_neverEnd.contains(tag.name) ? -1 : htmlEndTag(m_text, from, tag.name);
        if (end >= 0)
            return end - from;
        // A browser hides all the rest of a script, but goes on behind a drawing.
        m_neverEnd.append(tag.name);
        return isRaw ? m_text.size() - from : 0;
    }

    void end(const HtmlTag &tag)
    {
        const TagKind kind = kindOf(tag.name);
        if (kind == TagKind::Uncounted) {
            writeEnd(tag.name);
            if (isItem(tag.name) && openItem() == tag.name)
                openItem().clear();
        }
        if (kind != TagKind::Block && kind != TagKind::Inline)
            return;
        if (const qsizetype skipped = m_skipped.lastIndexOf(tag.name); skipped >= 0) {
            m_skipped.resize(skipped);
            return;
        }
        qsizetype i = m_open.size() - 1;
        while (i >= 0 && m_open.at(i).name != tag.name) {
            const bool isClosed = kind == TagKind::Inline && m_open.at(i).kind == TagKind::Block;
            if (isClosed || isBarrier(m_open.at(i).name))
                return;
            --i;
        }
        while (i >= 0 && m_open.size() > i) {
            const Open last = m_open.takeLast();
            --(last.kind == TagKind::Inline ? m_inline : m_blocks);
            writeEnd(last.name);
            m_skipped.clear();
        }
    }

    void writeEnd(const QString &name) { m_out += u"</" + name + u'>'; }

    QStringView m_text;
    LiteralSigns m_literals;
    QString m_out;
    QList<Open> m_open;
    QString m_outerItem; ///< In no block.
    int m_tags = 0;
    int m_blocks = 0;
    int m_inline = 0;
    QStringList m_skipped; ///< Left out for their depth, and not ended yet.
    QStringList m_neverEnd; ///< Removed elements without an end in the rest: keeps it linear.
    qsizetype m_lookedThrough = 0; ///< Characters, for quotes that stayed open.
    bool m_noMoreTags = false; ///< No '>' follows: the same.
    bool m_isInCdata = false;
};

} // namespace

QString shallowHtml(const QString &html)
{
    return Shallower(html).run();
}

} // namespace Earmark
