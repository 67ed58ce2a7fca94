// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpfixture.h"

#include <QElapsedTimer>
#include <QScopeGuard>

#include <algorithm>
#include <memory>
#include <vector>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Fault = TestHttpServer::Fault;
using Reply = TestHttpServer::Reply;

} // namespace

/// How the client behaves: what it asks and says, how many at once, and how it ends.
class TestHttpManners : public QObject, private HttpFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }
    void theSecondTimeIsConditional();
    void whatNobodyAskedForIsRefused_data();
    void whatNobodyAskedForIsRefused();
    void theProgramSaysItsNameAndOnceAPlainOne();
    void cookiesAreNotSentBack();
    void aServersWishToWaitIsReported();
    void aHostThatAskedForRestGetsItFromTheBackground_data();
    void aHostThatAskedForRestGetsItFromTheBackground();
    void theListenersRequestEndsTheRestWhenItIsAnswered();
    void theLinksOfOneHostAreNoReasonToRest();
    void theSystemsProxyIsUsed();
    void twoAtOncePerHost();
    void sixteenAtOnceInAll();
    void whoIsWaitedForGoesFirst();
    void aServerThatLetsNobodyInEndsByTheConnectLimit();
    void aHeadWithoutAnEndEndsByALimit();
    void aByteNowAndThenEndsByTheWholeLimit();
    void cancellingEndsTheRequest();
    void closingInTheMiddleIsQuickAndQuiet();
};

void TestHttpManners::theSecondTimeIsConditional()
{
    m_server->setHandler([](const TestHttpServer::Request &request) {
        const bool same = request.headers.value("if-none-match") == "\"1\""
                && request.headers.value("if-modified-since") == "then";
        return same ? Reply{.status = 304, .headers = {}}
                    : Reply{.body = "x", .headers = {{"ETag", "\"1\""}, {"Last-Modified", "then"}}};
    });
    const auto first = fetch(u"/feed"_s);
    QVERIFY(first && !first->notModified());

    const auto second = wait(
            m_client->get({.url = m_server->url(u"/feed"_s), .validators = first->validators}));

    QVERIFY(second);
    QVERIFY(second->notModified());
    QVERIFY(second->body.isEmpty());
    QCOMPARE(second->validators, first->validators);
}

void TestHttpManners::whatNobodyAskedForIsRefused_data()
{
    QTest::addColumn<int>("status");

    QTest::addColumn<QString>("words");

    QTest::newRow("not modified, without a validator sent") << 304 << u"which it was not asked"_s;
    QTest::newRow("a part, without a range sent") << 206 << u"sent a part of it although"_s;
}

void TestHttpManners::whatNobodyAskedForIsRefused()
{
    QFETCH(int, status);
    QFETCH(QString, words);
    m_server->serve("/feed", {.status = status, .body = "x", .headers = {}});

    const auto result = fetch(u"/feed"_s);

    QVERIFY(!result);
    QVERIFY2(result.error().sentence.contains(words), qPrintable(result.error().sentence));
}

void TestHttpManners::theProgramSaysItsNameAndOnceAPlainOne()
{
    m_server->setHandler([](const TestHttpServer::Request &request) {
        return request.headers.value("user-agent").startsWith("Earmark")
                ? Reply{.status = 403, .body = "who?", .headers = {}}
                : Reply{.body = "welcome"};
    });

    const auto result = fetch(u"/feed"_s);

    QVERIFY(result);
    QCOMPARE(result->body, "welcome");
    QCOMPARE(m_server->requests().size(), 2);
    QCOMPARE(m_server->requests().first().headers.value("user-agent"),
             "Earmark/0.1.0 (+podcast player)");
}

void TestHttpManners::cookiesAreNotSentBack()
{
    m_server->serve("/feed", {.body = "x", .headers = {{"Set-Cookie", "who=you; Path=/"}}});

    QVERIFY(fetch(u"/feed"_s));
    QVERIFY(fetch(u"/feed"_s));

    QCOMPARE(m_server->requests().size(), 2);
    QVERIFY(!m_server->requests().last().headers.contains("cookie"));
}

void TestHttpManners::aServersWishToWaitIsReported()
{
    m_server->serve("/feed", {.status = 429, .headers = {{"Retry-After", "90"}}});

    const auto result = fetch(u"/feed"_s);

    QVERIFY(!result);
    QCOMPARE(result.error().retryAfter, 90s);
}

void TestHttpManners::aHostThatAskedForRestGetsItFromTheBackground_data()
{
    QTest::addColumn<int>("status");

    QTest::newRow("429") << 429;
    QTest::newRow("503") << 503;
    QTest::newRow("refuses connections") << 0;
}

