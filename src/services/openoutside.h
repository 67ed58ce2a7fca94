// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

#include <functional>

namespace Earmark {

/// Hands an address to the desktop. The only way out of the program: http, https and mailto pass
/// (core/addresspolicy.h), the rest is refused and answered with false.
bool openOutside(const QUrl &url);

/// The same decision with the desktop handed in, for tests.
bool openOutside(const QUrl &url, const std::function<bool(const QUrl &)> &desktop);

/// Shows a folder of this computer in the desktop's file manager. False: it is not there.
bool openFolderOutside(const QString &path);
bool openFolderOutside(const QString &path, const std::function<bool(const QUrl &)> &desktop);

} // namespace Earmark
