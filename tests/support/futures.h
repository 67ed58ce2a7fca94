// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QTest>

namespace Earmark {

/// Waits in the test's event loop until the future has its one result; a test that waits in vain
/// ends here, with the default value.
template<typename T>
T resultOf(const QFuture<T> &future, int timeoutMs = 20000)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, timeoutMs)
        || future.resultCount() == 0)
        qFatal("the future gave no result");
    return future.result();
}

} // namespace Earmark
