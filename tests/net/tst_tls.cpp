// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpclient.h"
#include "support/failonwarning.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

#include <future>
#include <memory>
#include <vector>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// tests/data/net/selfsigned.*: made for this test with openssl, for 127.0.0.1, trusted by nobody,
// good until 2126. The key guards nothing.

class TestTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theFirstRequestHoldsNobodyUp();
    void aSelfSignedServerIsRefused();
    void aSelfSignedServersSoundIsRefused();
    void aTrustedServerIsRead();
    void aDowngradeIsNotFollowed();

private:
    Result<HttpResponse> fetch();
    QUrl url() const { return QUrl(u"https://127.0.0.1:%1/feed"_s.arg(m_server->serverPort())); }
    void answer();
    void trust();

    QByteArray m_answer;
    QSslCertificate m_certificate;
    QSslConfiguration m_ordinary;
    std::unique_ptr<QSslServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<HttpClient> m_client;
};

void TestTls::init()
{
    failOnAnyWarning();
    m_ordinary = QSslConfiguration::defaultConfiguration();
    QFile crt(u"" EARMARK_TEST_DATA "/net/selfsigned.crt"_s);
    QFile key(u"" EARMARK_TEST_DATA "/net/selfsigned.key"_s);
    QVERIFY(crt.open(QIODevice::ReadOnly) && key.open(QIODevice::ReadOnly));
    m_certificate = QSslCertificate(&crt);
    QSslConfiguration own = QSslConfiguration::defaultConfiguration();
    own.setLocalCertificate(m_certificate);
    own.setPrivateKey(QSslKey(&key, QSsl::Ec));
    m_server = std::make_unique<QSslServer>();
    m_server->setSslConfiguration(own);
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &TestTls::answer);
    QVERIFY(m_server->listen(QHostAddress::LocalHost));
    m_answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    m_folder = std::make_unique<QTemporaryDir>();
    m_client = std::make_unique<HttpClient>(m_folder->path(),
                                            HttpLimits{.connect = 3s, .idle = 3s, .whole = 5s});
}

void TestTls::cleanup()
{
    m_client.reset();
    m_server.reset();
    QSslConfiguration::setDefaultConfiguration(m_ordinary);
}

void TestTls::answer()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
            if (socket->readAll().endsWith("\r\n\r\n"))
                socket->write(m_answer);
        });
    }
}

void TestTls::trust()
{
    QSslConfiguration trusting = m_ordinary;
    trusting.addCaCertificate(m_certificate);
    QSslConfiguration::setDefaultConfiguration(trusting);
}

Result<HttpResponse> TestTls::fetch()
{
    const auto answer = m_client->get({.url = url()});
    if (!QTest::qWaitFor([&] { return answer.isFinished(); }, 10000))
        return fail(ErrorKind::Usage, u"no result"_s);
    return answer.result();
}

void TestTls::theFirstRequestHoldsNobodyUp()
{
    QElapsedTimer clock;
    clock.start();
    const auto answer = m_client->get({.url = url()});
    const qint64 elapsed = clock.elapsed();

    QVERIFY2(elapsed <= 50, qPrintable(QString::number(elapsed)));
    QTRY_VERIFY(answer.isFinished());
    qInfo("get() took %lld ms, the answer %lld ms", elapsed, clock.elapsed());
}

void TestTls::aSelfSignedServerIsRefused()
{
    const auto result = fetch();

    QVERIFY(!result);
    QVERIFY2(result.error().sentence.contains("self-signed"_L1),
             qPrintable(result.error().sentence));
}

void TestTls::aSelfSignedServersSoundIsRefused()
{
    const auto source = m_client->open(url());
    auto reader = std::async(std::launch::async, [&] {
        std::vector<char> buffer(10);
        return source->readAt(0, buffer, {}).status;
    });

    QVERIFY(QTest::qWaitFor([&] { return reader.wait_for(0s) == std::future_status::ready; },
                            10000));
    QCOMPARE(reader.get(), ByteSource::Status::Failed);
    QVERIFY2(source->failure().find("self-signed") != std::string::npos, source->failure().c_str());
}

void TestTls::aTrustedServerIsRead()
{
    trust();

    const auto result = fetch();

    QVERIFY2(result, result ? "" : qPrintable(result.error().detail));
    QCOMPARE(result->body, "hello");
}

void TestTls::aDowngradeIsNotFollowed()
{
    trust();
    m_answer = "HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/feed\r\n"
               "Content-Length: 0\r\n\r\n";

    const auto result = fetch();

    QVERIFY(!result);
    QVERIFY2(result.error().sentence.contains("without encryption"_L1),
             qPrintable(result.error().sentence));
}

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
