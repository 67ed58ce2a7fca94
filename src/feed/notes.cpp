// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/notes.h"

#include "feed/entities.h"
#include "feed/notesrenderer.h"
#include "feed/plaintext.h"

#include <QStringList>

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype LargestNotes = 1024LL * 1024; ///< characters
// gumbo's tree is built and freed by recursion, and every block repeats the inline elements that
// are open: what may nest and how many tags there are is limited before it sees them.
constexpr int MostTags = 50'000;
constexpr int DeepestBlocks = 100;
constexpr int DeepestInline = 12;

/// Text without markup: empty lines part paragraphs, other line ends stay.
QString paragraphs(const QString &plain)
{
    QString html;
    const QString text = decodeReferences(plain).replace("\r\n"_L1, "\n"_L1).replace(u'\r', u'\n');
    bool isOpen = false;
    for (const QStringView line : QStringView(text).split(u'\n')) {
        const QStringView trimmed = line.trimmed();
        if (trimmed.isEmpty()) {
            html += isOpen ? "</p>"_L1 : ""_L1;
            isOpen = false;
            continue;
        }
        html += isOpen ? "<br>"_L1 : "<p>"_L1;
        html += trimmed.toString().toHtmlEscaped();
        isOpen = true;
    }
    return html;
}

enum class TagKind : quint8 { Block, Inline, Uncounted };

TagKind kindOf(QStringView name)
{
    // These close themselves, or hold nothing.
    constexpr QStringView Uncounted[]
            = {u"p",  u"li", u"br",   u"hr",   u"img", u"dt",  u"dd",    u"tr",
               u"td", u"th", u"meta", u"link", u"wbr", u"col", u"input", u"source"};
    constexpr QStringView Inline[]
            = {u"a",     u"b",      u"big",    u"code", u"em", u"font", u"i",   u"nobr", u"s",
               u"small", u"strike", u"strong", u"tt",   u"u",  u"span", u"sub", u"sup"};
    const auto is
            = [name](QStringView known) { return known.compare(name, Qt::CaseInsensitive) == 0; };
    if (std::any_of(std::begin(Uncounted), std::end(Uncounted), is))
        return TagKind::Uncounted;
    return std::any_of(std::begin(Inline), std::end(Inline), is) ? TagKind::Inline : TagKind::Block;
}

/// Counts what is open and says which tags to leave out.
class DepthGuard
{
public:
    bool lets(QStringView name, bool isEnd)
    {
        if (++m_tags > MostTags)
            return false;
        const TagKind kind = kindOf(name);
        if (kind == TagKind::Uncounted)
            return true;
        int &open = kind == TagKind::Inline ? m_inline : m_blocks;
        const int most = kind == TagKind::Inline ? DeepestInline : DeepestBlocks;
        if (isEnd) {
            open = std::max(0, open - 1);
            return open < most;
        }
        return ++open <= most;
    }

private:
    int m_tags = 0;
    int m_blocks = 0;
    int m_inline = 0;
};

/// The same HTML without the tags that nest too deep or are too many.
QString shallow(const QString &html)
{
    QString out;
    out.reserve(html.size());
    DepthGuard guard;
    const QStringView text = html;
    qsizetype from = 0;
    for (qsizetype at = text.indexOf(u'<'); at >= 0; at = text.indexOf(u'<', at + 1)) {
        const bool isEnd = at + 1 < text.size() && text.at(at + 1) == u'/';
        const qsizetype begin = at + (isEnd ? 2 : 1);
        qsizetype end = begin;
        while (end < text.size() && text.at(end).isLetterOrNumber())
            ++end;
        if (end == begin || guard.lets(text.mid(begin, end - begin), isEnd))
            continue;
        const qsizetype close = text.indexOf(u'>', end);
        out += text.mid(from, at - from);
        from = close < 0 ? text.size() : close + 1;
        at = from - 1;
    }
    out += text.mid(std::min(from, text.size()));
    return out;
}

} // namespace

QString safeNotesHtml(const QString &descriptionHtml, const NotesOptions &options)
{
    QString html = withoutDoubleEscape(descriptionHtml.left(LargestNotes));
    if (html.isEmpty())
        return html;
    if (!hasTags(html))
        html = paragraphs(html);
    else if (!hasBlockTags(html))
        html = html.trimmed().replace("\r\n"_L1, "\n"_L1).replace(u'\n', "<br>"_L1);
    return NotesRenderer(options).render(shallow(html));
}

} // namespace Earmark
