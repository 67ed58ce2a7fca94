// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "services/profile.h"

#include <QFuture>
#include <QJsonObject>
#include <QLocalServer>
#include <QLockFile>
#include <QObject>

#include <functional>

class QLocalSocket;

namespace Earmark {

/// What a command prints and how it ends; also the owner's answer over the socket.
struct CommandAnswer
{
    int exitCode = 0; ///< 0 done, 1 failed, 2 usage
    QByteArray output;
    QByteArray errors;
};

QJsonObject toJson(const CommandAnswer &answer);
CommandAnswer commandAnswerFromJson(const QJsonObject &json);

/// One process owns a profile: it holds the lock file and listens on the profile's socket. A lock
/// left behind by a dead process (kill -9, power cut) is taken over.
class ProfileOwner : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProfileOwner)

public:
    /// Answers one request; called on the owner's thread.
    using Handler = std::function<QFuture<CommandAnswer>(const QJsonObject &request)>;

    explicit ProfileOwner(const Profile &profile, QObject *parent = nullptr);
    ~ProfileOwner() override;

    /// True: this process owns the profile now. False: another one does.
    Result<bool> acquire();
    /// Begins to listen; only the same user can connect.
    Result<> listen(Handler handler);

private:
    void accept();
    void readRequest(QLocalSocket *socket);

    Profile m_profile;
    QLockFile m_lock;
    QLocalServer m_server;
    Handler m_handler;
};

/// Sends a request to whoever owns the profile. Fails with NotFound when nobody listens.
QFuture<Result<CommandAnswer>> askOwner(const Profile &profile, const QJsonObject &request,
                                        QObject *context);

/// A socket address has at most 107 bytes: deeper profiles get theirs in the user's runtime folder.
QString socketAddress(const Profile &profile);

} // namespace Earmark
