// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "feed/notes.h"
#include "feed/timestamps.h"

#include <QList>
#include <QString>
#include <QStringView>

struct GumboInternalNode;

namespace Earmark {

/// The tree of a parsed document as HTML that is safe to show: what is not on the lists in the .cpp
/// is left out. Once per text.
class NotesRenderer
{
public:
    explicit NotesRenderer(const NotesOptions &options) : m_options(options) { }

    /// html must not nest deep: the tree is walked by recursion.
    QString render(const QString &html);

private:
    using Node = GumboInternalNode;

    void flatten(const Node *node);
    void flattenText(const char *text);
    void write(const Node *node);
    void writeChildren(const Node *node);
    void writeElement(const Node *node);
    void writeAnchor(const Node *node);
    void writeImage(const Node *node);
    void writeTable(const Node *node);
    void writeSpan(const Node *node, QLatin1StringView tag);
    void writeText();
    void writeLinked(qsizetype begin, qsizetype end);
    void writeTimes(qsizetype begin, qsizetype end);
    void writePlain(qsizetype begin, qsizetype end);
    const Timestamp *onlyTime(qsizetype begin, qsizetype end) const;
    static qsizetype textNodes(const Node *node);

    NotesOptions m_options;
    QString m_flat; ///< All text that is shown; a line end for every block.
    struct Piece
    {
        qsizetype begin;
        qsizetype end;
    };
    QList<Piece> m_pieces; ///< Of m_flat, one per text node, in document order.
    QList<Timestamp> m_times;
    qsizetype m_piece = 0; ///< The next to write.
    qsizetype m_time = 0; ///< The first that may still be written.
    int m_preformatted = 0;
    int m_anchors = 0; ///< Open links: no links inside.
    int m_hidden = 0; ///< Open elements that a browser would not show.
    int m_tables = 0; ///< Open ones.
    int m_cells = 0; ///< Of all tables so far.
    bool m_isPlainTable = false; ///< The innermost open one is written as lines.
    QString m_out;
};

} // namespace Earmark
