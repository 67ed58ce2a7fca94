// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <optional>

namespace Earmark {

/// "90", "1:30", "01:01:01", "1:30.5", "90 min", "1h 30m", "PT1H30M", "45' 10\"", "ca. 1 Std. 5
/// Min.", "1 час 5 минут", "1時間5分" as seconds; nothing when it is no duration, is negative or is
/// longer than 1,000 hours.
std::optional<double> parseDuration(QStringView text);

} // namespace Earmark
