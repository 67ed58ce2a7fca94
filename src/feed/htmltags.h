// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringView>

#include <utility>

namespace Earmark {

/// One tag of HTML as a browser's tokenizer cuts it out (WHATWG, 13.2.5).
struct HtmlTag
{
    QString name; ///< Lower case; empty when it is none that an element may have here.
    /// Those that somebody in this program reads, the first of each name, as written: references
    /// are not decoded. At most 16 KiB each; no line ends, tabs or control characters.
    QList<std::pair<QString, QString>> attributes;
    bool isEnd = false;
    bool isSelfClosing = false;
    qsizetype length = 0; ///< With both brackets; 0: no tag begins here; -1: one that never ends.
    bool isOpenQuote = false; ///< All of the text was looked through for the end of a quote.

    /// `<name a="b">`, to be read in one way only.
    QString text() const;
};

/// The tag that begins at text's '<'. One with a quote left open ends at its first '>', without
/// attributes; without any '>' it never ends.
HtmlTag htmlTag(QStringView text);
/// Characters of the comment, doctype or processing instruction at text's '<'; 0: it is none.
qsizetype notTagLength(QStringView text);
/// Where behind `from` the end tag of a raw element begins, e.g. `</script`; -1: nowhere.
qsizetype htmlEndTag(QStringView text, qsizetype from, QStringView name);

} // namespace Earmark
