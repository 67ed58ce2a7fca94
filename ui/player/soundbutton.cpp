// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/soundbutton.h"

#include "ui/common/style.h"
#include "ui/common/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {
constexpr int Height = 30; ///< As buttons with an icon and a frame are.
} // namespace

SoundButton::SoundButton(QWidget *parent) : QAbstractButton(parent), m_panel(new SoundPanel(this))
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(this, &QAbstractButton::clicked, this, &SoundButton::openPanel);
    showSound({});
}

void SoundButton::showSound(const SoundView &view)
{
    m_view = view;
    m_panel->showSound(view);
    setText(formatSpeed(view.sound.speed));
    setToolTip(tr("Speed and sound ([ slower, ] faster)"));
    setAccessibleName(tr("Speed %1, and sound").arg(text()));
    update();
}

void SoundButton::openPanel()
{
    m_panel->openAbove(this);
}

QSize SoundButton::sizeHint() const
{
    const QFontMetrics metrics(scaledFont(font(), TextSize::Body, QFont::DemiBold));
    return {metrics.horizontalAdvance(formatSpeed(0.85)) + Space::L, Height};
}

void SoundButton::keyPressEvent(QKeyEvent *event)
{
    // Enter and Up too; Space it presses itself.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter
        || event->key() == Qt::Key_Up)
        openPanel();
    else
        QAbstractButton::keyPressEvent(event);
}

void SoundButton::wheelEvent(QWheelEvent *event)
{
    constexpr int Notch = 120;
    m_wheel += event->angleDelta().y();
    const int steps = m_wheel / Notch;
    m_wheel -= steps * Notch;
    event->accept();
    if (steps == 0)
        return;
    SoundSettings sound = m_view.sound;
    sound.speed = steppedSpeed(sound.speed + steps * SoundSettings::SpeedStep);
    Q_EMIT m_panel->soundWished(sound);
}

void SoundButton::paintEvent(QPaintEvent *)
{
    const Colors colors = colorsOf(palette());
    const bool isShaped = m_view.sound != SoundSettings();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF ground = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(colors.hairline);
    painter.setBrush(underMouse() || isDown() ? colors.selection
                             : isShaped       ? colors.accentTint
                                              : colors.panel);
    painter.drawRoundedRect(ground, Radius::Control, Radius::Control);
    painter.setFont(scaledFont(font(), TextSize::Body, QFont::DemiBold));
    painter.setPen(isShaped ? colors.accent : colors.text);
    painter.drawText(rect(), Qt::AlignCenter, text());
    if (hasFocus())
        paintFocusRing(&painter, ground, Radius::Control, colors.accent);
}

} // namespace Earmark
