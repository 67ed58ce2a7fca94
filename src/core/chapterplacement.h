// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"
#include "core/mediarange.h"

#include <chrono>
#include <optional>
#include <vector>

// Where in the file that plays a chapter begins that somebody wrote down by another one: people
// round to seconds, and publishers put advertisements into the file, of other lengths each time.
// Nothing here touches the chapters of the file itself. All times are media time.

namespace Earmark {

struct ShownChapters;

/// The listener's word: chapters that, as their source says, begin at start or later do so by this
/// much later (or earlier, below 0), up to the start of the next word.
struct ChapterShift
{
    std::chrono::milliseconds start{0};
    std::chrono::milliseconds by{0};

    bool operator==(const ChapterShift &) const = default;
};
using ChapterShifts = std::vector<ChapterShift>; ///< Sorted by start, each once.

/// What is known of an episode's file that chapters can be put in place by.
struct ChapterPlaces
{
    static constexpr std::size_t MostShifts = 500; ///< Of an episode.

    ChapterShifts shifts;
    /// Of the file (core/episodeanalysis.h); none: not analysed, or the listener wants the chapters
    /// where they are said to be.
    MediaRanges pauses;
    /// How long the feed says the episode is, where its length is known from the file; 0: it does
    /// not say, or the length is only the feed's word.
    std::chrono::milliseconds declared{0};

    bool operator==(const ChapterPlaces &) const = default;
};

/// How far from its place a chapter is looked for.
constexpr std::chrono::milliseconds PlacingReach{1'500};
/// A file that is so much longer than its feed says holds something that its feed does not know.
constexpr std::chrono::milliseconds BelievableExcess{20'000};

/// Shifts the chapters, then lets each begin where speech begins (Chapter::told is where it was):
/// at the end of the pause that is nearest to its place, if that is no farther than PlacingReach.
/// The one that a shift was made for stays exactly where the listener put it; one at 0:00 stays
/// too. Their order stays.
ShownChapters placed(ShownChapters shown, const ChapterPlaces &places);

/// The chapters' times are those of another file than this one of that length, as it seems, and the
/// listener has not put them right.
bool mayTimesBeOff(const ShownChapters &shown, const ChapterPlaces &places,
                   std::chrono::milliseconds length);

/// "This chapter begins here": it and what follows up to an earlier word on a later chapter. shown:
/// as placed() made them; nothing: these chapters cannot be shifted (they are the file's own), or
/// the chapter begins there already.
std::optional<ChapterShifts> shiftedTo(const ChapterShifts &shifts, const ShownChapters &shown,
                                       qsizetype row, std::chrono::milliseconds position);

} // namespace Earmark
