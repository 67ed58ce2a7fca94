// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/openoutside.h"

#include "core/addresspolicy.h"

#include <QDesktopServices>

namespace Earmark {

bool openOutside(const QUrl &url)
{
    return openOutside(url, [](const QUrl &address) { return QDesktopServices::openUrl(address); });
}

bool openOutside(const QUrl &url, const std::function<bool(const QUrl &)> &desktop)
{
    return mayLeaveProgram(url) && desktop(url);
}

} // namespace Earmark
