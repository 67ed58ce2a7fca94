// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/secretstore.h"

#include <QObject>

namespace Earmark {

/// The desktop's keyring (Secret Service, KWallet) by QtKeychain. Nothing of it is loaded before
/// the first call; never falls back to a file of its own. On the GUI thread, which it never blocks.
class Keyring : public QObject, public SecretStore
{
    Q_OBJECT

public:
    explicit Keyring(QObject *parent = nullptr) : QObject(parent) { }

    QFuture<Result<QString>> read(const QString &name) override;
    QFuture<Result<>> write(const QString &name, const QString &secret) override;
    QFuture<Result<>> remove(const QString &name) override;
};

} // namespace Earmark
