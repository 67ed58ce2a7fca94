// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>
#include <QtGlobal>

#include <memory>

class QSqlDatabase;

namespace Earmark {

namespace Sql {
class Transaction;
}

/// One open connection to the library file; opened, used and closed on one thread.
class Database
{
    Q_DISABLE_COPY_MOVE(Database)

public:
    /// PRAGMA user_version of a file this program writes: the number of the last migration.
    static constexpr int SchemaVersion = 5;

    /// Opens for writing; makes folder (user-only) and file if they are missing and brings an older
    /// file up to date after setting a copy aside (storage/migrations.h). A file that is newer, no
    /// library or damaged is refused with a sentence and stays as it is, byte for byte. Every
    /// commit on this connection survives a power cut (WAL, synchronous=FULL), but for those of
    /// Transaction::Kind::Repeatable (storage/sql.h).
    static Result<std::unique_ptr<Database>> open(const QString &path);

    /// Opens for reading, beside a writer in this or another process. Never makes or migrates a
    /// file: it must be at SchemaVersion, else ErrorKind::NotFound (missing, empty or older: it
    /// will be there once a writer opened it) or Storage (newer, no library, damaged).
    static Result<std::unique_ptr<Database>> openReadOnly(const QString &path);

    ~Database();

    QSqlDatabase handle() const;
    Result<int> version() const;

private:
    Database();
    Result<> connectTo(const QString &path, bool readOnly);

    QString m_connection;
};

/// One state of the library for as long as it lives: what is written meanwhile is not seen, nor
/// held up. On the connection's thread; one may lie in another.
class Snapshot
{
    Q_DISABLE_COPY_MOVE(Snapshot)

public:
    explicit Snapshot(const Database &database);
    ~Snapshot();

    const Result<> &taken() const { return m_taken; }

private:
    std::unique_ptr<Sql::Transaction> m_transaction;
    Result<> m_taken;
};

} // namespace Earmark
