// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profiles.h"

#include "core/version.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace Earmark {

void nameApplication()
{
    QCoreApplication::setApplicationName(u"earmark"_s);
    QCoreApplication::setApplicationVersion(version());
}

Profile profileIn(const QString &folder)
{
    const QString data = QDir::current().absoluteFilePath(folder);
    return {.data = data, .cache = data + u"/cache"_s};
}

Profile profileFor(const CommandLine &line)
{
    if (!line.profile.isEmpty())
        return profileIn(line.profile);
    return {.data
            = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/earmark"_s,
            .cache = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation)
                    + u"/earmark"_s};
}

} // namespace Earmark
