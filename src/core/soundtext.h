// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/soundsettings.h"

#include <QString>

#include <optional>

namespace Earmark {

/// As it is stored: a JSON object. What is missing in it is as the program came.
QString soundToText(const SoundSettings &settings);

/// Nothing for an empty text or one that is no object; what makes no sense in it is as the program
/// came.
std::optional<SoundSettings> soundFromText(const QString &text);

} // namespace Earmark
