// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profileowner.h"

#include "core/async.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QStandardPaths>

#include <memory>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype MaxSocketPath = 100; // sockaddr_un holds 108 with the final zero
constexpr qsizetype MaxRequest = qsizetype(1024) * 1024;

/// One message is one line of JSON.
QByteArray line(const QJsonObject &message)
{
    return QJsonDocument(message).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace

QJsonObject toJson(const CommandAnswer &answer)
{
    return {{u"exit"_s, answer.exitCode},
            {u"out"_s, QString::fromUtf8(answer.output)},
            {u"err"_s, QString::fromUtf8(answer.errors)}};
}

CommandAnswer commandAnswerFromJson(const QJsonObject &json)
{
    return {.exitCode = json.value("exit"_L1).toInt(1),
            .output = json.value("out"_L1).toString().toUtf8(),
            .errors = json.value("err"_L1).toString().toUtf8()};
}

QString socketAddress(const Profile &profile)
{
    QString path = QDir(profile.data).absoluteFilePath(u"socket"_s);
    if (QFile::encodeName(path).size() <= MaxSocketPath)
        return path;
    const QByteArray hash
            = QCryptographicHash::hash(QFile::encodeName(path), QCryptographicHash::Sha256)
                      .toHex()
                      .left(32);
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    return folder + u"/earmark-"_s + QString::fromLatin1(hash);
}

ProfileOwner::ProfileOwner(const Profile &profile, QObject *parent)
    : QObject(parent), m_profile(profile), m_lock(profile.lockPath())
{
    // Never stale by age: a window may stay open for weeks. QLockFile still takes over the lock of
    // a process that is gone.
    m_lock.setStaleLockTime(0);
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &ProfileOwner::accept);
}

ProfileOwner::~ProfileOwner()
{
    m_server.close();
}

Result<bool> ProfileOwner::acquire()
{
    if (!QDir().mkpath(m_profile.data)) {
        return fail(ErrorKind::FileSystem,
                    u"The folder %1 cannot be made; choose another with --profile."_s.arg(
                            m_profile.data));
    }
    QFile::setPermissions(m_profile.data, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    if (m_lock.tryLock(0))
        return true;
    if (m_lock.error() == QLockFile::LockFailedError)
        return false;
    return fail(ErrorKind::FileSystem,
                u"The folder %1 cannot be written; choose another with --profile."_s.arg(
                        m_profile.data));
}

Result<> ProfileOwner::listen(Handler handler)
{
    m_handler = std::move(handler);
    const QString address = socketAddress(m_profile);
    QLocalServer::removeServer(address); // a dead owner's; ours is the lock
    if (!m_server.listen(address)) {
        return fail(ErrorKind::FileSystem,
                    u"Commands cannot reach this window: its socket could not be made."_s,
                    m_server.errorString());
    }
    return {};
}

void ProfileOwner::accept()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { readRequest(socket); });
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        readRequest(socket);
    }
}

void ProfileOwner::readRequest(QLocalSocket *socket)
{
    if (socket->bytesAvailable() > MaxRequest) {
        socket->abort();
        return;
    }
    if (!socket->canReadLine())
        return;
    const QJsonObject request = QJsonDocument::fromJson(socket->readLine()).object();
    onResult(m_handler(request), socket, [socket](const CommandAnswer &answer) {
        socket->write(line(toJson(answer)));
        socket->disconnectFromServer();
    });
}

QFuture<Result<CommandAnswer>> askOwner(const Profile &profile, const QJsonObject &request,
                                        QObject *context)
{
    using Answer = Result<CommandAnswer>;
    auto promise = std::make_shared<QPromise<Answer>>();
    promise->start();
    auto *socket = new QLocalSocket(context);
    const auto finish = [promise, socket](const Answer &answer) {
        if (promise->future().isFinished())
            return;
        promise->addResult(answer);
        promise->finish();
        socket->deleteLater();
    };
    QObject::connect(socket, &QLocalSocket::connected, socket,
                     [socket, request] { socket->write(line(request)); });
    QObject::connect(socket, &QLocalSocket::readyRead, socket, [socket, finish] {
        if (socket->canReadLine()) {
            finish(commandAnswerFromJson(QJsonDocument::fromJson(socket->readLine()).object()));
        }
    });
    const auto fails = [socket, finish] {
        finish(fail(ErrorKind::NotFound, u"The Earmark that owns this profile does not answer."_s,
                    socket->errorString()));
    };
    QObject::connect(socket, &QLocalSocket::errorOccurred, socket, fails);
    QObject::connect(socket, &QLocalSocket::disconnected, socket, fails);
    socket->connectToServer(socketAddress(profile));
    return promise->future();
}

} // namespace Earmark
