// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/notesrenderer.h"

#include "core/addresspolicy.h"
#include "feed/beacons.h"
#include "feed/notesparts.h"

#include <QLatin1StringView>
#include <QRegularExpression>

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

struct Shown
{
    QLatin1StringView name;
    GumboTag tag;
    bool isBlock;
};

// What is shown, under which name. Anything else vanishes and leaves its content, but for Dropped.
constexpr Shown ShownTags[] = {
        {"p"_L1, GUMBO_TAG_P, true},
        {"div"_L1, GUMBO_TAG_DIV, true},
        {"div"_L1, GUMBO_TAG_SECTION, true},
        {"div"_L1, GUMBO_TAG_ARTICLE, true},
        {"div"_L1, GUMBO_TAG_ASIDE, true},
        {"div"_L1, GUMBO_TAG_HEADER, true},
        {"div"_L1, GUMBO_TAG_FOOTER, true},
        {"div"_L1, GUMBO_TAG_MAIN, true},
        {"div"_L1, GUMBO_TAG_FIGURE, true},
        {"p"_L1, GUMBO_TAG_FIGCAPTION, true},
        {"div"_L1, GUMBO_TAG_ADDRESS, true},
        {"div"_L1, GUMBO_TAG_CENTER, true},
        {"blockquote"_L1, GUMBO_TAG_BLOCKQUOTE, true},
        {"pre"_L1, GUMBO_TAG_PRE, true},
        {"ul"_L1, GUMBO_TAG_UL, true},
        {"ol"_L1, GUMBO_TAG_OL, true},
        {"li"_L1, GUMBO_TAG_LI, true},
        {"dl"_L1, GUMBO_TAG_DL, true},
        {"dt"_L1, GUMBO_TAG_DT, true},
        {"dd"_L1, GUMBO_TAG_DD, true},
        {"h1"_L1, GUMBO_TAG_H1, true},
        {"h2"_L1, GUMBO_TAG_H2, true},
        {"h3"_L1, GUMBO_TAG_H3, true},
        {"h4"_L1, GUMBO_TAG_H4, true},
        {"h5"_L1, GUMBO_TAG_H5, true},
        {"h6"_L1, GUMBO_TAG_H6, true},
        {"table"_L1, GUMBO_TAG_TABLE, true},
        {"thead"_L1, GUMBO_TAG_THEAD, true},
        {"tbody"_L1, GUMBO_TAG_TBODY, true},
        {"tfoot"_L1, GUMBO_TAG_TFOOT, true},
        {"tr"_L1, GUMBO_TAG_TR, true},
        {"td"_L1, GUMBO_TAG_TD, false},
        {"th"_L1, GUMBO_TAG_TH, false},
        {"b"_L1, GUMBO_TAG_B, false},
        {"strong"_L1, GUMBO_TAG_STRONG, false},
        {"i"_L1, GUMBO_TAG_I, false},
        {"em"_L1, GUMBO_TAG_EM, false},
        {"cite"_L1, GUMBO_TAG_CITE, false},
        {"u"_L1, GUMBO_TAG_U, false},
        {"u"_L1, GUMBO_TAG_INS, false},
        {"s"_L1, GUMBO_TAG_S, false},
        {"s"_L1, GUMBO_TAG_STRIKE, false},
        {"s"_L1, GUMBO_TAG_DEL, false},
        {"sub"_L1, GUMBO_TAG_SUB, false},
        {"sup"_L1, GUMBO_TAG_SUP, false},
        {"small"_L1, GUMBO_TAG_SMALL, false},
        {"big"_L1, GUMBO_TAG_BIG, false},
        {"code"_L1, GUMBO_TAG_CODE, false},
        {"code"_L1, GUMBO_TAG_KBD, false},
        {"code"_L1, GUMBO_TAG_SAMP, false},
        {"code"_L1, GUMBO_TAG_TT, false},
        {"i"_L1, GUMBO_TAG_VAR, false},
        {"i"_L1, GUMBO_TAG_DFN, false},
};

