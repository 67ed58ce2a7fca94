// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QFuture>
#include <QObject>
#include <QString>

#include <optional>

namespace Earmark {

class Logins;
class SettingsService;

/// The secret of the listener's own Podcast Index key: in the desktop's keyring
/// as passwords are, or without one for this run; in no file. SettingsService
/// has it in memory, and what is set there is kept here.
class IndexSecret : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(IndexSecret)

public:
    IndexSecret(SettingsService &settings, Logins &logins, QObject *parent = nullptr);

    /// The settings know it then, if it is known at all. Asks the keyring once a run, and only
    /// where there is a key. One that an older Earmark wrote into settings.ini moves into the
    /// keyring; where there is none it stays there until another is set.
    QFuture<Result<>> load();

private:
    QFuture<Result<>> moveOutOfFile(const QString &secret);
    QFuture<Result<>> read();
    void keepNew();

    SettingsService &m_settings;
    Logins &m_logins;
    QString m_kept; ///< What keeping was last tried for.
    std::optional<QFuture<Result<>>> m_loaded;
};

} // namespace Earmark
