// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/video/videostage.h"

#include "ui/common/icons.h"
#include "ui/video/smallvideowindow.h"
#include "ui/video/videocontrols.h"
#include "ui/video/videofullscreen.h"

#include <QAction>
#include <QMenu>
#include <QScreen>

#include <utility>

using namespace Qt::StringLiterals;

namespace Earmark {

VideoStage::VideoStage(VideoView &view, QWidget &window)
    : m_view(view), m_window(window), m_playAction(new QAction(this)),
      m_fullScreenAction(new QAction(this)), m_smallWindowAction(new QAction(this)),
      m_windowAction(new QAction(this))
{
    makeActions();
    connectView(m_view);
    setPlaying(false);
    update();
}

/// The panel may be gone already, and nobody is to hear of windows that go now.
VideoStage::~VideoStage()
{
    blockSignals(true);
}

void VideoStage::makeActions()
{
    m_fullScreenAction->setObjectName(u"videoFullScreenAction"_s);
    m_fullScreenAction->setIcon(themedIcon(u"fullscreen"_s, IconTone::Second));
    m_fullScreenAction->setShortcut(Qt::Key_F11);
    connect(m_fullScreenAction, &QAction::triggered, this, &VideoStage::toggleFullScreen);
    m_smallWindowAction->setObjectName(u"videoSmallWindowAction"_s);
    m_smallWindowAction->setIcon(themedIcon(u"smallwindow"_s, IconTone::Second));
    m_smallWindowAction->setShortcut(QKeySequence(u"Shift+F11"_s));
    connect(m_smallWindowAction, &QAction::triggered, this,
            [this] { goTo(m_place == Place::SmallWindow ? Place::Panel : Place::SmallWindow); });
    m_windowAction->setObjectName(u"videoWindowAction"_s);
    m_windowAction->setIcon(themedIcon(u"intowindow"_s, IconTone::Second));
    connect(m_windowAction, &QAction::triggered, this, &VideoStage::backToWindow);
    connect(m_playAction, &QAction::triggered, this, &VideoStage::playPauseWished);
    m_window.addActions({m_fullScreenAction, m_smallWindowAction});
}

void VideoStage::connectView(VideoView &view)
{
    connect(&view, &VideoView::viewportChanged, this, &VideoStage::viewportChanged);
    connect(&view, &VideoView::playPauseWished, this, &VideoStage::playPauseWished);
    connect(&view, &VideoView::skipWished, this, &VideoStage::skipWished);
    connect(&view, &VideoView::smallWindowWished, this, [this] { goTo(Place::SmallWindow); });
    connect(&view, &VideoView::windowWished, this, &VideoStage::backToWindow);
    connect(&view, &VideoView::menuWished, this,
            [this, &view](const QPoint &at) { popUpMenu(view, at); });
    if (&view == &m_view) // a window of its own hands it on
        connect(&view, &VideoView::fullScreenWished, this, &VideoStage::toggleFullScreen);
    view.setNaturalSize(m_naturalSize);
    view.setFailure(m_failure);
    view.setPlaying(m_isPlaying);
    view.setTitle(m_title);
}

void VideoStage::dress(VideoWindow &window)
{
    connectView(window.view());
    connect(&window, &VideoWindow::fullScreenWished, this, &VideoStage::toggleFullScreen);
    window.setWindowIcon(m_window.windowIcon());
    window.setPlayerKeys(m_keys);
    window.addActions({m_fullScreenAction, m_smallWindowAction});
}

VideoFullScreen &VideoStage::madeFullScreen()
{
    if (!m_fullScreen) {
        m_fullScreen = std::make_unique<VideoFullScreen>();
        dress(*m_fullScreen);
        const VideoControls &controls = m_fullScreen->controls();
        connect(m_fullScreen.get(), &VideoWindow::leaveWished, this,
                [this] { goTo(m_beforeFullScreen); });
        connect(&controls, &VideoControls::playPauseWished, this, &VideoStage::playPauseWished);
        connect(&controls, &VideoControls::skipWished, this, &VideoStage::skipWished);
        connect(&controls, &VideoControls::seekWished, this, &VideoStage::seekWished);
        connect(&controls, &VideoControls::smallWindowWished, this,
                [this] { goTo(Place::SmallWindow); });
        m_fullScreen->controls().setPlaying(m_isPlaying);
    }
    return *m_fullScreen;
}

SmallVideoWindow &VideoStage::madeSmallWindow()
{
    if (!m_smallWindow) {
        m_smallWindow = std::make_unique<SmallVideoWindow>();
        dress(*m_smallWindow);
        connect(m_smallWindow.get(), &VideoWindow::leaveWished, this,
                [this] { goTo(Place::Panel); });
    }
    return *m_smallWindow;
}

VideoView &VideoStage::viewAt(Place place)
{
    switch (place) {
    case Place::FullScreen:
        return madeFullScreen().view();
    case Place::SmallWindow:
        return madeSmallWindow().view();
    case Place::Panel:
        break;
    }
    return m_view;
}

void VideoStage::setHasVideo(bool hasVideo)
{
    if (hasVideo == m_hasVideo)
        return;
    m_hasVideo = hasVideo;
    if (!hasVideo)
        goTo(Place::Panel);
    update();
    Q_EMIT hasVideoChanged(hasVideo);
}

void VideoStage::setInPanel(bool isThere)
{
    m_isInPanel = isThere;
    update();
}

void VideoStage::setHasPanel(bool has)
{
    m_hasPanel = has;
    update();
}

void VideoStage::setFrame(const QImage &frame)
{
    m_frame = frame;
    viewAt(m_place).setFrame(frame);
}

void VideoStage::setNaturalSize(const QSize &size)
{
    m_naturalSize = size;
    m_view.setNaturalSize(size);
    if (m_fullScreen)
        m_fullScreen->view().setNaturalSize(size);
    if (m_smallWindow && !size.isEmpty()) // between two episodes it keeps its shape
        m_smallWindow->view().setNaturalSize(size);
}

void VideoStage::setFailure(const QString &sentence)
{
    m_failure = sentence;
    m_view.setFailure(sentence);
    if (m_fullScreen)
        m_fullScreen->view().setFailure(sentence);
    if (m_smallWindow)
        m_smallWindow->view().setFailure(sentence);
}

void VideoStage::setPlaying(bool playing)
{
    m_isPlaying = playing;
    m_playAction->setText(playing ? tr("Pause") : tr("Play"));
    m_playAction->setIcon(themedIcon(playing ? u"pause"_s : u"play"_s, IconTone::Second));
    m_view.setPlaying(playing);
    if (m_fullScreen) {
        m_fullScreen->view().setPlaying(playing);
        m_fullScreen->controls().setPlaying(playing);
    }
    if (m_smallWindow)
        m_smallWindow->view().setPlaying(playing);
}

void VideoStage::setTitle(const QString &title)
{
    m_title = title;
    m_view.setTitle(title);
    if (m_fullScreen)
        m_fullScreen->view().setTitle(title);
    if (m_smallWindow)
        m_smallWindow->view().setTitle(title);
}

void VideoStage::setPlayerKeys(const VideoWindow::PlayerKeys &keys)
{
    m_keys = keys;
}

void VideoStage::setSmallWindowState(const QByteArray &state)
{
    m_smallWindowState = state;
}

void VideoStage::tell(const QString &text)
{
    if (m_place != Place::Panel)
        viewAt(m_place).tell(text);
}

QSize VideoStage::viewport() const
{
    if (!m_hasVideo)
        return {};
    switch (m_place) {
    case Place::FullScreen:
        return m_fullScreen->view().viewport();
    case Place::SmallWindow:
        return m_smallWindow->view().viewport();
    case Place::Panel:
        break;
    }
    return m_view.viewport();
}

void VideoStage::toggleFullScreen()
{
    goTo(m_place == Place::FullScreen ? m_beforeFullScreen : Place::FullScreen);
}

void VideoStage::goTo(Place place)
{
    if (place == m_place || (place != Place::Panel && !m_hasVideo))
        return;
    const Place before = std::exchange(m_place, place);
    if (place == Place::FullScreen)
        m_beforeFullScreen = before;
    open(place); // first, so that the keyboard has somewhere to go
    leave(before);
    update();
    Q_EMIT placeChanged(place);
    Q_EMIT viewportChanged();
}

void VideoStage::open(Place place)
{
    VideoView &view = viewAt(place);
    view.setFrame(m_frame);
    switch (place) {
    case Place::FullScreen:
        m_fullScreen->open(m_beforeFullScreen == Place::SmallWindow ? m_smallWindow->screen()
                                                                    : m_window.screen());
        break;
    case Place::SmallWindow:
        view.setNaturalSize(m_naturalSize);
        m_smallWindow->restore(m_smallWindowState, *m_window.screen());
        m_smallWindow->show();
        m_smallWindow->raise();
        m_smallWindow->activateWindow();
        m_smallWindow->setFocus();
        break;
    case Place::Panel:
        break;
    }
}

void VideoStage::leave(Place place)
{
    VideoWindow *left = nullptr;
    switch (place) {
    case Place::FullScreen:
        left = m_fullScreen.get();
        break;
    case Place::SmallWindow:
        left = m_smallWindow.get();
        m_smallWindowState = m_smallWindow->state();
        Q_EMIT smallWindowStateChanged(m_smallWindowState);
        break;
    case Place::Panel:
        break;
    }
    viewAt(place).setFrame({});
    if (left == nullptr)
        return;
    const bool hadKeys = left->isActiveWindow();
    left->hide();
    if (hadKeys && m_place == Place::Panel && m_window.isVisible() && !m_window.isMinimized())
        m_window.activateWindow();
}

void VideoStage::backToWindow()
{
    goTo(Place::Panel);
    Q_EMIT windowWished();
}

void VideoStage::popUpMenu(const VideoView &view, const QPoint &at)
{
    auto *menu = new QMenu(view.window());
    menu->setObjectName(u"videoMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_playAction);
    menu->addSeparator();
    menu->addActions({m_fullScreenAction, m_smallWindowAction});
    if (m_place != Place::Panel)
        menu->addAction(m_windowAction);
    menu->popup(at);
}

/// The texts of what can be done, and whether the panel has room for a picture. Behind a full
/// screen it keeps it: it is to look as before when that is left.
void VideoStage::update()
{
    m_fullScreenAction->setText(m_place == Place::FullScreen ? tr("Leave full screen")
                                                             : tr("Video in full screen"));
    m_smallWindowAction->setText(m_place == Place::SmallWindow ? tr("Close the small window")
                                                               : tr("Video in a small window"));
    m_windowAction->setText(m_place == Place::Panel ? tr("Show the video")
                                                    : tr("Back into the window"));
    for (QAction *action : {m_fullScreenAction, m_smallWindowAction, m_windowAction})
        action->setEnabled(m_hasVideo);
    if (m_place == Place::Panel && !m_hasPanel)
        m_windowAction->setEnabled(false);
    const bool isRoomFor = m_place == Place::Panel
            || (m_place == Place::FullScreen && m_beforeFullScreen == Place::Panel);
    m_view.setVisible(m_hasVideo && m_isInPanel && isRoomFor);
}

} // namespace Earmark
