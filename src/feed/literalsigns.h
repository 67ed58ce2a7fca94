// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>
#include <QStringView>

namespace Earmark {

/// Tells the '<' of somebody who writes about code or addresses ("Vec<T>", "#include <vector>",
/// "<me@a.example>", "the <template> element") from one that begins a tag. Text is what names no
/// element of HTML, or one that is nothing without its end, as long as neither a '=' stands in it
/// nor an end tag of that name behind it: made-up elements of editors ("<o:p>",
/// "<google-sheets-html-origin>", "<summary>…</summary>") stay tags.
class LiteralSigns
{
public:
    /// text outlives this.
    explicit LiteralSigns(QStringView text) : m_text(text) { }

    /// at: where a '<' stands. False for a comment, an end tag and the like: not asked about here.
    bool isLiteral(qsizetype at) { return isLiteral(at, 0); }

private:
    bool isLiteral(qsizetype at, int within);
    bool hasEndTag(QStringView name, qsizetype from);

    QStringView m_text;
    QHash<QString, qsizetype> m_lastEnds; ///< By name: where its last end tag begins; -1: nowhere.
};

} // namespace Earmark
