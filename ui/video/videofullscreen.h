// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/video/videowindow.h"

#include <QTimer>

class QGraphicsOpacityEffect;
class QVariantAnimation;

namespace Earmark {

class VideoControls;

/// The picture over a whole screen. Controls come when the mouse moves or a key is pressed, and go
/// with the mouse pointer after 2.5 seconds.
class VideoFullScreen : public VideoWindow
{
    Q_OBJECT

public:
    VideoFullScreen();

    VideoControls &controls() const { return *m_controls; }
    void open(QScreen *screen);
    bool areControlsShown() const { return m_areControlsWished; }

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    void showControls();
    void hideIdleControls();
    void watch(QWidget *widget);

    VideoControls *m_controls;
    QGraphicsOpacityEffect *m_opacity; ///< Off but for the moments of fading.
    QVariantAnimation *m_fade;
    QTimer m_idleTimer;
    bool m_areControlsWished = false;
    QPoint m_pointer; ///< Where the mouse was when it moved last, global.
};

} // namespace Earmark
