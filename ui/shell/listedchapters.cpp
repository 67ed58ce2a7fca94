// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/listedchapters.h"

#include "core/chapterplacement.h"
#include "core/skiptext.h"
#include "services/chapterservice.h"

#include <algorithm>

namespace Earmark {

Chapters listedChapters(const Chapters &chapters)
{
    Chapters listed = chapters;
    listed.removeIf([](const Chapter &chapter) { return chapter.hidden; });
    return listed;
}

std::optional<qsizetype> listedRow(const Chapters &chapters, std::chrono::milliseconds position)
{
    const auto row = chapterAt(chapters, position);
    if (!row)
        return {};
    return *row
            - std::ranges::count_if(chapters.begin(), chapters.begin() + *row,
                                    [](const Chapter &chapter) { return chapter.hidden; });
}

ChaptersView chaptersView(const Episode &episode, const SkipRules &rules)
{
    const ShownChapters shown = ChapterService::shown(episode);
    ChaptersView view;
    view.chapters = listedChapters(shown.chapters);
    if (!shown.source)
        view.chapters.clear(); // they only change pictures
    view.source = shown.source.value_or(ChapterSource::Notes);
    view.choices = shown.available;
    view.isChosen = episode.chosenSource.has_value();
    for (const auto &skip : chapterSkips(rules, view.chapters))
        view.skipped.append(skip ? skipReason(*skip) : QString());
    const auto length = episode.row.duration;
    if (mayTimesBeOff(shown, episode.places, length))
        view.excess = length - episode.places.declared;
    view.isShifted = !episode.places.shifts.empty();
    return view;
}

} // namespace Earmark
