// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"
#include "core/podcast.h"
#include "ui/episodes/episodesource.h"

namespace Earmark {

/// A made-up library, for tests of widgets and for the gallery. Answers are there at once, as
/// futures; rows are computed, so that a list of 300,000 costs nothing.
class SampleLibrary : public EpisodeSource
{
public:
    explicit SampleLibrary(int episodes = 24);

    QFuture<Result<EpisodeFences>> fences(const EpisodeQuery &query) override;
    QFuture<Result<EpisodeRows>> rows(const EpisodeQuery &query, const EpisodeKey &from,
                                      int limit) override;
    QFuture<Result<EpisodeRows>> firstRows(const EpisodeQuery &query, int limit) override;
    QFuture<Result<EpisodeRows>> rowsById(const QList<EpisodeId> &episodes) override;

    /// Row `number` of the whole list; its id is number + 1.
    static EpisodeRow row(int number);
    static PodcastList podcasts();
    static Chapters chapters();
    static QString notes();

    void setCount(int episodes) { m_count = episodes; }
    /// The rows that are gone from every list.
    void remove(int number) { m_removed += number; }
    void restoreAll() { m_removed.clear(); }
    /// Every question fails with this sentence until it is empty.
    void setFailure(const QString &sentence) { m_failure = sentence; }
    /// Overrides what row() says.
    void set(const EpisodeRow &row) { m_changed.insert(row.id, row); }
    int questions() const { return m_questions; }

private:
    EpisodeRows slice(int first, int limit) const;
    EpisodeRow current(int number) const;

    int m_count;
    QList<int> m_removed; ///< few, so that skipping them is cheap
    QHash<EpisodeId, EpisodeRow> m_changed;
    QString m_failure;
    int m_questions = 0;
};

} // namespace Earmark
