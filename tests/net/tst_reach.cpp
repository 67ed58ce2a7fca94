// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpfixture.h"

#include <QHostInfo>
#include <QNetworkProxy>

#include <chrono>
#include <future>
#include <memory>
#include <vector>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Reply = TestHttpServer::Reply;

HttpCredentials credentials()
{
    return {.name = u"m\u00f6rk"_s, .password = u"p:\u00e4ss"_s};
}

QByteArray basic()
{
    return "Basic " + u"m\u00f6rk:p:\u00e4ss"_s.toUtf8().toBase64();
}

QByteArray authorization(const TestHttpServer::Request &request)
{
    return request.headers.value("authorization");
}

} // namespace

/// Where requests may lead, and where a password goes.
class TestReach : public QObject, private HttpFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void addressesOfTheOwnNetworkAreNotAsked_data();
    void addressesOfTheOwnNetworkAreNotAsked();
    void aNameIsJudgedByAllItsAddresses_data();
    void aNameIsJudgedByAllItsAddresses();
    void aNameWithoutAddressesIsASentence();
    void aLookupThatNeverEndsEndsByTheConnectLimit();
    void aRedirectToTheOwnNetworkIsNotFollowed();
    void aRedirectToANameOnTheOwnNetworkIsNotFollowed();
    void aFeedOnTheOwnNetworkMayUseItsOwnHost();
    void theListenersOwnAddressIsAsked();
    void soundOnTheOwnNetworkIsNotAsked();
    void aProxyFindsNamesByItself();

    void aPasswordGoesToItsOrigin();
    void aPasswordInTheAddressIsUsedAndNotShown();
    void aPasswordStaysWithinItsOrigin_data();
    void aPasswordStaysWithinItsOrigin();
    void aPasswordDoesNotComeBackFromElsewhere();
    void aPasswordGivenByARedirectIsNotUsed();
    void noFailureTellsThePassword_data();
    void noFailureTellsThePassword();
    void soundTakesThePasswordAlong();
    void soundDoesNotTakeThePasswordElsewhere();

private:
    Result<HttpResponse> ask(const QUrl &url, Reach reach = Reach::PublicOnly,
                             const QString &ownHost = {})
    {
        return wait(m_client->get({.url = url, .reach = reach, .ownHost = ownHost}));
    }
    Result<HttpResponse> login(const QUrl &url)
    {
        return wait(m_client->get({.url = url, .credentials = credentials()}));
    }
    void resolve(const QStringList &addresses);
    static void redirect(TestHttpServer &from, const QUrl &to)
    {
        from.serve("/old", {.status = 302, .headers = {{"Location", to.toEncoded()}}});
    }
    /// What reading the first byte brought: a failure, or nothing.
    static std::string soundFailure(const std::shared_ptr<ByteSource> &source);

    std::unique_ptr<TestHttpServer> m_other; ///< Another host.
    int m_lookups = 0;
};

void TestReach::init()
{
    setUp();
    m_other = std::make_unique<TestHttpServer>(nullptr, QHostAddress(u"127.0.0.2"_s));
    m_lookups = 0;
}

void TestReach::cleanup()
{
    QNetworkProxy::setApplicationProxy(QNetworkProxy::DefaultProxy);
    m_other.reset();
    tearDown();
}

void TestReach::resolve(const QStringList &addresses)
{
    m_client->setHostLookup([this, addresses](const QString &, const HostAnswer &answer) {
        ++m_lookups;
        QList<QHostAddress> list;
        for (const QString &address : addresses)
            list.append(QHostAddress(address));
        QHostInfo info;
        info.setAddresses(list);
        answer(info);
    });
}

std::string TestReach::soundFailure(const std::shared_ptr<ByteSource> &source)
{
    auto reader = std::async(std::launch::async, [&] {
        std::vector<char> buffer(1);
        return source->readAt(0, buffer, {}).status;
    });
    if (!QTest::qWaitFor([&] { return reader.wait_for(0s) == std::future_status::ready; }, 10000))
        return "still reading";
    return reader.get() == ByteSource::Status::Failed ? source->failure() : std::string();
}

