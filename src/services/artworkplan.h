// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

#include <chrono>

namespace Earmark {

struct KeptFile
{
    QString name;
    qint64 bytes = 0;
    QDateTime used; ///< UTC; the last time somebody looked at it.
};

/// Which files go so that the others fit: those unused for longest, and none when all fit. Goes
/// down to nine tenths, so that it is not asked again at once. Of equal age the larger goes first;
/// a time in the future is nobody's and counts as the oldest.
QStringList filesThatGo(QList<KeptFile> files, qint64 budget, const QDateTime &now);

/// Has the time come to ask the publisher whether this picture is another one now?
bool isDue(const QDateTime &checked, std::chrono::seconds every, const QDateTime &now);

/// How long a picture that could not be had is left alone after so many tries in a row (from 1):
/// twice as long each time, an hour at most.
std::chrono::milliseconds pauseAfter(int tries, std::chrono::milliseconds first);

} // namespace Earmark
