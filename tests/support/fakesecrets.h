// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/async.h"
#include "services/secretstore.h"

#include <QHash>
#include <QList>
#include <QPromise>

#include <functional>
#include <memory>
#include <utility>

namespace Earmark {

/// What a keyring holds, in a test's hands: shared, so that the next run finds it.
struct FakeKeyring
{
    QHash<QString, QString> secrets;
    bool isThere = true;
    int reads = 0;
    bool isLocked = false; ///< Who reads waits for unlock().
    QList<std::function<void()>> waiting{};

    void unlock()
    {
        isLocked = false;
        for (const auto &read : std::exchange(waiting, {}))
            read();
    }
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
        if (m_keyring->isLocked)
            return later(name);
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
    QFuture<Result<QString>> later(const QString &name)
    {
        const auto promise = std::make_shared<QPromise<Result<QString>>>();
        promise->start();
        m_keyring->waiting.append([promise, secret = m_keyring->secrets.value(name)] {
            promise->addResult(Result<QString>(secret));
            promise->finish();
        });
        return promise->future();
    }

    static Error none()
    {
        return fail(ErrorKind::FileSystem, QStringLiteral("There is no keyring."));
    }

    std::shared_ptr<FakeKeyring> m_keyring;
};

} // namespace Earmark
