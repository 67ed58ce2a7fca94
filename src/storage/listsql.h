// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episodequery.h"

#include <QString>

namespace Earmark {

/// The pieces of SQL that make one list of core/episodequery.h. Every list is the walk of one
/// index, named, so that no statistics and no later index can turn it into a sort. But for what is
/// downloaded: those are few, and sorted each time rather than looked for among all.
class ListSql
{
public:
    enum class From { Start, At, After };

    explicit ListSql(const EpisodeQuery &query);

    /// "SELECT columns FROM … WHERE … ORDER BY … LIMIT :limit OFFSET :offset", the rows being e
    /// (episode) and p (podcast, if wanted). :order and :id are the key unless from Start;
    /// :podcast is bound always.
    QString select(const QString &columns, From from, bool withPodcast = false) const;
    /// How many rows there are From; at most :limit.
    QString count(From from) const;
    /// The key's columns, order first.
    QString keyColumns() const { return m_order + QStringLiteral(", ") + m_id; }

private:
    QString source(From from, bool withPodcast) const;

    QString m_tables;
    QString m_where;
    QString m_order = QStringLiteral("e.published");
    QString m_id = QStringLiteral("e.id");
    bool m_isDescending = true;
};

} // namespace Earmark
