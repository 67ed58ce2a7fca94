// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpfixture.h"
#include "net/packed.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>

#include <ctime>
#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Fault = TestHttpServer::Fault;
using Reply = TestHttpServer::Reply;

/// Only where a limit must be reached: a busy machine answers later than this.
constexpr HttpLimits Short{.connect = 5s, .idle = 200ms, .whole = 5s};

/// In two chunks, the second without a size.
QByteArray damaged(QByteArray bytes)
{
    bytes[bytes.size() - 6] = char(~bytes[bytes.size() - 6]); // in the checksum
    return bytes;
}

/// The most memory this process ever had at once, since resetPeak().
qint64 peakMebibytes()
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    static const QRegularExpression Peak(u"VmHWM:\\s+(\\d+) kB"_s);
    return Peak.match(QString::fromLatin1(file.readAll())).captured(1).toLongLong() / 1024;
}

void resetPeak()
{
    QFile file(u"/proc/self/clear_refs"_s);
    if (file.open(QIODevice::WriteOnly))
        file.write("5");
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
    void aBodyWithoutAnEndIsNotProven_data();
    void aBodyWithoutAnEndIsNotProven();
    void aStatusThatSaysNoIsASentence_data();
    void aStatusThatSaysNoIsASentence();
    void aServerThatIsGoneRefuses();
    void onlyWebAddressesAreOpened();
    void tooMuchIsRefusedBeforeItIsRead();
    void tooMuchWithoutALengthIsCutOff();
    void aBombIsNotUnpacked_data();
    void aBombIsNotUnpacked();
    void aLengthOfWhatIsUnpackedIsForgiven();
    void whatIsPackedOnlyInWordsIsRead();
    void whatIsPackedWithoutAWordIsUnpacked();
    void badRedirectsAreNotFollowed_data();
    void badRedirectsAreNotFollowed();
    void tenRedirectsAreFollowedElevenAreNot();
    void permanentRedirectsTellTheNewAddress();
    void aTemporaryRedirectTellsNothingNew();
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
    QTest::newRow("silent in its head")
            << Reply{.body = "HTTP/1.1 200 OK\r\nContent-Le", .fault = Fault::RawAndStall}
            << u"stopped answering"_s;
    QTest::newRow("packed and cut") << Reply{.body = packed(noiseOf(5000)).left(3000),
                                             .headers = {{"Content-Encoding", "gzip"}}}
                                    << u"only a part"_s;
    QTest::newRow("packed, cut and chunked") << Reply{.body = packed(noiseOf(5000)).left(3000),
                                                      .headers = {{"Content-Encoding", "gzip"}},
                                                      .chunked = true}
                                             << u"only a part"_s;
    QTest::newRow("packed in broken chunks")
            << Reply{.body = inBrokenChunks(packed(noiseOf(5000))), .fault = Fault::Raw}
            << u"only a part"_s;
    QTest::newRow("damaged") << Reply{.body = damaged(packed(noiseOf(5000))),
                                      .headers = {{"Content-Encoding", "gzip"}}}
                             << u"could not be unpacked"_s;
    QTest::newRow("packed as nobody asked")
            << Reply{.body = "plain words", .headers = {{"Content-Encoding", "br"}}}
            << u"could not be unpacked"_s;
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

/// What Qt 6.4 says of it: whole. Nothing tells us otherwise but that nothing tells us it is.
void TestHttpClient::aBodyWithoutAnEndIsNotProven_data()
{
    QTest::addColumn<Reply>("reply");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isEndProven");
    const QByteArray words(2500, 'w');

    QTest::newRow("chunk without a size")
            << Reply{.body = inBrokenChunks("helloworld"), .fault = Fault::Raw}
            << QByteArray("hello") << false;
    QTest::newRow("until the connection ends")
            << Reply{.body = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello",
                     .fault = Fault::Raw}
            << QByteArray("hello") << false;
    QTest::newRow("chunked") << Reply{.body = words, .chunked = true} << words << false;
    QTest::newRow("with a length") << Reply{.body = words} << words << true;
    QTest::newRow("packed and chunked") << Reply{.body = packed(words),
                                                 .headers = {{"Content-Encoding", "gzip"}},
                                                 .chunked = true}
                                        << words << true;
    QTest::newRow("packed until the connection ends")
            << Reply{.body = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed(words),
                     .fault = Fault::Raw}
            << words << true;
}

void TestHttpClient::aBodyWithoutAnEndIsNotProven()
{
    QFETCH(Reply, reply);
    QFETCH(QByteArray, body);
    QFETCH(bool, isEndProven);
    m_server->serve("/feed", reply);

    const auto result = fetch(u"/feed"_s);

    QVERIFY2(result, result ? "" : qPrintable(result.error().sentence + result.error().detail));
    QCOMPARE(result->body, body);
    QCOMPARE(result->isEndProven, isEndProven);
}

void TestHttpClient::aStatusThatSaysNoIsASentence_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("words");

    QTest::newRow("401") << 401 << u"a name and a password"_s;
    QTest::newRow("403") << 403 << u"does not allow"_s;
    QTest::newRow("404") << 404 << u"nothing at this address (404); check it"_s;
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

void TestHttpClient::aBombIsNotUnpacked_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isAnnounced");

    QTest::newRow("announced") << bomb(1024) << true;
    QTest::newRow("not announced") << bomb(1024) << false;
    QTest::newRow("packed twice") << packed(bomb(1024)) << true;
}

