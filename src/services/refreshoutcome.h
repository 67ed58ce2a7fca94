// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <QList>
#include <QString>
#include <QUrl>

namespace Earmark {

/// Who wants a refresh.
enum class RefreshWish : quint8 {
    Automatic,
    Manual, ///< Somebody waits: what is not due is asked too.
};

/// What one feed gave. error is empty when it went well.
struct RefreshOutcome
{
    enum class Status : quint8 {
        Updated, ///< A document was read, perhaps with nothing new in it.
        NotModified, ///< The server said so (304).
        Unchanged, ///< The same bytes as last time.
        Failed,
        Ended, ///< The server said that it is gone for good (410).
        Offline, ///< There was no network; nothing is held against the podcast.
        Postponed, ///< Not asked: its server wants to be left alone for now.
        NotFetched,
        Cancelled,
    };

    PodcastId id;
    QUrl url;
    QString title;
    Status status = Status::NotFetched;
    int inserted = 0;
    int updated = 0;
    QString error; ///< A sentence.
    int failures = 0; ///< In a row, this one included.
    bool needsLogin = false; ///< The server wants a name and password, or others.
    bool isOnOwnNetwork = false; ///< Not asked: its host is on the listener's own network.
    bool isUnreachable = false; ///< Failed, and not even its server was found.

    /// Some server said something.
    bool hadAnswer() const
    {
        return !isUnreachable
                && (status <= Status::Unchanged || status == Status::Failed
                    || status == Status::Ended);
    }
};
using RefreshOutcomes = QList<RefreshOutcome>;

/// Was it the network and not the podcasts? All that were asked failed for want of a way there, and
/// either the computer knows that it is offline, or they are at three hosts or more and one of them
/// was well until now.
bool isOffline(const RefreshOutcomes &outcomes);

} // namespace Earmark
