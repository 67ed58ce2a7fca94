// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/video/smallvideowindow.h"

#include "ui/common/theme.h"
#include "ui/video/videoshape.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QScreen>
#include <QWindow>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr int FirstLongerSide = 480;
constexpr double SizeStep = 1.2;

/// Where a program places and shapes its windows itself.
bool placesWindows()
{
    return !QGuiApplication::platformName().startsWith("wayland"_L1);
}

Qt::CursorShape cursorOf(Qt::Edges edges)
{
    if (edges == (Qt::TopEdge | Qt::LeftEdge) || edges == (Qt::BottomEdge | Qt::RightEdge))
        return Qt::SizeFDiagCursor;
    if (edges == (Qt::TopEdge | Qt::RightEdge) || edges == (Qt::BottomEdge | Qt::LeftEdge))
        return Qt::SizeBDiagCursor;
    if (edges & (Qt::LeftEdge | Qt::RightEdge))
        return Qt::SizeHorCursor;
    return edges ? Qt::SizeVerCursor : Qt::ArrowCursor;
}

} // namespace

SmallVideoWindow::SmallVideoWindow()
    : VideoWindow(VideoView::Buttons::OfSmallWindow,
                  Qt::Tool | Qt::FramelessWindowHint | Qt::WindowStaysOnTopHint)
{
    setObjectName(u"smallVideoWindow"_s);
    setWindowTitle(tr("Video – Earmark"));
    setMinimumSize(80, 80);
    setFocusPolicy(Qt::StrongFocus); // itself, so that no button comes with it
    view().installEventFilter(this);
    connect(&view(), &VideoView::naturalSizeChanged, this, &SmallVideoWindow::adoptShape);
    connect(&view(), &VideoView::draggingBegan, this,
            [this](const QPoint &from) { beginDrag({}, from); });
}

QSize SmallVideoWindow::mostSize() const
{
    return screen() != nullptr ? screen()->availableSize() : QSize();
}

void SmallVideoWindow::restore(const QByteArray &state, const QScreen &screen)
{
    if (!state.isEmpty() && restoreGeometry(state)) {
        adoptShape();
        return;
    }
    const QRect area = screen.availableGeometry();
    QRect place(QPoint(), smallWindowSize(view().naturalSize(), FirstLongerSide, area.size()));
    place.moveBottomRight(area.bottomRight() - QPoint(Space::Xxl, Space::Xxl));
    setGeometry(place);
}

QByteArray SmallVideoWindow::state() const
{
    return saveGeometry();
}

/// Another picture's shape, about as large as the one before; on the screen with all of it.
void SmallVideoWindow::adoptShape()
{
    const QSize size
            = smallWindowSize(view().naturalSize(), std::max(width(), height()), mostSize());
    if (size == this->size())
        return;
    QRect place(pos(), size);
    if (screen() != nullptr)
        place = movedInto(place, screen()->availableGeometry());
    setGeometry(place);
}

void SmallVideoWindow::resizeBy(int steps)
{
    const double longer = std::max(width(), height()) * std::pow(SizeStep, steps);
    QRect place = geometry();
    const QPoint middle = place.center();
    place.setSize(smallWindowSize(view().naturalSize(), int(std::lround(longer)), mostSize()));
    place.moveCenter(middle);
    if (screen() != nullptr)
        place = movedInto(place, screen()->availableGeometry());
    setGeometry(place);
}

void SmallVideoWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Plus || event->key() == Qt::Key_Equal)
        resizeBy(1);
    else if (event->key() == Qt::Key_Minus)
        resizeBy(-1);
    else
        VideoWindow::keyPressEvent(event);
}

void SmallVideoWindow::resizeEvent(QResizeEvent *)
{
    view().setGeometry(rect());
}

void SmallVideoWindow::showCursor(const QPoint &at)
{
    view().setCursor(cursorOf(edgesAt(at, size())));
}

void SmallVideoWindow::beginDrag(Qt::Edges edges, const QPoint &from)
{
    QWindow *handle = windowHandle();
    // The desktop's own move knows its edges and its other screens. It knows no shape.
    if (handle != nullptr && !edges && handle->startSystemMove())
        return;
    if (!placesWindows()) {
        if (handle != nullptr && edges)
            handle->startSystemResize(edges);
        return;
    }
    m_dragged = {.edges = edges, .from = from, .begun = geometry()};
}

void SmallVideoWindow::drag(const QPoint &to)
{
    const QPoint by = to - m_dragged->from;
    if (m_dragged->edges)
        setGeometry(draggedWindow(m_dragged->begun, m_dragged->edges, by, view().naturalSize(),
                                  mostSize()));
    else
        move(m_dragged->begun.topLeft() + by);
}

/// What happens at the edges of the view is the window's; the rest stays with the view.
bool SmallVideoWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != &view())
        return VideoWindow::eventFilter(watched, event);
    const auto *mouse = dynamic_cast<QMouseEvent *>(event);
    if (mouse == nullptr)
        return false;
    const QPoint at = mouse->globalPosition().toPoint();
    switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonDblClick: {
        const Qt::Edges edges = edgesAt(mouse->pos(), size());
        if (mouse->button() != Qt::LeftButton || !edges)
            return false;
        beginDrag(edges, at);
        return true;
    }
    case QEvent::MouseMove:
        if (!m_dragged) {
            if (mouse->buttons() == Qt::NoButton)
                showCursor(mouse->pos());
            return false;
        }
        drag(at);
        return true;
    case QEvent::MouseButtonRelease:
        return std::exchange(m_dragged, std::nullopt).has_value();
    default:
        return false;
    }
}

} // namespace Earmark
