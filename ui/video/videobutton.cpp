// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/video/videobutton.h"

#include "ui/common/icons.h"
#include "ui/common/style.h"
#include "ui/common/theme.h"

#include <QKeyEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {
constexpr int IconSide = 20;
constexpr int IconSideAroundCaption = 30;
constexpr int CaptionPixels = 9;
constexpr QColor Disc{0, 0, 0, 150};
constexpr QColor DiscUnderMouse{58, 58, 58, 215};
constexpr QColor Lit{255, 255, 255, 40};
constexpr QColor Mark{255, 255, 255};
constexpr QColor UnusableMark{255, 255, 255, 110};
} // namespace

VideoButton::VideoButton(const QString &objectName, QWidget *parent, bool hasDisc)
    : QAbstractButton(parent), m_hasDisc(hasDisc)
{
    setObjectName(objectName);
    setFixedSize(VideoButton::sizeHint());
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus); // a click leaves the keys to the list and the player
    setCursor(Qt::ArrowCursor);
}

void VideoButton::setShows(const QString &icon, const QString &text, const QString &key)
{
    m_icon = icon;
    setAccessibleName(text);
    setToolTip(key.isEmpty() ? text : QString(text % u" ("_s % key % u')'));
    update();
}

void VideoButton::setCaption(const QString &caption)
{
    m_caption = caption;
    update();
}

void VideoButton::setOpacity(double opacity)
{
    m_opacity = opacity;
    update();
}

void VideoButton::keyPressEvent(QKeyEvent *event)
{
    // Enter too, which Qt keeps for dialogs; Space it presses itself. Arrows are the player's.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else if (event->key() == Qt::Key_Space)
        QAbstractButton::keyPressEvent(event);
    else
        event->ignore();
}

void VideoButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(m_opacity);
    const bool isLit = isEnabled() && (underMouse() || isDown());
    const QRectF disc = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(Qt::NoPen);
    if (m_hasDisc) {
        painter.setBrush(isLit ? DiscUnderMouse : Disc);
        painter.drawEllipse(disc);
    } else if (isLit) {
        painter.setBrush(Lit);
        painter.drawRoundedRect(disc, Radius::Control, Radius::Control);
    }
    const QColor mark = isEnabled() ? Mark : UnusableMark;
    const int side = m_caption.isEmpty() ? IconSide : IconSideAroundCaption;
    QRectF place(0, 0, side, side);
    place.moveCenter(QRectF(rect()).center());
    paintIcon(&painter, place, m_icon, mark);
    if (!m_caption.isEmpty()) {
        QFont font = scaledFont(this->font(), TextSize::Meta, QFont::Bold);
        font.setPixelSize(CaptionPixels);
        painter.setFont(font);
        painter.setPen(mark);
        painter.drawText(rect().adjusted(0, 2, 0, 2), Qt::AlignCenter, m_caption);
    }
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
        paintFocusRing(&painter, rect(), m_hasDisc ? height() / 2.0 : Radius::Control, Mark);
}

} // namespace Earmark
