// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/videowiring.h"

#include "services/playbackservice.h"
#include "services/settingsservice.h"
#include "services/skipservice.h"
#include "services/videoservice.h"
#include "ui/episode/episodepanel.h"
#include "ui/player/playerbar.h"
#include "ui/shell/listedchapters.h"
#include "ui/shell/windowservices.h"
#include "ui/video/videocontrols.h"
#include "ui/video/videofullscreen.h"

#include <QAction>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QToolButton>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {

namespace {

const auto SmallWindowName = u"smallVideoWindow"_s;
constexpr auto SettleTime = 700ms;
constexpr auto UnseenTime = 250ms;
constexpr double VolumeStep = 0.05;

} // namespace

VideoWiring::VideoWiring(const Needs &needs, const VideoWindow::PlayerKeys &keys)
    : QObject(&needs.window), m_needs(needs), m_keys(keys),
      m_stage(needs.panel.videoView(), needs.window)
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(SettleTime);
    connect(&m_settle, &QTimer::timeout, this, &VideoWiring::settle);
    m_unseen.setSingleShot(true);
    m_unseen.setInterval(UnseenTime);
    connect(&m_unseen, &QTimer::timeout, this, [this] { setSeen(m_stage.viewport()); });
    m_stage.setSmallWindowState(m_needs.services.settings.windowState(SmallWindowName));
    m_stage.setPlayerKeys([this](const QKeyEvent &key) { return pressed(key); });
    auto *ways = new QMenu(&m_needs.window);
    ways->addActions(
            {m_stage.windowAction(), m_stage.fullScreenAction(), m_stage.smallWindowAction()});
    m_needs.bar.videoButton().setMenu(ways);
    connectStage();
    connectPlayback();
    follow();
}

QList<QAction *> VideoWiring::actions() const
{
    return {m_stage.fullScreenAction(), m_stage.smallWindowAction()};
}

void VideoWiring::setFullScreen(bool yes)
{
    if (yes != isFullScreen())
        m_stage.toggleFullScreen();
}

void VideoWiring::connectStage()
{
    PlaybackService *playback = &m_needs.services.playback;
    connect(&m_stage, &VideoStage::viewportChanged, this, &VideoWiring::tellViewport);
    connect(&m_stage, &VideoStage::playPauseWished, playback, &PlaybackService::togglePlay);
    connect(&m_stage, &VideoStage::skipWished, playback, &PlaybackService::skip);
    connect(&m_stage, &VideoStage::seekWished, playback, &PlaybackService::seek);
    connect(&m_stage, &VideoStage::windowWished, this, &VideoWiring::episodeWished);
    connect(&m_stage, &VideoStage::smallWindowStateChanged, this, [this](const QByteArray &state) {
        m_needs.services.settings.setWindowState(SmallWindowName, state);
    });
    connect(&m_stage, &VideoStage::placeChanged, this, &VideoWiring::fullScreenChanged);
    connect(&m_stage, &VideoStage::placeChanged, this, &VideoWiring::showControls);
    connect(&m_stage, &VideoStage::hasVideoChanged, this, &VideoWiring::fullScreenChanged);
    connect(&m_stage, &VideoStage::hasVideoChanged, this, &VideoWiring::tellViewport);
    connect(&m_stage, &VideoStage::hasVideoChanged, &m_needs.bar.videoButton(),
            &QToolButton::setVisible);
    connect(&m_needs.panel, &EpisodePanel::episodeChanged, this,
            [this] { m_stage.setInPanel(isInPanel()); });
}

void VideoWiring::connectPlayback()
{
    const WindowServices &services = m_needs.services;
    VideoService *video = &services.video;
    connect(video, &VideoService::hasVideoChanged, this, &VideoWiring::follow);
    connect(video, &VideoService::frameChanged, this,
            [this, video] { m_stage.setFrame(video->frame()); });
    connect(video, &VideoService::naturalSizeChanged, this,
            [this, video] { m_stage.setNaturalSize(video->naturalSize()); });
    connect(video, &VideoService::failureChanged, this,
            [this, video] { m_stage.setFailure(video->failure()); });
    const PlaybackService *playback = &services.playback;
    for (const auto signal : {&PlaybackService::episodeChanged, &PlaybackService::chaptersChanged,
                              &PlaybackService::chapterChanged}) {
        connect(playback, signal, this, &VideoWiring::follow);
        connect(playback, signal, this, &VideoWiring::showControls);
    }
    connect(playback, &PlaybackService::stateChanged, this, &VideoWiring::follow);
    connect(playback, &PlaybackService::durationChanged, this, &VideoWiring::showControls);
    connect(playback, &PlaybackService::positionChanged, this,
            [this](std::chrono::milliseconds position) {
                if (isFullScreen())
                    m_stage.fullScreen()->controls().setPosition(position);
            });
    connect(playback, &PlaybackService::speedChanged, this, [this](double speed) {
        m_stage.tell(tr("%1×").arg(QLocale().toString(speed, 'g', 3)));
        showControls();
    });
    connect(&services.skips, &SkipService::planChanged, this, &VideoWiring::showControls);
}

