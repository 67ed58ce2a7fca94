// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QFontMetrics>
#include <QString>
#include <QStringList>

namespace Earmark {

/// Both make lines for QPainter::drawText(). Of a text that is read from right to left each has
/// invisible marks around it, so that its parts, and the ellipsis, stand where they belong beside
/// others.

/// text, which has no line breaks, cut to `width` device independent pixels.
QString elidedLine(const QString &text, const QFontMetrics &metrics, int width);

/// text broken into at most `lines` lines of `width` device independent pixels, the last one with
/// an ellipsis when something is left over. Lengths are capped: text from a feed may be anything.
QStringList elidedLines(const QString &text, const QFont &font, int width, int lines);

/// Whether something was left out at the end of a line of theirs.
bool isElided(const QString &line);

} // namespace Earmark
