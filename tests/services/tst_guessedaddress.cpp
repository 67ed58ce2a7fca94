// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/addresspolicy.h"
#include "loginfixture.h"
#include "services/guessedaddress.h"
#include "support/secureserver.h"

#include <QNetworkReply>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

Error noConnection(int code)
{
    return fail(ErrorKind::Network, u"No."_s, {}, code);
}

} // namespace

/// Addresses that do not say whether by http or https: https is tried, and then http.
class TestGuessedAddress : public QObject, private LoginFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { end(); }

    void onlyWithoutAConnectionIsThereASecondTry_data();
    void onlyWithoutAConnectionIsThereASecondTry();
    void secretsAreNotTriedAndThatIsTold_data();
    void secretsAreNotTriedAndThatIsTold();
    void aFeedThatSpeaksNoTlsIsReadByHttp();
    void aPageThatSpeaksNoTlsLeadsToItsFeed();
    void whatSaysHttpsIsNeverReadByHttp();
    void aSecretAddressIsNotAskedForByHttp();
    void aLoginIsNotSentByHttp();
    void aServerThatWantsALoginByHttpSaysSo();
    void whereNobodyIsTheFirstSentenceIsTold();
    void theOwnNetworkIsAskedAboutFirst();
    void aPodcastMovesToAGuessedAddress();

private:
    /// The server's, as if https were its way.
    QUrl guess(const QString &path) const
    {
        QUrl url = m_server->url(path);
        url.setScheme(u"https"_s);
        return url;
    }
    Result<Subscription> subscribe(const QUrl &url, const SubscribeWish &wish = {.isGuess = true})
    {
        return resultOf(m_library->subscribe(url, wish));
    }
};

void TestGuessedAddress::init()
{
    begin();
    m_server->setHandler({});
    m_server->refuseTls();
    m_server->serve("/feed", {.body = feedXml(u"Pod"_s, 2)});
}

void TestGuessedAddress::onlyWithoutAConnectionIsThereASecondTry_data()
{
    QTest::addColumn<Error>("error");
    QTest::addColumn<bool>("isTried");
    using Code = QNetworkReply::NetworkError;
    QTest::newRow("refused") << noConnection(Code::ConnectionRefusedError) << true;
    QTest::newRow("no TLS") << noConnection(Code::SslHandshakeFailedError) << true;
    QTest::newRow("hung up") << noConnection(Code::RemoteHostClosedError) << true;
    QTest::newRow("silent") << noConnection(Code::TimeoutError) << true;
    QTest::newRow("no such name") << noConnection(Code::HostNotFoundError) << false;
    QTest::newRow("offline") << noConnection(Code::NetworkSessionFailedError) << false;
    QTest::newRow("downgrade") << noConnection(Code::InsecureRedirectError) << false;
    QTest::newRow("404") << fail(ErrorKind::HttpStatus, u"No."_s, {}, 404) << false;
    QTest::newRow("401") << fail(ErrorKind::HttpStatus, u"No."_s, {}, 401) << false;
    QTest::newRow("no feed") << fail(ErrorKind::Parse, u"No."_s) << false;
    QTest::newRow("own network") << fail(ErrorKind::OwnNetwork, u"No."_s) << false;
    QTest::newRow("cancelled") << fail(ErrorKind::Cancelled, u"No."_s) << false;
}

void TestGuessedAddress::onlyWithoutAConnectionIsThereASecondTry()
{
    QFETCH(Error, error);
    QFETCH(bool, isTried);

    const SecondTry second = secondTry(QUrl(u"https://a.example:81/f?x=1"_s), false, error);

    QCOMPARE(second.url, isTried ? QUrl(u"http://a.example:81/f?x=1"_s) : QUrl());
    QCOMPARE(second.error, error);
}

void TestGuessedAddress::secretsAreNotTriedAndThatIsTold_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("hasLogin");
    QTest::newRow("token") << u"https://a.example/f?token=abc"_s << false;
    QTest::newRow("random path") << u"https://a.example/x7Gh2kLm9QpR4sTv8wYz1B/rss"_s << false;
    QTest::newRow("user") << u"https://me:secret@a.example/f"_s << false;
    QTest::newRow("login") << u"https://a.example/f"_s << true;
}

