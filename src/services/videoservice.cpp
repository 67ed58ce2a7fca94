// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/videoservice.h"

#include "core/bytesource.h"
#include "playback/player.h"
#include "playback/videoopening.h"
#include "playback/videotrack.h"
#include "services/playbackservice.h"

#include <algorithm>
#include <cmath>

using namespace std::chrono_literals;

namespace Earmark {
namespace {

// A picture that does not come rings by itself; the place goes on meanwhile and has to be told.
constexpr std::chrono::milliseconds LongestPause = 100ms;
// 66 pictures a second are enough for anybody.
constexpr std::chrono::milliseconds ShortestPause = 15ms;
// It does not come at all.
constexpr std::chrono::milliseconds LateEnough = 1s;

std::int64_t microseconds(std::chrono::milliseconds time)
{
    return std::chrono::microseconds(time).count();
}

/// The same bytes; they go when the last copy of the image does.
QImage imageOf(const VideoFrame &frame)
{
    auto *held = new std::shared_ptr<const std::uint8_t>(frame.bytes);
    return {frame.bytes.get(),
            frame.size.width,
            frame.size.height,
            frame.stride,
            QImage::Format_RGB32,
            [](void *bytes) { delete static_cast<std::shared_ptr<const std::uint8_t> *>(bytes); },
            held};
}

/// How long to wait when the picture is over in so much media time (ms; negative: it was).
std::chrono::milliseconds pauseUntil(std::int64_t left, double speed)
{
    if (left > LongestPause.count() * 4 || left < -LateEnough.count())
        return LongestPause;
    const std::chrono::milliseconds heard(std::lround(static_cast<double>(left) / speed) + 1);
    return std::clamp(heard, ShortestPause, LongestPause);
}

} // namespace

VideoService::VideoService(Player &player, PlaybackService &playback, QObject *parent)
    : QObject(parent), m_player(player), m_playback(playback),
      m_pinged(std::make_shared<std::atomic<bool>>(false))
{
    m_next.setSingleShot(true);
    m_next.setTimerType(Qt::PreciseTimer);
    connect(&m_next, &QTimer::timeout, this, &VideoService::look);
    connect(&player, &Player::hasVideoChanged, this, &VideoService::reset);
    connect(&playback, &PlaybackService::mediaLoaded, this, &VideoService::reset);
    connect(&player, &Player::stateChanged, this, [this](Player::State state) {
        if (state == Player::State::Loading)
            tryAgain();
        look();
    });
    connect(&player, &Player::seeked, this, [this] {
        tryAgain();
        look();
    });
    connect(&playback, &PlaybackService::speedChanged, this, &VideoService::look);
    reset();
}

VideoService::~VideoService() = default;

void VideoService::setViewport(const QSize &size)
{
    if (size == m_viewport)
        return;
    m_viewport = size;
    if (size.isEmpty())
        setFrame({});
    look();
}

/// Something else is loaded, or nothing.
void VideoService::reset()
{
    retire();
    const bool had = m_hasVideo;
    m_hasVideo = m_player.hasVideo() && m_playback.source() != nullptr;
    setFrame({});
    setNaturalSize({});
    setFailure({});
    if (had != m_hasVideo)
        Q_EMIT hasVideoChanged(m_hasVideo);
    look();
}

void VideoService::makeTrack()
{
    m_until = 0;
    m_track = std::make_unique<VideoTrack>(
            [source = m_playback.source(), zero = m_player.pictureZero().value_or(0)](
                    const std::stop_token &stop) { return openVideo(source, zero, stop); },
            [this, pinged = m_pinged] {
                if (!pinged->exchange(true))
                    QMetaObject::invokeMethod(this, &VideoService::ping, Qt::QueuedConnection);
            });
}

/// The track's thread may still wait for a source; nobody waits for that thread here.
void VideoService::retire()
{
    m_next.stop();
    if (m_track == nullptr)
        return;
    m_track->close();
    m_retired.push_back(std::move(m_track));
}

void VideoService::ping()
{
    m_pinged->store(false);
    std::erase_if(m_retired, [](const auto &track) { return track->state().finished; });
    look();
}

/// What failed may have been the network's fault, and may be over where the listener goes now.
void VideoService::tryAgain()
{
    if (m_failure.isEmpty())
        return;
    retire();
    setFailure({});
}

/// The one place where what is heard is told to the track, and what it has is shown.
void VideoService::look()
{
    const bool isLookedAt = m_hasVideo && !m_viewport.isEmpty();
    if (m_track == nullptr && !isLookedAt)
        return;
    if (m_track == nullptr)
        makeTrack();
    const bool plays = m_player.state() == Player::State::Playing;
    const double speed = m_playback.speed();
    const std::int64_t position = microseconds(m_player.exactPosition());
    m_track->wish({.position = position,
                   .speed = speed,
                   .plays = plays,
                   .size = isLookedAt ? PictureSize{m_viewport.width(), m_viewport.height()}
                                      : PictureSize{}});
    const VideoTrack::State state = m_track->state();
    if (!isLookedAt) {
        m_next.stop();
        return;
    }
    setNaturalSize({state.naturalSize.width, state.naturalSize.height});
    if (state.failed) {
        m_next.stop();
        setFailure(QString::fromStdString(state.failure));
        return;
    }
    if (const auto frame = m_track->take())
        show(*frame);
    if (plays)
        m_next.start(pauseUntil((m_until - position) / 1'000, speed));
    else
        m_next.stop();
}

void VideoService::show(const VideoFrame &frame)
{
    m_until = frame.until;
    setFrame(imageOf(frame));
}

void VideoService::setFrame(const QImage &frame)
{
    if (frame.isNull() && m_frame.isNull())
        return;
    m_frame = frame;
    Q_EMIT frameChanged();
}

void VideoService::setNaturalSize(const QSize &size)
{
    if (size == m_naturalSize || (size.isEmpty() && m_naturalSize.isEmpty()))
        return;
    m_naturalSize = size;
    Q_EMIT naturalSizeChanged();
}

void VideoService::setFailure(const QString &failure)
{
    if (failure == m_failure)
        return;
    m_failure = failure;
    Q_EMIT failureChanged();
}

} // namespace Earmark
