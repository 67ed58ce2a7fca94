// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <optional>

namespace Earmark {

/// 1 to 12 for a month's name, whole or in short, in any of some twenty languages; nothing for
/// other words, but for those that begin as a month does ("mar", a Tuesday in three of them).
std::optional<int> monthOf(QStringView name);

} // namespace Earmark
