// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/mergeplan.h"
#include "core/preparedfeed.h"
#include "core/result.h"
#include "storage/feedrow.h"

#include <QFuture>

#include <future>
#include <optional>
#include <vector>

namespace Earmark {

class Database;
class Storage;

/// One feed on its way into the library, in transactions of <= SliceSize episodes, each of which
/// leaves a consistent library. Validators, refresh time and log are written with the last one: a
/// merge that was interrupted is fetched whole again. What the listener did to an episode is never
/// changed. The podcast's url, folder, title of the listener's own and counters are not touched.
class FeedMerge
{
public:
    static constexpr qsizetype SliceSize = 500;

    explicit FeedMerge(PreparedFeed feed);

    /// One transaction. Nothing yet, or what was changed when it was the last.
    Result<std::optional<MergeSummary>> step(const Database &database);

private:
    using Rows = std::vector<FeedRow>;

    Result<std::optional<MergeSummary>> writeSlice(const Database &database);
    Result<> plan(const Database &database);
    Result<> write(const Database &database, const Rows &rows);
    Result<> finish(const Database &database);
    Rows takeRows();
    Rows makeRows(qsizetype begin, qsizetype end);
    qsizetype size() const { return m_plan->insert.size() + m_plan->update.size(); }

    PreparedFeed m_feed;
    std::optional<MergePlan> m_plan;
    qsizetype m_written = 0; // of what m_plan inserts, then of what it updates
    bool m_isOwn = false; // nobody else looks at m_feed's episodes
    MergeSummary m_summary;
    Rows m_letGo; // of the last slice: to free them is work as well
    std::future<Rows> m_next; // of the slice behind; the last member: makes of the others
};

/// Merges feed between other writes. feed.podcast.lastRefreshed is when it was fetched. Nobody else
/// should hold it: what is written is let go of.
QFuture<Result<MergeSummary>> mergeFeed(Storage &storage, PreparedFeed feed);

} // namespace Earmark