void TestHttpManners::aHostThatAskedForRestGetsItFromTheBackground()
{
    QFETCH(int, status);
    m_server->serve("/feed", {.status = status, .headers = {{"Retry-After", "600"}}});
    if (status == 0)
        m_server->stop();
    const auto first = fetch(u"/feed"_s);
    if (status == 0)
        m_server->start();
    m_server->clearRequests();

    const auto second = fetch(u"/another"_s);

    QVERIFY(!first && !second);
    QCOMPARE(second.error().sentence, first.error().sentence);
    QCOMPARE(second.error().code, first.error().code);
    const auto least = status == 0 ? 20s : 590s;
    QVERIFY(second.error().retryAfter > least && second.error().retryAfter < 2 * least);
    QVERIFY(m_server->requests().isEmpty());
}

void TestHttpManners::theListenersRequestEndsTheRestWhenItIsAnswered()
{
    m_server->serve("/feed", {.status = 429});
    m_server->serve("/good", {.body = "x"});
    QVERIFY(!fetch(u"/feed"_s));
    QVERIFY(!fetch(u"/good"_s));

    const auto wanted = wait(m_client->get(
            {.url = m_server->url(u"/good"_s), .priority = HttpRequest::Priority::Wanted}));

    QVERIFY(wanted);
    QVERIFY(fetch(u"/good"_s));
}

void TestHttpManners::theLinksOfOneHostAreNoReasonToRest()
{
    m_server->serve("/gone", {.status = 410});
    m_server->serve("/broken", {.status = 500});
    m_server->serve("/good", {.body = "x"});

    QVERIFY(!fetch(u"/gone"_s));
    QVERIFY(!fetch(u"/broken"_s));
    QVERIFY(fetch(u"/good"_s));
}

void TestHttpManners::theSystemsProxyIsUsed()
{
    m_server->serve("http://feeds.example/feed", {.body = "through it"});
    qputenv("http_proxy", m_server->url({}).toEncoded());
    const auto forget = qScopeGuard([] { qunsetenv("http_proxy"); });

    const auto result = wait(get(QUrl(u"http://feeds.example/feed"_s)));

    QVERIFY2(result, result ? "" : qPrintable(result.error().sentence));
    QCOMPARE(result->body, "through it");
}

void TestHttpManners::twoAtOncePerHost()
{
    m_client = std::make_unique<HttpClient>(m_folder->path());
    m_server->setHandler([](const auto &) { return Reply{.body = "x", .fault = Fault::Hold}; });
    QList<Answer> answers;
    for (int i = 0; i < 7; ++i)
        answers.append(get(m_server->url(u"/%1"_s.arg(i))));
    int most = 0;
    const auto allDone = [&] {
        most = qMax(most, m_server->held());
        if (m_server->held() == 2 || m_server->requests().size() == 7)
            m_server->releaseHeld();
        return std::all_of(answers.begin(), answers.end(),
                           [](const Answer &answer) { return answer.isFinished(); });
    };

    QVERIFY(QTest::qWaitFor(allDone, 10000));

    QCOMPARE(most, 2);
    QCOMPARE(m_server->requests().size(), 7);
}

void TestHttpManners::sixteenAtOnceInAll()
{
    m_client = std::make_unique<HttpClient>(m_folder->path());
    std::vector<std::unique_ptr<TestHttpServer>> servers;
    QList<Answer> answers;
    for (int i = 2; i < 12; ++i) {
        servers.push_back(
                std::make_unique<TestHttpServer>(nullptr, QHostAddress(u"127.0.0.%1"_s.arg(i))));
        servers.back()->setHandler(
                [](const auto &) { return Reply{.body = "x", .fault = Fault::Hold}; });
        answers.append(get(servers.back()->url(u"/a"_s)));
        answers.append(get(servers.back()->url(u"/b"_s)));
    }
    const auto held = [&] {
        int sum = 0;
        for (const auto &server : servers)
            sum += server->held();
        return sum;
    };

    QTRY_COMPARE(held(), 16);
    for (const auto &server : servers)
        server->releaseHeld();
    QTRY_COMPARE(held(), 4);
    for (const auto &server : servers)
        server->releaseHeld();
    for (const Answer &answer : answers)
        QVERIFY(wait(answer));
}

