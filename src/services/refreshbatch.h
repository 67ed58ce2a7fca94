// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/podcast.h"
#include "services/libraryservice.h"

#include <QFuture>
#include <QObject>
#include <QPromise>

#include <functional>

namespace Earmark {

/// Refreshes many podcasts, a few at a time, and gathers one outcome per podcast. Lives until its
/// future is done, then deletes itself.
class RefreshBatch : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RefreshBatch)

public:
    using RefreshOne = std::function<QFuture<RefreshOutcome>(const Podcast &)>;

    /// The body of a feed may be 64 MiB: this many at once bounds the memory, the client bounds the
    /// connections.
    static constexpr int AtOnce = 8;

    RefreshBatch(PodcastList podcasts, RefreshOne refreshOne, QObject *parent);

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
    void add(const RefreshOutcome &outcome);

    PodcastList m_podcasts;
    RefreshOne m_refreshOne;
    qsizetype m_next = 0;
    int m_running = 0;
    bool m_isCancelled = false;
    RefreshOutcomes m_outcomes;
    QPromise<RefreshOutcomes> m_promise;
};

} // namespace Earmark
