// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/video/videostage.h"

#include <QObject>
#include <QTimer>

class QMenu;

namespace Earmark {

class EpisodePanel;
class PlayerBar;
struct WindowServices;

/// The moving picture: its service, its places, and the ways to them in the window.
class VideoWiring : public QObject
{
    Q_OBJECT

public:
    struct Needs
    {
        const WindowServices &services;
        EpisodePanel &panel;
        PlayerBar &bar;
        QWidget &window;
    };

    /// keys: the main window's, for the picture's own windows.
    VideoWiring(const Needs &needs, const VideoWindow::PlayerKeys &keys);

    /// Ways to the picture's places, usable while there is a picture.
    QList<QAction *> actions() const;
    VideoStage &stage() { return m_stage; }
    bool hasVideo() const { return m_stage.hasVideo(); }
    bool isPictureSeen() const { return !m_seen.isEmpty(); }
    bool isFullScreen() const { return m_stage.place() == VideoStage::Place::FullScreen; }
    void setFullScreen(bool yes);

Q_SIGNALS:
    /// The episode that plays is to be shown, in a window that can be seen.
    void episodeWished();
    void pictureSeenChanged(bool isSeen); ///< By somebody, as far as one can know.
    void fullScreenChanged(); ///< It is in full screen, or can be, or no longer.

private:
    void connectPlayback();
    void connectStage();
    bool pressed(const QKeyEvent &key);
    void changeVolume(double by);
    void follow();
    void settle();
    void tellViewport();
    void setSeen(const QSize &viewport);
    void showControls();
    bool isInPanel() const;

    Needs m_needs;
    VideoWindow::PlayerKeys m_keys;
    VideoStage m_stage;
    QSize m_seen; ///< As the service was told.
    QTimer m_settle; ///< Between two episodes there is no picture, for a moment nobody has to see.
    QTimer m_unseen; ///< Moving from one place to another, nobody sees it for a moment.
};

} // namespace Earmark
