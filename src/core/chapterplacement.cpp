// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chapterplacement.h"

#include "core/chapterchoice.h"

#include <algorithm>
#include <iterator>

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace Earmark {
namespace {

// Before speech begins: what tells its beginning sees it a little late.
constexpr milliseconds Lead = 50ms;

milliseconds toldOf(const Chapter &chapter)
{
    return chapter.told.value_or(chapter.start);
}

/// The word that holds for a chapter that is said to begin there.
ChapterShifts::const_iterator wordFor(const ChapterShifts &shifts, milliseconds told)
{
    const auto next = std::ranges::upper_bound(shifts, told, {}, &ChapterShift::start);
    return next == shifts.begin() ? shifts.end() : std::prev(next);
}

milliseconds distance(const MediaRange &pause, milliseconds at)
{
    return std::max({0ms, pause.start - at, at - pause.end});
}

/// Where speech begins nearest to this place, if it is near.
std::optional<milliseconds> speechNear(const MediaRanges &pauses, milliseconds at)
{
    auto pause = std::ranges::lower_bound(pauses, at - PlacingReach, {}, &MediaRange::end);
    const MediaRange *best = nullptr;
    for (; pause != pauses.end() && pause->end <= at + PlacingReach; ++pause) {
        // Of two at the same distance the longer one: people write down where a topic begins.
        const bool isNearer = best == nullptr || distance(*pause, at) < distance(*best, at)
                || (distance(*pause, at) == distance(*best, at)
                    && pause->length() > best->length());
        if (isNearer)
            best = &*pause;
    }
    if (best == nullptr)
        return std::nullopt;
    return std::max(best->start, best->end - Lead);
}

/// The listener's word first, in the order of the chapters: who says that one begins earlier says
/// it of those before it too.
std::vector<milliseconds> shiftedStarts(const Chapters &chapters, const ChapterShifts &shifts)
{
    std::vector<milliseconds> starts;
    for (const Chapter &chapter : chapters) {
        const auto word = wordFor(shifts, chapter.start);
        starts.push_back(std::max(0ms, chapter.start + (word == shifts.end() ? 0ms : word->by)));
    }
    for (std::size_t i = starts.size(); i > 1; --i)
        starts[i - 2] = std::min(starts[i - 2], starts[i - 1]);
    return starts;
}

void snap(const Chapters &chapters, const ChapterPlaces &places, std::vector<milliseconds> &starts)
{
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const Chapter &chapter = chapters.at(qsizetype(i));
        const auto word = wordFor(places.shifts, chapter.start);
        const bool isChosen = word != places.shifts.end() && word->start == chapter.start;
        if (chapter.hidden || isChosen || starts[i] == 0ms)
            continue;
        const auto speech = speechNear(places.pauses, starts[i]);
        const milliseconds after = i == 0 ? -1ms : starts[i - 1];
        const bool isInOrder
                = speech && *speech > after && (i + 1 == starts.size() || *speech < starts[i + 1]);
        if (isInOrder)
            starts[i] = *speech;
    }
}

/// An end that is the start of a chapter behind it goes with that, another one with its own start.
void moveEnd(const Chapters &before, qsizetype row, const std::vector<milliseconds> &starts,
             Chapters &chapters)
{
    const Chapter &old = before.at(row);
    if (!old.end)
        return;
    const auto next = std::lower_bound(
            before.begin() + row + 1, before.end(), *old.end,
            [](const Chapter &chapter, milliseconds at) { return chapter.start < at; });
    const milliseconds start = starts[std::size_t(row)];
    if (next == before.end())
        chapters[row].end = std::max(start, *old.end); // the episode's, mostly
    else if (next->start == *old.end)
        chapters[row].end = std::max(start, starts[std::size_t(next - before.begin())]);
    else
        chapters[row].end = *old.end + (start - old.start);
}

} // namespace

ShownChapters placed(ShownChapters shown, const ChapterPlaces &places)
{
    if (!shown.source || *shown.source == ChapterSource::File
        || (places.shifts.empty() && places.pauses.empty()))
        return shown;
    const Chapters before = shown.chapters;
    std::vector<milliseconds> starts = shiftedStarts(before, places.shifts);
    snap(before, places, starts);
    for (qsizetype i = 0; i < before.size(); ++i) {
        Chapter &chapter = shown.chapters[i];
        chapter.start = starts[std::size_t(i)];
        if (chapter.start != before.at(i).start)
            chapter.told = before.at(i).start;
        moveEnd(before, i, starts, shown.chapters);
    }
    return shown;
}

bool mayTimesBeOff(const ShownChapters &shown, const ChapterPlaces &places, milliseconds length)
{
    return shown.source && *shown.source != ChapterSource::File && places.shifts.empty()
            && places.declared > 0ms && length > places.declared + BelievableExcess;
}

std::optional<ChapterShifts> shiftedTo(const ChapterShifts &shifts, const ShownChapters &shown,
                                       qsizetype row, milliseconds position)
{
    if (!shown.source || *shown.source == ChapterSource::File || row < 0
        || row >= shown.chapters.size() || shown.chapters.at(row).start == position)
        return std::nullopt;
    const milliseconds told = toldOf(shown.chapters.at(row));
    ChapterShifts changed = shifts;
    std::erase_if(changed, [told](const ChapterShift &one) { return one.start == told; });
    const auto place = std::ranges::upper_bound(changed, told, {}, &ChapterShift::start);
    changed.insert(place, {.start = told, .by = position - told});
    if (changed.size() > ChapterPlaces::MostShifts)
        return std::nullopt;
    return changed;
}

} // namespace Earmark
