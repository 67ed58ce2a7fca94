// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QTest>

namespace Earmark {

/// Call first in every init(): a qWarning() nobody expected fails the test. The offscreen platform
/// plugin's own complaint is not ours to mend.
inline void failOnAnyWarning()
{
    QTest::failOnWarning(QRegularExpression(
            QStringLiteral("^(?!This plugin does not support propagateSizeHints)")));
}

} // namespace Earmark
