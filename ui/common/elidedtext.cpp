// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/elidedtext.h"

#include <QFontMetrics>
#include <QTextLayout>

namespace Earmark {

QStringList elidedLines(const QString &text, const QFont &font, int width, int lines)
{
    constexpr qsizetype LongestText = 4000;
    const QString shown = text.left(LongestText).simplified();
    if (shown.isEmpty() || width <= 0 || lines <= 0)
        return {};
    const QFontMetrics metrics(font);
    if (lines == 1)
        return {metrics.elidedText(shown, Qt::ElideRight, width)};

    QTextLayout layout(shown, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    QStringList result;
    layout.beginLayout();
    while (result.size() < lines) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(width);
        if (result.size() + 1 == lines)
            result += metrics.elidedText(shown.mid(line.textStart()), Qt::ElideRight, width);
        else
            result += shown.mid(line.textStart(), line.textLength()).trimmed();
    }
    layout.endLayout();
    return result;
}

} // namespace Earmark