// Gone with all they hold.
constexpr GumboTag Dropped[] = {
        GUMBO_TAG_SCRIPT,   GUMBO_TAG_STYLE,    GUMBO_TAG_IFRAME,   GUMBO_TAG_OBJECT,
        GUMBO_TAG_EMBED,    GUMBO_TAG_APPLET,   GUMBO_TAG_SVG,      GUMBO_TAG_MATH,
        GUMBO_TAG_HEAD,     GUMBO_TAG_TITLE,    GUMBO_TAG_META,     GUMBO_TAG_LINK,
        GUMBO_TAG_TEMPLATE, GUMBO_TAG_AUDIO,    GUMBO_TAG_VIDEO,    GUMBO_TAG_CANVAS,
        GUMBO_TAG_NOSCRIPT, GUMBO_TAG_NOEMBED,  GUMBO_TAG_NOFRAMES, GUMBO_TAG_SELECT,
        GUMBO_TAG_BUTTON,   GUMBO_TAG_TEXTAREA, GUMBO_TAG_FRAMESET, GUMBO_TAG_INPUT,
        GUMBO_TAG_BASE,     GUMBO_TAG_MAP,
};

constexpr int SmallestImage = 3; ///< pixels; what is smaller counts the reader, and shows nothing.
constexpr int WidestImage = 2'000;
// QTextTable makes every cell of its grid, filled or not, and looks for widths in all of them.
constexpr int MostColumns = 12;
constexpr int MostCells = 1'200; ///< In all of the notes.

const Shown *shownTag(GumboTag tag)
{
    const auto *found = std::find_if(std::begin(ShownTags), std::end(ShownTags),
                                     [tag](const Shown &shown) { return shown.tag == tag; });
    return found == std::end(ShownTags) ? nullptr : found;
}

bool isDropped(const GumboElement &element)
{
    return element.tag_namespace != GUMBO_NAMESPACE_HTML
            || std::find(std::begin(Dropped), std::end(Dropped), element.tag) != std::end(Dropped);
}

QString encoded(const QUrl &url)
{
    return url.toString(QUrl::FullyEncoded).toHtmlEscaped();
}

bool isTooSmall(int size)
{
    return size >= 0 && size < SmallestImage;
}

const QRegularExpression &bareAddress()
{
    static const QRegularExpression pattern(
            u"(?:https?://|(?<![\\w./@-])www\\.)[^\\s<>\"]+[^\\s<>\"'.,;:!?)\\]}»”’]"_s,
            QRegularExpression::CaseInsensitiveOption);
    return pattern;
}

} // namespace

QString NotesRenderer::render(const QString &html)
{
    const QByteArray bytes = html.toUtf8();
    GumboOptions gumbo = kGumboDefaultOptions;
    gumbo.max_errors = 0;
    const auto free = [&gumbo](GumboOutput *output) { gumbo_destroy_output(&gumbo, output); };
    const std::unique_ptr<GumboOutput, decltype(free)> output(
            gumbo_parse_with_options(&gumbo, bytes.constData(), static_cast<size_t>(bytes.size())),
            free);
    flatten(output->root);
    m_times = findTimestamps(m_flat);
    m_out.reserve(html.size() + html.size() / 4);
    write(output->root);
    return std::move(m_out).trimmed();
}

/// The text in the order it is written, so that a time's neighbours can be judged across elements.
void NotesRenderer::flatten(const Node *node)
{
    if (isText(node)) {
        flattenText(node->v.text.text);
        return;
    }
    if (!isElement(node) || isDropped(node->v.element))
        return;
    const GumboTag tag = node->v.element.tag;
    const Shown *shown = shownTag(tag);
    const bool isBlock = (shown != nullptr && shown->isBlock) || tag == GUMBO_TAG_BR;
    m_preformatted += tag == GUMBO_TAG_PRE ? 1 : 0;
    if (isBlock)
        m_flat += u'\n';
    forChildren(node, [this](const Node *child) { flatten(child); });
    if (isBlock)
        m_flat += u'\n';
    else if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH)
        m_flat += u' ';
    m_preformatted -= tag == GUMBO_TAG_PRE ? 1 : 0;
}

