// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/async.h"
#include "services/secretstore.h"

#include <QHash>

#include <memory>

namespace Earmark {

/// What a keyring holds, in a test's hands: shared, so that the next run finds it.
struct FakeKeyring
{
    QHash<QString, QString> secrets;
    bool isThere = true;
    int reads = 0;
};

class FakeSecrets : public SecretStore
{
public:
    explicit FakeSecrets(std::shared_ptr<FakeKeyring> keyring = std::make_shared<FakeKeyring>())
        : m_keyring(std::move(keyring))
    {
    }

    QFuture<Result<QString>> read(const QString &name) override
    {
        ++m_keyring->reads;
        if (!m_keyring->isThere)
            return readyFuture(Result<QString>(none()));
        if (!m_keyring->secrets.contains(name))
            return readyFuture(Result<QString>(fail(ErrorKind::NotFound, {})));
        return readyFuture(Result<QString>(m_keyring->secrets.value(name)));
    }
    QFuture<Result<>> write(const QString &name, const QString &secret) override
    {
        if (!m_keyring->isThere)
            return readyFuture(Result<>(none()));
        m_keyring->secrets.insert(name, secret);
        return readyFuture(Result<>());
    }
    QFuture<Result<>> remove(const QString &name) override
    {
        m_keyring->secrets.remove(name);
        return readyFuture(Result<>());
    }

private:
    static Error none()
    {
        return fail(ErrorKind::FileSystem, QStringLiteral("There is no keyring."));
    }

    std::shared_ptr<FakeKeyring> m_keyring;
};

} // namespace Earmark
