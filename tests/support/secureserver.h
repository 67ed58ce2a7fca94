// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QUrl>

#include <utility>

namespace Earmark {

/// A server that gives one answer to everything, encrypted. Its certificates lie in tests/data/net:
/// made for these tests with openssl for 127.0.0.1, good until 2126; the keys guard nothing.
/// selfsigned vouches for itself, ca for good, expired (in 2021) and wrongname (elsewhere.example),
/// whose key is server.key. Lives on the thread that made it.
class SecureServer
{
public:
    explicit SecureServer(QByteArray answer, const QString &name)
        : m_answer(std::move(answer)), m_ordinary(QSslConfiguration::defaultConfiguration())
    {
        present(name);
        QObject::connect(&m_server, &QTcpServer::pendingConnectionAvailable, &m_server,
                         [this] { accept(); });
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("cannot listen: %s", qPrintable(m_server.errorString()));
    }

    static QSslCertificate certificate(const QString &name)
    {
        QFile file(path(name, QStringLiteral("crt")));
        return file.open(QIODevice::ReadOnly) ? QSslCertificate(&file) : QSslCertificate();
    }

    /// Which certificate the next connection sees.
    void present(const QString &name)
    {
        const bool isOwn = name == QStringLiteral("selfsigned");
        QFile file(path(isOwn ? name : QStringLiteral("server"), QStringLiteral("key")));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no key of %s", qPrintable(name));
        QSslConfiguration own = m_ordinary;
        own.setLocalCertificate(certificate(name));
        own.setPrivateKey(QSslKey(&file, QSsl::Ec));
        m_server.setSslConfiguration(own);
    }

    void setAnswer(const QByteArray &answer) { m_answer = answer; }
    /// All that came, once it was decrypted.
    const QByteArray &asked() const { return m_asked; }
    QUrl url(const QString &path) const
    {
        return QUrl(QStringLiteral("https://127.0.0.1:%1%2").arg(m_server.serverPort()).arg(path));
    }

private:
    static QString path(const QString &name, const QString &kind)
    {
        return QStringLiteral("%1/net/%2.%3").arg(QStringLiteral("" EARMARK_TEST_DATA), name, kind);
    }

    void accept()
    {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                m_asked += socket->readAll();
                if (m_asked.endsWith("\r\n\r\n"))
                    socket->write(m_answer);
            });
        }
    }

    QByteArray m_answer;
    QByteArray m_asked;
    QSslConfiguration m_ordinary; ///< Of before a test trusts anybody.
    QSslServer m_server;
};

/// From now on this process trusts who that certificate vouches for; until the object goes.
class Trusting
{
public:
    explicit Trusting(const QString &name) : m_ordinary(QSslConfiguration::defaultConfiguration())
    {
        QSslConfiguration trusting = m_ordinary;
        trusting.addCaCertificate(SecureServer::certificate(name));
        QSslConfiguration::setDefaultConfiguration(trusting);
    }
    Trusting(const Trusting &) = delete;
    Trusting &operator=(const Trusting &) = delete;
    ~Trusting() { QSslConfiguration::setDefaultConfiguration(m_ordinary); }

private:
    QSslConfiguration m_ordinary;
};

} // namespace Earmark
