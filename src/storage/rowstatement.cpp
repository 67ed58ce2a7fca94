// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/rowstatement.h"

#include "storage/sql.h"

#include <QSqlDriver>
#include <QVariant>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace Earmark::Sql {
namespace {

/// Qt may have been built with a SQLite of its own, whose connections are not to be touched by
/// another's functions. Debian's is not.
bool isOurSqlite(const QSqlDatabase &db)
{
    if (!db.isOpen())
        return false;
    auto answer = exec(db, u"SELECT sqlite_source_id()"_s);
    return answer && answer->next()
            && answer->value(0).toString() == QLatin1StringView(sqlite3_sourceid());
}

/// What Qt's driver for SQLite answers: a pointer to the connection, behind a type of its own.
sqlite3 *connectionOf(const QSqlDatabase &db)
{
    if (!isOurSqlite(db))
        return nullptr;
    const QVariant handle = db.driver()->handle();
    const bool isSqlite = handle.isValid() && qstrcmp(handle.typeName(), "sqlite3*") == 0;
    return isSqlite ? *static_cast<sqlite3 *const *>(handle.constData()) : nullptr;
}

int bind(sqlite3_stmt *statement, int position, const Cell &cell)
{
    // The empty text and a null pointer are not the same to SQLite.
    const char *data = cell.view().isNull() ? "" : cell.view().data();
    const auto size = sqlite3_uint64(cell.view().size());
    switch (cell.kind()) {
    case Cell::Kind::Null:
        return sqlite3_bind_null(statement, position);
    case Cell::Kind::Number:
        return sqlite3_bind_int64(statement, position, cell.number());
    case Cell::Kind::Text:
        return sqlite3_bind_text64(statement, position, data, size, nullptr, SQLITE_UTF8);
    case Cell::Kind::Bytes:
        return sqlite3_bind_blob64(statement, position, data, size, nullptr);
    }
    Q_UNREACHABLE();
}

} // namespace

void RowStatement::Finalizer::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

RowStatement::RowStatement(const QSqlDatabase &db, QByteArray text)
    : m_db(connectionOf(db)), m_text(std::move(text))
{
}

Result<> RowStatement::prepare()
{
    if (!m_db)
        return failure(SQLITE_MISUSE, u"no library is open, or Qt uses another SQLite"_s,
                       QString::fromUtf8(m_text));
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v3(m_db, m_text.constData(), int(m_text.size()), SQLITE_PREPARE_PERSISTENT,
                           &statement, nullptr)
        != SQLITE_OK)
        return failed();
    m_statement.reset(statement);
    return {};
}

Result<> RowStatement::runCells(std::span<const Cell> cells)
{
    if (!m_statement) {
        if (auto prepared = prepare(); !prepared)
            return prepared;
    }
    int position = 0;
    for (const Cell &cell : cells) {
        if (bind(m_statement.get(), ++position, cell) != SQLITE_OK)
            return failed();
    }
    const int result = sqlite3_step(m_statement.get());
    if (result == SQLITE_DONE) {
        sqlite3_reset(m_statement.get());
        return {};
    }
    const Error error = failed();
    sqlite3_reset(m_statement.get());
    return error;
}

Error RowStatement::failed() const
{
    return failure(sqlite3_extended_errcode(m_db), QString::fromUtf8(sqlite3_errmsg(m_db)),
                   QString::fromUtf8(m_text));
}

int RowStatement::changedRows() const
{
    return m_db ? sqlite3_changes(m_db) : 0;
}

qint64 RowStatement::insertedId() const
{
    return m_db ? sqlite3_last_insert_rowid(m_db) : 0;
}

} // namespace Earmark::Sql
