// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>

namespace Earmark {

/// The built-in demo podcast lives in the program's resources under addresses of its own, so that
/// no feed from outside can name a file: `earmark-demo:NAME` is `:/demo/NAME` and nothing else.
QUrl demoFeedAddress();
bool isDemoAddress(const QUrl &url);
/// Empty for anything that is no plain name.
QString demoResource(const QUrl &url);

} // namespace Earmark
