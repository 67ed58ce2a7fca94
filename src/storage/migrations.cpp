// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/migrations.h"

#include "storage/sql.h"

#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

Result<> copyAside(const QSqlDatabase &db, const QString &copy)
{
    const QString part = copy + ".part"_L1;
    QFile::remove(part);
    if (const auto done = Sql::exec(db, u"VACUUM INTO :file"_s, {{u":file"_s, part}}); !done)
        return done.error();
    QFile::remove(copy);
    if (!QFile::rename(part, copy)) {
        return fail(ErrorKind::FileSystem,
                    u"The library could not be copied before it is brought up to date, so it was "
                    "left as it is. Make room on the disk, then start again."_s,
                    copy);
    }
    return {};
}

Result<> apply(const QSqlDatabase &db, const Migration &migration)
{
    return Sql::inTransaction(db, [&]() -> Result<> {
        for (const QString &statement : migration.statements) {
            if (const auto done = Sql::exec(db, statement); !done)
                return done.error();
        }
        const QString version = u"PRAGMA user_version = %1"_s.arg(migration.version);
        return Sql::exec(db, version).transform([](const QSqlQuery &) {});
    });
}

} // namespace

Result<QList<Migration>> compiledMigrations()
{
    const QDir dir(u":/storage/migrations"_s);
    QList<Migration> migrations;
    for (const QString &name : dir.entryList({u"*.sql"_s}, QDir::Files, QDir::Name)) {
        QFile file(dir.filePath(name));
        const int version = name.left(4).toInt();
        if (version != migrations.size() + 1 || !file.open(QIODevice::ReadOnly)) {
            return fail(ErrorKind::Storage, u"This copy of Earmark is broken. Install it again."_s,
                        u"migration %1"_s.arg(name));
        }
        migrations.append(
                {.version = version,
                 .statements
                 = QString::fromUtf8(file.readAll()).split(u"\n\n"_s, Qt::SkipEmptyParts)});
    }
    return migrations;
}

Result<> migrate(const QSqlDatabase &db, const QString &path, const QList<Migration> &migrations)
{
    auto answer = Sql::exec(db, u"PRAGMA user_version"_s);
    if (!answer)
        return answer.error();
    const int current = answer->next() ? answer->value(0).toInt() : 0;
    answer->finish();
    if (migrations.isEmpty() || migrations.constLast().version <= current)
        return {};

    if (current > 0) {
        const int target = migrations.constLast().version;
        const QString copy = u"%1.before-v%2"_s.arg(path, QString::number(target));
        if (const auto done = copyAside(db, copy); !done)
            return done.error();
    }
    for (const Migration &migration : migrations) {
        if (migration.version <= current)
            continue;
        if (const auto done = apply(db, migration); !done)
            return done.error();
    }
    return {};
}

} // namespace Earmark
