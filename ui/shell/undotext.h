// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Earmark {

struct UndoEntry;

/// What the undo bar says was done.
QString undoText(const UndoEntry &entry);

} // namespace Earmark
