// SPDX-License-Identifier: GPL-3.0-or-later

// PlaybackService: what follows an end or a failure.

#include "core/async.h"
#include "core/whatfollows.h"
#include "playback/player.h"
#include "services/episodeservice.h"
#include "services/nextup.h"
#include "services/playbackservice.h"
#include "services/queueservice.h"

#include <utility>

using namespace std::chrono_literals;

namespace Earmark {
namespace {

constexpr std::chrono::milliseconds LookAhead = 20s; // of listening
constexpr int LoginNeeded = 401; // HTTP

} // namespace

void PlaybackService::playNext()
{
    const EpisodeId next = m_needs.queue.takeNext(m_episode ? m_episode->row.id : EpisodeId());
    if (next.isValid())
        play(next);
}

/// The listener does something with what plays: it is his now, however it came.
void PlaybackService::touched()
{
    m_cameByItself = false;
    m_failedInARow.clear();
    m_passedOver.reset();
}

/// Near the end the next one is made ready.
void PlaybackService::lookAhead()
{
    const auto left = playedEnd() - m_position;
    const bool isNear = m_state == State::Playing && m_episodeEnd == EpisodeEnd::Played
            && duration() > 0ms && left < LookAhead * speed();
    const auto next = isNear && m_episode ? nextInQueue(m_needs.queue.queue(), m_episode->row.id)
                                          : std::nullopt;
    m_nextUp->prepare(next.value_or(EpisodeId()));
}

void PlaybackService::ended()
{
    if (!m_episode)
        return;
    if (m_episodeEnd == EpisodeEnd::Stops) {
        Q_EMIT stoppedAtEnd();
        return;
    }
    const EpisodeId id = m_episode->row.id;
    m_saveTimer.stop();
    if (!isPreview())
        m_needs.episodes.savePosition(id, m_position, duration(), PositionCause::End, {},
                                      takeTimeSaved());
    m_failedInARow.clear();
    const EpisodeId next = m_needs.queue.takeNext(id);
    if (next.isValid()) {
        m_episode.reset(); // its end is saved: no position is to be saved over it
        follow(next);
        return;
    }
    m_position = 0ms;
    m_left = {};
    setState(State::Paused);
    Q_EMIT positionChanged(m_position);
}

void PlaybackService::follow(EpisodeId next)
{
    m_cameByItself = true;
    m_needs.queue.started(next);
    const quint64 wish = ++m_wish;
    auto ready = m_nextUp->take(next);
    if (!ready) {
        onResult(m_needs.episodes.episode(next), this,
                 [this, wish](const Result<Episode> &episode) {
                     if (wish == m_wish)
                         followed(episode, nullptr);
                 });
        return;
    }
    // Not within the call of a player that ends.
    QMetaObject::invokeMethod(
            this,
            [this, wish, ready = std::move(*ready)] {
                if (wish == m_wish)
                    followed(ready.episode, ready.source);
            },
            Qt::QueuedConnection);
}

void PlaybackService::followed(const Result<Episode> &episode,
                               const std::shared_ptr<ByteSource> &source)
{
    if (!episode) { // gone from the library since it was queued
        const AfterFailure after
                = afterFailure(m_needs.queue.queue(),
                               {.episode = {}, .cameByItself = true, .before = m_failedInARow});
        if (after.kind == AfterFailure::Kind::Skips)
            follow(after.next);
        else
            fail(episode.error());
        return;
    }
    const auto skipped = std::exchange(m_passedOver, std::nullopt);
    start(*episode, std::nullopt);
    goBack();
    if (source != nullptr)
        load(source, true);
    else
        loadMedia(true);
    if (skipped)
        Q_EMIT passedOver(skippedError(skipped->first, skipped->second, episode->row.title));
}

void PlaybackService::fail(const Error &error)
{
    Error told = error;
    const auto refusal = m_source ? m_source->refusal() : ByteSource::Refusal::None;
    if (refusal == ByteSource::Refusal::OwnNetwork)
        told.kind = ErrorKind::OwnNetwork;
    if (refusal == ByteSource::Refusal::Login) {
        told.kind = ErrorKind::HttpStatus;
        told.code = LoginNeeded;
    }
    const FailedEpisode failing{.episode = m_episode ? m_episode->row.id : EpisodeId(),
                                .cameByItself
                                = m_episode && m_cameByItself && m_episodeEnd == EpisodeEnd::Played,
                                .before = m_failedInARow};
    const AfterFailure after = afterFailure(m_needs.queue.queue(), failing);
    if (after.kind == AfterFailure::Kind::Skips) {
        m_failedInARow += failing.episode;
        m_passedOver = {m_episode->row.title, told};
        m_needs.queue.addLast({failing.episode});
        follow(after.next);
        return;
    }
    touched();
    m_failure = told.sentence;
    setState(State::Failed);
    Q_EMIT failed(told);
    if (after.kind == AfterFailure::Kind::Stops) {
        Q_EMIT passedOver(stoppedError(m_episode->row.title, told, failing.before.size() + 1));
    }
}

} // namespace Earmark
