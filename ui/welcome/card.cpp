// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/welcome/card.h"

#include "ui/common/elidedtext.h"
#include "ui/common/icons.h"
#include "ui/common/style.h"
#include "ui/common/theme.h"

#include <QPainter>

namespace Earmark {

namespace {
constexpr int Margin = 18;
constexpr int IconSide = 20;
constexpr int AboutLines = 3;
} // namespace

Card::Card(QWidget *parent) : QAbstractButton(parent)
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Card::setPicture(const QString &icon)
{
    m_icon = icon;
    update();
}

void Card::setAbout(const QString &about)
{
    m_about = about;
    setAccessibleDescription(about);
    update();
}

QSize Card::sizeHint() const
{
    const QFontMetrics metrics(font());
    return {240,
            2 * Margin + IconSide + Space::L + metrics.height() + Space::Xs
                    + AboutLines * metrics.lineSpacing()};
}

void Card::paintEvent(QPaintEvent *)
{
    const Colors colors = colorsOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF ground = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(underMouse() ? mixed(colors.hairline, colors.accent, 0.5) : colors.hairline);
    painter.setBrush(isDown() ? colors.selection : colors.panel);
    painter.drawRoundedRect(ground, Radius::Card, Radius::Card);
    paintIcon(&painter, QRectF(Margin, Margin, IconSide, IconSide), m_icon, colors.accent);

    const QRect text = rect().adjusted(Margin, Margin + IconSide + Space::L, -Margin, -Margin);
    painter.setFont(scaledFont(font(), TextSize::Body, QFont::DemiBold));
    painter.setPen(colors.text);
    painter.drawText(text, Qt::AlignTop | Qt::AlignLeft | Qt::TextSingleLine, this->text());
    int y = text.y() + painter.fontMetrics().height() + Space::Xs;
    painter.setFont(font());
    painter.setPen(colors.second);
    for (const QString &line : elidedLines(m_about, font(), text.width(), AboutLines)) {
        painter.drawText(QRect(text.x(), y, text.width(), painter.fontMetrics().height()),
                         Qt::AlignLeft, line);
        y += painter.fontMetrics().lineSpacing();
    }
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
        paintFocusRing(&painter, rect(), Radius::Card, colors.accent);
}

} // namespace Earmark
