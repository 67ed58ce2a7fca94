// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/loginfixture.h"

using namespace Earmark;
using namespace Qt::StringLiterals;

/// The name and password of a podcast over the years: changed, forgotten, taken to a new address.
class TestLogins : public QObject, LoginFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void aLoginIsChangedOnceTheServerTookIt();
    void aForgottenLoginLeavesTheKeyring();
    void whatAnotherPodcastNeedsStaysInTheKeyring();
    void whatMayBeBroughtBackStaysInTheKeyring();
    void anotherPodcastForThisRunLeavesTheKeyringAlone();
    void whatIsUnsubscribedFromForGoodLeavesTheKeyring();
    void anotherNameTakesTheOldPasswordOut();
    void keptForThisRunLeavesTheKeyring();
    void aNewAddressOfTheSameOriginTakesTheLoginAlong();
    void aNewAddressElsewhereIsAskedWithoutTheLogin();
    void aNewAddressElsewhereTakesALoginOfItsOwn();
    void olderPagesGetTheLoginOfTheirOrigin();
    void newFeedUrlOfTheSameOriginGetsTheLogin();

private:
    std::pair<PodcastId, PodcastId> twoOfOneShop();
    static QByteArray page(const QByteArray &name, const QUrl &next);
};

void TestLogins::aLoginIsChangedOnceTheServerTookIt()
{
    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin())));
    const PodcastId id = only().id;
    const HttpCredentials wrong{.name = u"me"_s, .password = u"x"_s};

    const auto refused = resultOf(m_library->changeLogin(id, wrong, KeepLogin::InKeyring));

    QVERIFY(!refused);
    QCOMPARE(refused.error().code, 401);
    QCOMPARE(m_keyring->secrets.values(), QStringList(Password));
    QVERIFY(resultOf(m_library->changeLogin(id, *withLogin().login, KeepLogin::InKeyring)));
    m_server->stop(); // it cannot be asked: the listener's word counts
    QVERIFY(resultOf(m_library->changeLogin(id, wrong, KeepLogin::InKeyring)));
    QCOMPARE(m_keyring->secrets.values(), QStringList(u"x"_s));
}

void TestLogins::aForgottenLoginLeavesTheKeyring()
{
    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin())));

    QVERIFY(resultOf(m_library->forgetLogin(only().id)));

    QCOMPARE(only().loginName, QString());
    QVERIFY(m_keyring->secrets.isEmpty());
    QVERIFY(resultOf(m_library->refresh()).first().needsLogin);
    Podcast still = only();
    still.loginName = u"me"_s;
    QVERIFY(!resultOf(m_logins->find(still)));
}

std::pair<PodcastId, PodcastId> TestLogins::twoOfOneShop()
{
    const auto first = resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin()));
    const auto second = resultOf(m_library->subscribe(
            m_server->url(u"/two"_s), {.fetch = false, .login = withLogin().login}));
    [&] { QVERIFY(first && second); }();
    return first && second ? std::pair(first->id, second->id) : std::pair<PodcastId, PodcastId>();
}

void TestLogins::whatAnotherPodcastNeedsStaysInTheKeyring()
{
    const auto [first, second] = twoOfOneShop();

    QVERIFY(resultOf(m_library->forgetLogin(first)));
    QCOMPARE(m_keyring->secrets.size(), 1);
    QVERIFY(resultOf(m_library->forgetLogin(second)));

    QVERIFY(m_keyring->secrets.isEmpty());
}

void TestLogins::whatMayBeBroughtBackStaysInTheKeyring()
{
    const auto [first, second] = twoOfOneShop();

    QVERIFY(resultOf(m_library->unsubscribe(second)));
    QVERIFY(resultOf(m_library->forgetLogin(first)));

    QCOMPARE(m_keyring->secrets.size(), 1);
}

void TestLogins::anotherPodcastForThisRunLeavesTheKeyringAlone()
{
    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin())));
    SubscribeWish forThisRun = withLogin();
    forThisRun.keepLogin = KeepLogin::ForThisRun;

    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/two"_s), forThisRun)));

    QCOMPARE(m_keyring->secrets.size(), 1);
}

void TestLogins::whatIsUnsubscribedFromForGoodLeavesTheKeyring()
{
    const auto [first, second] = twoOfOneShop();
    const auto purge = [this] {
        m_now = m_now.addDays(6);
        m_library->tidy();
        QVERIFY(resultOf(m_storage->write([](Database &) { return Result<>(); }))); // behind it
    };

    QVERIFY(resultOf(m_library->unsubscribe(first)));
    purge();
    purge(); // the first is gone, the second needs the same password
    QVERIFY(resultOf(m_library->unsubscribe(second)));
    purge();
    QCOMPARE(m_keyring->secrets.size(), 1); // it may still be brought back
    purge();

    QTRY_VERIFY(m_keyring->secrets.isEmpty());
}

void TestLogins::anotherNameTakesTheOldPasswordOut()
{
    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin())));
    const HttpCredentials other{.name = u"you"_s, .password = u"other"_s};

    QVERIFY(resultOf(m_library->setLogin(only().id, other, KeepLogin::InKeyring)));

    QCOMPARE(only().loginName, u"you"_s);
    QCOMPARE(m_keyring->secrets.values(), QStringList(u"other"_s));
}

void TestLogins::keptForThisRunLeavesTheKeyring()
{
    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin())));

    QVERIFY(resultOf(m_library->setLogin(only().id, *withLogin().login, KeepLogin::ForThisRun)));

    QVERIFY(m_keyring->secrets.isEmpty());
    QCOMPARE(resultOf(m_library->refresh()).first().error, QString());
}