void TestGuessedAddress::secretsAreNotTriedAndThatIsTold()
{
    QFETCH(QString, url);
    QFETCH(bool, hasLogin);

    const SecondTry second
            = secondTry(QUrl(url), hasLogin, noConnection(QNetworkReply::SslHandshakeFailedError));

    QCOMPARE(second.url, QUrl());
    QVERIFY(second.error.sentence.contains("http://"_L1));
    QVERIFY(second.error.sentence.endsWith(u'.'));
}

void TestGuessedAddress::aFeedThatSpeaksNoTlsIsReadByHttp()
{
    const auto added = subscribe(guess(u"/feed"_s));

    QVERIFY2(added, added ? "" : qPrintable(added.error().sentence));
    QCOMPARE(added->outcome.inserted, 2);
    QCOMPARE(only().url, m_server->url(u"/feed"_s));
    QVERIFY(only().ownNetworkAllowed);
    QVERIFY(m_server->refusedTls() > 0);
    QVERIFY(!subscribe(guess(u"/feed"_s))->isNew);
}

void TestGuessedAddress::aPageThatSpeaksNoTlsLeadsToItsFeed()
{
    m_server->serve("/",
                    {.body = "<html><link rel=alternate type='application/rss+xml' "
                             "href='/feed'></html>"});

    const auto added = subscribe(guess(u"/"_s));

    QVERIFY(added);
    QCOMPARE(only().url, m_server->url(u"/feed"_s));
}

void TestGuessedAddress::whatSaysHttpsIsNeverReadByHttp()
{
    const auto added = subscribe(guess(u"/feed"_s), {});

    QVERIFY(!added);
    QVERIFY(m_server->refusedTls() > 0);
    QVERIFY(m_server->requests().isEmpty());
}

void TestGuessedAddress::aSecretAddressIsNotAskedForByHttp()
{
    m_server->serve("/feed?token=abc", {.body = feedXml(u"Pod"_s, 2)});
    const QUrl secret = guess(u"/feed?token=abc"_s);

    const auto added = subscribe(secret);

    QVERIFY(!added);
    QVERIFY2(added.error().sentence.contains("http://"_L1), qPrintable(added.error().sentence));
    QVERIFY(m_server->requests().isEmpty());
    QVERIFY(subscribe(m_server->url(u"/feed?token=abc"_s))); // written by the listener himself
}

void TestGuessedAddress::aLoginIsNotSentByHttp()
{
    SubscribeWish wish = withLogin();
    wish.isGuess = true;

    const auto added = subscribe(guess(u"/feed"_s), wish);

    QVERIFY(!added);
    QVERIFY2(added.error().sentence.contains("password"_L1), qPrintable(added.error().sentence));
    QVERIFY(m_server->requests().isEmpty());
}

void TestGuessedAddress::aServerThatWantsALoginByHttpSaysSo()
{
    serveBehindLogin(*m_server, feedXml(u"Pod"_s, 2));

    const auto added = subscribe(guess(u"/paid"_s));

    QVERIFY(!added);
    QCOMPARE(added.error().kind, ErrorKind::HttpStatus);
    QCOMPARE(added.error().code, 401);
}

void TestGuessedAddress::whereNobodyIsTheFirstSentenceIsTold()
{
    const SecureServer stranger("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", u"selfsigned"_s);

    const auto added = subscribe(stranger.url(u"/feed"_s));

    QVERIFY(!added);
    QVERIFY2(added.error().sentence.contains("self-signed"_L1), qPrintable(added.error().sentence));
}

void TestGuessedAddress::theOwnNetworkIsAskedAboutFirst()
{
    const auto added
            = subscribe(guess(u"/feed"_s), {.isOwnNetworkAllowed = false, .isGuess = true});

    QVERIFY(!added);
    QCOMPARE(added.error().kind, ErrorKind::OwnNetwork);
    QCOMPARE(m_server->connections(), 0);
    QCOMPARE(m_server->refusedTls(), 0);
}

void TestGuessedAddress::aPodcastMovesToAGuessedAddress()
{
    m_server->serve("/old", {.body = feedXml(u"Pod"_s, 2)});
    const auto added = subscribe(m_server->url(u"/old"_s));
    QVERIFY(added);

    const auto moved
            = resultOf(m_library->changeAddress(added->id, guess(u"/feed"_s), {.isGuess = true}));

    QVERIFY2(moved, moved ? "" : qPrintable(moved.error().sentence));
    QCOMPARE(only().url, m_server->url(u"/feed"_s));
}

QTEST_GUILESS_MAIN(TestGuessedAddress)
#include "tst_guessedaddress.moc"
