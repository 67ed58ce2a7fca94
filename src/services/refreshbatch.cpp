// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/refreshbatch.h"

#include "core/addresspolicy.h"
#include "core/async.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <utility>
#include <vector>

namespace Earmark {

bool isOffline(const RefreshOutcomes &outcomes)
{
    using Status = RefreshOutcome::Status;
    constexpr qsizetype HostsThatProve = 3;
    bool isCertain = false;
    bool wasOneWell = false;
    QSet<QString> hosts;
    for (const RefreshOutcome &outcome : outcomes) {
        if (!isFetchable(outcome.url))
            continue; // the demo
        if (outcome.hadAnswer())
            return false;
        isCertain = isCertain || outcome.status == Status::Offline;
        wasOneWell = wasOneWell || outcome.failures == 1;
        if (outcome.isUnreachable)
            hosts.insert(outcome.url.host());
    }
    return isCertain || (wasOneWell && hosts.size() >= HostsThatProve);
}

PodcastList byTurns(const PodcastList &podcasts)
{
    QHash<QString, int> met;
    std::vector<std::pair<int, qsizetype>> turns;
    turns.reserve(std::size_t(podcasts.size()));
    for (qsizetype i = 0; i < podcasts.size(); ++i)
        turns.emplace_back(met[podcasts.at(i).url.host()]++, i);
    std::sort(turns.begin(), turns.end());
    PodcastList ordered;
    ordered.reserve(podcasts.size());
    for (const auto &[turn, index] : turns)
        ordered.append(podcasts.at(index));
    return ordered;
}

RefreshBatch::RefreshBatch(const PodcastList &podcasts, RefreshOne refreshOne, QObject *parent)
    : QObject(parent), m_podcasts(byTurns(podcasts)), m_refreshOne(std::move(refreshOne))
{
    m_promise.start();
}

QFuture<RefreshOutcomes> RefreshBatch::start()
{
    startMore();
    return m_promise.future();
}

void RefreshBatch::cancel()
{
    m_isCancelled = true;
    startMore();
}

void RefreshBatch::startMore()
{
    while (m_next < m_podcasts.size() && (isOver() || m_running < AtOnce)) {
        const Podcast podcast = m_podcasts.at(m_next++);
        if (isOver()) {
            m_outcomes.append({.id = podcast.id,
                               .url = podcast.url,
                               .title = podcast.title,
                               .status = m_isCancelled ? RefreshOutcome::Status::Cancelled
                                                       : RefreshOutcome::Status::Offline,
                               .error = {}});
            continue;
        }
        ++m_running;
        onResult(m_refreshOne(podcast), this, [this](const RefreshOutcome &outcome) {
            --m_running;
            add(outcome);
        });
    }
    if (m_running > 0 || m_next < m_podcasts.size() || m_promise.future().isFinished())
        return;
    m_promise.addResult(m_outcomes);
    m_promise.finish();
    Q_EMIT finished();
    deleteLater();
}

void RefreshBatch::add(const RefreshOutcome &outcome)
{
    m_outcomes.append(outcome);
    m_isOffline = m_outcomes.size() >= OfflineAfter
            && std::all_of(m_outcomes.begin(), m_outcomes.end(), [](const auto &one) {
                      return one.status == RefreshOutcome::Status::Offline;
                  });
    Q_EMIT progressed(outcome.title);
    startMore();
}

} // namespace Earmark
