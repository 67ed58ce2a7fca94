// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QFuture>
#include <QString>

namespace Earmark {

/// Keeps a few passwords for this user from one run to the next. Never blocks; every future gets
/// its one result, though perhaps only after the desktop asked the listener to unlock something.
class SecretStore
{
public:
    SecretStore() = default;
    SecretStore(const SecretStore &) = delete;
    SecretStore &operator=(const SecretStore &) = delete;
    virtual ~SecretStore() = default;

    /// ErrorKind::NotFound: it works, and keeps nothing of that name. Every other error: it cannot
    /// be used.
    virtual QFuture<Result<QString>> read(const QString &name) = 0;
    virtual QFuture<Result<>> write(const QString &name, const QString &secret) = 0;
    /// Also of what was never kept.
    virtual QFuture<Result<>> remove(const QString &name) = 0;
};

} // namespace Earmark
