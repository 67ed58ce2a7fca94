// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chapter.h"

#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace Earmark {

class PromotionFinder;

/// The chapter list in show notes (HTML or plain text, found out by content), empty when there is
/// none. promotions: feed/promotion.h; a title ends where one begins. duration: of the sound, if
/// known; starts beyond it or falling back are left out. Starts ascend, each once, but for one
/// case: in a tidy list of lines with no duration known a time that is far too late keeps its
/// place (what errs cannot be told, and the title is certain); core/chapterchoice.h sorts it.
Chapters chaptersFromNotes(const QString &notes, std::optional<std::chrono::milliseconds> duration,
                           const QStringList &promotions);
/// The same with the notes as plain text already and the promotions prepared.
Chapters chaptersFromPlainNotes(const QString &plainNotes,
                                std::optional<std::chrono::milliseconds> duration,
                                const PromotionFinder &promotions);

} // namespace Earmark
