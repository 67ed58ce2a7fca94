// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <functional>
#include <stop_token>

namespace Earmark {

struct CarryProgress
{
    qsizetype files = 0; ///< Done.
    qsizetype ofFiles = 0;
    qint64 bytes = 0;
    qint64 ofBytes = 0;

    bool operator==(const CarryProgress &) const = default;
};

/// Brings files from one folder to another, all or none: each is in both until it is said that the
/// new ones hold, so that whatever ends the program on the way loses nothing. On one disk that
/// costs nothing (hard links), to another each is copied and synced. A file that stands there
/// already is never written over; the very same one counts as brought, so that moving again after a
/// crash goes on. One thread at a time, which waits for disks.
class MediaCarry
{
public:
    using Told = std::function<void(const CarryProgress &)>;

    MediaCarry(QString from, QString to) : m_from(std::move(from)), m_to(std::move(to)) { }

    /// Whether it can be: to is outside of from, can be written, and has room for so many bytes if
    /// it is another disk. Made when it is not there.
    Result<> prepare(qint64 bytes);
    /// Of these what was not brought yet. paths: below the folder; what is not there is left out.
    Result<> bring(const QStringList &paths, const Told &told, const std::stop_token &stop);
    /// What was brought goes again.
    void undo();
    /// The old ones go.
    void keep();

private:
    Result<> bringOne(const QString &path, const std::stop_token &stop);
    Result<> copy(const QString &from, const QString &to, const std::stop_token &stop);

    const QString m_from;
    const QString m_to;
    QStringList m_brought; ///< By us.
    QStringList m_there; ///< Those, and the same files that stood there.
};

} // namespace Earmark
