// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/playbutton.h"

#include "ui/common/icons.h"
#include "ui/common/style.h"
#include "ui/common/theme.h"

#include <QPainter>
#include <QTimerEvent>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {
constexpr int IconSide = 22;
constexpr int TurnInterval = 40; ///< ms
constexpr int TurnStep = 12; ///< degrees
} // namespace

PlayButton::PlayButton(QWidget *parent) : QAbstractButton(parent)
{
    setObjectName(u"playPause"_s);
    setFixedSize(PlayButton::sizeHint());
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setShows(Shows::Play);
}

void PlayButton::setShows(Shows shows)
{
    m_shows = shows;
    const bool plays = shows == Shows::Play;
    setAccessibleName(plays ? tr("Play") : tr("Pause"));
    setToolTip(plays ? tr("Play (Space)") : tr("Pause (Space)"));
    if (shows == Shows::Waiting)
        m_timer.start(TurnInterval, this);
    else
        m_timer.stop();
    update();
}

void PlayButton::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId())
        return;
    m_turn = (m_turn + TurnStep) % 360;
    update();
}

void PlayButton::paintEvent(QPaintEvent *)
{
    const Colors colors = colorsOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = isEnabled() ? colors.accent : colors.wave;
    if (isEnabled() && (isDown() || underMouse()))
        ground = mixed(ground, colors.text, isDown() ? 0.18 : 0.09);
    const QRectF circle = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawEllipse(circle);
    QRectF place(0, 0, IconSide, IconSide);
    place.moveCenter(QRectF(rect()).center());
    const QColor mark = isEnabled() ? colors.onAccent : colors.side;
    paintIcon(&painter, place, m_shows == Shows::Play ? u"play"_s : u"pause"_s, mark);
    if (m_shows == Shows::Waiting) {
        painter.setPen(QPen(mark, 2, Qt::SolidLine, Qt::RoundCap));
        painter.setBrush(Qt::NoBrush);
        constexpr int Sixteenths = 16;
        painter.drawArc(circle.adjusted(4, 4, -4, -4), -m_turn * Sixteenths, 80 * Sixteenths);
    }
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
        paintFocusRing(&painter, rect(), height() / 2.0, colors.text);
}

} // namespace Earmark