void TestHttpClient::aBombIsNotUnpacked()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, isAnnounced);
    Reply reply{.body = body};
    if (isAnnounced)
        reply.headers.emplaceBack("Content-Encoding", "gzip");
    m_server->serve("/feed", reply);
    m_server->serve("/small", {.body = "x"});
    QVERIFY(fetch(u"/small"_s));
    resetPeak();
    const qint64 before = peakMebibytes();
    QElapsedTimer clock;
    clock.start();
    const auto work = std::clock();

    const auto result = fetch(u"/feed"_s);

    qInfo("refused after %lld ms with %lld MiB", clock.elapsed(), peakMebibytes() - before);
    QVERIFY(!result);
    QCOMPARE(result.error().sentence,
             u"What 127.0.0.1 sends is larger than 64 MiB, so it was not read."_s);
    QVERIFY((std::clock() - work) / CLOCKS_PER_SEC < 1); // a busy machine is no fault of ours
    QVERIFY(peakMebibytes() - before <= 100);
}

void TestHttpClient::aLengthOfWhatIsUnpackedIsForgiven()
{
    const QByteArray body = QByteArray("words and words ").repeated(200);
    m_server->serve("/feed",
                    {.body = packed(body),
                     .headers = {{"Content-Encoding", "gzip"}},
                     .toldLength = body.size()});

    const auto result = fetch(u"/feed"_s);

    QVERIFY2(result, result ? "" : qPrintable(result.error().sentence));
    QCOMPARE(result->body, body);
    QCOMPARE(result->status, 200);
}

void TestHttpClient::whatIsPackedOnlyInWordsIsRead()
{
    m_server->serve("/feed", {.body = "<rss/>", .headers = {{"Content-Encoding", "gzip"}}});

    const auto result = fetch(u"/feed"_s);

    QVERIFY(result);
    QCOMPARE(result->body, "<rss/>");
}

void TestHttpClient::whatIsPackedWithoutAWordIsUnpacked()
{
    m_server->serve("/feed.gz", {.body = packed("<rss/>")});

    const auto result = fetch(u"/feed.gz"_s);

    QVERIFY(result);
    QCOMPARE(result->body, "<rss/>");
    QCOMPARE(result->bytes, packed("<rss/>").size());
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

void TestHttpClient::aTemporaryRedirectTellsNothingNew()
{
    m_server->serve("/old", {.status = 301, .headers = {{"Location", "/mid"}}});
    m_server->serve("/mid", {.status = 302, .headers = {{"Location", "/new"}}});
    m_server->serve("/new", {.body = "here"});

    m_server->serve("/temporary", {.status = 307, .headers = {{"Location", "/old"}}});

    const auto moved = fetch(u"/old"_s);
    const auto temporary = fetch(u"/temporary"_s);
    const auto direct = fetch(u"/new"_s);

    QVERIFY(moved && temporary && direct);
    QCOMPARE(moved->permanentUrl, m_server->url(u"/mid"_s));
    QCOMPARE(moved->finalUrl, m_server->url(u"/new"_s));
    QVERIFY(temporary->permanentUrl.isEmpty());
    QCOMPARE(temporary->finalUrl, m_server->url(u"/new"_s));
    QVERIFY(direct->permanentUrl.isEmpty());
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
    m_server->serve("/feed", {.body = packed(body), .headers = {{"Content-Encoding", "gzip"}}});

    const auto result = fetch(u"/feed"_s);

    QVERIFY(result);
    QCOMPARE(result->body, body);
    QCOMPARE(m_server->requests().first().headers.value("accept-encoding"), "gzip");
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
