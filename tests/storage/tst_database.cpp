// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database.h"
#include "storage/librarybuilders.h"
#include "storage/migrations.h"
#include "storage/sql.h"
#include "support/failonwarning.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Earmark;

class TestDatabase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void newerFileIsRefusedUntouched();
    void newerFileWithAJournalIsRefused();
    void fileThatIsNoDatabaseIsRefusedUntouched_data();
    void fileThatIsNoDatabaseIsRefusedUntouched();
    void databaseOfAnotherProgramIsRefusedUntouched();
    void truncatedFileIsRefused();
    void folderThatCannotBeMadeIsASentence();
    void failedMigrationLeavesTheFileAsItWas();
    void libraryOfVersionOneKeepsEverything();
    void readerOfNothingFindsNothingAndMakesNothing();
    void readerCannotWrite();

    void newFileIsAtTheCurrentVersion();
    void folderIsMadeForItsOwnerOnly();
    void connectionIsSetForDurability();
    void olderFileIsCopiedAsideOnceBeforeItChanges();
    void newFileIsNotCopiedAside();
    void emptyFileBecomesALibrary();
    void readerSeesWhatTheWriterCommitted();
    void migrationsHaveTheirForm();
    void busyFileIsASentence();

private:
    QByteArray contents() const;
    QVariant pragma(const Database &database, const QString &name) const;
    static Result<> writeFile(const QString &path, const QByteArray &bytes);

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_path;
};

void TestDatabase::init()
{
    failOnAnyWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    m_path = m_dir->filePath(u"library.db"_s);
}

QByteArray TestDatabase::contents() const
{
    QFile file(m_path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QVariant TestDatabase::pragma(const Database &database, const QString &name) const
{
    auto query = Sql::exec(database.handle(), "PRAGMA "_L1 + name);
    return query && query->next() ? query->value(0) : QVariant();
}

Result<> TestDatabase::writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        return fail(ErrorKind::FileSystem, file.errorString());
    return {};
}

void TestDatabase::newerFileIsRefusedUntouched()
{
    {
        const auto database = Database::open(m_path);
        VERIFY_RESULT(database);
        VERIFY_RESULT(Sql::exec((*database)->handle(), u"PRAGMA user_version = 99"_s));
    }
    const QByteArray before = contents();

    const auto writer = Database::open(m_path);
    const auto reader = Database::openReadOnly(m_path);

    QVERIFY(!writer);
    QCOMPARE(writer.error().kind, ErrorKind::Storage);
    QVERIFY(writer.error().sentence.contains(u"newer Earmark"_s));
    QVERIFY(!reader);
    QCOMPARE(reader.error().kind, ErrorKind::Storage);
    QCOMPARE(contents(), before);
}

void TestDatabase::newerFileWithAJournalIsRefused()
{
    const QString copy = m_dir->filePath(u"crashed.db"_s);
    {
        const auto database = Database::open(m_path);
        VERIFY_RESULT(database);
        VERIFY_RESULT(Sql::exec((*database)->handle(), u"PRAGMA wal_checkpoint(TRUNCATE)"_s));
        VERIFY_RESULT(Sql::exec((*database)->handle(), u"PRAGMA user_version = 99"_s));
        QVERIFY(QFile::copy(m_path, copy)); // its header is the old one: the journal is newer
        QVERIFY(QFile::copy(m_path + u"-wal"_s, copy + u"-wal"_s));
    }
    m_path = copy;
    const QByteArray before = contents();

    const auto writer = Database::open(m_path);

    QVERIFY(!writer);
    QVERIFY(writer.error().sentence.contains(u"newer Earmark"_s));
    QCOMPARE(contents(), before);
}

void TestDatabase::fileThatIsNoDatabaseIsRefusedUntouched_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("text") << QByteArray("This is a letter, not a library.");
    QTest::newRow("zeroes") << QByteArray(8192, '\0');
    QTest::newRow("its head only") << QByteArray("SQLite format 3\0", 16);
    QTest::newRow("rubbish behind its head")
            << QByteArray("SQLite format 3\0", 16) + QByteArray(20000, '\x5a');
}

void TestDatabase::fileThatIsNoDatabaseIsRefusedUntouched()
{
    QFETCH(QByteArray, bytes);
    VERIFY_RESULT(writeFile(m_path, bytes));

    const auto writer = Database::open(m_path);
    const auto reader = Database::openReadOnly(m_path);

    QVERIFY(!writer);
    QCOMPARE(writer.error().kind, ErrorKind::Storage);
    QVERIFY(writer.error().sentence.contains(u"damaged"_s));
    QVERIFY(!reader);
    QCOMPARE(contents(), bytes);
}

void TestDatabase::databaseOfAnotherProgramIsRefusedUntouched()
{
    {
        const auto database = Database::open(m_path);
        VERIFY_RESULT(database);
        VERIFY_RESULT(Sql::exec((*database)->handle(), u"PRAGMA application_id = 7"_s));
    }
    const QByteArray before = contents();

    const auto writer = Database::open(m_path);

    QVERIFY(!writer);
    QVERIFY(writer.error().sentence.contains(u"not a library"_s));
    QCOMPARE(contents(), before);
}

