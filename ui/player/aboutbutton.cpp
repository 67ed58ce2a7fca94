// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/aboutbutton.h"

#include "ui/common/style.h"
#include "ui/common/theme.h"

#include <QKeyEvent>
#include <QPainter>

namespace Earmark {

AboutButton::AboutButton(QWidget *parent) : QAbstractButton(parent)
{
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
}

void AboutButton::keyPressEvent(QKeyEvent *event)
{
    // Enter too, which Qt keeps for dialogs; Space it presses itself.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void AboutButton::paintEvent(QPaintEvent *)
{
    if (!hasFocus() || !window()->testAttribute(Qt::WA_KeyboardFocusChange))
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintFocusRing(&painter, rect(), Radius::Control, colorsOf(palette()).text);
}

} // namespace Earmark
