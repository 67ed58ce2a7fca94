// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/feeddocument.h"
#include "core/podcast.h"

#include <QDateTime>
#include <QHash>
#include <QString>

#include <chrono>
#include <functional>
#include <optional>

// When a podcast is asked for new episodes by itself. Pure: clock and random are handed in.

namespace Earmark {

/// Automatic refreshes of one podcast are at least and at most so far apart (and up to JitterShare
/// more, so that a thousand podcasts do not meet in one second).
constexpr std::chrono::minutes ShortestRefresh{15};
constexpr std::chrono::hours LongestRefresh{24};
/// Of a podcast that has not told its rhythm: fewer than three dates and no updateFrequency.
constexpr std::chrono::hours UnknownRefresh{4};
constexpr double JitterShare = 0.15;
/// A server's Retry-After binds automatic refreshes up to LongestRefresh, the listener's own click
/// up to this.
constexpr std::chrono::hours ManualPatience{1};

/// A number in [0, 1).
using Chance = std::function<double()>;
Chance systemChance();

/// From the gaps between its newest episodes (the median of at most eleven), the rule of its
/// podcast:updateFrequency (the shorter of both counts) and its ttl.
PodcastRhythm rhythmOf(const FeedDocument &document, const QDateTime &now);
/// Of a document whose episodes are elsewhere: published on these dates.
PodcastRhythm rhythmOf(const FeedDocument &document, QList<QDateTime> dates, const QDateTime &now);

/// Between two episodes by an RRULE of RFC 5545, as far as FREQ, INTERVAL and the BY… lists tell;
/// 0: it tells nothing.
std::chrono::seconds periodOfRule(const QString &rule);

/// A twelfth of its period, and a 48th around and shortly after the moment the next episode is
/// expected; slower when it has been silent for three periods; never below its ttl.
std::chrono::seconds refreshInterval(const PodcastRhythm &rhythm, const QDateTime &now);

QDateTime dueAfterSuccess(const PodcastRhythm &rhythm, const QDateTime &now, double chance);

/// failures in a row, this one included: 15 min, 30 min, 1 h ... 24 h, and not before the server's
/// Retry-After (0: it had none).
QDateTime dueAfterFailure(int failures, std::chrono::seconds retryAfter, const QDateTime &now,
                          double chance);

/// Which podcasts are due by themselves, those waited for longest first. One that ended never is;
/// one that is due further away than any rule could have set (the clock was set back) is.
QList<PodcastId> dueForRefresh(const PodcastList &podcasts, const QDateTime &now);

/// Is what was read at another address the podcast we know? By its podcast:guid, its title, an
/// episode in common; a podcast without episodes has nothing to compare, and takes what comes.
bool isSamePodcast(const Podcast &known, const FeedDocument &found, bool hasEpisodeInCommon);

/// What hosts asked for with Retry-After while the program runs.
class HostWishes
{
public:
    void note(const QString &host, std::chrono::seconds retryAfter, const QDateTime &now);
    /// Until when to leave it alone; nothing: it may be asked.
    std::optional<QDateTime> until(const QString &host, const QDateTime &now,
                                   std::chrono::seconds patience) const;

private:
    struct Wish
    {
        QDateTime from;
        QDateTime until;
    };
    QHash<QString, Wish> m_wishes;
};

} // namespace Earmark