void TestDatabase::truncatedFileIsRefused()
{
    VERIFY_RESULT(Database::open(m_path));
    QFile file(m_path);
    QVERIFY(file.resize(8192));
    const QByteArray before = contents();

    const auto reader = Database::openReadOnly(m_path);
    const auto writer = Database::open(m_path);

    QVERIFY(!writer);
    QVERIFY(!reader);
    QVERIFY2(writer.error().sentence.contains(u"damaged"_s), qPrintable(writer.error().detail));
    QCOMPARE(contents(), before);
}

void TestDatabase::folderThatCannotBeMadeIsASentence()
{
    VERIFY_RESULT(writeFile(m_path, "a file where a folder is wanted"));

    const auto database = Database::open(m_path + u"/deeper/library.db"_s);

    QVERIFY(!database);
    QCOMPARE(database.error().kind, ErrorKind::FileSystem);
    QVERIFY(!database.error().sentence.isEmpty());
}

void TestDatabase::failedMigrationLeavesTheFileAsItWas()
{
    const auto database = Database::open(m_path);
    VERIFY_RESULT(database);
    const QSqlDatabase db = (*database)->handle();
    const int next = Database::SchemaVersion + 1;
    const QList<Migration> broken{
            {.version = next,
             .statements = {u"CREATE TABLE good (x INTEGER) STRICT"_s, u"CREATE TABLE bad ("_s}},
            {.version = next + 1, .statements = {u"CREATE TABLE later (x INTEGER) STRICT"_s}}};

    const auto migrated = migrate(db, m_path, broken);

    QVERIFY(!migrated);
    QCOMPARE(*(*database)->version(), Database::SchemaVersion);
    auto tables = Sql::exec(
            db, u"SELECT count(*) FROM sqlite_schema WHERE name IN ('good', 'later')"_s);
    VERIFY_RESULT(tables);
    QVERIFY(tables->next());
    QCOMPARE(tables->value(0).toInt(), 0);
}

void TestDatabase::libraryOfVersionOneKeepsEverything()
{
    {
        const QSqlDatabase db = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"version one"_s);
        QSqlDatabase old = db;
        old.setDatabaseName(m_path);
        QVERIFY(old.open());
        VERIFY_RESULT(migrate(old, m_path, {compiledMigrations()->first()}));
        for (const QString &row : {
                     u"INSERT INTO podcast (id, url, title, custom_title, etag, refreshed_at, "
                     u"error)"
                     " VALUES (7, 'https://a.test/', 'A', 'Mine', 'e', 1000, 'No.')"_s,
                     u"INSERT INTO podcast (id, url, removed_at) VALUES (8, 'https://b.test/', 5)"_s,
                     u"INSERT INTO episode (id, podcast_id, title, guid, play, position, favourite)"
                     " VALUES (1, 7, 'One', 'g', 1, 90000, 1)"_s,
                     u"INSERT INTO episode_detail (episode_id, notes) VALUES (1, 'Notes')"_s,
                     u"INSERT INTO queue VALUES (1, 1)"_s,
                     u"INSERT INTO setting VALUES ('name', 'value')"_s,
             })
            VERIFY_RESULT(Sql::exec(old, row));
        old.close();
    }
    QSqlDatabase::removeDatabase(u"version one"_s);

    const auto database = Database::open(m_path);

    VERIFY_RESULT(database);
    QCOMPARE(*(*database)->version(), Database::SchemaVersion);
    const QString copy = u"%1.before-v%2"_s.arg(m_path, QString::number(Database::SchemaVersion));
    QVERIFY(QFile::exists(copy));
    const PodcastRepository podcasts(**database);
    QCOMPARE(podcasts.all()->size(), 1);
    const auto podcast = podcasts.podcast(PodcastId(7));
    VERIFY_RESULT(podcast);
    QCOMPARE(podcast->title, u"Mine"_s);
    QCOMPARE(podcast->validators.etag, "e");
    QCOMPARE(podcast->error, u"No."_s);
    QCOMPARE(podcast->episodes, 1);
    QVERIFY(!podcast->nextDue.isValid() && podcast->unwrapTracking && !podcast->isEnded);
    QCOMPARE(podcast->failures, 0);
    QVERIFY(podcasts.attempts(PodcastId(7))->isEmpty());
    auto rest = Sql::exec((*database)->handle(),
                          u"SELECT position || title || notes || rank || value FROM episode"
                          " JOIN episode_detail ON episode_id = id JOIN queue USING (episode_id),"
                          " setting"_s);
    VERIFY_RESULT(rest);
    QVERIFY(rest->next());
    QCOMPARE(rest->value(0).toString(), u"90000OneNotes1value"_s);
}

void TestDatabase::readerOfNothingFindsNothingAndMakesNothing()
{
    const auto reader = Database::openReadOnly(m_path);

    QVERIFY(!reader);
    QCOMPARE(reader.error().kind, ErrorKind::NotFound);
    QVERIFY(QDir(m_dir->path()).isEmpty());
}

