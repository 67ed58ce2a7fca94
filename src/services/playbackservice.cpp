// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/playbackservice.h"

#include "core/async.h"
#include "playback/player.h"
#include "services/chapterservice.h"
#include "services/episodeservice.h"
#include "services/mediaopener.h"
#include "services/queueservice.h"
#include "services/settingsservice.h"

using namespace std::chrono_literals;

namespace Earmark {
namespace {

// A position is durable at most 5 s after it was true (the issue); the rest is for the disk.
constexpr std::chrono::milliseconds SaveInterval = 3s;

} // namespace

PlaybackService::PlaybackService(const Needs &needs, QObject *parent)
    : QObject(parent), m_needs(needs)
{
    Player &player = m_needs.player;
    player.setVolume(m_needs.settings.volume());
    connect(&player, &Player::stateChanged, this, &PlaybackService::playerStateChanged);
    connect(&player, &Player::positionChanged, this, [this](std::chrono::milliseconds position) {
        moved(position, PositionCause::Playing);
    });
    connect(&player, &Player::seeked, this, [this](std::chrono::milliseconds position) {
        moved(position, PositionCause::Seek);
        savePosition();
    });
    connect(&player, &Player::durationChanged, this, &PlaybackService::durationKnown);
    connect(&player, &Player::ended, this, &PlaybackService::ended);
    connect(&player, &Player::failed, this, &PlaybackService::fail);
    connect(&player, &Player::outputMissing, this, &PlaybackService::failed);
    connect(&m_needs.chapters, &ChapterService::episodeChaptersChanged, this, [this](EpisodeId id) {
        if (m_episode && m_episode->row.id == id)
            reload();
    });
    connect(&m_needs.episodes, &EpisodeService::episodesChanged, this,
            [this](const QList<EpisodeId> &ids) {
                if (m_episode && ids.contains(m_episode->row.id) && m_state != State::Playing)
                    reload();
            });
    m_saveTimer.setInterval(SaveInterval);
    connect(&m_saveTimer, &QTimer::timeout, this, [this] { savePosition(); });
}

void PlaybackService::restoreLast()
{
    const quint64 wish = ++m_wish;
    const auto last = then(m_needs.episodes.current(), this, [this](const Result<EpisodeId> &id) {
        return id && id->isValid()
                ? m_needs.episodes.episode(*id)
                : readyFuture(Result<Episode>(Earmark::fail(ErrorKind::NotFound, {})));
    });
    onResult(last, this, [this, wish](const Result<Episode> &episode) {
        if (!episode || wish != m_wish)
            return; // nothing played yet, or something was started meanwhile
        show(*episode, startPosition(episode->row.state, episode->row.duration));
        setState(State::Paused);
    });
}

void PlaybackService::play(EpisodeId id, std::optional<std::chrono::milliseconds> at)
{
    if (m_episode && m_episode->row.id == id && m_state != State::Failed) {
        if (at)
            seek(*at);
        resume();
        return;
    }
    savePosition();
    const quint64 wish = ++m_wish;
    onResult(m_needs.episodes.episode(id), this, [this, wish, at](const Result<Episode> &episode) {
        if (wish != m_wish)
            return;
        if (!episode) {
            fail(episode.error());
            return;
        }
        const auto start = at.value_or(startPosition(episode->row.state, episode->row.duration));
        show(*episode, start);
        m_needs.queue.started(episode->row.id);
        m_needs.episodes.setCurrent(episode->row.id);
        loadMedia(true);
    });
}

/// Puts the episode into the player bar; its media is loaded when sound is wanted.
void PlaybackService::show(const Episode &episode, std::chrono::milliseconds position)
{
    m_needs.player.stop();
    m_isLoaded = false;
    m_failure.clear();
    m_episode = episode;
    m_position = position;
    m_lastCause = PositionCause::Seek;
    m_isTailBySeek = false;
    m_chapters = ChapterService::shown(episode);
    m_chapter = chapterAt(m_chapters.chapters, position);
    Q_EMIT episodeChanged();
    Q_EMIT chaptersChanged();
    Q_EMIT chapterChanged();
    Q_EMIT durationChanged(duration());
    Q_EMIT positionChanged(position);
}

/// The same episode, with what changed in the library.
void PlaybackService::reload()
{
    const EpisodeId id = m_episode->row.id;
    onResult(m_needs.episodes.episode(id), this, [this, id](const Result<Episode> &episode) {
        if (!episode || !m_episode || m_episode->row.id != id || *m_episode == *episode)
            return;
        m_episode = *episode;
        const ShownChapters chapters = ChapterService::shown(*episode);
        const bool isOther = chapters != m_chapters;
        m_chapters = chapters;
        Q_EMIT episodeChanged();
        if (isOther) {
            m_chapter = chapterAt(m_chapters.chapters, position());
            Q_EMIT chaptersChanged();
            Q_EMIT chapterChanged();
        }
    });
}

void PlaybackService::loadMedia(bool play)
{
    const auto source = m_needs.media.open(m_episode->enclosure);
    if (!source) {
        fail(source.error());
        return;
    }
    m_isLoaded = true;
    m_failure.clear();
    m_needs.player.load(*source, m_position, play);
    m_needs.chapters.gather(*m_episode);
}

void PlaybackService::togglePlay()
{
    if (m_state == State::Playing || m_state == State::Buffering)
        pause();
    else if (m_state == State::Loading)
        m_needs.player.togglePlay();
    else
        resume();
}

void PlaybackService::pause()
{
    m_needs.player.pause();
    savePosition();
}

void PlaybackService::resume()
{
    if (!m_episode)
        return;
    if (m_isLoaded && m_state != State::Failed)
        m_needs.player.play();
    else
        loadMedia(true);
}

void PlaybackService::seek(std::chrono::milliseconds position)
{
    if (!m_episode)
        return;
    const auto end = duration();
    position = std::max(0ms, end > 0ms ? std::min(position, end) : position);
    if (m_isLoaded) {
        m_needs.player.seek(position); // moved() follows
    } else {
        moved(position, PositionCause::Seek);
        savePosition();
    }
}

void PlaybackService::skip(std::chrono::milliseconds delta)
{
    seek(position() + delta);
}

void PlaybackService::nextChapter()
{
    if (const auto start = nextChapterStart(m_chapters.chapters, position()))
        seek(*start);
}

void PlaybackService::previousChapter()
{
    seek(previousChapterStart(m_chapters.chapters, position()).value_or(0ms));
}

void PlaybackService::playNext()
{
    const EpisodeId next = m_needs.queue.takeNext(m_episode ? m_episode->row.id : EpisodeId());
    if (next.isValid())
        play(next);
}

void PlaybackService::setVolume(double volume)
{
    m_needs.settings.setVolume(volume);
    m_needs.player.setVolume(volume);
}

double PlaybackService::volume() const
{
    return m_needs.settings.volume();
}

QFuture<Result<>> PlaybackService::savePosition()
{
    // A player that is still loading or failed knows nothing new.
    if (!m_episode || m_state == State::Loading || m_state == State::Failed)
        return readyFuture(Result<>());
    return m_needs.episodes.savePosition(m_episode->row.id, position(), duration(), m_lastCause);
}

std::chrono::milliseconds PlaybackService::position() const
{
    return m_position;
}

std::chrono::milliseconds PlaybackService::duration() const
{
    if (m_isLoaded && m_needs.player.duration() > 0ms)
        return m_needs.player.duration();
    return m_episode ? m_episode->row.duration : 0ms;
}

std::optional<Chapter> PlaybackService::pictureChapter() const
{
    const auto row = pictureAt(m_chapters.chapters, m_position);
    return row ? std::optional(m_chapters.chapters.at(*row)) : std::nullopt;
}

void PlaybackService::setState(State state)
{
    if (state == State::Playing)
        m_saveTimer.start();
    else
        m_saveTimer.stop();
    if (state == m_state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

void PlaybackService::playerStateChanged()
{
    switch (m_needs.player.state()) {
    case Player::State::Idle:
        break; // show() says what stands instead
    case Player::State::Loading:
        setState(State::Loading);
        break;
    case Player::State::Playing:
        setState(State::Playing);
        break;
    case Player::State::Buffering:
        setState(State::Buffering);
        break;
    case Player::State::Paused:
    case Player::State::Ended:
        setState(State::Paused);
        break;
    case Player::State::Failed:
        setState(State::Failed);
        break;
    }
}

void PlaybackService::moved(std::chrono::milliseconds position, PositionCause cause)
{
    const auto oldPicture = pictureAt(m_chapters.chapters, m_position);
    m_position = position;
    // Who jumps into the last seconds has not heard the episode by being there: only its end
    // counts.
    const bool isTail = isNearEnd(position, duration());
    m_isTailBySeek = isTail && (cause == PositionCause::Seek || m_isTailBySeek);
    m_lastCause = m_isTailBySeek ? PositionCause::Seek : cause;
    Q_EMIT positionChanged(position);
    const auto chapter = chapterAt(m_chapters.chapters, position);
    if (chapter != m_chapter || oldPicture != pictureAt(m_chapters.chapters, position)) {
        m_chapter = chapter;
        Q_EMIT chapterChanged();
    }
}

void PlaybackService::durationKnown(std::chrono::milliseconds duration)
{
    if (!m_episode || duration <= 0ms)
        return;
    Q_EMIT durationChanged(duration);
    if (duration != m_episode->row.duration)
        m_needs.episodes.saveDuration(m_episode->row.id, duration);
}

void PlaybackService::ended()
{
    if (!m_episode)
        return;
    const EpisodeId id = m_episode->row.id;
    m_saveTimer.stop();
    m_needs.episodes.savePosition(id, m_position, duration(), PositionCause::End);
    const EpisodeId next = m_needs.queue.takeNext(id);
    if (next.isValid()) {
        m_episode.reset(); // its end is saved: play() must not save a position over it
        play(next);
        return;
    }
    m_position = 0ms;
    setState(State::Paused);
    Q_EMIT positionChanged(m_position);
}

void PlaybackService::fail(const Error &error)
{
    m_failure = error.sentence;
    setState(State::Failed);
    Q_EMIT failed(error);
}

} // namespace Earmark
