// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QSize>

// How large a picture is shown where: pure. A shape is a width and a height whose ratio counts; an
// empty one is not known yet and taken for 16:9.

namespace Earmark {

/// As big as fits into the area, in its middle.
QRect fitted(const QSize &shape, const QRect &area);

/// How tall a picture is that is so wide and stands above an episode's notes and chapters, which
/// keep most of a panel of this height.
int heightInPanel(const QSize &shape, int width, int panelHeight);

/// A small window with this longer side, not larger than `most` and large enough to be used. A
/// shape beyond 3:1 or 1:3 gets black bars.
QSize smallWindowSize(const QSize &shape, int longerSide, const QSize &most);

/// The window `begun` after its edges were dragged so far, in the picture's shape; the opposite
/// edges stay where they are.
QRect draggedWindow(const QRect &begun, Qt::Edges edges, const QPoint &by, const QSize &shape,
                    const QSize &most);

/// Which edges of a rectangle a point is near enough to drag; none in the middle.
Qt::Edges edgesAt(const QPoint &point, const QSize &size);

/// Moved as far as needed to lie in the area.
QRect movedInto(QRect window, const QRect &area);

} // namespace Earmark
