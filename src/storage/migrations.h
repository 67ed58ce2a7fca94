// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QList>
#include <QStringList>

class QSqlDatabase;

namespace Earmark {

/// src/storage/migrations/NNNN_what.sql, compiled in. A blank line ends a statement. One that was
/// released is never edited again.
struct Migration
{
    int version = 0; ///< NNNN, and the file's user_version once it ran.
    QStringList statements;
};

/// In order, without a gap.
Result<QList<Migration>> compiledMigrations();

/// Brings an open file up to date. A file that held a library before is copied aside first, to
/// "<path>.before-vN", N being the version it becomes. Each migration is one transaction with its
/// user_version; the first that fails leaves the file as it found it and ends all.
Result<> migrate(const QSqlDatabase &db, const QString &path, const QList<Migration> &migrations);

} // namespace Earmark
