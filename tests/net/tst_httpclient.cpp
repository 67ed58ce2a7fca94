// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpfixture.h"

#include <algorithm>
#include <array>
#include <memory>
#include <random>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Fault = TestHttpServer::Fault;
using Reply = TestHttpServer::Reply;

/// Only where a limit must be reached: a busy machine answers later than this.
constexpr HttpLimits Short{.connect = 5s, .idle = 200ms, .whole = 5s};
constexpr qint64 MiB = qint64(1024) * 1024;

QByteArray little(quint32 value)
{
    QByteArray bytes;
    for (int shift = 0; shift < 32; shift += 8)
        bytes.append(char(value >> shift & 0xff));
    return bytes;
}

quint32 crc32(const QByteArray &bytes)
{
    std::array<quint32, 256> table{};
    for (quint32 i = 0; i < table.size(); ++i) {
        quint32 value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1) != 0 ? value >> 1 ^ 0xedb88320U : value >> 1;
        table[i] = value;
    }
    quint32 sum = 0xffffffffU;
    for (const char byte : bytes)
        sum = table[(sum ^ quint8(byte)) & 0xff] ^ sum >> 8;
    return ~sum;
}

QByteArray noise(int size)
{
    std::mt19937 random(5); // NOLINT: the same bytes every time
    QByteArray bytes(size, Qt::Uninitialized);
    std::generate(bytes.begin(), bytes.end(), [&] { return char(random()); });
    return bytes;
}

/// qCompress: 4 bytes of length and 2 of zlib before, 4 of adler32 behind the deflated bytes.
QByteArray gzipped(const QByteArray &bytes)
{
    const QByteArray zlib = qCompress(bytes, 9);
    return QByteArray("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10) + zlib.mid(6, zlib.size() - 10)
            + little(crc32(bytes)) + little(quint32(bytes.size()));
}

} // namespace

/// What comes back: broken and whole answers, limits and redirects.
class TestHttpClient : public QObject, private HttpFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }
    void aBrokenAnswerIsASentence_data();
    void aBrokenAnswerIsASentence();
    void aBodyThatQtTakesForWholeIsAtMostCut_data();
    void aBodyThatQtTakesForWholeIsAtMostCut();
    void aStatusThatSaysNoIsASentence_data();
    void aStatusThatSaysNoIsASentence();
    void aServerThatIsGoneRefuses();
    void onlyWebAddressesAreOpened();
    void aByteNowAndThenEndsByTheWholeLimit();
    void tooMuchIsRefusedBeforeItIsRead();
    void tooMuchWithoutALengthIsCutOff();
    void aBombIsNotUnpacked();
    void badRedirectsAreNotFollowed_data();
    void badRedirectsAreNotFollowed();
    void tenRedirectsAreFollowedElevenAreNot();
    void permanentRedirectsTellTheNewAddress();
    void aTemporaryRedirectTellsNone();
    void whatCameIsHandedOverWhole();
    void packedAnswersAreUnpacked();
    void chunkedAnswersAreJoined();
};

void TestHttpClient::aBrokenAnswerIsASentence_data()
{
    QTest::addColumn<Reply>("reply");
    QTest::addColumn<QString>("words");
    const QByteArray body(5000, 'x');

    QTest::newRow("silent") << Reply{.fault = Fault::Silent} << u"stopped answering"_s;
    QTest::newRow("silent after its head")
            << Reply{.body = body, .fault = Fault::SilentAfterHead} << u"stopped answering"_s;
    QTest::newRow("stalls in the middle")
            << Reply{.body = body, .fault = Fault::StallAfter, .faultAfter = 1000}
            << u"stopped answering"_s;
    QTest::newRow("drops in the middle")
            << Reply{.body = body, .fault = Fault::DropAfter, .faultAfter = 1000}
            << u"only a part"_s;
    QTest::newRow("promises more than it sends")
            << Reply{.body = body, .toldLength = 6000} << u"only a part"_s;
    QTest::newRow("drops in the middle of chunks")
            << Reply{.body = body, .fault = Fault::DropAfter, .faultAfter = 2000, .chunked = true}
            << u"only a part"_s;
    QTest::newRow("not packed as it says")
            << Reply{.body = "plain words", .headers = {{"Content-Encoding", "gzip"}}} << u"."_s;
    QTest::newRow("not HTTP") << Reply{.body = "hello there\r\n\r\n", .fault = Fault::Raw}
                              << u"."_s;
    QTest::newRow("closes at once")
            << Reply{.body = "", .fault = Fault::Raw} << u"broke the connection"_s;
}