void NotesRenderer::flattenText(const char *text)
{
    QString own = shownText(QString::fromUtf8(text));
    if (m_preformatted == 0)
        own.replace(u'\n', u' ');
    m_pieces.append({m_flat.size(), m_flat.size() + own.size()});
    m_flat += own;
}

void NotesRenderer::write(const Node *node)
{
    if (isText(node))
        writeText();
    else if (isElement(node) && !isDropped(node->v.element))
        writeElement(node);
}

void NotesRenderer::writeChildren(const Node *node)
{
    forChildren(node, [this](const Node *child) { write(child); });
}

void NotesRenderer::writeElement(const Node *node)
{
    const GumboTag tag = node->v.element.tag;
    const bool isOutOfSight = isHidden(node);
    m_hidden += isOutOfSight ? 1 : 0;
    if (tag == GUMBO_TAG_BR)
        m_out += "<br />"_L1;
    else if (tag == GUMBO_TAG_HR)
        m_out += "<hr />"_L1;
    else if (tag == GUMBO_TAG_IMG)
        writeImage(node);
    else if (tag == GUMBO_TAG_A)
        writeAnchor(node);
    else if (tag == GUMBO_TAG_TABLE)
        writeTable(node);
    else if (const Shown *shown = shownTag(tag); shown != nullptr)
        writeSpan(node, shown->name);
    else
        writeChildren(node);
    m_hidden -= isOutOfSight ? 1 : 0;
}

/// As a table where it is small and stands in no other; else its rows as lines.
void NotesRenderer::writeTable(const Node *node)
{
    TableSize size;
    measureTable(node, size);
    const bool isTable = m_tables == 0 && size.columns <= MostColumns && size.rows <= MostCells
            && m_cells + size.rows * size.columns <= MostCells;
    m_cells += isTable ? size.rows * size.columns : 0;
    m_tables += 1;
    const bool isOuterPlain = std::exchange(m_isPlainTable, !isTable);
    writeSpan(node, isTable ? "table"_L1 : "div"_L1);
    m_isPlainTable = isOuterPlain;
    m_tables -= 1;
}

void NotesRenderer::writeSpan(const Node *node, QLatin1StringView tag)
{
    const GumboTag kind = node->v.element.tag;
    if (m_isPlainTable
        && (isCell(kind) || kind == GUMBO_TAG_TBODY || kind == GUMBO_TAG_THEAD
            || kind == GUMBO_TAG_TFOOT)) {
        writeChildren(node);
        m_out += isCell(kind) ? " "_L1 : ""_L1;
        return;
    }
    const QLatin1StringView name = m_isPlainTable && isRow(kind) ? "div"_L1 : tag;
    m_out += u'<' + name;
    if (isCell(kind) && columnsOf(node) > 1)
        m_out += " colspan=\""_L1 + QString::number(columnsOf(node)) + u'"';
    m_out += u'>';
    writeChildren(node);
    m_out += "</"_L1 + name + u'>';
}

qsizetype NotesRenderer::textNodes(const Node *node)
{
    if (isText(node))
        return 1;
    qsizetype count = 0;
    if (isElement(node) && !isDropped(node->v.element))
        forChildren(node, [&count](const Node *child) { count += textNodes(child); });
    return count;
}

/// A link whose text is nothing but a time leads to that time, wherever it led before.
void NotesRenderer::writeAnchor(const Node *node)
{
    const qsizetype count = textNodes(node);
    const bool isOneText = count == 1 && m_piece < m_pieces.size();
    const Piece piece = isOneText ? m_pieces.at(m_piece) : Piece{0, 0};
    const QUrl url = noteAddress(attribute(node, "href"), m_options.baseUrl);
    const bool isTime = isOneText && onlyTime(piece.begin, piece.end) != nullptr;
    if (m_anchors > 0 || isTime || !mayLeaveProgram(url)) {
        writeChildren(node);
        return;
    }
    ++m_anchors;
    m_out += "<a href=\""_L1 + encoded(url) + "\">"_L1;
    writeChildren(node);
    m_out += "</a>"_L1;
    --m_anchors;
}

