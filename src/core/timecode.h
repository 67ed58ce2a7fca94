// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

#include <chrono>
#include <optional>

namespace Earmark {

/// A time as a listener reads it: "7:30", "1:02:03", "-0:05". Fractions of a second are cut off.
QString timecode(std::chrono::milliseconds time);

/// Normal Play Time as feeds write it: "S", "M:SS", "H:MM:SS", each with an optional fraction
/// (".250" or ",250"). Nothing for anything else, for negative times and for those over 1,000 h.
std::optional<std::chrono::milliseconds> parseTimecode(QStringView text);

} // namespace Earmark
