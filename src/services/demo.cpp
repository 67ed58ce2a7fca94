// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/demo.h"

using namespace Qt::StringLiterals;

namespace Earmark {

QUrl demoFeedAddress()
{
    return QUrl(u"earmark-demo:feed.xml"_s);
}

bool isDemoAddress(const QUrl &url)
{
    return url.scheme() == "earmark-demo"_L1 && !demoResource(url).isEmpty();
}

QString demoResource(const QUrl &url)
{
    const QString name = url.path();
    if (name.isEmpty() || name.contains(u'/') || name.startsWith(u'.') || !url.host().isEmpty())
        return {};
    return u":/demo/"_s + name;
}

} // namespace Earmark
