// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/mergeplan.h"

#include <QString>

namespace Earmark {

inline PreparedEpisode anItem(const QString &guid)
{
    PreparedEpisode item;
    item.feed.guid = guid;
    item.feed.title = QStringLiteral("Title ") + guid;
    item.shownTitle = item.feed.title;
    item.feed.published = QDateTime(QDate(2024, 5, 1), QTime(8, 0), Qt::UTC);
    item.feed.durationSeconds = 1800;
    item.feed.enclosure.url = QUrl(QStringLiteral("https://media.test/") + guid);
    return item;
}

inline KnownEpisode knownAs(const PreparedEpisode &item, qint64 id)
{
    return {.id = EpisodeId(id),
            .guid = item.feed.guid,
            .enclosure = item.feed.enclosure.url,
            .title = item.shownTitle,
            .published = item.feed.published,
            .duration
            = std::chrono::milliseconds(qRound64(item.feed.durationSeconds.value_or(0) * 1000)),
            .digest = contentDigest(item)};
}

/// What storage does with a plan.
inline void apply(const MergePlan &plan, const QList<PreparedEpisode> &items,
                  QList<KnownEpisode> &library)
{
    for (KnownEpisode &known : library) {
        if (plan.vacate.contains(known.id))
            known.guid = vacatedGuid(known.guid, known.id);
    }
    for (const MergePlan::Update &update : plan.update) {
        for (KnownEpisode &known : library) {
            if (known.id == update.id)
                known = knownAs(items.at(update.item), known.id.value());
        }
    }
    for (const qsizetype item : plan.insert)
        library.append(knownAs(items.at(item), library.size() + 1));
}

} // namespace Earmark