void NotesRenderer::writeImage(const Node *node)
{
    const QUrl url = noteAddress(attribute(node, "src"), m_options.baseUrl);
    const int width = pixels(attribute(node, "width"));
    const int height = pixels(attribute(node, "height"));
    if (!m_options.allowImages || m_hidden > 0 || !isFetchable(url) || isTooSmall(width)
        || isTooSmall(height) || isBeacon(url))
        return;
    m_out += "<img src=\""_L1 + encoded(url) + u'"';
    if (width > 0 && width <= WidestImage)
        m_out += " width=\""_L1 + QString::number(width) + u'"';
    m_out += " alt=\""_L1 + attribute(node, "alt").toHtmlEscaped() + "\" />"_L1;
}

/// The timestamp that makes up all of the text but for brackets and spaces, if one does.
const Timestamp *NotesRenderer::onlyTime(qsizetype begin, qsizetype end) const
{
    const auto found
            = std::lower_bound(m_times.cbegin(), m_times.cend(), begin,
                               [](const Timestamp &time, qsizetype at) { return time.begin < at; });
    if (found == m_times.cend() || found->begin + found->length > end)
        return nullptr;
    const QStringView text = m_flat;
    const auto isBlank = [](QStringView around) {
        return std::none_of(around.begin(), around.end(),
                            [](QChar c) { return c.isLetterOrNumber(); });
    };
    const qsizetype timeEnd = std::clamp(found->outerEnd, found->begin + found->length, end);
    return isBlank(text.mid(begin, found->begin - begin))
                    && isBlank(text.mid(timeEnd, end - timeEnd))
            ? &*found
            : nullptr;
}

void NotesRenderer::writeText()
{
    if (m_piece >= m_pieces.size())
        return;
    const Piece piece = m_pieces.at(m_piece++);
    if (m_anchors > 0)
        writePlain(piece.begin, piece.end);
    else
        writeLinked(piece.begin, piece.end);
}

void NotesRenderer::writePlain(qsizetype begin, qsizetype end)
{
    m_out += m_flat.mid(begin, end - begin).toHtmlEscaped();
}

namespace {

/// "https://en.wikipedia.org/wiki/Mercury_(planet)": a bracket that the address opens is its own.
qsizetype endWithBrackets(const QString &text, const QRegularExpressionMatch &match)
{
    const QStringView address = match.capturedView();
    qsizetype open = address.count(u'(') - address.count(u')');
    qsizetype end = match.capturedEnd();
    for (; open > 0 && end < text.size() && text.at(end) == u')'; --open)
        ++end;
    return end;
}

} // namespace

void NotesRenderer::writeLinked(qsizetype begin, qsizetype end)
{
    const QString text = m_flat.mid(begin, end - begin);
    qsizetype from = 0;
    auto matches = bareAddress().globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const qsizetype matchEnd = endWithBrackets(text, match);
        const QString shown = text.sliced(match.capturedStart(), matchEnd - match.capturedStart());
        QString address = shown;
        if (address.startsWith("www."_L1, Qt::CaseInsensitive))
            address.prepend("https://"_L1);
        const QUrl url(address, QUrl::TolerantMode);
        if (!isFetchable(url) || address.size() > LongestAddress)
            continue;
        writeTimes(begin + from, begin + match.capturedStart());
        m_out += "<a href=\""_L1 + encoded(url) + "\">"_L1 + shown.toHtmlEscaped() + "</a>"_L1;
        from = matchEnd;
    }
    writeTimes(begin + from, end);
}

void NotesRenderer::writeTimes(qsizetype begin, qsizetype end)
{
    while (m_time < m_times.size() && m_times.at(m_time).begin < begin)
        ++m_time;
    for (; m_time < m_times.size(); ++m_time) {
        const Timestamp &time = m_times.at(m_time);
        const qsizetype timeEnd = time.begin + time.length;
        if (timeEnd > end)
            break;
        writePlain(begin, time.begin);
        m_out += "<a href=\"earmark:seek?t="_L1
                + QString::number(double(time.at.count()) / 1000, 'f',
                                  time.at.count() % 1000 == 0 ? 0 : 3)
                + "\">"_L1;
        writePlain(time.begin, timeEnd);
        m_out += "</a>"_L1;
        begin = timeEnd;
    }
    writePlain(begin, end);
}

} // namespace Earmark
