// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpclient.h"
#include "support/failonwarning.h"
#include "support/secureserver.h"
#include "support/testhttpserver.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <future>
#include <memory>
#include <optional>
#include <vector>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theFirstRequestHoldsNobodyUp();
    void whoCannotBeTrustedIsNotRead_data();
    void whoCannotBeTrustedIsNotRead();
    void aSelfSignedServersSoundIsRefused();
    void aTrustedServerIsRead();
    void silenceInTheHandshakeEndsByTheConnectLimit();
    void aDowngradeIsNotFollowed();

private:
    Result<HttpResponse> fetch();

    std::unique_ptr<SecureServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<HttpClient> m_client;
};

void TestTls::init()
{
    failOnAnyWarning();
    m_folder = std::make_unique<QTemporaryDir>();
    m_client = std::make_unique<HttpClient>(m_folder->path(),
                                            HttpLimits{.connect = 3s, .idle = 3s, .whole = 5s});
    m_server = std::make_unique<SecureServer>("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                                              u"selfsigned"_s);
}

void TestTls::cleanup()
{
    m_client.reset();
    m_server.reset();
}

Result<HttpResponse> TestTls::fetch()
{
    const auto answer = m_client->get({.url = m_server->url(u"/feed"_s)});
    if (!QTest::qWaitFor([&] { return answer.isFinished(); }, 10000))
        return fail(ErrorKind::Usage, u"no result"_s);
    return answer.result();
}

void TestTls::theFirstRequestHoldsNobodyUp()
{
    QElapsedTimer clock;
    clock.start();
    const auto answer = m_client->get({.url = m_server->url(u"/feed"_s)});
    const qint64 elapsed = clock.elapsed();

    QVERIFY2(elapsed <= 50, qPrintable(QString::number(elapsed)));
    QTRY_VERIFY(answer.isFinished());
    qInfo("get() took %lld ms, the answer %lld ms", elapsed, clock.elapsed());
}

void TestTls::whoCannotBeTrustedIsNotRead_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isAuthorityTrusted");
    QTest::addColumn<QString>("sentence");

    QTest::newRow("self-signed") << u"selfsigned"_s << true
                                 << u"127.0.0.1 vouches only for itself (a self-signed "
                                    u"certificate), so nothing was read."_s;
    QTest::newRow("expired") << u"expired"_s << true
                             << u"The certificate of 127.0.0.1 has expired, so nothing was read."_s;
    QTest::newRow("another's name") << u"wrongname"_s << true
                                    << u"The server that answers for 127.0.0.1 is a different one, "
                                       u"so nothing was read."_s;
    QTest::newRow("an authority nobody knows")
            << u"good"_s << false
            << u"Nobody this computer trusts vouches for 127.0.0.1, so nothing was read."_s;
}

void TestTls::whoCannotBeTrustedIsNotRead()
{
    QFETCH(QString, name);
    QFETCH(bool, isAuthorityTrusted);
    QFETCH(QString, sentence);
    m_server->present(name);
    std::optional<Trusting> trusting;
    if (isAuthorityTrusted)
        trusting.emplace(u"ca"_s);

    const auto result = fetch();

    QVERIFY(!result);
    QCOMPARE(result.error().sentence, sentence);
    QVERIFY(m_server->asked().isEmpty());
}

void TestTls::aSelfSignedServersSoundIsRefused()
{
    const auto source = m_client->open({.url = m_server->url(u"/feed"_s)});
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
    m_server->present(u"good"_s);
    const Trusting trusting(u"ca"_s);

    const auto result = fetch();

    QVERIFY2(result, result ? "" : qPrintable(result.error().detail));
    QCOMPARE(result->body, "hello");
    QVERIFY(m_server->asked().startsWith("GET /feed HTTP/1.1"));
}

void TestTls::silenceInTheHandshakeEndsByTheConnectLimit()
{
    TestHttpServer plain; // waits for the end of a head that a handshake never has
    m_client = std::make_unique<HttpClient>(m_folder->path(), HttpLimits{.connect = 500ms});

    const auto answer = m_client->get(
            {.url = QUrl(u"https://127.0.0.1:%1/feed"_s.arg(plain.url(u"/"_s).port()))});

    QVERIFY(QTest::qWaitFor([&] { return answer.isFinished(); }, 10000));
    QVERIFY(!answer.result());
    QCOMPARE(answer.result().error().sentence,
             u"127.0.0.1 could not be reached in time; try again later."_s);
}

void TestTls::aDowngradeIsNotFollowed()
{
    const Trusting trusting(u"selfsigned"_s);
    m_server->setAnswer("HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/feed\r\n"
                        "Content-Length: 0\r\n\r\n");

    const auto result = fetch();

    QVERIFY(!result);
    QVERIFY2(result.error().sentence.contains("without encryption"_L1),
             qPrintable(result.error().sentence));
}

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
