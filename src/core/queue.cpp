// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/queue.h"

namespace Earmark {

PlayQueue queuedNext(PlayQueue queue, EpisodeId episode)
{
    queue.removeAll(episode);
    queue.prepend(episode);
    return queue;
}

PlayQueue queuedLast(PlayQueue queue, EpisodeId episode)
{
    queue.removeAll(episode);
    queue.append(episode);
    return queue;
}

PlayQueue withoutEpisode(PlayQueue queue, EpisodeId episode)
{
    queue.removeAll(episode);
    return queue;
}

PlayQueue movedTo(PlayQueue queue, EpisodeId episode, qsizetype before)
{
    const qsizetype from = queue.indexOf(episode);
    if (from < 0)
        return queue;
    before = qBound(qsizetype(0), before, queue.size());
    queue.removeAt(from);
    queue.insert(before > from ? before - 1 : before, episode);
    return queue;
}

PlayQueue putBack(PlayQueue queue, const PlayQueue &before, const QList<EpisodeId> &episodes)
{
    for (qsizetype i = 0; i < before.size(); ++i) {
        if (!episodes.contains(before.at(i)))
            continue;
        queue.removeAll(before.at(i));
        qsizetype behind = -1;
        for (qsizetype earlier = i - 1; earlier >= 0 && behind < 0; --earlier)
            behind = queue.indexOf(before.at(earlier));
        queue.insert(behind + 1, before.at(i));
    }
    return queue;
}

std::optional<EpisodeId> nextInQueue(const PlayQueue &queue, EpisodeId ended)
{
    for (const EpisodeId episode : queue) {
        if (episode != ended)
            return episode;
    }
    return std::nullopt;
}

} // namespace Earmark
