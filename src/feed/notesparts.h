// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>

#include <gumbo.h>

namespace Earmark {

// What the renderer of show notes asks of gumbo's nodes.

constexpr qsizetype LongestAddress = 8'192;

inline bool isText(const GumboNode *node)
{
    return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE
            || node->type == GUMBO_NODE_CDATA;
}

inline bool isElement(const GumboNode *node)
{
    return node->type == GUMBO_NODE_ELEMENT;
}

template<typename F>
void forChildren(const GumboNode *node, F f)
{
    const GumboVector &children = node->v.element.children;
    for (unsigned int i = 0; i < children.length; ++i)
        f(static_cast<const GumboNode *>(children.data[i]));
}

/// Text without what has a meaning of its own inside QTextDocument (frames, objects, line and
/// paragraph separators) or none at all.
QString shownText(QString text);
/// Trimmed, as shownText(); empty when there is none.
QString attribute(const GumboNode *node, const char *name);
/// Invalid when it is none that may be followed or fetched at all.
QUrl noteAddress(const QString &address, const QUrl &base);
/// "12", "12px" as pixels; -1 when nothing is said, or a share of what is around ("50%").
int pixels(const QString &text);
/// A browser would not show it, by its own attributes.
bool isHidden(const GumboNode *node);

inline bool isRow(GumboTag tag)
{
    return tag == GUMBO_TAG_TR;
}
inline bool isCell(GumboTag tag)
{
    return tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;
}
/// How many columns a cell takes, at least one.
int columnsOf(const GumboNode *cell);

struct TableSize
{
    int rows = 0;
    int columns = 0;
};
/// Of the table itself, not of those inside its cells.
void measureTable(const GumboNode *node, TableSize &size);

} // namespace Earmark
