// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/openoutside.h"

#include "core/addresspolicy.h"

#include <QDesktopServices>
#include <QFileInfo>

namespace Earmark {

bool openOutside(const QUrl &url)
{
    return openOutside(url, [](const QUrl &address) { return QDesktopServices::openUrl(address); });
}

bool openOutside(const QUrl &url, const std::function<bool(const QUrl &)> &desktop)
{
    return mayLeaveProgram(url) && desktop(url);
}

bool openFolderOutside(const QString &path)
{
    return openFolderOutside(path,
                             [](const QUrl &folder) { return QDesktopServices::openUrl(folder); });
}

bool openFolderOutside(const QString &path, const std::function<bool(const QUrl &)> &desktop)
{
    const QFileInfo folder(path);
    return folder.isAbsolute() && folder.isDir() && desktop(QUrl::fromLocalFile(path));
}

} // namespace Earmark
