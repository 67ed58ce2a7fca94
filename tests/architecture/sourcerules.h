// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace Earmark {

/// What the architecture forbids in one file: a sentence each, with the line where it stands.
/// Looks at the text alone, not at the disk. `path` is relative to the repository and decides which
/// rules hold: src/<layer>/..., ui/..., tests/...; sources, and the CMakeLists.txt among them.
QStringList violations(const QString &path, const QString &text);

/// The same length in lines, comments blanked, strings kept.
QString withoutComments(const QString &text);

} // namespace Earmark