void TestReach::addressesOfTheOwnNetworkAreNotAsked_data()
{
    QTest::addColumn<QString>("host");

    for (const QString &host :
         {u"127.0.0.1"_s, u"127.1"_s, u"0x7f.1"_s, u"2130706433"_s, u"0"_s, u"localhost"_s,
          u"localhost."_s, u"nas"_s, u"nas.local"_s, u"[::1]"_s, u"[::ffff:127.0.0.1]"_s,
          u"[fe80::1]"_s, u"10.0.0.1"_s, u"192.168.1.1"_s, u"169.254.169.254"_s, u"100.64.0.1"_s,
          u"[64:ff9b::7f00:1]"_s})
        QTest::newRow(qPrintable(host)) << host;
}

void TestReach::addressesOfTheOwnNetworkAreNotAsked()
{
    QFETCH(QString, host);
    resolve({u"127.0.0.1"_s});

    const QUrl url(u"http://%1:%2/feed"_s.arg(host).arg(m_server->url(u"/"_s).port()));
    const auto result = ask(url);

    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::OwnNetwork);
    QVERIFY2(result.error().sentence.contains("is on your own network"_L1),
             qPrintable(result.error().sentence));
    QCOMPARE(m_lookups, 0);
    QCOMPARE(m_server->connections(), 0);
}

void TestReach::aNameIsJudgedByAllItsAddresses_data()
{
    QTest::addColumn<QStringList>("addresses");

    QTest::newRow("private") << QStringList{u"10.0.0.1"_s};
    QTest::newRow("one of several") << QStringList{u"93.184.216.34"_s, u"127.0.0.1"_s};
    QTest::newRow("mapped") << QStringList{u"::ffff:192.168.1.1"_s};
    QTest::newRow("unique local") << QStringList{u"2606:2800::1"_s, u"fd00::1"_s};
}

void TestReach::aNameIsJudgedByAllItsAddresses()
{
    QFETCH(QStringList, addresses);
    resolve(addresses);

    const auto result = ask(QUrl(u"https://feeds.example/feed"_s));

    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::OwnNetwork);
    QCOMPARE(result.error().sentence,
             u"feeds.example is on your own network, where what comes from the internet may not "
             u"lead."_s);
    QCOMPARE(m_lookups, 1);
}

void TestReach::aNameWithoutAddressesIsASentence()
{
    resolve({});

    const auto result = ask(QUrl(u"https://feeds.example/feed"_s));

    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Network);
    QVERIFY2(result.error().sentence.contains("no server named"_L1)
                     || result.error().sentence.contains("offline"_L1),
             qPrintable(result.error().sentence));
}

void TestReach::aLookupThatNeverEndsEndsByTheConnectLimit()
{
    m_client = std::make_unique<HttpClient>(m_folder->path(), HttpLimits{.connect = 100ms});
    m_client->setHostLookup([](const QString &, const HostAnswer &) {});

    const auto result = ask(QUrl(u"https://feeds.example/feed"_s));

    QVERIFY(!result);
    QVERIFY2(result.error().sentence.contains("could not be reached in time"_L1),
             qPrintable(result.error().sentence));
}

void TestReach::aRedirectToTheOwnNetworkIsNotFollowed()
{
    redirect(*m_server, m_other->url(u"/router"_s));

    const auto result = ask(m_server->url(u"/old"_s), Reach::PublicOnly, u"127.0.0.1"_s);

    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::OwnNetwork);
    QCOMPARE(result.error().sentence,
             u"127.0.0.1 sends on to 127.0.0.2, which is on your own network, so it was not "
             u"asked."_s);
    QCOMPARE(m_server->requests().size(), 1);
    QCOMPARE(m_other->connections(), 0);
}

