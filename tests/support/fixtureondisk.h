// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/filebytes.h"
#include "support/mediafixtures.h"

#include <memory>

namespace Earmark {

/// The sound fixture of this name as a file; null when it cannot be made.
inline std::shared_ptr<ByteSource> fixtureOnDisk(const QString &name)
{
    const auto bytes = FileBytes::open(mediaFixture(name));
    return bytes ? *bytes : nullptr;
}

} // namespace Earmark