void TestDatabase::readerCannotWrite()
{
    VERIFY_RESULT(Database::open(m_path));
    const auto reader = Database::openReadOnly(m_path);
    VERIFY_RESULT(reader);

    const auto written = Sql::exec((*reader)->handle(), u"DELETE FROM podcast"_s);

    QVERIFY(!written);
    QVERIFY(written.error().sentence.contains(u"write-protected"_s));
}

void TestDatabase::newFileIsAtTheCurrentVersion()
{
    const auto database = Database::open(m_path);

    VERIFY_RESULT(database);
    QCOMPARE(*(*database)->version(), Database::SchemaVersion);
    QCOMPARE(pragma(**database, u"application_id"_s).toInt(), 0x4561726b);
    QCOMPARE(pragma(**database, u"integrity_check"_s).toString(), u"ok"_s);
}

void TestDatabase::folderIsMadeForItsOwnerOnly()
{
    const QString folder = m_dir->filePath(u"a/b"_s);

    VERIFY_RESULT(Database::open(folder + u"/library.db"_s));

    const auto forOthers = QFile::ReadGroup | QFile::ReadOther | QFile::ExeGroup | QFile::ExeOther;
    QVERIFY(!(QFileInfo(folder).permissions() & forOthers));
}

void TestDatabase::connectionIsSetForDurability()
{
    const auto database = Database::open(m_path);
    VERIFY_RESULT(database);

    QCOMPARE(pragma(**database, u"journal_mode"_s).toString(), u"wal"_s);
    QCOMPARE(pragma(**database, u"synchronous"_s).toInt(), 2); // FULL
    QCOMPARE(pragma(**database, u"foreign_keys"_s).toInt(), 1);
    QCOMPARE(pragma(**database, u"trusted_schema"_s).toInt(), 0);
    QCOMPARE(pragma(**database, u"page_size"_s).toInt(), 8192);
    QCOMPARE(pragma(**database, u"busy_timeout"_s).toInt(), 5000);
}

void TestDatabase::olderFileIsCopiedAsideOnceBeforeItChanges()
{
    const int next = Database::SchemaVersion + 1;
    const QString copy = u"%1.before-v%2"_s.arg(m_path, QString::number(next));
    VERIFY_RESULT(writeFile(copy, "left over from an attempt that failed"));
    {
        const auto database = Database::open(m_path);
        VERIFY_RESULT(database);
        const QSqlDatabase db = (*database)->handle();
        VERIFY_RESULT(Sql::exec(db, u"INSERT INTO podcast (url) VALUES ('https://a.test/')"_s));

        VERIFY_RESULT(
                migrate(db, m_path, {{.version = next, .statements = {u"DELETE FROM podcast"_s}}}));
        QCOMPARE(*(*database)->version(), next);
    }

    const auto before = Database::open(copy);
    VERIFY_RESULT(before);
    QCOMPARE(*(*before)->version(), Database::SchemaVersion);
    QCOMPARE(PodcastRepository(**before).all()->size(), 1);
    QVERIFY(!QFile::exists(copy + u".part"_s));
}

void TestDatabase::newFileIsNotCopiedAside()
{
    VERIFY_RESULT(Database::open(m_path));
    VERIFY_RESULT(Database::open(m_path));

    QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files), QStringList{u"library.db"_s});
}

void TestDatabase::emptyFileBecomesALibrary()
{
    VERIFY_RESULT(writeFile(m_path, {}));

    VERIFY_RESULT(Database::open(m_path));
    VERIFY_RESULT(Database::openReadOnly(m_path));
}

void TestDatabase::readerSeesWhatTheWriterCommitted()
{
    const auto writer = Database::open(m_path);
    VERIFY_RESULT(writer);
    const auto reader = Database::openReadOnly(m_path);
    VERIFY_RESULT(reader);
    QCOMPARE(PodcastRepository(**reader).all()->size(), 0);

    VERIFY_RESULT(PodcastRepository(**writer).add(
            {.url = QUrl(u"https://a.test/"_s), .title = {}, .site = {}, .folder = {}}));

    QCOMPARE(PodcastRepository(**reader).all()->size(), 1);
}

void TestDatabase::migrationsHaveTheirForm()
{
    const auto migrations = compiledMigrations();

    VERIFY_RESULT(migrations);
    QCOMPARE(int(migrations->size()), Database::SchemaVersion);
    for (const Migration &migration : *migrations) {
        for (const QString &statement : migration.statements)
            QVERIFY2(statement.trimmed().endsWith(u';'), qPrintable(statement));
    }
}

void TestDatabase::busyFileIsASentence()
{
    const auto first = Database::open(m_path);
    VERIFY_RESULT(first);
    const auto second = Database::open(m_path);
    VERIFY_RESULT(second);
    VERIFY_RESULT(Sql::exec((*second)->handle(), u"PRAGMA busy_timeout = 1"_s));
    Sql::Transaction holds((*first)->handle());
    VERIFY_RESULT(holds.begin());

    const auto written = Sql::exec((*second)->handle(), u"DELETE FROM podcast"_s);

    QVERIFY(!written);
    QVERIFY(written.error().sentence.contains(u"in use"_s));
}

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_database.moc"
