// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "feed/promotion.h"
#include "feed/timestamps.h"

#include <QList>
#include <QString>
#include <QUrl>

#include <chrono>

namespace Earmark {

/// One time with the title that stands beside it: a chapter, if its list is believed.
struct NoteEntry
{
    std::chrono::milliseconds at{0};
    QString title;
    QUrl link;
    bool doubtful = false;
    bool afterPreposition = false; ///< "we come back to it at 12:30"
};

/// All times of notes as they would be one kind of list.
struct NoteList
{
    QList<NoteEntry> entries;
    bool ownLines = false; ///< Each entry has its own line.
};

/// Lines that begin with a time, or consist of it with the title on the next line (or the one
/// before).
NoteList leadingList(QStringView text, const QList<Timestamp> &stamps,
                     const PromotionFinder &promotions);
/// Lines that end with a time.
NoteList trailingList(QStringView text, const QList<Timestamp> &stamps,
                      const PromotionFinder &promotions);
/// Several times in one line, titles behind or before them.
NoteList runningList(QStringView text, const QList<Timestamp> &stamps,
                     const PromotionFinder &promotions);

} // namespace Earmark
