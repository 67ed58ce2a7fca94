// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/episode.h"

#include <QString>

namespace Earmark {

/// 0 to 1; 0 while the length is not known.
double playedShare(const EpisodeRow &row);
/// "36 min", or "22 min left" while it is in progress; empty when unknown.
QString lengthText(const EpisodeRow &row);
/// "17 chapters"; empty for none.
QString chaptersText(int chapters);
/// What a screen reader says of a row. media: ui/episodes/mediatext.h's word on it.
QString accessibleText(const EpisodeRow &row, const QString &media = {});

} // namespace Earmark
