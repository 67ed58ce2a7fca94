// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpfailure.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestHttpFailure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void noSentenceTellsASecret_data();
    void noSentenceTellsASecret();
    void offlineIsOneAndTheSameForEveryHost();
    void theComputersOwnServersAreReachedOffline();
    void tlsFailuresSayWhatIsWrong_data();
    void tlsFailuresSayWhatIsWrong();
    void aDowngradeIsRefusedInWords();
    void retryAfterIsReadInBothSpellings_data();
    void retryAfterIsReadInBothSpellings();
};

void TestHttpFailure::noSentenceTellsASecret_data()
{
    QTest::addColumn<QString>("address");

    QTest::newRow("a password and a token") << u"https://name:hush@example.org/feed?token=hush"_s;
    QTest::newRow("a secret path") << u"https://example.org/auth/hush/rss"_s;
    QTest::newRow("a random path") << u"https://example.org/hush8Kq2vXw91Rt7mZpL4sYb/rss"_s;
}

void TestHttpFailure::noSentenceTellsASecret()
{
    QFETCH(QString, address);
    const QUrl url(address);
    const QString text = u"Error transferring "_s + address + u" - server replied: x"_s;
    const QList<Error> all{
            timeFailure(TimeLimit::Connect, url),
            timeFailure(TimeLimit::Idle, url),
            timeFailure(TimeLimit::Whole, url),
            networkFailure(QNetworkReply::HostNotFoundError, url, text, true),
            networkFailure(QNetworkReply::HostNotFoundError, url, text, false),
            tlsFailure({}, url),
            statusFailure(404, url, 0s),
            tooLargeFailure(1000, url),
            incompleteFailure(url, text),
            unaskedFailure(304, url),
            addressFailure(url),
            ownNetworkFailure(url, {}),
            ownNetworkFailure(url, url),
            redirectFailure(BadRedirect::Circle, url, url),
            redirectFailure(BadRedirect::Nowhere, url, url),
            redirectFailure(BadRedirect::Downgrade, url, url),
    };

    for (const Error &error : all) {
        QVERIFY2(!error.sentence.contains("hush"_L1), qPrintable(error.sentence));
        QVERIFY2(!error.detail.contains("hush"_L1), qPrintable(error.detail));
        QVERIFY2(error.sentence.endsWith(u'.'), qPrintable(error.sentence));
    }
}

void TestHttpFailure::offlineIsOneAndTheSameForEveryHost()
{
    const Error one = networkFailure(QNetworkReply::HostNotFoundError, QUrl(u"https://a.example"_s),
                                     u"x"_s, false);
    const Error other = networkFailure(QNetworkReply::UnknownNetworkError,
                                       QUrl(u"https://b.example"_s), u"y"_s, false);

    QVERIFY(isOffline(one));
    QVERIFY(isOffline(other));
    QCOMPARE(one.sentence, other.sentence);
    QVERIFY(!isOffline(networkFailure(QNetworkReply::HostNotFoundError,
                                      QUrl(u"https://a.example"_s), u"x"_s, true)));
}

void TestHttpFailure::theComputersOwnServersAreReachedOffline()
{
    QVERIFY(!isOffline(networkFailure(QNetworkReply::UnknownNetworkError,
                                      QUrl(u"http://127.0.0.1/"_s), u"x"_s, false)));
}

void TestHttpFailure::tlsFailuresSayWhatIsWrong_data()
{
    QTest::addColumn<QSslError::SslError>("error");
    QTest::addColumn<QString>("words");

    QTest::newRow("self-signed") << QSslError::SelfSignedCertificate << u"self-signed"_s;
    QTest::newRow("chain") << QSslError::SelfSignedCertificateInChain << u"self-signed"_s;
    QTest::newRow("expired") << QSslError::CertificateExpired << u"expired"_s;
    QTest::newRow("name") << QSslError::HostNameMismatch << u"a different one"_s;
    QTest::newRow("unknown issuer") << QSslError::UnableToGetLocalIssuerCertificate << u"Nobody"_s;
    QTest::newRow("other") << QSslError::InvalidPurpose << u"No safe connection"_s;
}

void TestHttpFailure::tlsFailuresSayWhatIsWrong()
{
    QFETCH(QSslError::SslError, error);
    QFETCH(QString, words);

    const Error failure = tlsFailure({QSslError(error)}, QUrl(u"https://a.example/"_s));

    QVERIFY2(failure.sentence.contains(words), qPrintable(failure.sentence));
    QVERIFY(failure.sentence.contains("a.example"_L1));
}

void TestHttpFailure::aDowngradeIsRefusedInWords()
{
    const Error error = redirectFailure(BadRedirect::Downgrade, QUrl(u"https://a.example/"_s),
                                        QUrl(u"http://a.example/"_s));

    QVERIFY(error.sentence.contains("without encryption"_L1));
}

void TestHttpFailure::retryAfterIsReadInBothSpellings_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("seconds");

    QTest::newRow("none") << QByteArray() << 0;
    QTest::newRow("number") << QByteArray(" 120 ") << 120;
    QTest::newRow("date") << QByteArray("Sat, 01 Jan 2022 00:01:00 GMT") << 60;
    QTest::newRow("past") << QByteArray("Fri, 31 Dec 2021 00:00:00 GMT") << 0;
    QTest::newRow("negative") << QByteArray("-5") << 0;
    QTest::newRow("nonsense") << QByteArray("soon") << 0;
    QTest::newRow("a year") << QByteArray("31536000") << 86400;
}

void TestHttpFailure::retryAfterIsReadInBothSpellings()
{
    QFETCH(QByteArray, header);
    QFETCH(int, seconds);
    const QDateTime now(QDate(2022, 1, 1), QTime(0, 0), Qt::UTC);

    QCOMPARE(retryAfterOf(header, now), std::chrono::seconds(seconds));
}

QTEST_GUILESS_MAIN(TestHttpFailure)
#include "tst_httpfailure.moc"