bool VideoWiring::isInPanel() const
{
    const auto &playing = m_needs.services.playback.episode();
    return playing && playing->row.id.isValid() && playing->row.id == m_needs.panel.episode();
}

/// What plays is another one, or plays no longer.
void VideoWiring::follow()
{
    using State = PlaybackService::State;
    const WindowServices &services = m_needs.services;
    const State state = services.playback.state();
    m_stage.setPlaying(
            services.playback.isPlayWanted()
            && (state == State::Playing || state == State::Loading || state == State::Buffering));
    const auto &episode = services.playback.episode();
    m_stage.setTitle(episode ? episode->row.title : QString());
    m_stage.setInPanel(isInPanel());
    m_stage.setHasPanel(!services.playback.isPreview());
    if (services.video.hasVideo()) {
        m_settle.stop();
        m_stage.setNaturalSize(services.video.naturalSize());
        m_stage.setFailure(services.video.failure());
        m_stage.setHasVideo(true);
    } else if (m_stage.hasVideo() && state != State::Loading) {
        m_settle.start();
    }
}

/// What plays now has no picture, and it is not because it is not known yet.
void VideoWiring::settle()
{
    const WindowServices &services = m_needs.services;
    const bool isKnown = services.playback.state() != PlaybackService::State::Loading;
    if (isKnown && !services.video.hasVideo()) {
        m_stage.setHasVideo(false);
        m_stage.setFrame({});
    }
}

void VideoWiring::tellViewport()
{
    const QSize seen = m_stage.viewport();
    if (seen.isEmpty()) {
        m_unseen.start();
        return;
    }
    m_unseen.stop();
    setSeen(seen);
}

void VideoWiring::setSeen(const QSize &viewport)
{
    const bool wasSeen = isPictureSeen();
    m_seen = viewport;
    m_needs.services.video.setViewport(viewport);
    if (isPictureSeen() != wasSeen)
        Q_EMIT pictureSeenChanged(!wasSeen);
}

void VideoWiring::showControls()
{
    if (!isFullScreen())
        return;
    const PlaybackService &playback = m_needs.services.playback;
    VideoControls &controls = m_stage.fullScreen()->controls();
    const auto &episode = playback.episode();
    const Chapters listed = listedChapters(playback.chapters().chapters);
    const auto row = listedRow(playback.chapters().chapters, playback.position());
    const QString podcast = episode ? episode->row.podcastTitle : QString();
    controls.setTitle(episode ? episode->row.title : QString(),
                      row && *row < listed.size() ? listed.at(*row).title : podcast);
    controls.setDuration(playback.duration());
    controls.setChapters(listed);
    controls.setPace(playback.speed(), m_needs.services.skips.plan().ranges());
    controls.setPosition(playback.position());
}

void VideoWiring::changeVolume(double by)
{
    PlaybackService &playback = m_needs.services.playback;
    playback.setVolume(std::clamp(playback.volume() + by, 0.0, 1.0));
    m_stage.tell(tr("Volume %1 %").arg(std::lround(playback.volume() * 100)));
}

/// In one of the picture's own windows. There, up and down have no list to go through.
bool VideoWiring::pressed(const QKeyEvent &key)
{
    const auto modifiers = key.modifiers() & ~Qt::KeypadModifier;
    const bool isPlainOrCtrl = modifiers == Qt::NoModifier || modifiers == Qt::ControlModifier;
    if (isPlainOrCtrl && (key.key() == Qt::Key_Up || key.key() == Qt::Key_Down)) {
        changeVolume(key.key() == Qt::Key_Up ? VolumeStep : -VolumeStep);
        return true;
    }
    if (modifiers == Qt::ControlModifier && key.key() == Qt::Key_Q) {
        m_needs.window.close();
        return true;
    }
    // The list of keys would open behind the picture.
    return key.key() != Qt::Key_Question && m_keys(key);
}

} // namespace Earmark