void TestHttpManners::whoIsWaitedForGoesFirst()
{
    m_client = std::make_unique<HttpClient>(m_folder->path(), HttpLimits{.perHost = 1});
    m_server->setHandler([](const auto &) { return Reply{.body = "x", .fault = Fault::Hold}; });
    const Answer first = get(m_server->url(u"/first"_s));
    QTRY_COMPARE(m_server->held(), 1);
    const Answer background = get(m_server->url(u"/background"_s));
    const Answer wanted = m_client->get({.url = m_server->url(u"/wanted"_s),
                                         .validators = {},
                                         .priority = HttpRequest::Priority::Wanted});
    m_server->releaseHeld();

    QTRY_COMPARE(m_server->requests().size(), 2);
    QCOMPARE(m_server->requests().last().path, "/wanted");
}

void TestHttpManners::aServerThatLetsNobodyInEndsByTheConnectLimit()
{
    m_client = std::make_unique<HttpClient>(m_folder->path(), HttpLimits{.connect = 300ms});
    QTcpServer full;
    full.setListenBacklogSize(1);
    QVERIFY(full.listen(QHostAddress::LocalHost));
    full.pauseAccepting();
    std::vector<std::unique_ptr<QTcpSocket>> queue;
    for (int i = 0; i < 4; ++i) {
        queue.push_back(std::make_unique<QTcpSocket>());
        queue.back()->connectToHost(full.serverAddress(), full.serverPort());
    }
    QTRY_COMPARE(queue.front()->state(), QAbstractSocket::ConnectedState);

    const auto result = wait(get(QUrl(u"http://127.0.0.1:%1/feed"_s.arg(full.serverPort()))));

    QVERIFY(!result);
    QCOMPARE(result.error().sentence,
             u"127.0.0.1 could not be reached in time; try again later."_s);
}

void TestHttpManners::aHeadWithoutAnEndEndsByALimit()
{
    m_client = std::make_unique<HttpClient>(
            m_folder->path(), HttpLimits{.connect = 5s, .idle = 200ms, .whole = 400ms});
    m_server->serve(
            "/feed",
            {.body = "HTTP/1.1 200 OK\r\n" + QByteArray("X-Word: word\r\n").repeated(200000),
             .fault = Fault::RawAndStall});

    const auto result = fetch(u"/feed"_s);

    QVERIFY(!result);
    qInfo("%s (%s)", qPrintable(result.error().sentence), qPrintable(result.error().detail));
    QVERIFY(result.error().sentence.startsWith("127.0.0.1 "_L1));
}

void TestHttpManners::aByteNowAndThenEndsByTheWholeLimit()
{
    m_client = std::make_unique<HttpClient>(m_folder->path(),
                                            HttpLimits{.connect = 2s, .idle = 1s, .whole = 200ms});
    m_server->serve("/feed", {.body = QByteArray(5000, 'x'), .fault = Fault::Trickle});

    const auto result = fetch(u"/feed"_s);

    QVERIFY(!result);
    QVERIFY2(result.error().sentence.contains("too slowly"_L1),
             qPrintable(result.error().sentence));
}

void TestHttpManners::cancellingEndsTheRequest()
{
    m_client = std::make_unique<HttpClient>(m_folder->path());
    m_server->serve("/feed", {.fault = Fault::Silent});
    Answer answer = get(m_server->url(u"/feed"_s));
    QTRY_COMPARE(m_server->requests().size(), 1);

    answer.cancel();

    QTRY_VERIFY(answer.isFinished());
    QCOMPARE(answer.resultCount(), 0);
    QTRY_COMPARE(m_server->connections(), 0);
}

void TestHttpManners::closingInTheMiddleIsQuickAndQuiet()
{
    m_client = std::make_unique<HttpClient>(m_folder->path());
    std::vector<std::unique_ptr<TestHttpServer>> servers;
    QList<Answer> answers;
    for (int i = 2; i < 12; ++i) {
        servers.push_back(
                std::make_unique<TestHttpServer>(nullptr, QHostAddress(u"127.0.0.%1"_s.arg(i))));
        servers.back()->setHandler([](const auto &) { return Reply{.fault = Fault::Silent}; });
        answers.append(get(servers.back()->url(u"/a"_s)));
        answers.append(get(servers.back()->url(u"/b"_s)));
    }
    QTRY_COMPARE(servers.front()->requests().size(), 2);
    QElapsedTimer clock;
    clock.start();

    m_client.reset();

    QVERIFY2(clock.elapsed() < 500, qPrintable(QString::number(clock.elapsed())));
    for (const Answer &answer : answers) {
        QVERIFY(answer.isFinished());
        QVERIFY(answer.resultCount() == 0 || !answer.result());
    }
}

QTEST_GUILESS_MAIN(TestHttpManners)
#include "tst_httpmanners.moc"
