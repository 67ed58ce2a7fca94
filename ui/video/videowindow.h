// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/video/videoview.h"

#include <functional>

namespace Earmark {

/// A window of its own for the moving picture. The player's keys work in it as in the main window;
/// F and a double click go to full screen and back, Esc leaves.
class VideoWindow : public QWidget
{
    Q_OBJECT

public:
    /// Does what a key of the player's does; false: it is none.
    using PlayerKeys = std::function<bool(const QKeyEvent &)>;

    VideoView &view() const { return *m_view; }
    void setPlayerKeys(PlayerKeys keys) { m_playerKeys = std::move(keys); }

Q_SIGNALS:
    void fullScreenWished(); ///< Or no longer, in full screen.
    /// Esc, or the desktop's own button: the picture is to be where it was before.
    void leaveWished();

protected:
    VideoWindow(VideoView::Buttons buttons, Qt::WindowFlags flags);

    void keyPressEvent(QKeyEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    VideoView *m_view;
    PlayerKeys m_playerKeys;
};

} // namespace Earmark
