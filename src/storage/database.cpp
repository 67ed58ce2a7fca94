// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database.h"

#include "storage/migrations.h"
#include "storage/sql.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QtEndian>
#include <QUuid>

#include <optional>
using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr int ApplicationId = 0x4561726b; // "Eark", set by the first migration

Error notALibrary(const QString &path)
{
    return fail(ErrorKind::Storage,
                u"The library file is damaged or not a library of Earmark, and was left as it is. "
                "Move it away to start with a new one, or put a copy in its place."_s,
                path, 26);
}

Error newer(const QString &path, int version)
{
    return fail(ErrorKind::Storage,
                u"The library was made by a newer Earmark and was left as it is. Install that "
                "version or a later one to open it."_s,
                u"%1 is version %2, this program knows %3"_s.arg(path).arg(version).arg(
                        Database::SchemaVersion));
}

Error notYet(const QString &path)
{
    return fail(ErrorKind::NotFound, u"There is no library yet. Add a podcast first."_s, path);
}

struct Header
{
    bool isEmpty = true; ///< No file, or one without a byte.
    bool isSqlite = false;
    int version = 0;
    int applicationId = 0;
};

/// What the first page says, read without SQLite, which would leave traces beside a file it opens.
/// A journal beside the file may know better.
Header readHeader(const QString &path)
{
    constexpr qsizetype Size = 100;
    constexpr qsizetype VersionAt = 60;
    constexpr qsizetype ApplicationIdAt = 68;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {.isEmpty = !file.exists()};
    const QByteArray bytes = file.read(Size);
    Header header{.isEmpty = bytes.isEmpty()};
    if (bytes.size() == Size && bytes.startsWith(QByteArray("SQLite format 3\0", 16))) {
        header.isSqlite = true;
        header.version = qFromBigEndian<qint32>(bytes.constData() + VersionAt);
        header.applicationId = qFromBigEndian<qint32>(bytes.constData() + ApplicationIdAt);
    }
    return header;
}

Result<int> number(const QSqlDatabase &db, const QString &statement)
{
    return Sql::exec(db, statement).transform([](QSqlQuery query) {
        return query.next() ? query.value(0).toInt() : 0;
    });
}

Result<> refuseForeign(const QSqlDatabase &db, const QString &path)
{
    const auto version = number(db, u"PRAGMA user_version"_s);
    if (!version)
        return version.error();
    const auto application = number(db, u"PRAGMA application_id"_s);
    if (!application)
        return application.error();
    // Nothing in it: a start of ours that was cut off before the first migration.
    const auto tables = number(db, u"SELECT count(*) FROM sqlite_schema"_s);
    if (!tables)
        return tables.error();
    if (*application != ApplicationId && (*tables > 0 || *version > 0))
        return notALibrary(path);
    if (*version > Database::SchemaVersion)
        return newer(path, *version);
    return {};
}

Result<> makeFolder(const QString &path)
{
    const QString folder = QFileInfo(path).absolutePath();
    if (QFileInfo(folder).isDir())
        return {};
    if (!QDir().mkpath(folder)) {
        return fail(ErrorKind::FileSystem,
                    u"The folder for the library could not be made. Check that its place may be "
                    "written."_s,
                    folder);
    }
    // What somebody listens to is nobody else's business.
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return {};
}

Result<> runAll(const QSqlDatabase &db, const QStringList &statements)
{
    for (const QString &statement : statements) {
        if (const auto done = Sql::exec(db, statement); !done)
            return done.error();
    }
    return {};
}

} // namespace

Database::Database() : m_connection(QUuid::createUuid().toString(QUuid::WithoutBraces)) { }

Database::~Database()
{
    QSqlDatabase::database(m_connection, false).close();
    QSqlDatabase::removeDatabase(m_connection);
}

Result<> Database::connectTo(const QString &path, bool readOnly)
{
    auto db = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection);
    db.setDatabaseName(path);
    // Set as the connection opens: everything after may already meet another process.
    db.setConnectOptions(readOnly ? u"QSQLITE_BUSY_TIMEOUT=5000;QSQLITE_OPEN_READONLY"_s
                                  : u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    if (!db.open()) {
        return fail(ErrorKind::Storage,
                    u"The library file cannot be opened. Check that its folder may be read and "
                    "written."_s,
                    u"%1: %2"_s.arg(path, db.lastError().text()));
    }
    return {};
}

Result<std::unique_ptr<Database>> Database::open(const QString &path)
{
    const Header header = readHeader(path);
    if (!header.isEmpty && !header.isSqlite && QFileInfo(path).isReadable())
        return notALibrary(path);
    if (header.applicationId == ApplicationId && header.version > SchemaVersion)
        return newer(path, header.version);
    if (header.isSqlite
        && (header.applicationId != ApplicationId || QFile::exists(path + "-wal"_L1))) {
        // Only SQLite can tell; a connection that may not write does so without changing the file.
        const auto examined = openReadOnly(path);
        if (!examined && examined.error().kind == ErrorKind::Storage)
            return examined.error();
    }
    if (const auto made = makeFolder(path); !made)
        return made.error();

    std::unique_ptr<Database> database(new Database);
    if (const auto done = database->connectTo(path, false); !done)
        return done.error();
    const QSqlDatabase db = database->handle();
    if (const auto done = refuseForeign(db, path); !done)
        return done.error();
    const auto configured = runAll(
            db,
            {u"PRAGMA page_size = 8192"_s, u"PRAGMA journal_mode = WAL"_s,
             u"PRAGMA synchronous = FULL"_s, u"PRAGMA foreign_keys = ON"_s,
             u"PRAGMA trusted_schema = OFF"_s, u"PRAGMA cache_size = -8000"_s,
             // At the size the journal is kept: a checkpoint waits twice for the disk.
             u"PRAGMA wal_autocheckpoint = 8192"_s, u"PRAGMA journal_size_limit = 67108864"_s});
    if (!configured)
        return configured.error();
    const auto migrations = compiledMigrations();
    if (!migrations)
        return migrations.error();
    if (const auto done = migrate(db, path, *migrations); !done)
        return done.error();
    return database;
}

Result<std::unique_ptr<Database>> Database::openReadOnly(const QString &path)
{
    const Header header = readHeader(path);
    if (header.isEmpty)
        return notYet(path);
    if (!header.isSqlite && QFileInfo(path).isReadable())
        return notALibrary(path);

    std::unique_ptr<Database> database(new Database);
    if (const auto done = database->connectTo(path, true); !done)
        return done.error();
    const QSqlDatabase db = database->handle();
    if (const auto done = refuseForeign(db, path); !done)
        return done.error();
    const auto version = database->version();
    if (!version)
        return version.error();
    if (*version < SchemaVersion)
        return notYet(path);
    const auto configured
            = runAll(db, {u"PRAGMA trusted_schema = OFF"_s, u"PRAGMA cache_size = -4000"_s});
    if (!configured)
        return configured.error();
    return database;
}

QSqlDatabase Database::handle() const
{
    return QSqlDatabase::database(m_connection, false);
}

Result<int> Database::version() const
{
    return number(handle(), u"PRAGMA user_version"_s);
}

Snapshot::Snapshot(const Database &database)
    : m_transaction(
            std::make_unique<Sql::Transaction>(database.handle(), Sql::Transaction::Kind::Read)),
      m_taken(m_transaction->begin())
{
}

Snapshot::~Snapshot() = default;

} // namespace Earmark
