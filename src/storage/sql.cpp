// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sql.h"

#include <QSqlError>

#include <array>

using namespace Qt::StringLiterals;

namespace Earmark::Sql {
namespace {

struct Reason
{
    int code; ///< https://www.sqlite.org/rescode.html, the primary one.
    QLatin1StringView sentence;
};
constexpr std::array Reasons{
        Reason{5, "The library is in use by another program. Try again in a moment."_L1},
        Reason{8, "The library cannot be changed: its file or folder is write-protected."_L1},
        Reason{10, "The disk with the library did not read or write. Check the disk."_L1},
        Reason{11, "The library file is damaged. Restore it from a copy."_L1},
        Reason{13, "The disk is full. Make room, then try again."_L1},
        Reason{14,
               "The library file cannot be opened. Check that its folder may be read and "
               "written."_L1},
        Reason{26, "The library file is damaged or not a library. Restore it from a copy."_L1},
};

QString sentenceFor(int code)
{
    for (const Reason &reason : Reasons) {
        if (reason.code == (code & 0xff))
            return reason.sentence;
    }
    return u"The library could not do this, and changed nothing. The log says why."_s;
}

Error failure(const QSqlError &error, const QString &text)
{
    return Sql::failure(error.nativeErrorCode().toInt(), error.text(), text);
}

// NULL is an invalid QVariant and nothing else.
QVariant withoutNull(const QVariant &value)
{
    if (value.typeId() == QMetaType::QString && value.toString().isNull())
        return u""_s;
    if (value.typeId() == QMetaType::QByteArray && value.toByteArray().isNull())
        return QByteArray("");
    return value;
}

// A savepoint outside of a transaction begins and ends one, and inside of one changes nothing
// (https://www.sqlite.org/lang_savepoint.html).
const auto BeginReading = u"SAVEPOINT reading"_s;
const auto EndReading = u"RELEASE reading"_s;

} // namespace

Error failure(int code, const QString &message, const QString &text)
{
    return fail(ErrorKind::Storage, sentenceFor(code), u"%1 [%2]"_s.arg(message, text.simplified()),
                code);
}

Statement::Statement(const QSqlDatabase &db, QString text) : m_query(db), m_text(std::move(text))
{
    m_query.setForwardOnly(true);
}

Result<> Statement::run(std::initializer_list<Binding> bindings)
{
    if (!m_isPrepared && !m_query.prepare(m_text))
        return failure(m_query.lastError(), m_text);
    m_isPrepared = true;
    for (const auto &[name, value] : bindings)
        m_query.bindValue(name, withoutNull(value));
    if (!m_query.exec())
        return failure(m_query.lastError(), m_text);
    return {};
}

Result<QSqlQuery> exec(const QSqlDatabase &db, const QString &text,
                       std::initializer_list<Binding> bindings)
{
    Statement statement(db, text);
    if (const auto done = statement.run(bindings); !done)
        return done.error();
    return statement.take();
}

Result<int> change(const QSqlDatabase &db, const QString &text,
                   std::initializer_list<Binding> bindings)
{
    return exec(db, text, bindings).transform([](const QSqlQuery &query) {
        return query.numRowsAffected();
    });
}

Transaction::Transaction(const QSqlDatabase &db, Kind kind) : m_db(db), m_kind(kind) { }

Transaction::~Transaction()
{
    if (m_isOpen)
        std::ignore = exec(m_db, m_kind == Kind::Read ? EndReading : u"ROLLBACK"_s);
    end();
}

Result<> Transaction::begin()
{
    if (m_kind == Kind::Repeatable) {
        if (const auto set = exec(m_db, u"PRAGMA synchronous = NORMAL"_s); !set)
            return set.error();
        m_isRelaxed = true;
    }
    if (const auto begun = exec(m_db, m_kind == Kind::Read ? BeginReading : u"BEGIN IMMEDIATE"_s);
        !begun)
        return begun.error();
    m_isOpen = true;
    return {};
}

Result<> Transaction::commit()
{
    if (const auto committed = exec(m_db, m_kind == Kind::Read ? EndReading : u"COMMIT"_s);
        !committed)
        return committed.error();
    m_isOpen = false;
    end();
    return {};
}

/// What is written next waits for the disk again. Not possible inside a transaction.
void Transaction::end()
{
    if (std::exchange(m_isRelaxed, false))
        std::ignore = exec(m_db, u"PRAGMA synchronous = FULL"_s);
}

} // namespace Earmark::Sql
