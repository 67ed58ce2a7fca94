// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpclient.h"
#include "net/packed.h"
#include "support/failonwarning.h"

#include <QFile>
#include <QLoggingCategory>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

enum FrameType : quint8 {
    Data = 0,
    Headers = 1,
    ResetStream = 3,
    Settings = 4,
};
constexpr quint8 Ack = 1;
constexpr quint8 EndStream = 1;
constexpr quint8 EndHeaders = 4;
constexpr qsizetype FrameHead = 9;

/// RFC 9113: length, type, flags, stream.
QByteArray frame(FrameType type, quint8 flags, quint32 stream, const QByteArray &payload = {})
{
    QByteArray bytes;
    for (int shift = 16; shift >= 0; shift -= 8)
        bytes.append(char(payload.size() >> shift & 0xff));
    bytes.append(char(type)).append(char(flags));
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.append(char(stream >> shift & 0xff));
    return bytes + payload;
}

/// RFC 7541: a field without index or Huffman's code.
QByteArray field(const QByteArray &name, const QByteArray &value)
{
    return QByteArray(1, '\0') + char(name.size()) + name + char(value.size()) + value;
}

} // namespace

/// Just enough of an HTTP/2 server to be sure that it is spoken, and that a cut body is seen.
class TestHttp2 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void anAnswerIsRead();
    void aCutAnswerIsASentence_data();
    void aCutAnswerIsASentence();
    void silenceEndsByTheIdleLimit();

private:
    enum class Ending : quint8 {
        Whole,
        Closed,
        Reset,
        Silent, ///< Not a word to the request.
    };

    void serve(QSslSocket *socket, QByteArray &received);
    QByteArray answerTo(quint32 stream) const;
    Result<HttpResponse> fetch();

    Ending m_ending = Ending::Whole;
    QByteArray m_body;
    QByteArray m_protocol;
    QSslConfiguration m_ordinary;
    std::unique_ptr<QSslServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<HttpClient> m_client;
};

void TestHttp2::init()
{
    failOnAnyWarning();
    // Qt says there what we say in the Error.
    QLoggingCategory::setFilterRules(u"qt.network.http2.warning=false"_s);
    m_ordinary = QSslConfiguration::defaultConfiguration();
    QFile certificate(u"" EARMARK_TEST_DATA "/net/good.crt"_s);
    QFile authority(u"" EARMARK_TEST_DATA "/net/ca.crt"_s);
    QFile key(u"" EARMARK_TEST_DATA "/net/server.key"_s);
    QVERIFY(certificate.open(QIODevice::ReadOnly) && authority.open(QIODevice::ReadOnly)
            && key.open(QIODevice::ReadOnly));
    QSslConfiguration own = m_ordinary;
    own.setLocalCertificate(QSslCertificate(&certificate));
    own.setPrivateKey(QSslKey(&key, QSsl::Ec));
    own.setAllowedNextProtocols({QSslConfiguration::ALPNProtocolHTTP2});
    QSslConfiguration trusting = m_ordinary;
    trusting.addCaCertificate(QSslCertificate(&authority));
    QSslConfiguration::setDefaultConfiguration(trusting);

    m_body = packed("words over one connection");
    m_protocol.clear();
    m_server = std::make_unique<QSslServer>();
    m_server->setSslConfiguration(own);
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, [this] {
        while (auto *socket = qobject_cast<QSslSocket *>(m_server->nextPendingConnection())) {
            m_protocol = socket->sslConfiguration().nextNegotiatedProtocol();
            socket->write(frame(Settings, 0, 0));
            connect(socket, &QTcpSocket::readyRead, socket,
                    [this, socket, received = QByteArray()]() mutable { serve(socket, received); });
        }
    });
    QVERIFY(m_server->listen(QHostAddress::LocalHost));
    m_folder = std::make_unique<QTemporaryDir>();
    m_client = std::make_unique<HttpClient>(m_folder->path(),
                                            HttpLimits{.connect = 5s, .idle = 1s, .whole = 8s});
}

void TestHttp2::cleanup()
{
    m_client.reset();
    m_server.reset();
    QSslConfiguration::setDefaultConfiguration(m_ordinary);
}

void TestHttp2::serve(QSslSocket *socket, QByteArray &received)
{
    static const QByteArray Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    received += socket->readAll();
    if (received.startsWith(Preface))
        received.remove(0, Preface.size());
    while (received.size() >= FrameHead) {
        const auto byte = [&](qsizetype at) { return quint32(quint8(received[at])); };
        const auto length = qsizetype(byte(0) << 16 | byte(1) << 8 | byte(2));
        if (received.size() < FrameHead + length)
            return;
        const quint32 type = byte(3);
        const quint32 stream = byte(5) << 24 | byte(6) << 16 | byte(7) << 8 | byte(8);
        if (type == Settings && byte(4) != Ack)
            socket->write(frame(Settings, Ack, 0));
        else if (type == Headers && m_ending != Ending::Silent)
            socket->write(answerTo(stream));
        if (type == Headers && m_ending == Ending::Closed)
            socket->disconnectFromHost();
        received.remove(0, FrameHead + length);
    }
}

QByteArray TestHttp2::answerTo(quint32 stream) const
{
    // 0x88 is ":status: 200" in HPACK's own table.
    const QByteArray head = frame(Headers, EndHeaders, stream,
                                  "\x88" + field("content-encoding", "gzip")
                                          + field("content-type", "application/rss+xml"));
    if (m_ending == Ending::Whole)
        return head + frame(Data, EndStream, stream, m_body);
    const QByteArray part = head + frame(Data, 0, stream, m_body.chopped(4));
    return m_ending == Ending::Reset
            ? part + frame(ResetStream, 0, stream, QByteArray("\0\0\0\2", 4))
            : part;
}

Result<HttpResponse> TestHttp2::fetch()
{
    const auto answer = m_client->get(
            {.url = QUrl(u"https://127.0.0.1:%1/feed"_s.arg(m_server->serverPort()))});
    if (!QTest::qWaitFor([&] { return answer.isFinished(); }, 10000))
        return fail(ErrorKind::Usage, u"no result"_s);
    return answer.result();
}

void TestHttp2::anAnswerIsRead()
{
    const auto result = fetch();

    QCOMPARE(m_protocol, QByteArray("h2"));
    QVERIFY2(result, result ? "" : qPrintable(result.error().sentence + result.error().detail));
    QCOMPARE(result->body, "words over one connection");
    QCOMPARE(result->bytes, m_body.size());
    QCOMPARE(result->contentType, "application/rss+xml");
    QVERIFY(result->isEndProven);
}

void TestHttp2::aCutAnswerIsASentence_data()
{
    QTest::addColumn<bool>("isReset");

    QTest::addColumn<QString>("sentence");

    QTest::newRow("reset") << true << u"127.0.0.1 could not be read; try again later."_s;
    QTest::newRow("closed") << false << u"127.0.0.1 sent only a part of it; try again later."_s;
}

void TestHttp2::aCutAnswerIsASentence()
{
    QFETCH(bool, isReset);
    QFETCH(QString, sentence);
    m_ending = isReset ? Ending::Reset : Ending::Closed;

    const auto result = fetch();

    QVERIFY(!result);
    QCOMPARE(result.error().sentence, sentence);
}

void TestHttp2::silenceEndsByTheIdleLimit()
{
    m_ending = Ending::Silent;

    const auto result = fetch();

    QVERIFY(!result);
    QCOMPARE(result.error().sentence, u"127.0.0.1 stopped answering; try again later."_s);
}

QTEST_GUILESS_MAIN(TestHttp2)
#include "tst_http2.moc"
