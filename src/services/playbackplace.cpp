// SPDX-License-Identifier: GPL-3.0-or-later

// PlaybackService: where it stands, moving there, and going on from there.

#include "core/async.h"
#include "core/skiprules.h"
#include "playback/player.h"
#include "services/episodeservice.h"
#include "services/playbackservice.h"
#include "services/settingsservice.h"

#include <algorithm>
#include <utility>

using namespace std::chrono_literals;

namespace Earmark {
namespace {

// Of what is the same: a container counts a last piece that is not decoded, or the like.
constexpr std::chrono::milliseconds HeadersErr = 1s;

} // namespace

void PlaybackService::pause()
{
    touched();
    m_playsWhenOpen = false;
    m_needs.player.pause();
    savePosition();
}

void PlaybackService::resume()
{
    if (!m_episode || isPlayWanted())
        return;
    goBack();
    if (m_isLoaded && m_state != State::Failed)
        m_needs.player.play();
    else
        loadMedia(true);
}

void PlaybackService::pauseEarlier(std::chrono::milliseconds back)
{
    if (!m_episode)
        return;
    m_playsWhenOpen = false;
    m_needs.player.pause();
    shift(std::max(0ms, m_position - back));
    m_left = {.position = m_position, .at = {}};
    m_lastCause = PositionCause::Seek;
    savePosition();
}

/// From where it was heard last, every time: trying again what fails leads no further back.
void PlaybackService::goBack()
{
    if (m_left.at.isValid())
        shift(backOutsideSkips(m_skips, m_left.position,
                               resumePosition(m_left, m_needs.clock(), m_chapters.chapters)));
}

void PlaybackService::seekQuietly(std::chrono::milliseconds position)
{
    m_isShifting = true;
    m_needs.player.seek(position); // moved() follows
    m_isShifting = false;
}

/// To a place that the listener did not jump to, and that was not played to.
void PlaybackService::shift(std::chrono::milliseconds position)
{
    if (position == m_position)
        return;
    if (m_isLoaded) {
        seekQuietly(position);
    } else {
        moved(position, PositionCause::Playing);
    }
    Q_EMIT seeked(m_position);
}

void PlaybackService::seek(std::chrono::milliseconds position)
{
    if (!m_episode)
        return;
    touched();
    const auto end = duration();
    position = std::max(0ms, end > 0ms ? std::min(position, end) : position);
    Q_EMIT jumping(m_position, position);
    if (m_isLoaded) {
        m_needs.player.seek(position); // moved() follows
    } else {
        m_isPlaceChosen = true;
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
    if (const auto start
        = nextChapterStart(steppedChapters(m_chapters.chapters, m_skips, position()), position()))
        seek(*start);
}

void PlaybackService::previousChapter()
{
    seek(previousChapterStart(steppedChapters(m_chapters.chapters, m_skips, position()), position())
                 .value_or(0ms));
}

QFuture<Result<>> PlaybackService::savePosition()
{
    if (isPreview())
        return m_needs.episodes.saveTimeSaved({}, takeTimeSaved());
    // A player that is still loading or failed knows nothing new.
    if (!m_episode)
        return readyFuture(Result<>());
    if (m_state == State::Loading || m_state == State::Failed)
        return m_needs.episodes.saveTimeSaved(m_episode->row.id, takeTimeSaved());
    const auto cause = m_episodeEnd == EpisodeEnd::Played ? m_lastCause : PositionCause::Seek;
    // Where it was left, not where it goes on a little before that.
    const auto place = m_left.at.isValid() ? m_left.position : m_position;
    return m_needs.episodes.savePosition(m_episode->row.id, place, playedEnd(), cause, m_left.at,
                                         takeTimeSaved());
}

void PlaybackService::setSkips(const MediaRanges &skips)
{
    m_skips = skips;
    if (m_isLoaded)
        m_needs.player.setSkips(skips);
}

void PlaybackService::setAnalysis(const EpisodeAnalysis &analysis, bool isProven)
{
    if (!m_isLoaded)
        return;
    m_needs.player.setAnalysis(analysis);
    if (!isProven)
        return;
    m_analysed = analysis.length;
    lengthKnown();
    if (isPreview() && m_needs.settings.chaptersAtPauses()) { // a library's episode brings them
        m_episode->places.pauses = analysis.pauses;
        showChapters();
    }
}

void PlaybackService::countTimeSaved()
{
    const TimeSaved more = m_isLoaded ? m_needs.player.takeTimeSaved() : TimeSaved();
    if (!m_episode || more == TimeSaved())
        return;
    m_saved += more;
    Q_EMIT timeSaved(more);
}

TimeSaved PlaybackService::takeTimeSaved()
{
    countTimeSaved();
    return std::exchange(m_saved, {});
}

std::chrono::milliseconds PlaybackService::position() const
{
    return m_position;
}

std::chrono::milliseconds PlaybackService::duration() const
{
    if (const auto real = realLength(); real > 0ms)
        return real;
    if (m_isLoaded && m_needs.player.duration() > 0ms)
        return m_needs.player.duration();
    return m_episode ? m_episode->row.duration : 0ms;
}

std::chrono::milliseconds PlaybackService::realLength() const
{
    const auto told = m_isLoaded ? m_needs.player.duration() : 0ms;
    if (told == 0ms)
        return m_episode && m_episode->isLengthReal ? m_episode->row.duration : 0ms;
    const bool isExact = m_needs.player.isDurationExact();
    // Headers lie now and then; who listened to all of it knows better.
    if (m_analysed > 0ms && (!isExact || std::chrono::abs(m_analysed - told) > HeadersErr))
        return m_analysed;
    return isExact ? told : 0ms;
}

std::chrono::milliseconds PlaybackService::playedEnd() const
{
    const auto end = Earmark::playedEnd(m_skips, duration());
    return m_position < end ? end : duration();
}

std::optional<Chapter> PlaybackService::pictureChapter() const
{
    const auto row = pictureAt(m_chapters.chapters, m_position);
    return row ? std::optional(m_chapters.chapters.at(*row)) : std::nullopt;
}

void PlaybackService::moved(std::chrono::milliseconds position, PositionCause cause)
{
    const auto oldPicture = pictureAt(m_chapters.chapters, m_position);
    m_position = position;
    if (cause == PositionCause::Seek)
        m_left = {.position = position, .at = {}};
    else if (!m_isShifting && m_needs.player.state() == Player::State::Playing)
        m_left = {.position = position, .at = m_needs.clock()};
    // Who jumps into the last seconds has not heard the episode by being there: only its end
    // counts.
    const bool isTail = isNearEnd(position, playedEnd());
    m_isTailBySeek = isTail && (cause == PositionCause::Seek || m_isTailBySeek);
    m_lastCause = m_isTailBySeek ? PositionCause::Seek : cause;
    Q_EMIT positionChanged(position);
    if (cause == PositionCause::Seek)
        Q_EMIT seeked(position);
    const auto chapter = chapterAt(m_chapters.chapters, position);
    if (chapter != m_chapter || oldPicture != pictureAt(m_chapters.chapters, position)) {
        m_chapter = chapter;
        Q_EMIT chapterChanged();
    }
}

} // namespace Earmark
