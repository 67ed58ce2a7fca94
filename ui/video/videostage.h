// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/video/videowindow.h"

#include <QImage>
#include <QObject>

#include <chrono>
#include <memory>

class QAction;
class QMenu;

namespace Earmark {

class SmallVideoWindow;
class VideoFullScreen;

/// The moving picture and the three places it can be seen in: above the episode's notes, on a whole
/// screen, in a small window. It is in one of them at a time; only that one gets frames. Knows no
/// service: what plays is told by setters.
class VideoStage : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(VideoStage)

public:
    enum class Place : quint8 { Panel, FullScreen, SmallWindow };
    Q_ENUM(Place)

    /// view: the one in the episode's panel; window: the one that has the panel.
    VideoStage(VideoView &view, QWidget &window);
    ~VideoStage() override;

    /// Whether what plays has a picture. Without one, all is as if there never had been any.
    void setHasVideo(bool hasVideo);
    /// The panel shows the episode that plays.
    void setInPanel(bool isThere);
    /// The panel can show it: it is in the library, not only looked at.
    void setHasPanel(bool has);
    void setFrame(const QImage &frame);
    void setNaturalSize(const QSize &size);
    void setFailure(const QString &sentence);
    void setPlaying(bool playing);
    void setTitle(const QString &title);
    void setPlayerKeys(const VideoWindow::PlayerKeys &keys);
    /// As smallWindowStateChanged() told it; used when the small window opens.
    void setSmallWindowState(const QByteArray &state);

    bool hasVideo() const { return m_hasVideo; }
    Place place() const { return m_place; }
    void goTo(Place place);
    void toggleFullScreen();
    /// Over the picture, if it has a window of its own.
    void tell(const QString &text);

    /// Of the place that has the picture, in device pixels; empty: nobody sees it.
    QSize viewport() const;
    const VideoFullScreen *fullScreen() const { return m_fullScreen.get(); } ///< Null: not yet.

    /// For menus; their keys act in every window of ours. Enabled while there is a picture.
    QAction *fullScreenAction() const { return m_fullScreenAction; }
    QAction *smallWindowAction() const { return m_smallWindowAction; }
    QAction *windowAction() const { return m_windowAction; }

Q_SIGNALS:
    void placeChanged(Earmark::VideoStage::Place place);
    void hasVideoChanged(bool hasVideo);
    void viewportChanged();
    void playPauseWished();
    void skipWished(std::chrono::milliseconds by);
    void seekWished(std::chrono::milliseconds position);
    /// The window with the episode that plays is wished to be seen.
    void windowWished();
    void smallWindowStateChanged(const QByteArray &state);

private:
    void makeActions();
    void connectView(VideoView &view);
    void dress(VideoWindow &window);
    VideoFullScreen &madeFullScreen();
    SmallVideoWindow &madeSmallWindow();
    VideoView &viewAt(Place place);
    void leave(Place place);
    void open(Place place);
    void backToWindow();
    void popUpMenu(const VideoView &view, const QPoint &at);
    void update();

    VideoView &m_view;
    QWidget &m_window;
    std::unique_ptr<VideoFullScreen> m_fullScreen; ///< Made when it is first needed.
    std::unique_ptr<SmallVideoWindow> m_smallWindow; ///< The same.
    QAction *m_playAction;
    QAction *m_fullScreenAction;
    QAction *m_smallWindowAction;
    QAction *m_windowAction;
    VideoWindow::PlayerKeys m_keys;

    Place m_place = Place::Panel;
    Place m_beforeFullScreen = Place::Panel;
    bool m_hasVideo = false;
    bool m_isInPanel = false;
    bool m_hasPanel = true;
    bool m_isPlaying = false;
    QImage m_frame;
    QSize m_naturalSize;
    QString m_failure;
    QString m_title;
    QByteArray m_smallWindowState;
};

} // namespace Earmark
