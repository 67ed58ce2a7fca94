// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/credentials.h"
#include "core/result.h"

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QUrl>

#include <memory>
#include <optional>

namespace Earmark {

class SecretStore;
struct Podcast;

enum class KeepLogin : quint8 {
    InKeyring,
    ForThisRun, ///< In memory alone.
};

/// The names and passwords of private podcasts. A password belongs to a name at an origin (scheme,
/// host, port): several podcasts of one shop share it, and an address that moves to another host
/// does not take it along.
class Logins : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Logins)

public:
    explicit Logins(std::unique_ptr<SecretStore> store, QObject *parent = nullptr);
    ~Logins() override;

    /// Where they are kept; other secrets of the listener too.
    SecretStore &secrets() { return *m_store; }
    /// Can a password be kept in the keyring? Asked once a run.
    QFuture<bool> hasKeyring();
    /// What is kept for a podcast with a login name; nothing without one, or when its password is
    /// not known. The keyring is asked once a run for each.
    QFuture<std::optional<HttpCredentials>> find(const Podcast &podcast);
    /// On failure nothing is kept.
    QFuture<Result<>> keep(const QUrl &address, const HttpCredentials &login, KeepLogin where);
    /// From memory at once, then from the keyring.
    QFuture<Result<>> forget(const QUrl &address, const QString &loginName);
    /// From the keyring alone; this run goes on with it.
    QFuture<Result<>> leaveKeyring(const QUrl &address, const QString &loginName);

private:
    static QString nameOf(const QUrl &address, const QString &loginName);

    std::unique_ptr<SecretStore> m_store;
    QHash<QString, std::optional<HttpCredentials>> m_known; ///< By nameOf().
    std::optional<QFuture<bool>> m_hasKeyring;
};

/// The address without user name and password, which become the login if there was none yet.
QUrl takeLogin(const QUrl &typed, std::optional<HttpCredentials> &login);

} // namespace Earmark
