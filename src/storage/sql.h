// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <initializer_list>
#include <utility>

namespace Earmark::Sql {

using Binding = std::pair<QString, QVariant>;

/// One statement, prepared at its first run and reused: for the same statement many times. The only
/// place that calls QSqlQuery::prepare() and exec(). Must not outlive its connection.
class Statement
{
public:
    Statement(const QSqlDatabase &db, QString text);

    /// Binds by name and runs. A null QString or QByteArray is bound as empty, an invalid QVariant
    /// as NULL (Qt would bind both as NULL).
    Result<> run(std::initializer_list<Binding> bindings = {});

    bool next() { return m_query.next(); }
    QVariant value(int column) const { return m_query.value(column); }
    QSqlQuery take() { return std::move(m_query); }
    int changedRows() const { return m_query.numRowsAffected(); }
    qint64 insertedId() const { return m_query.lastInsertId().toLongLong(); }
    /// Lets go of the rows not read, and with them of the snapshot they were read from.
    void finish() { m_query.finish(); }

private:
    QSqlQuery m_query;
    QString m_text;
    bool m_isPrepared = false;
};

/// The sentence for an error of SQLite's (https://www.sqlite.org/rescode.html). text: the
/// statement.
Error failure(int code, const QString &message, const QString &text);

/// Runs one statement once.
Result<QSqlQuery> exec(const QSqlDatabase &db, const QString &text,
                       std::initializer_list<Binding> bindings = {});

/// Runs one statement that answers nothing; how many rows it changed (triggers not counted).
Result<int> change(const QSqlDatabase &db, const QString &text,
                   std::initializer_list<Binding> bindings = {});

/// BEGIN ... COMMIT; rolls back unless commit() was reached and succeeded. Write takes the lock at
/// once (BEGIN IMMEDIATE); Read is one snapshot for several statements, also inside of another
/// transaction. Repeatable is a Write that does not wait for the disk: a power cut (no crash of the
/// program) may undo the last of them, never half of one, and nothing that a Write behind it says.
/// For what a feed says anyway.
class Transaction
{
    Q_DISABLE_COPY_MOVE(Transaction)

public:
    enum class Kind { Write, Read, Repeatable };

    explicit Transaction(const QSqlDatabase &db, Kind kind = Kind::Write);
    ~Transaction();

    Result<> begin();
    Result<> commit();

private:
    void end();

    QSqlDatabase m_db;
    Kind m_kind;
    bool m_isOpen = false;
    bool m_isRelaxed = false;
};

/// work: () -> Result<T>, in a transaction: all of it or, when it fails, none.
template<typename F>
auto inTransaction(const QSqlDatabase &db, F work,
                   Transaction::Kind kind = Transaction::Kind::Write) -> std::invoke_result_t<F>
{
    Transaction transaction(db, kind);
    if (const auto begun = transaction.begin(); !begun)
        return begun.error();
    auto result = work();
    if (!result)
        return result;
    if (const auto committed = transaction.commit(); !committed)
        return committed.error();
    return result;
}

} // namespace Earmark::Sql
