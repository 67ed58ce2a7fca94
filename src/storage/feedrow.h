// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"
#include "core/preparedfeed.h"

#include <QByteArray>
#include <QList>

namespace Earmark {

/// What a feed says of one episode as it stands in the columns, texts in UTF-8. Making it is half
/// the work of writing, and needs no database: FeedMerge does it on another thread.
struct FeedRow
{
    qint64 published = 0; ///< ms UTC; 0: unknown.
    qint64 duration = 0; ///< ms; 0: unknown.
    bool hasTranscript = false;
    QByteArray title;
    QByteArray excerpt;
    QByteArray image;
    QByteArray guid;
    QByteArray enclosureUrl;
    QByteArray enclosureType;
    qint64 enclosureLength = 0; ///< bytes
    QByteArray digest;
    QByteArray link;
    QByteArray chaptersUrl;
    QByteArray chaptersType;
    QByteArray details; ///< JSON
    QByteArray notes;
    QList<ChapterList> chapters; ///< What came with the feed; no empty ones.
};

FeedRow feedRow(const PreparedEpisode &episode);
/// Makes the row now and keeps it in PreparedEpisode::packed, in a third of the memory. On any
/// thread.
void pack(PreparedEpisode &episode);

} // namespace Earmark
