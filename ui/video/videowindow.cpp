// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/video/videowindow.h"

#include <QCloseEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace Earmark {

VideoWindow::VideoWindow(VideoView::Buttons buttons, Qt::WindowFlags flags)
    : QWidget(nullptr, flags), m_view(new VideoView(buttons, this))
{
    setAttribute(Qt::WA_QuitOnClose, false); // the main window decides
    setAttribute(Qt::WA_OpaquePaintEvent);
    connect(m_view, &VideoView::fullScreenWished, this, &VideoWindow::fullScreenWished);
    connect(m_view, &VideoView::closeWished, this, &VideoWindow::leaveWished);
}

void VideoWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT leaveWished();
    else if (event->key() == Qt::Key_F && event->modifiers() == Qt::NoModifier)
        Q_EMIT fullScreenWished();
    else if (!m_playerKeys || !m_playerKeys(*event))
        QWidget::keyPressEvent(event);
}

/// Who owns it hides it, and the picture goes elsewhere.
void VideoWindow::closeEvent(QCloseEvent *event)
{
    event->ignore();
    Q_EMIT leaveWished();
}

void VideoWindow::paintEvent(QPaintEvent *event)
{
    QPainter(this).fillRect(event->rect(), Qt::black);
}

} // namespace Earmark