void TestReach::aRedirectToANameOnTheOwnNetworkIsNotFollowed()
{
    resolve({u"192.168.1.1"_s});
    redirect(*m_server, QUrl(u"http://rebound.example/router"_s));

    const auto result = ask(m_server->url(u"/old"_s), Reach::PublicOnly, u"127.0.0.1"_s);

    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::OwnNetwork);
    QCOMPARE(m_lookups, 1);
}

void TestReach::aFeedOnTheOwnNetworkMayUseItsOwnHost()
{
    redirect(*m_server, m_server->url(u"/new"_s));
    m_server->serve("/new", {.body = "here"});

    const auto result = ask(m_server->url(u"/old"_s), Reach::PublicOnly, u"127.0.0.1."_s);

    QVERIFY(result);
    QCOMPARE(result->body, "here");
}

void TestReach::theListenersOwnAddressIsAsked()
{
    redirect(*m_server, m_other->url(u"/new"_s));
    m_other->serve("/new", {.body = "here"});
    resolve({});

    const auto result = ask(m_server->url(u"/old"_s), Reach::Anywhere);

    QVERIFY(result);
    QCOMPARE(m_lookups, 0);
}

void TestReach::soundOnTheOwnNetworkIsNotAsked()
{
    m_server->serve("/sound", {.body = "sound", .ranges = true});
    const QUrl url = m_server->url(u"/sound"_s);

    const auto refused = soundFailure(m_client->open({.url = url, .reach = Reach::PublicOnly}));
    const auto own = soundFailure(
            m_client->open({.url = url, .reach = Reach::PublicOnly, .ownHost = u"127.0.0.1"_s}));

    QVERIFY2(refused.find("own network") != std::string::npos, refused.c_str());
    QCOMPARE(own, std::string());
    QCOMPARE(m_server->requests().size(), 1);
}

void TestReach::aProxyFindsNamesByItself()
{
    m_server->serve("http://feeds.example/feed", {.body = "through it"});
    resolve({u"127.0.0.1"_s});
    QNetworkProxy::setApplicationProxy(QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_s,
                                                     quint16(m_server->url(u"/"_s).port())));

    const auto result = ask(QUrl(u"http://feeds.example/feed"_s));
    const auto own = ask(QUrl(u"http://nas.local/feed"_s));

    QVERIFY2(result, result ? "" : qPrintable(result.error().sentence));
    QCOMPARE(result->body, "through it");
    QCOMPARE(m_lookups, 0);
    QVERIFY(!own);
    QCOMPARE(own.error().kind, ErrorKind::OwnNetwork);
}

void TestReach::aPasswordGoesToItsOrigin()
{
    redirect(*m_server, m_server->url(u"/new"_s));
    m_server->serve("/new", {.body = "here"});

    QVERIFY(login(m_server->url(u"/old"_s)));

    QCOMPARE(m_server->requests().size(), 2);
    QCOMPARE(authorization(m_server->requests().first()), basic());
    QCOMPARE(authorization(m_server->requests().last()), basic());
}

void TestReach::aPasswordInTheAddressIsUsedAndNotShown()
{
    m_server->serve("/feed", {.body = "x"});
    QUrl url = m_server->url(u"/feed"_s);
    url.setUserName(credentials().name);
    url.setPassword(credentials().password);

    const auto result = wait(get(url));
    const auto given = login(url);

    QVERIFY(result && given);
    QCOMPARE(authorization(m_server->requests().first()), basic());
    QCOMPARE(authorization(m_server->requests().last()), basic());
    QCOMPARE(result->finalUrl, m_server->url(u"/feed"_s));
}

void TestReach::aPasswordStaysWithinItsOrigin_data()
{
    QTest::addColumn<bool>("samePort");

    QTest::newRow("another host") << false;
    QTest::newRow("another port") << true;
}

