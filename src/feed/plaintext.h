// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

namespace Earmark {

/// Does a tag stand in it, e.g. `<p>`, `</b>`, `<br/>`? "a < b" has none.
bool hasTags(QStringView text);
/// Does one stand in it that makes a line of its own, e.g. `<p>`, `<br>`, `<li>`?
bool hasBlockTags(QStringView text);

/// Markup that was escaped once too often ("&lt;p&gt;Hello") as markup; other text as it is.
QString withoutDoubleEscape(const QString &text);

/// Show notes (HTML or plain text, found out by content) as plain text, one line per block element
/// or <br>; in text without block elements its own line ends hold. Entities decoded, tags,
/// comments, scripts and styles dropped, white space folded, no empty lines, trimmed. No HTML
/// parser stands behind it: it is for what no one renders (excerpts, titles, chapter lines,
/// search), and linear.
QString plainText(QStringView htmlOrPlain);

/// The same on a single line.
QString plainLine(QStringView htmlOrPlain);

} // namespace Earmark