void TestHttpClient::aBrokenAnswerIsASentence()
{
    QFETCH(Reply, reply);
    QFETCH(QString, words);
    m_client = std::make_unique<HttpClient>(m_folder->path(), Short);
    m_server->serve("/feed", reply);

    const auto result = fetch(u"/feed"_s);

    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Network);
    QVERIFY2(result.error().sentence.contains(words), qPrintable(result.error().sentence));
}

void TestHttpClient::aBodyThatQtTakesForWholeIsAtMostCut_data()
{
    QTest::addColumn<Reply>("reply");
    QTest::addColumn<QByteArray>("whole");

    QTest::newRow("chunk without a size")
            << Reply{.body = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                             "5\r\nhello\r\nzebra\r\nworld\r\n0\r\n\r\n",
                     .fault = Fault::Raw}
            << QByteArray("helloworld");
    QTest::newRow("packed and cut") << Reply{.body = gzipped(noise(5000)).left(3000),
                                             .headers = {{"Content-Encoding", "gzip"}}}
                                    << noise(5000);
}

void TestHttpClient::aBodyThatQtTakesForWholeIsAtMostCut()
{
    QFETCH(Reply, reply);
    QFETCH(QByteArray, whole);
    m_server->serve("/feed", reply);

    const auto result = fetch(u"/feed"_s);

    QVERIFY(!result || (whole.startsWith(result->body) && result->body.size() < whole.size()));
}

void TestHttpClient::aStatusThatSaysNoIsASentence_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("words");

    QTest::newRow("401") << 401 << u"a name and a password"_s;
    QTest::newRow("403") << 403 << u"does not allow"_s;
    QTest::newRow("404") << 404 << u"nothing at this address"_s;
    QTest::newRow("410") << 410 << u"gone for good"_s;
    QTest::newRow("500") << 500 << u"a fault of its own"_s;
    QTest::newRow("503") << 503 << u"busy"_s;
    QTest::newRow("418") << 418 << u"refused"_s;
}

void TestHttpClient::aStatusThatSaysNoIsASentence()
{
    QFETCH(int, status);
    QFETCH(QString, words);
    m_server->serve("/feed", {.status = status, .body = "no", .headers = {}});

    const auto result = fetch(u"/feed"_s);

    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::HttpStatus);
    QCOMPARE(result.error().code, status);
    QVERIFY2(result.error().sentence.contains(words), qPrintable(result.error().sentence));
}

void TestHttpClient::aServerThatIsGoneRefuses()
{
    m_server->stop();

    const auto result = fetch(u"/feed"_s);

    QVERIFY(!result);
    QVERIFY2(result.error().sentence.contains("refuses"_L1), qPrintable(result.error().sentence));
}

void TestHttpClient::onlyWebAddressesAreOpened()
{
    for (const auto &address : {u"file:///etc/passwd"_s, u"data:text/plain,x"_s, u"qrc:/x"_s,
                                u"ftp://127.0.0.1/x"_s, QString()}) {
        const Answer answer = get(QUrl(address));

        QVERIFY(answer.isFinished());
        QVERIFY(!answer.result());
    }
}

void TestHttpClient::aByteNowAndThenEndsByTheWholeLimit()
{
    m_client = std::make_unique<HttpClient>(m_folder->path(),
                                            HttpLimits{.connect = 2s, .idle = 1s, .whole = 200ms});
    m_server->serve("/feed", {.body = QByteArray(5000, 'x'), .fault = Fault::Trickle});

    const auto result = fetch(u"/feed"_s);

    QVERIFY(!result);
    QVERIFY2(result.error().sentence.contains("too slowly"_L1),
             qPrintable(result.error().sentence));
}

void TestHttpClient::tooMuchIsRefusedBeforeItIsRead()
{
    m_server->serve("/feed", {.body = QByteArray(2000, 'x'), .fault = Fault::SilentAfterHead});

    const auto result = wait(get(m_server->url(u"/feed"_s), 1999));

    QVERIFY(!result);
    QVERIFY2(result.error().sentence.contains("larger than"_L1),
             qPrintable(result.error().sentence));
}

void TestHttpClient::tooMuchWithoutALengthIsCutOff()
{
    m_server->serve("/feed", {.body = QByteArray(200000, 'x'), .chunked = true});

    const auto result = wait(get(m_server->url(u"/feed"_s), 199999));
    const auto exact = wait(get(m_server->url(u"/feed"_s), 200000));

    QVERIFY(!result);
    QVERIFY2(result.error().sentence.contains("larger than"_L1),
             qPrintable(result.error().sentence));
    QVERIFY(exact);
}

void TestHttpClient::aBombIsNotUnpacked()
{
    m_server->serve("/feed",
                    {.body = gzipped(QByteArray(64 * MiB, '\0')),
                     .headers = {{"Content-Encoding", "gzip"}}});

    const auto result = wait(get(m_server->url(u"/feed"_s), MiB));

    QVERIFY(!result);
    QVERIFY2(result.error().sentence.contains("larger than"_L1)
                     || result.error().sentence.contains("unpacked"_L1),
             qPrintable(result.error().sentence + u" "_s + result.error().detail));
}

