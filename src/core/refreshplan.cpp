// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/refreshplan.h"

#include <algorithm>

namespace Earmark {

QList<PodcastId> dueForRefresh(const PodcastList &podcasts, const QDateTime &now)
{
    PodcastList due;
    const QDateTime limit = now.addSecs(-qint64(MinutesBetweenRefreshes) * 60);
    for (const Podcast &podcast : podcasts) {
        const bool isKnown = podcast.lastRefreshed.isValid() && podcast.lastRefreshed <= now;
        if (!isKnown || podcast.lastRefreshed <= limit)
            due.append(podcast);
    }
    std::stable_sort(due.begin(), due.end(), [](const Podcast &left, const Podcast &right) {
        return left.lastRefreshed < right.lastRefreshed;
    });
    QList<PodcastId> ids;
    for (const Podcast &podcast : due)
        ids.append(podcast.id);
    return ids;
}

} // namespace Earmark
