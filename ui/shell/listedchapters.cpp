// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/listedchapters.h"

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

} // namespace Earmark
