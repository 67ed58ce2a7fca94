// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/podcast.h"
#include "services/refreshoutcome.h"

#include <QFuture>
#include <QObject>
#include <QPromise>

#include <functional>

namespace Earmark {

/// The first of each host, then the second of each ...: as few as may be asked of one host at once,
/// hosts with many podcasts would else keep the others waiting. Otherwise in the order given.
PodcastList byTurns(const PodcastList &podcasts);

/// Refreshes many podcasts, a few at a time, and gathers one outcome per podcast. Lives until its
/// future is done, then deletes itself.
class RefreshBatch : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RefreshBatch)

public:
    using RefreshOne = std::function<QFuture<RefreshOutcome>(const Podcast &)>;

    /// A few more than the client's requests at once, so that none of those waits for the pool. The
    /// body of a feed may be 64 MiB: this bounds the memory.
    static constexpr int AtOnce = 20;
    /// When so many say that the computer is offline and nothing else was heard, the rest is too.
    static constexpr int OfflineAfter = 8;

    RefreshBatch(const PodcastList &podcasts, RefreshOne refreshOne, QObject *parent);

    QFuture<RefreshOutcomes> start();
    /// What has not begun is not begun; what runs is ended. The future is done soon after.
    void cancel();

    int total() const { return int(m_podcasts.size()); }
    int done() const { return int(m_outcomes.size()); }

Q_SIGNALS:
    void progressed(const QString &title);
    void finished();

private:
    void startMore();
    bool isOver() const { return m_isCancelled || m_isOffline; }
    void add(const RefreshOutcome &outcome);

    PodcastList m_podcasts;
    RefreshOne m_refreshOne;
    qsizetype m_next = 0;
    int m_running = 0;
    bool m_isCancelled = false;
    bool m_isOffline = false;
    RefreshOutcomes m_outcomes;
    QPromise<RefreshOutcomes> m_promise;
};

} // namespace Earmark
