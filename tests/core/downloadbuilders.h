// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloadrules.h"

#include <initializer_list>

namespace Earmark {

// Episodes, rules and what a plan says, for the tests of core/downloadrules.h.

using Ids = QList<EpisodeId>;

constexpr qint64 MB = 1'000'000;
constexpr PodcastId Show{7};

inline QDateTime now()
{
    return QDateTime(QDate(2026, 3, 2), QTime(12, 0), Qt::UTC);
}

/// Of 10 MB, published so many days ago, nowhere on the disk.
inline DownloadFacts episode(qint64 id, int daysOld = 0)
{
    return {.episode = EpisodeId(id),
            .podcast = Show,
            .title = QStringLiteral("Episode %1").arg(id),
            .published = now().addDays(-daysOld),
            .duration = std::chrono::minutes(30),
            .size = 10 * MB};
}

/// There, as a podcast's rule brought it.
inline DownloadFacts file(qint64 id, int daysOld = 0)
{
    DownloadFacts facts = episode(id, daysOld);
    facts.presence = MediaPresence::Whole;
    facts.bytes = facts.size;
    facts.changedAt = facts.published;
    facts.cause = DownloadCause::Podcast;
    return facts;
}

inline DownloadFacts played(DownloadFacts facts, int daysAgo)
{
    facts.play = PlayState::Played;
    facts.heardAt = now().addDays(-daysAgo);
    return facts;
}

inline DownloadFacts queued(DownloadFacts facts, int place)
{
    facts.queuePlace = place;
    return facts;
}

inline DownloadFacts favourite(DownloadFacts facts)
{
    facts.isFavourite = true;
    return facts;
}

inline DownloadFacts partly(DownloadFacts facts, qint64 bytes, int daysAgo)
{
    facts.presence = MediaPresence::Partly;
    facts.bytes = bytes;
    facts.changedAt = now().addDays(-daysAgo);
    facts.cause = DownloadCause::Listening;
    return facts;
}

inline DownloadFacts coming(DownloadFacts facts, DownloadCause cause = DownloadCause::Podcast)
{
    facts.isComing = true;
    facts.cause = cause;
    return facts;
}

inline DownloadRules keepNewest(int count)
{
    return {.all = {.fetch = AutomaticDownload::Newest, .newest = count}};
}

inline DownloadRules serial(int count)
{
    DownloadRules rules = keepNewest(count);
    rules.podcasts.insert(Show, {.serial = true});
    return rules;
}

inline DownloadRules deleting(DeletePlayed when, int days = 2)
{
    return {.all = {.deletePlayed = when, .days = days}};
}

inline DownloadPlan planned(const QList<DownloadFacts> &episodes, const DownloadRules &rules)
{
    return planAutomaticDownloads(episodes, rules, now());
}

inline Ids of(DownloadStep::Kind kind, const QList<DownloadStep> &steps)
{
    Ids ids;
    for (const DownloadStep &step : steps) {
        if (step.kind == kind)
            ids.append(step.episode);
    }
    return ids;
}

inline Ids downloads(const QList<DownloadFacts> &episodes, const DownloadRules &rules)
{
    return of(DownloadStep::Kind::Download, planned(episodes, rules).steps);
}

inline Ids deletions(const QList<DownloadFacts> &episodes, const DownloadRules &rules)
{
    return of(DownloadStep::Kind::Delete, planned(episodes, rules).steps);
}

inline Ids ids(std::initializer_list<qint64> values)
{
    Ids list;
    for (const qint64 value : values)
        list.append(EpisodeId(value));
    return list;
}

/// What the plan says of this episode.
inline QString reason(const QList<DownloadFacts> &episodes, const DownloadRules &rules,
                      qint64 id = 1)
{
    const DownloadPlan plan = planned(episodes, rules);
    for (const DownloadStep &step : plan.steps + plan.rest) {
        if (step.episode == EpisodeId(id))
            return step.reason;
    }
    return {};
}

} // namespace Earmark
