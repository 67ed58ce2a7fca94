// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapterchoice.h"
#include "ui/episode/episodepanel.h"

#include <optional>

namespace Earmark {

/// The chapters a list shows: without those that only change the picture.
Chapters listedChapters(const Chapters &chapters);

/// The row among the listed ones of the chapter that plays at position.
std::optional<qsizetype> listedRow(const Chapters &chapters, std::chrono::milliseconds position);

/// As the panel shows those of an episode; rules: what of it is not played.
ChaptersView chaptersView(const Episode &episode, const SkipRules &rules);

} // namespace Earmark
