// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/skiprules.h"

#include <QString>

// What is skipped, and why, as a listener reads it.

namespace Earmark {

/// "The first 30 s", "Chapter "Sponsor": you unticked it", "Chapter "Ad break": matches "ad"".
QString skipReason(const SkipCause &cause);

/// Every reason, a line each; at most four, and how many there are beside them.
QString skipReasons(const Skip &skip);

/// "Skipped "Sponsor" (2:10)", "Skipped the first 30 s", "Skipped "Ad" and 2 more parts (5:00)".
QString skippedText(const Skip &skip);

/// Why some rules are not followed in this episode; empty: all are.
QString leftOutText(const SkipPlan &plan);

} // namespace Earmark
