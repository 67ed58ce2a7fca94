// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QString>
#include <QStringList>

namespace Earmark {

/// text broken into at most `lines` lines of `width` device independent pixels, the last one with
/// an ellipsis when something is left over. Lengths are capped: text from a feed may be anything.
QStringList elidedLines(const QString &text, const QFont &font, int width, int lines);

} // namespace Earmark
