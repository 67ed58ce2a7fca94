// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"

#include <QList>

#include <chrono>
#include <optional>

// Which chapters an episode has, and where in them a position stands. All times are media time.

namespace Earmark {

/// The list a listener sees, made of all sources.
struct ShownChapters
{
    std::optional<ChapterSource> source; ///< Nothing: no list (chapters then only change pictures).
    Chapters chapters; ///< By start, hidden ones included, every end known that can be.
    QList<ChapterSource> available; ///< Sources with a visible chapter, in the order of trust.

    bool operator==(const ShownChapters &) const = default;
};

/// The first source with >= 2 visible chapters, or the wanted one if it has any; the others fill
/// its missing titles, links and images where starts agree within 1 s. Starts at or beyond duration
/// (0: unknown) are dropped unless that would be most of a source: then the duration is what errs.
ShownChapters chooseChapters(const QList<ChapterList> &sources, std::optional<ChapterSource> wanted,
                             std::chrono::milliseconds duration);

/// The visible chapter that plays at position, as an index into chapters.
std::optional<qsizetype> chapterAt(const Chapters &chapters, std::chrono::milliseconds position);

/// The chapter, hidden ones included, whose picture and link hold at position.
std::optional<qsizetype> pictureAt(const Chapters &chapters, std::chrono::milliseconds position);

/// Where "next chapter" leads; nothing in the last one.
std::optional<std::chrono::milliseconds> nextChapterStart(const Chapters &chapters,
                                                          std::chrono::milliseconds position);

/// Where "previous chapter" leads: to the start of this one, within its first 3 s to the one
/// before. Nothing before the first chapter.
std::optional<std::chrono::milliseconds> previousChapterStart(const Chapters &chapters,
                                                              std::chrono::milliseconds position);

} // namespace Earmark
