// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/elidedtext.h"

#include <QTextLayout>

namespace Earmark {
namespace {

constexpr QChar Ellipsis(0x2026);
constexpr QChar RightToLeft(0x2067); ///< Isolated from what is beside it, until:
constexpr QChar End(0x2069);

QString directed(const QString &line, bool isRightToLeft)
{
    return isRightToLeft ? QString(RightToLeft % line % End) : line;
}

/// Beside letters of another font the ellipsis may come from that one, and be wider than alone.
QString cut(const QString &text, const QFontMetrics &metrics, int width)
{
    const QString line = metrics.elidedText(text, Qt::ElideRight, width);
    const int excess = line == text ? 0 : metrics.horizontalAdvance(line) - width;
    return excess > 0 ? metrics.elidedText(text, Qt::ElideRight, width - excess) : line;
}

} // namespace

QString elidedLine(const QString &text, const QFontMetrics &metrics, int width)
{
    return directed(cut(text, metrics, width), text.isRightToLeft());
}

bool isElided(const QString &line)
{
    return line.endsWith(Ellipsis) || (line.endsWith(End) && line.chopped(1).endsWith(Ellipsis));
}

QStringList elidedLines(const QString &text, const QFont &font, int width, int lines)
{
    constexpr qsizetype LongestText = 4000;
    const QString shown = text.left(LongestText).simplified();
    if (shown.isEmpty() || width <= 0 || lines <= 0)
        return {};
    const QFontMetrics metrics(font);
    if (lines == 1)
        return {elidedLine(shown, metrics, width)};

    QTextLayout layout(shown, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    const bool isRightToLeft = shown.isRightToLeft();
    QStringList result;
    layout.beginLayout();
    while (result.size() < lines) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(width);
        if (result.size() + 1 == lines)
            result += cut(shown.mid(line.textStart()), metrics, width);
        else
            result += shown.mid(line.textStart(), line.textLength()).trimmed();
        result.last() = directed(result.last(), isRightToLeft);
    }
    layout.endLayout();
    return result;
}

} // namespace Earmark