void TestLogins::aNewAddressOfTheSameOriginTakesTheLoginAlong()
{
    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin())));
    const PodcastId id = only().id;
    m_server->setHandler([](const TestHttpServer::Request &request) {
        const bool isIn = request.headers.value("authorization") == basic();
        return isIn ? TestHttpServer::Reply{.body = feedXml(u"Pod"_s, 3)}
                    : TestHttpServer::Reply{.status = 401};
    });

    const auto changed = resultOf(m_library->changeAddress(id, m_server->url(u"/new"_s)));

    QVERIFY2(changed, changed ? "" : qPrintable(changed.error().sentence));
    QCOMPARE(only().url, m_server->url(u"/new"_s));
    QCOMPARE(only().loginName, u"me"_s);
    QCOMPARE(m_keyring->secrets.values(), QStringList(Password));
    QCOMPARE(resultOf(m_library->refresh()).first().error, QString());
}

void TestLogins::aNewAddressElsewhereIsAskedWithoutTheLogin()
{
    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin())));
    serveBehindLogin(*m_other, feedXml(u"Pod"_s, 2));

    const auto asked = resultOf(m_library->changeAddress(only().id, m_other->url(u"/feed"_s)));

    QVERIFY(!asked);
    QCOMPARE(asked.error().code, 401); // whoever calls asks the listener
    QVERIFY(!m_other->requests().isEmpty());
    QVERIFY(!sentPassword(*m_other));
    QCOMPARE(only().url, m_server->url(u"/feed"_s));
    QCOMPARE(only().loginName, u"me"_s);
    m_other->setHandler([](const TestHttpServer::Request &) {
        return TestHttpServer::Reply{.body = feedXml(u"Pod"_s, 2)};
    });
    QVERIFY(resultOf(m_library->changeAddress(only().id, m_other->url(u"/feed"_s))));
    QVERIFY(!sentPassword(*m_other));
    QCOMPARE(only().loginName, QString());
    QVERIFY(m_keyring->secrets.isEmpty());
}

void TestLogins::aNewAddressElsewhereTakesALoginOfItsOwn()
{
    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin())));
    m_other->setHandler([](const TestHttpServer::Request &request) {
        const bool isIn
                = request.headers.value("authorization") == "Basic " + QByteArray("a:b").toBase64();
        return isIn ? TestHttpServer::Reply{.body = feedXml(u"Pod"_s, 2)}
                    : TestHttpServer::Reply{.status = 401};
    });
    const HttpCredentials theirs{.name = u"a"_s, .password = u"b"_s};

    const auto changed = resultOf(
            m_library->changeAddress(only().id, m_other->url(u"/feed"_s), {.login = theirs}));

    QVERIFY(changed);
    QCOMPARE(changed->notice, QString());
    QCOMPARE(only().loginName, u"a"_s);
    QCOMPARE(m_keyring->secrets.values(), QStringList(u"b"_s));
    QCOMPARE(resultOf(m_library->refresh()).first().error, QString());
}

/// A page with episodes of its own, and the address of the next one.
QByteArray TestLogins::page(const QByteArray &name, const QUrl &next)
{
    QByteArray feed = feedXml(u"Pod"_s, 2);
    feed.replace("guid-", QByteArray(name + '-'));
    feed.replace("<title>Episode", QByteArray("<title>" + name));
    feed.replace(":9/", QByteArray(":9/" + name));
    if (next.isEmpty())
        return feed;
    const QByteArray link
            = "<atom:link xmlns:atom=\"http://www.w3.org/2005/Atom\" rel=\"next\" href=\""
            + next.toEncoded() + "\"/><description>About";
    return feed.replace("<description>About", link);
}

void TestLogins::olderPagesGetTheLoginOfTheirOrigin()
{
    const TestHttpServer elsewhere; // on the same host, behind another port
    const QByteArray first = page("first", m_server->url(u"/two"_s));
    const QByteArray second = page("second", elsewhere.url(u"/three"_s));
    m_server->setHandler([first, second](const TestHttpServer::Request &request) {
        if (request.headers.value("authorization") != basic())
            return TestHttpServer::Reply{.status = 401};
        return TestHttpServer::Reply{.body = request.path == "/feed" ? first : second};
    });
    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin())));

    const auto older = resultOf(m_library->loadOlder(only().id));

    QVERIFY(older);
    QCOMPARE(older->inserted, 2);
    QCOMPARE(elsewhere.requests().size(), 1);
    QVERIFY(!sentPassword(elsewhere));
}

void TestLogins::newFeedUrlOfTheSameOriginGetsTheLogin()
{
    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/feed"_s), withLogin())));
    QByteArray moved = feedXml(u"Pod"_s, 3);
    const QByteArray said = "<itunes:new-feed-url>" + m_server->url(u"/new"_s).toEncoded()
            + "</itunes:new-feed-url><description>About";
    moved.replace("<description>About", said);
    m_server->setHandler([moved](const TestHttpServer::Request &request) {
        return request.headers.value("authorization") == basic()
                ? TestHttpServer::Reply{.body = moved}
                : TestHttpServer::Reply{.status = 401};
    });

    QCOMPARE(resultOf(m_library->refresh()).first().error, QString());

    QCOMPARE(only().url, m_server->url(u"/new"_s));
}

QTEST_GUILESS_MAIN(TestLogins)
#include "tst_logins.moc"