void TestReach::aPasswordStaysWithinItsOrigin()
{
    QFETCH(bool, samePort);
    TestHttpServer neighbour;
    TestHttpServer &target = samePort ? neighbour : *m_other;
    redirect(*m_server, target.url(u"/new"_s));
    target.serve("/new", {.body = "here"});

    QVERIFY(login(m_server->url(u"/old"_s)));

    QCOMPARE(authorization(m_server->requests().first()), basic());
    QCOMPARE(target.requests().size(), 1);
    QVERIFY(!target.requests().first().headers.contains("authorization"));
}

void TestReach::aPasswordDoesNotComeBackFromElsewhere()
{
    redirect(*m_server, m_other->url(u"/old"_s));
    redirect(*m_other, m_server->url(u"/new"_s));
    m_server->serve("/new", {.body = "here"});

    QVERIFY(login(m_server->url(u"/old"_s)));

    QCOMPARE(m_server->requests().size(), 2);
    QVERIFY(!m_server->requests().last().headers.contains("authorization"));
}

void TestReach::aPasswordGivenByARedirectIsNotUsed()
{
    QUrl target = m_server->url(u"/new"_s);
    target.setUserInfo(u"planted:word"_s);
    redirect(*m_server, target);
    m_server->serve("/new", {.body = "here"});

    const auto result = fetch(u"/old"_s);

    QVERIFY(result);
    QVERIFY(!m_server->requests().last().headers.contains("authorization"));
    QCOMPARE(result->finalUrl, m_server->url(u"/new"_s));
}

void TestReach::noFailureTellsThePassword_data()
{
    QTest::addColumn<Reply>("reply");

    QTest::newRow("401") << Reply{.status = 401,
                                  .headers = {{"WWW-Authenticate", "Basic realm=\"x\""}}};
    QTest::newRow("403") << Reply{.status = 403};
    QTest::newRow("cut") << Reply{.body = "words", .toldLength = 99};
    QTest::newRow("not HTTP") << Reply{.body = "\r\n\r\n", .fault = TestHttpServer::Fault::Raw};
    QTest::newRow("circle") << Reply{.status = 302, .headers = {{"Location", "/feed?key=hush"}}};
}

void TestReach::noFailureTellsThePassword()
{
    QFETCH(Reply, reply);
    m_server->serve("/feed?key=hush", reply);
    QUrl url = m_server->url(u"/feed?key=hush"_s);
    url.setUserInfo(u"somebody:hush"_s);

    const auto result = wait(get(url));

    QVERIFY(!result);
    const QString told = result.error().sentence + result.error().detail;
    QVERIFY2(!told.contains("hush"_L1) && !told.contains("somebody"_L1), qPrintable(told));
}

void TestReach::soundTakesThePasswordAlong()
{
    m_server->serve("/sound", {.body = "sound", .ranges = true});

    const auto failure = soundFailure(
            m_client->open({.url = m_server->url(u"/sound"_s), .credentials = credentials()}));

    QCOMPARE(failure, std::string());
    QCOMPARE(authorization(m_server->requests().first()), basic());
}

void TestReach::soundDoesNotTakeThePasswordElsewhere()
{
    redirect(*m_server, m_other->url(u"/sound"_s));
    m_other->serve("/sound", {.body = QByteArray(3000000, 's'), .ranges = true});
    const auto source
            = m_client->open({.url = m_server->url(u"/old"_s), .credentials = credentials()});
    const auto readEnd = [&] {
        std::vector<char> buffer(1);
        return source->readAt(2900000, buffer, {}).status;
    };

    QCOMPARE(soundFailure(source), std::string());
    auto reader = std::async(std::launch::async, readEnd);
    QVERIFY(QTest::qWaitFor([&] { return reader.wait_for(0s) == std::future_status::ready; },
                            10000));

    QCOMPARE(reader.get(), ByteSource::Status::Ok);
    QVERIFY(m_other->requests().size() >= 2);
    for (const auto &request : m_other->requests())
        QVERIFY(!request.headers.contains("authorization"));
}

QTEST_GUILESS_MAIN(TestReach)
#include "tst_reach.moc"
