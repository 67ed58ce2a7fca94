// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/queueservice.h"

#include "core/async.h"
#include "services/undostack.h"
#include "storage/episoderepository.h"
#include "storage/storage.h"

namespace Earmark {

QueueService::QueueService(Storage &storage, UndoStack &undo, QObject *parent)
    : QObject(parent), m_storage(storage), m_undo(undo)
{
}

QFuture<Result<>> QueueService::load()
{
    const auto read = m_storage.read(
            [](Database &database) { return EpisodeRepository(database).queue(); });
    return then(read, this, [this](const Result<PlayQueue> &queue) -> Result<> {
        if (!queue)
            return queue.error();
        m_queue = *queue;
        Q_EMIT changed();
        return {};
    });
}

void QueueService::addNext(const QList<EpisodeId> &episodes)
{
    PlayQueue queue = m_queue;
    for (auto episode = episodes.crbegin(); episode != episodes.crend(); ++episode)
        queue = queuedNext(std::move(queue), *episode);
    set(queue);
}

void QueueService::addLast(const QList<EpisodeId> &episodes)
{
    PlayQueue queue = m_queue;
    for (const EpisodeId episode : episodes)
        queue = queuedLast(std::move(queue), episode);
    set(queue);
}

void QueueService::remove(const QList<EpisodeId> &episodes)
{
    PlayQueue queue = m_queue;
    for (const EpisodeId episode : episodes)
        queue = withoutEpisode(std::move(queue), episode);
    if (queue == m_queue)
        return;
    QList<EpisodeId> removed = m_queue;
    removed.removeIf([&queue](EpisodeId episode) { return queue.contains(episode); });
    pushUndo(UndoKind::RemoveFromQueue, removed);
    set(queue);
}

void QueueService::move(EpisodeId episode, qsizetype before)
{
    const PlayQueue queue = movedTo(m_queue, episode, before);
    if (queue == m_queue)
        return;
    pushUndo(UndoKind::MoveInQueue, {episode});
    set(queue);
}

EpisodeId QueueService::takeNext(EpisodeId ended)
{
    const auto next = nextInQueue(m_queue, ended);
    if (!next)
        return {};
    set(withoutEpisode(m_queue, *next));
    return *next;
}

void QueueService::started(EpisodeId playing)
{
    m_playing = playing;
    set(withoutEpisode(m_queue, playing));
}

/// What came and went since is the listener's too: only these episodes go back, and of these none
/// that plays now.
void QueueService::pushUndo(UndoKind kind, const QList<EpisodeId> &episodes)
{
    m_undo.push({.kind = kind, .subject = {}, .count = int(episodes.size())},
                [this, kind, episodes, before = m_queue] {
                    QList<EpisodeId> back = episodes;
                    back.removeIf([this, kind](EpisodeId episode) {
                        return episode == m_playing
                                || (kind == UndoKind::MoveInQueue && !m_queue.contains(episode));
                    });
                    return set(putBack(m_queue, before, back));
                });
}

QFuture<Result<>> QueueService::set(const PlayQueue &queue)
{
    if (queue == m_queue)
        return readyFuture(Result<>());
    m_queue = queue;
    Q_EMIT changed();
    auto written = m_storage.write(
            [queue](Database &database) { return EpisodeRepository(database).setQueue(queue); });
    onResult(written, this, [this](const Result<> &done) {
        if (!done)
            Q_EMIT failed(done.error());
        Q_EMIT stored();
    });
    return written;
}

} // namespace Earmark
