// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/video/videowindow.h"

#include <optional>

namespace Earmark {

/// The small window that stays above others: no frame, moved by dragging the picture, resized by
/// its edges in the picture's shape. (Wayland has no word for "above others"; there it is a window
/// whose place and height the desktop decides.)
class SmallVideoWindow : public VideoWindow
{
    Q_OBJECT

public:
    SmallVideoWindow();

    /// Where it was; empty or not to be read: at the lower right of that screen.
    void restore(const QByteArray &state, const QScreen &screen);
    QByteArray state() const;

    /// One step larger (1) or smaller (-1), in the same place.
    void resizeBy(int steps);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Dragged
    {
        Qt::Edges edges; ///< None: the whole window.
        QPoint from; ///< Global.
        QRect begun;
    };

    void adoptShape();
    void showCursor(const QPoint &at);
    void beginDrag(Qt::Edges edges, const QPoint &from);
    void drag(const QPoint &to);
    QSize mostSize() const;

    std::optional<Dragged> m_dragged;
};

} // namespace Earmark
