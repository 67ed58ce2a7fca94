// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QColor;
class QPainter;
class QRectF;

namespace Earmark {

/// How far something has come, as a circle with a thick arc from its top: share is 0 to 1. track's
/// circle alone says that there is something to come.
void paintRing(QPainter *painter, const QRectF &square, double share, const QColor &track,
               const QColor &arc);
/// The same circle, interrupted: it has not begun.
void paintWaitingRing(QPainter *painter, const QRectF &square, const QColor &track);

} // namespace Earmark
