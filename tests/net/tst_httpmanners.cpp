// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpfixture.h"

#include <QElapsedTimer>

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
    void twoAtOncePerHost();
    void sixteenAtOnceInAll();
    void whoIsWaitedForGoesFirst();
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

    QTest::newRow("not modified, without a validator sent") << 304;
    QTest::newRow("a part, without a range sent") << 206;
}

void TestHttpManners::whatNobodyAskedForIsRefused()
{
    QFETCH(int, status);
    m_server->serve("/feed", {.status = status, .body = "x", .headers = {}});

    QVERIFY(!fetch(u"/feed"_s));
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
