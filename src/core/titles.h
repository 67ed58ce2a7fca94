// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Earmark {

/// What stands where a title stands: the feed's, else the first sentence of the notes (plain text,
/// one line per block, the podcast's recurring promotion left out) of at most 120 characters, else
/// "Untitled episode". Never empty, one line.
QString displayTitle(const QString &title, const QString &plainNotes);

/// The notes' beginning on one line, cut at a word with an ellipsis: at most max characters.
QString excerpt(const QString &plainNotes, int max = 240);

} // namespace Earmark
