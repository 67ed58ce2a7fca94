// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/mergeplan.h"
#include "core/preparedfeed.h"
#include "core/result.h"

#include <QFuture>

#include <optional>

namespace Earmark {

class Database;
class Storage;

/// One feed on its way into the library, in transactions of <= SliceSize episodes, each of which
/// leaves a consistent library. Validators and refresh time are written with the last one: a merge
/// that was interrupted is fetched whole again. What the listener did to an episode is never
/// changed. The podcast's url, folder, title of the listener's own and counters are not touched.
class FeedMerge
{
public:
    static constexpr qsizetype SliceSize = 500;

    explicit FeedMerge(PreparedFeed feed);

    /// One transaction. Nothing yet, or what was changed when it was the last.
    Result<std::optional<MergeSummary>> step(const Database &database);

private:
    Result<std::optional<MergeSummary>> writeSlice(const Database &database);
    Result<> plan(const Database &database);

    PreparedFeed m_feed;
    std::optional<MergePlan> m_plan;
    qsizetype m_inserted = 0; // of m_plan->insert, tried
    qsizetype m_updated = 0;
    MergeSummary m_summary;
};

/// Merges feed between other writes. feed.podcast.lastRefreshed is when it was fetched.
QFuture<Result<MergeSummary>> mergeFeed(Storage &storage, PreparedFeed feed);

} // namespace Earmark
