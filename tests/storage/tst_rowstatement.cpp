// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database.h"
#include "storage/librarybuilders.h"
#include "storage/rowstatement.h"
#include "storage/sql.h"
#include "support/failonwarning.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TestRowStatement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void aClosedConnectionIsASentence();
    void aStatementThatCannotBeUnderstoodIsASentence();
    void aRowThatIsRefusedLeavesTheStatementUsable();
    void cellsComeBackAsTheyWere();

private:
    QVariantList rows() const;

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Database> m_database;
};

void TestRowStatement::init()
{
    failOnAnyWarning();
    m_database.reset();
    m_dir = std::make_unique<QTemporaryDir>();
    auto opened = Database::open(m_dir->filePath(u"library.db"_s));
    VERIFY_RESULT(opened);
    m_database = std::move(*opened);
    VERIFY_RESULT(Sql::exec(m_database->handle(),
                            u"CREATE TABLE t (a INTEGER UNIQUE, b TEXT, c BLOB) STRICT"_s));
}

QVariantList TestRowStatement::rows() const
{
    auto query = Sql::exec(m_database->handle(), u"SELECT a, b, c, typeof(b) FROM t ORDER BY a"_s);
    QVariantList all;
    while (query && query->next()) {
        for (int column = 0; column < 4; ++column)
            all.append(query->value(column));
    }
    return all;
}

void TestRowStatement::aClosedConnectionIsASentence()
{
    Sql::RowStatement insert(QSqlDatabase(), "INSERT INTO t VALUES (?1, ?2, ?3)");

    const auto done = insert.run(1, Sql::Cell(), Sql::Cell());

    QVERIFY(!done);
    QCOMPARE(done.error().kind, ErrorKind::Storage);
    QVERIFY(done.error().sentence.endsWith(u'.'));
    QCOMPARE(insert.changedRows(), 0);
}

void TestRowStatement::aStatementThatCannotBeUnderstoodIsASentence()
{
    Sql::RowStatement insert(m_database->handle(), "INSERT INTO nowhere VALUES (?1)");

    const auto done = insert.run(1);

    QVERIFY(!done);
    QVERIFY(done.error().detail.contains(u"nowhere"_s));
    QVERIFY(!insert.run(1));
}

void TestRowStatement::aRowThatIsRefusedLeavesTheStatementUsable()
{
    Sql::RowStatement insert(m_database->handle(), "INSERT INTO t (a) VALUES (?1)");
    VERIFY_RESULT(insert.run(1));

    const auto again = insert.run(1);

    QVERIFY(!again);
    QCOMPARE(again.error().code & 0xff, 19); // SQLITE_CONSTRAINT
    VERIFY_RESULT(insert.run(2));
    QCOMPARE(insert.changedRows(), 1);
    QCOMPARE(insert.insertedId(), 2);
}

void TestRowStatement::cellsComeBackAsTheyWere()
{
    Sql::RowStatement insert(m_database->handle(), "INSERT INTO t VALUES (?1, ?2, ?3)");
    const QByteArray text = u"Grüße 🎧"_s.toUtf8();
    const QByteArray bytes("\0\1\xff", 3);
    const QByteArray nothing;

    VERIFY_RESULT(insert.run(qint64(1) << 40, text, Sql::Cell::bytes(bytes)));
    VERIFY_RESULT(insert.run(-1, nothing, Sql::Cell::bytes(nothing)));
    VERIFY_RESULT(insert.run(Sql::Cell(), Sql::Cell(), Sql::Cell()));

    const QVariantList found = rows();
    QCOMPARE(found.size(), 12);
    QVERIFY(found.at(0).isNull() && found.at(1).isNull() && found.at(2).isNull());
    QCOMPARE(found.at(4).toLongLong(), -1);
    QCOMPARE(found.at(5).toString(), QString());
    QCOMPARE(found.at(7).toString(), u"text"_s);
    QCOMPARE(found.at(8).toLongLong(), qint64(1) << 40);
    QCOMPARE(found.at(9).toString(), u"Grüße 🎧"_s);
    QCOMPARE(found.at(10).toByteArray(), bytes);
}

QTEST_GUILESS_MAIN(TestRowStatement)
#include "tst_rowstatement.moc"
