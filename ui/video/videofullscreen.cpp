// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/video/videofullscreen.h"

#include "ui/video/videocontrols.h"

#include <QGraphicsOpacityEffect>
#include <QKeyEvent>
#include <QScreen>
#include <QVariantAnimation>

#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {

namespace {
constexpr milliseconds IdleAfter = 2500ms;
constexpr milliseconds FadeTime = 180ms;
} // namespace

VideoFullScreen::VideoFullScreen()
    : VideoWindow(VideoView::Buttons::None, Qt::Window | Qt::FramelessWindowHint),
      m_controls(new VideoControls(this)), m_opacity(new QGraphicsOpacityEffect(this)),
      m_fade(new QVariantAnimation(this))
{
    setObjectName(u"videoFullScreen"_s);
    setWindowTitle(tr("Video – Earmark"));
    setFocusPolicy(Qt::StrongFocus);
    m_idleTimer.setSingleShot(true);
    m_idleTimer.setInterval(IdleAfter);
    connect(&m_idleTimer, &QTimer::timeout, this, &VideoFullScreen::hideIdleControls);
    m_controls->setGraphicsEffect(m_opacity);
    m_opacity->setEnabled(false);
    m_controls->hide();
    m_fade->setDuration(int(FadeTime.count()));
    m_fade->setStartValue(0.0);
    m_fade->setEndValue(1.0);
    connect(m_fade, &QVariantAnimation::valueChanged, this,
            [this](const QVariant &value) { m_opacity->setOpacity(value.toDouble()); });
    connect(m_fade, &QVariantAnimation::finished, this, [this] {
        m_controls->setVisible(m_areControlsWished);
        m_opacity->setEnabled(false);
    });
    connect(m_controls, &VideoControls::leaveWished, this, &VideoFullScreen::leaveWished);
    watch(this);
}

/// The mouse may be over any of them.
void VideoFullScreen::watch(QWidget *widget)
{
    widget->setMouseTracking(true);
    if (widget != this)
        widget->installEventFilter(this);
    for (QWidget *child : widget->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly))
        watch(child);
}

void VideoFullScreen::open(QScreen *screen)
{
    if (screen != nullptr) {
        setScreen(screen);
        setGeometry(screen->geometry());
    }
    showFullScreen();
    raise();
    activateWindow();
    setFocus();
    m_pointer = QCursor::pos();
    showControls();
}

bool VideoFullScreen::event(QEvent *event)
{
    if (event->type() == QEvent::WindowDeactivate)
        unsetCursor();
    else if (event->type() == QEvent::Hide)
        m_idleTimer.stop();
    return VideoWindow::event(event);
}

bool VideoFullScreen::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::MouseMove: {
        // Qt makes moves of its own when something is shown under a pointer that lies still.
        const QPoint at = static_cast<QMouseEvent *>(event)->globalPosition().toPoint();
        if (std::exchange(m_pointer, at) != at)
            showControls();
        break;
    }
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonRelease:
    case QEvent::FocusIn:
        showControls();
        break;
    case QEvent::KeyPress: // inside the controls
        m_idleTimer.start();
        break;
    default:
        break;
    }
    return VideoWindow::eventFilter(watched, event);
}

/// A jump or a pause by key shows where one is.
void VideoFullScreen::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape && event->key() != Qt::Key_F)
        showControls();
    VideoWindow::keyPressEvent(event);
}

/// Tab brings the controls, and leads into them.
bool VideoFullScreen::focusNextPrevChild(bool next)
{
    const bool wereShown = m_areControlsWished && m_controls->hasFocusInside();
    showControls();
    if (wereShown)
        return VideoWindow::focusNextPrevChild(next);
    m_controls->focusFirst();
    return true;
}

void VideoFullScreen::resizeEvent(QResizeEvent *)
{
    view().setGeometry(rect());
    const int tall = m_controls->sizeHint().height();
    m_controls->setGeometry(0, height() - tall, width(), tall);
}

void VideoFullScreen::showControls()
{
    m_idleTimer.start();
    unsetCursor();
    if (m_areControlsWished)
        return;
    m_areControlsWished = true;
    m_opacity->setEnabled(true);
    m_controls->show();
    m_controls->raise();
    m_fade->setDirection(QAbstractAnimation::Forward);
    m_fade->start();
}

void VideoFullScreen::hideIdleControls()
{
    if (m_controls->isInUse()) {
        m_idleTimer.start();
        return;
    }
    if (isActiveWindow())
        setCursor(Qt::BlankCursor);
    if (!m_areControlsWished)
        return;
    if (m_controls->hasFocusInside())
        setFocus();
    m_areControlsWished = false;
    m_opacity->setEnabled(true);
    m_fade->setDirection(QAbstractAnimation::Backward);
    m_fade->start();
}

} // namespace Earmark
