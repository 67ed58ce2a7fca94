// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/artworkplan.h"

#include <QStringList>

#include <algorithm>

namespace Earmark {

QStringList filesThatGo(QList<KeptFile> files, qint64 budget, const QDateTime &now)
{
    qint64 sum = 0;
    for (KeptFile &file : files) {
        sum += file.bytes;
        if (!file.used.isValid() || file.used > now.addDays(1)) // clocks of file servers differ
            file.used = QDateTime::fromSecsSinceEpoch(0, Qt::UTC);
    }
    if (sum <= budget)
        return {};
    std::ranges::sort(files, [](const KeptFile &a, const KeptFile &b) {
        if (a.used != b.used)
            return a.used < b.used;
        return a.bytes != b.bytes ? a.bytes > b.bytes : a.name < b.name;
    });
    QStringList going;
    for (const KeptFile &file : std::as_const(files)) {
        if (sum <= budget / 10 * 9)
            break;
        sum -= file.bytes;
        going.append(file.name);
    }
    return going;
}

bool isDue(const QDateTime &checked, std::chrono::seconds every, const QDateTime &now)
{
    return !checked.isValid() || checked > now.addDays(1) || checked.secsTo(now) >= every.count();
}

std::chrono::milliseconds pauseAfter(int tries, std::chrono::milliseconds first)
{
    constexpr int MostDoublings = 20;
    const auto pause = first * (1LL << std::clamp(tries - 1, 0, MostDoublings));
    return std::min<std::chrono::milliseconds>(pause, std::chrono::hours(1));
}

} // namespace Earmark
