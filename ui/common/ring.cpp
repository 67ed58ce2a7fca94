// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/ring.h"

#include <QColor>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace Earmark {

namespace {

constexpr double TrackWidth = 1.2;
constexpr double ArcWidth = 2.4;
constexpr int WholeTurn = 16 * 360; // Qt counts sixteenths of a degree
constexpr int SmallestArc = 16 * 12; ///< What has begun is seen.

QRectF circleIn(const QRectF &square)
{
    constexpr double Half = ArcWidth / 2;
    return square.adjusted(Half, Half, -Half, -Half);
}

} // namespace

void paintRing(QPainter *painter, const QRectF &square, double share, const QColor &track,
               const QColor &arc)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(track, TrackWidth));
    painter->drawEllipse(circleIn(square));
    if (share > 0) {
        const int turn = int(std::lround(std::min(share, 1.0) * WholeTurn));
        painter->setPen(QPen(arc, ArcWidth, Qt::SolidLine, Qt::FlatCap));
        painter->drawArc(circleIn(square), WholeTurn / 4, -std::max(SmallestArc, turn));
    }
    painter->restore();
}

void paintWaitingRing(QPainter *painter, const QRectF &square, const QColor &track)
{
    constexpr int Dashes = 8;
    constexpr int Dash = WholeTurn / Dashes;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(track, TrackWidth + 0.4, Qt::SolidLine, Qt::FlatCap));
    for (int i = 0; i < Dashes; ++i)
        painter->drawArc(circleIn(square), i * Dash, Dash * 3 / 5);
    painter->restore();
}

} // namespace Earmark
