// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

#include <optional>

namespace Earmark {

class Database;

/// Small values that belong to the library and must be as durable as it is (the episode that is
/// loaded, how far an index is). Settings of the window are not among them.
class SettingsRepository
{
public:
    explicit SettingsRepository(const Database &database) : m_database(database) { }

    Result<std::optional<QString>> value(const QString &name) const;
    Result<> setValue(const QString &name, const QString &value);
    Result<> remove(const QString &name);

private:
    const Database &m_database;
};

} // namespace Earmark
