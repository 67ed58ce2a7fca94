// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/windowreader.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace Earmark {

/// How long a file of this libavformat name must be by the sizes that its structure tells, in
/// bytes; nothing where they are left open, or make no sense. size: of what is there.
std::optional<std::int64_t> structureEnd(WindowReader &reader, std::string_view format,
                                         std::int64_t size);

/// Whether an MP4 file of which no table was found breaks off before it.
bool endsBeforeItsTables(WindowReader &reader, std::int64_t size);

} // namespace Earmark
