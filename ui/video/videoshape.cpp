// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/video/videoshape.h"

#include <algorithm>
#include <cmath>

namespace Earmark {

namespace {

constexpr QSize Usual{16, 9};
constexpr double LargestShare = 0.45; ///< Of the panel's height.
constexpr int RoomBelow = 310; ///< For a title of three lines, buttons, tabs and some lines.
constexpr int LeastInPanel = 64;
constexpr int LeastLongerSide = 240;
constexpr double ExtremeRatio = 3;
constexpr int EdgeWidth = 7;
constexpr int CornerWidth = 18;

QSize known(const QSize &shape)
{
    return shape.isEmpty() ? Usual : shape;
}

double ratioOf(const QSize &shape)
{
    const QSize sure = known(shape);
    return std::clamp(double(sure.width()) / sure.height(), 1 / ExtremeRatio, ExtremeRatio);
}

QSize sizeOfWidth(double width, double ratio)
{
    return {int(std::lround(width)), int(std::lround(width / ratio))};
}

} // namespace

QRect fitted(const QSize &shape, const QRect &area)
{
    QRect picture(QPoint(), known(shape).scaled(area.size(), Qt::KeepAspectRatio));
    picture.moveTopLeft(
            area.topLeft()
            + QPoint((area.width() - picture.width()) / 2, (area.height() - picture.height()) / 2));
    return picture;
}

int heightInPanel(const QSize &shape, int width, int panelHeight)
{
    const QSize sure = known(shape);
    const double whole = double(width) * sure.height() / sure.width();
    const double most = std::min(panelHeight * LargestShare, double(panelHeight - RoomBelow));
    return int(std::lround(std::max(double(LeastInPanel), std::min(whole, most))));
}

QSize smallWindowSize(const QSize &shape, int longerSide, const QSize &most)
{
    const double ratio = ratioOf(shape);
    const double longer = std::max(LeastLongerSide, longerSide);
    const QSize wanted = sizeOfWidth(ratio >= 1 ? longer : longer * ratio, ratio);
    if (most.isEmpty() || (wanted.width() <= most.width() && wanted.height() <= most.height()))
        return wanted;
    return wanted.scaled(most, Qt::KeepAspectRatio);
}

QRect draggedWindow(const QRect &begun, Qt::Edges edges, const QPoint &by, const QSize &shape,
                    const QSize &most)
{
    const double ratio = ratioOf(shape);
    const int wider = edges.testFlag(Qt::LeftEdge) ? -by.x()
            : edges.testFlag(Qt::RightEdge)        ? by.x()
                                                   : 0;
    const int taller = edges.testFlag(Qt::TopEdge) ? -by.y()
            : edges.testFlag(Qt::BottomEdge)       ? by.y()
                                                   : 0;
    const double byWidth = begun.width() + wider;
    const double byHeight = (begun.height() + taller) * ratio;
    // At a corner that side leads which was dragged further.
    const bool isWidth = std::abs(wider) >= std::abs(taller * ratio);
    const double width = std::max(1.0, isWidth ? byWidth : byHeight);
    const double longer = ratio >= 1 ? width : width / ratio;
    QRect window(begun.topLeft(), smallWindowSize(shape, int(std::lround(longer)), most));
    if (edges.testFlag(Qt::LeftEdge))
        window.moveRight(begun.right());
    if (edges.testFlag(Qt::TopEdge))
        window.moveBottom(begun.bottom());
    return window;
}

Qt::Edges edgesAt(const QPoint &point, const QSize &size)
{
    const auto near = [&point, &size](int within) {
        Qt::Edges edges;
        edges.setFlag(Qt::LeftEdge, point.x() < within);
        edges.setFlag(Qt::RightEdge, point.x() >= size.width() - within);
        edges.setFlag(Qt::TopEdge, point.y() < within);
        edges.setFlag(Qt::BottomEdge, point.y() >= size.height() - within);
        return edges;
    };
    const Qt::Edges close = near(EdgeWidth);
    if (!close)
        return {};
    const Qt::Edges around = near(CornerWidth);
    const bool isCorner = (around & (Qt::LeftEdge | Qt::RightEdge))
            && (around & (Qt::TopEdge | Qt::BottomEdge));
    return isCorner ? around : close;
}

QRect movedInto(QRect window, const QRect &area)
{
    window.moveLeft(std::clamp(window.left(), area.left(),
                               std::max(area.left(), area.right() + 1 - window.width())));
    window.moveTop(std::clamp(window.top(), area.top(),
                              std::max(area.top(), area.bottom() + 1 - window.height())));
    return window;
}

} // namespace Earmark
