// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/logins.h"

#include "core/async.h"
#include "core/podcast.h"
#include "services/secretstore.h"

using namespace Qt::StringLiterals;

namespace Earmark {

Logins::Logins(std::unique_ptr<SecretStore> store, QObject *parent)
    : QObject(parent), m_store(std::move(store))
{
}

Logins::~Logins() = default;

QString Logins::nameOf(const QUrl &address, const QString &loginName)
{
    const int port = address.port(address.scheme() == "https"_L1 ? 443 : 80);
    return u"%1://%2:%3 %4"_s.arg(address.scheme(), address.host().toLower())
            .arg(port)
            .arg(loginName);
}

QFuture<bool> Logins::hasKeyring()
{
    if (!m_hasKeyring) {
        m_hasKeyring = then(m_store->read(u"is there a keyring"_s), this,
                            [](const Result<QString> &read) {
                                return read || read.error().kind == ErrorKind::NotFound;
                            });
    }
    return *m_hasKeyring;
}

QFuture<std::optional<HttpCredentials>> Logins::find(const Podcast &podcast)
{
    using Login = std::optional<HttpCredentials>;
    if (podcast.loginName.isEmpty())
        return readyFuture(Login());
    const QString name = nameOf(podcast.url, podcast.loginName);
    if (const auto known = m_known.constFind(name); known != m_known.constEnd())
        return readyFuture(*known);
    return then(m_store->read(name), this,
                [this, name, user = podcast.loginName](const Result<QString> &password) {
                    // What the listener typed meanwhile is newer.
                    if (m_known.contains(name))
                        return m_known.value(name);
                    Login login;
                    if (password)
                        login = HttpCredentials{.name = user, .password = *password};
                    // A keyring that stayed locked may be open next time.
                    if (password || password.error().kind == ErrorKind::NotFound)
                        m_known.insert(name, login);
                    return login;
                });
}

QFuture<Result<>> Logins::keep(const QUrl &address, const HttpCredentials &login, KeepLogin where)
{
    const QString name = nameOf(address, login.name);
    if (where == KeepLogin::ForThisRun) {
        m_known.insert(name, login);
        return readyFuture(Result<>());
    }
    return then(m_store->write(name, login.password), this,
                [this, name, login](const Result<> &written) {
                    if (written)
                        m_known.insert(name, login);
                    return written;
                });
}

QFuture<Result<>> Logins::forget(const QUrl &address, const QString &loginName)
{
    // Not only removed: what a question to the keyring that is under way brings is not wanted.
    m_known.insert(nameOf(address, loginName), std::nullopt);
    return leaveKeyring(address, loginName);
}

QFuture<Result<>> Logins::leaveKeyring(const QUrl &address, const QString &loginName)
{
    return m_store->remove(nameOf(address, loginName));
}

QUrl takeLogin(const QUrl &typed, std::optional<HttpCredentials> &login)
{
    if (typed.userInfo().isEmpty())
        return typed;
    if (!login) {
        login = HttpCredentials{.name = typed.userName(QUrl::FullyDecoded),
                                .password = typed.password(QUrl::FullyDecoded)};
    }
    return typed.adjusted(QUrl::RemoveUserInfo);
}

} // namespace Earmark
