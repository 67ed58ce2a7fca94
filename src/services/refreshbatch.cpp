// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/refreshbatch.h"

#include "core/async.h"

namespace Earmark {

RefreshBatch::RefreshBatch(PodcastList podcasts, RefreshOne refreshOne, QObject *parent)
    : QObject(parent), m_podcasts(std::move(podcasts)), m_refreshOne(std::move(refreshOne))
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
    while (m_next < m_podcasts.size() && (m_isCancelled || m_running < AtOnce)) {
        const Podcast podcast = m_podcasts.at(m_next++);
        if (m_isCancelled) {
            m_outcomes.append({.id = podcast.id,
                               .url = podcast.url,
                               .title = podcast.title,
                               .status = RefreshOutcome::Status::Cancelled,
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
    Q_EMIT progressed(outcome.title);
    startMore();
}

} // namespace Earmark
