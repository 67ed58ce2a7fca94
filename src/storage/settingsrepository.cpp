// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/settingsrepository.h"

#include "storage/database.h"
#include "storage/sql.h"

using namespace Qt::StringLiterals;

namespace Earmark {

Result<std::optional<QString>> SettingsRepository::value(const QString &name) const
{
    return Sql::exec(m_database.handle(), u"SELECT value FROM setting WHERE name = :name"_s,
                     {{u":name"_s, name}})
            .transform([](QSqlQuery query) {
                return query.next() ? std::optional(query.value(0).toString()) : std::nullopt;
            });
}

Result<> SettingsRepository::setValue(const QString &name, const QString &value)
{
    return Sql::change(m_database.handle(),
                       u"INSERT INTO setting (name, value) VALUES (:name, :value)"
                       " ON CONFLICT (name) DO UPDATE SET value = excluded.value"_s,
                       {{u":name"_s, name}, {u":value"_s, value}})
            .transform([](int) {});
}

Result<> SettingsRepository::remove(const QString &name)
{
    return Sql::change(m_database.handle(), u"DELETE FROM setting WHERE name = :name"_s,
                       {{u":name"_s, name}})
            .transform([](int) {});
}

} // namespace Earmark
