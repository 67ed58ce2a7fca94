// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/backpill.h"

#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/style.h"
#include "ui/common/theme.h"
#include "ui/player/seekbar.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QPainter>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace Earmark {

namespace {
constexpr int IconSide = 14;
constexpr int Top = 5; ///< Below the bar's hairline.
} // namespace

BackPill::BackPill(SeekBar *seekBar, QWidget *parent)
    : QAbstractButton(parent), m_seekBar(seekBar), m_timer(new QTimer(this))
{
    setObjectName(u"backPill"_s);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus); // a click leaves the keys to the list and the player
    setCursor(Qt::PointingHandCursor);
    setToolTip(tr("Undo the jump"));
    m_timer->setSingleShot(true);
    m_timer->setInterval(Stays);
    connect(m_timer, &QTimer::timeout, this, &BackPill::withdraw);
    seekBar->installEventFilter(this);
    hide();
}

void BackPill::offer(milliseconds place)
{
    if (!m_seekBar->isVisibleTo(parentWidget()))
        return;
    m_place = place;
    setText(tr("Back to %1").arg(formatTimecode(place)));
    setAccessibleName(text());
    settle();
    show();
    raise();
    m_timer->start();
    QAccessibleEvent said(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&said);
}

void BackPill::withdraw()
{
    m_timer->stop();
    if (hasFocus())
        m_seekBar->setFocus(); // and not to wherever Tab would lead
    hide();
}

QSize BackPill::sizeHint() const
{
    const QFontMetrics metrics(scaledFont(font(), TextSize::Meta, QFont::DemiBold));
    return {metrics.horizontalAdvance(text()) + IconSide + Space::Xs + 2 * Space::S + 2,
            metrics.height() + Space::S};
}

/// Over the place it leads to, as far as the seek bar reaches.
void BackPill::settle()
{
    const QSize size = sizeHint();
    const QRect bar = m_seekBar->geometry();
    const int middle = bar.left() + m_seekBar->xOf(m_place) - size.width() / 2;
    const int rightmost = std::max(bar.left(), bar.right() + 1 - size.width());
    setGeometry(std::clamp(middle, bar.left(), rightmost), Top, size.width(), size.height());
}

bool BackPill::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_seekBar && isVisible()) {
        if (event->type() == QEvent::Resize || event->type() == QEvent::Move)
            settle();
        else if (event->type() == QEvent::Hide)
            withdraw();
    }
    return QAbstractButton::eventFilter(watched, event);
}

void BackPill::keyPressEvent(QKeyEvent *event)
{
    // Enter too, which Qt keeps for dialogs; Space it presses itself.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else if (event->key() == Qt::Key_Escape)
        withdraw();
    else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)
        event->ignore(); // they are the player's
    else
        QAbstractButton::keyPressEvent(event);
}

void BackPill::enterEvent(QEnterEvent *event)
{
    m_timer->stop(); // being read, or reached for
    QAbstractButton::enterEvent(event);
}

void BackPill::leaveEvent(QEvent *event)
{
    m_timer->start();
    QAbstractButton::leaveEvent(event);
}

void BackPill::focusInEvent(QFocusEvent *event)
{
    m_timer->stop();
    QAbstractButton::focusInEvent(event);
}

void BackPill::focusOutEvent(QFocusEvent *event)
{
    m_timer->start();
    QAbstractButton::focusOutEvent(event);
}

void BackPill::changeEvent(QEvent *event)
{
    QAbstractButton::changeEvent(event);
    if (event->type() == QEvent::FontChange && isVisible())
        settle();
}

void BackPill::paintEvent(QPaintEvent *)
{
    const Colors colors = colorsOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF pill = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(colors.hairline);
    painter.setBrush(underMouse() || isDown() ? colors.selection : colors.panel);
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    const QRect icon(Space::S, (height() - IconSide) / 2, IconSide, IconSide);
    paintIcon(&painter, icon, u"back"_s, colors.accent);
    painter.setFont(scaledFont(font(), TextSize::Meta, QFont::DemiBold));
    painter.setPen(colors.accent);
    painter.drawText(rect().adjusted(icon.right() + 1 + Space::Xs, 0, 0, 0),
                     Qt::AlignVCenter | Qt::AlignLeft, text());
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
        paintFocusRing(&painter, rect(), pill.height() / 2, colors.accent);
}

} // namespace Earmark