void TestHttpClient::badRedirectsAreNotFollowed_data()
{
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QString>("words");

    QTest::newRow("a file") << QByteArray("file:///etc/hostname") << u"cannot be opened"_s;
    QTest::newRow("data") << QByteArray("data:text/plain,x") << u"cannot be opened"_s;
    QTest::newRow("a resource") << QByteArray("qrc:/x") << u"cannot be opened"_s;
    QTest::newRow("nowhere") << QByteArray("") << u"cannot be opened"_s;
    QTest::newRow("to itself") << QByteArray("/feed") << u"in a circle"_s;
}

void TestHttpClient::badRedirectsAreNotFollowed()
{
    QFETCH(QByteArray, location);
    QFETCH(QString, words);
    m_server->serve("/feed", {.status = 302, .headers = {{"Location", location}}});

    const auto result = fetch(u"/feed"_s);

    QVERIFY(!result);
    QVERIFY2(result.error().sentence.contains(words), qPrintable(result.error().sentence));
}

void TestHttpClient::tenRedirectsAreFollowedElevenAreNot()
{
    for (int i = 0; i < 11; ++i) {
        m_server->serve(
                "/" + QByteArray::number(i),
                {.status = 302, .headers = {{"Location", "/" + QByteArray::number(i + 1)}}});
    }
    m_server->serve("/11", {.body = "there"});

    const auto ten = fetch(u"/1"_s);
    const auto eleven = fetch(u"/0"_s);

    QVERIFY2(ten, ten ? "" : qPrintable(ten.error().sentence));
    QCOMPARE(ten->body, "there");
    QVERIFY(!eleven);
    QVERIFY2(eleven.error().sentence.contains("without an end"_L1),
             qPrintable(eleven.error().sentence));
}

void TestHttpClient::permanentRedirectsTellTheNewAddress()
{
    m_server->serve("/old", {.status = 301, .headers = {{"Location", "/mid"}}});
    m_server->serve("/mid", {.status = 308, .headers = {{"Location", "new#part"}}});
    m_server->serve("/new", {.body = "here"});

    const auto result = fetch(u"/old"_s);

    QVERIFY(result);
    QCOMPARE(result->finalUrl, m_server->url(u"/new"_s));
    QCOMPARE(result->permanentUrl, m_server->url(u"/new"_s));
}

void TestHttpClient::aTemporaryRedirectTellsNone()
{
    m_server->serve("/old", {.status = 301, .headers = {{"Location", "/mid"}}});
    m_server->serve("/mid", {.status = 302, .headers = {{"Location", "/new"}}});
    m_server->serve("/new", {.body = "here"});

    const auto moved = fetch(u"/old"_s);
    const auto direct = fetch(u"/new"_s);

    QVERIFY(moved && direct);
    QVERIFY(moved->permanentUrl.isEmpty());
    QVERIFY(direct->permanentUrl.isEmpty());
    QCOMPARE(moved->finalUrl, m_server->url(u"/new"_s));
}

void TestHttpClient::whatCameIsHandedOverWhole()
{
    const QByteArray body(300000, 'y');
    m_server->serve("/feed",
                    {.body = body,
                     .headers = {{"Content-Type", "Application/RSS+xml; Charset=\"UTF-8\""},
                                 {"ETag", "\"1\""},
                                 {"Last-Modified", "yesterday"}}});

    const auto result = fetch(u"/feed"_s);

    QVERIFY(result);
    QCOMPARE(result->status, 200);
    QCOMPARE(result->body, body);
    QCOMPARE(result->contentType, "application/rss+xml");
    QCOMPARE(result->charset, "utf-8");
    QCOMPARE(result->validators, (HttpValidators{"\"1\"", "yesterday"}));
}

void TestHttpClient::packedAnswersAreUnpacked()
{
    const QByteArray body = QByteArray("words and words ").repeated(20000);
    m_server->serve("/feed", {.body = gzipped(body), .headers = {{"Content-Encoding", "gzip"}}});

    const auto result = fetch(u"/feed"_s);

    QVERIFY(result);
    QCOMPARE(result->body, body);
    QVERIFY(m_server->requests().first().headers.value("accept-encoding").contains("gzip"));
}

void TestHttpClient::chunkedAnswersAreJoined()
{
    const QByteArray body(12345, 'z');
    m_server->serve("/feed", {.body = body, .chunked = true});

    const auto result = fetch(u"/feed"_s);

    QVERIFY(result);
    QCOMPARE(result->body, body);
}

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_httpclient.moc"
