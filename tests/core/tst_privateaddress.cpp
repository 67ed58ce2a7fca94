// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/addresspolicy.h"
#include "core/podcast.h"
#include "core/privateaddress.h"
#include "support/failonwarning.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TestPrivateAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void addressesWithASecretArePrivate_data();
    void addressesWithASecretArePrivate();
    void addressesOfPublicHostsArePublic_data();
    void addressesOfPublicHostsArePublic();
    void randomPartsAreRecognised_data();
    void randomPartsAreRecognised();
    void writtenPartsAreNotRandom_data();
    void writtenPartsAreNotRandom();
    void theListenersWordCountsMost();
    void aLoginMakesAPodcastPrivate();
    void onlyTheHostOfAPrivateAddressIsShown();
    void logsShowNoSecretPath();
    void hugeAddressesAreJudgedQuickly();
};

void TestPrivateAddress::addressesWithASecretArePrivate_data()
{
    QTest::addColumn<QString>("address");
    for (const QString &address : {
                 u"https://www.patreon.com/rss/show?auth=Zk3Jd81kQpLmX09aBv72TyWc5NrEsGhU"_s,
                 u"https://www.patreon.com/rss/show?auth=short"_s,
                 u"https://show.memberful.com/rss/6209?auth=qwErt6Yui8"_s,
                 u"https://a.example/feed?access_token=1"_s,
                 u"https://a.example/feed?authToken=1"_s,
                 u"https://a.example/feed?X-Amz-Signature=1"_s,
                 u"https://a.example/feed?b=2&KEY=1"_s,
                 u"https://a.example/feed?sig=1"_s,
                 u"https://a.example/token/abc/feed.xml"_s,
                 u"https://a.example/api-key/abc/feed.xml"_s,
                 u"https://a.example/feed/auth=abc/rss"_s,
                 u"https://api.substack.com/feed/podcast/1042/private/"
                 "3f2a9c81-7d6e-4b1c-8a55-09d1f2e3c4b7.rss"_s,
                 u"https://api.substack.com/feed/podcast/1042/private/"
                 "9b1c73e0a2d45f6688aa01c3d5e7f912.rss"_s,
                 u"https://feeds.acast.com/private/shows/show"_s,
                 u"https://subscribers.transistor.fm/8f1b2c3d4e5f60"
                 "718293a4b5c6d7e8f9"_s,
                 u"https://show.supercast.com/feeds/Yh7mKq2PzR4tWx9bNc5vLs8d"_s,
                 u"https://show.supportingcast.fm/content/eyJ0IjoicCIsImMiOiIxMjM0IiwidSI6Ijk4In0/x.rss"_s,
                 u"https://a.example/f/n5q8zk2v7c1m9x4b6t3w.rss"_s,
                 u"https://a.example/f/JBSWY3DPEHPK3PXPJBSWY3DPEB.rss"_s,
                 u"https://a.example/feed?u=n5q8zk2v7c1m9x4b6t3w"_s,
                 u"https://a.example/feed?u=3f2a9c81-7d6e-4b1c-8a55-09d1f2e3c4b7"_s,
                 u"https://a.example/feed?n5q8zk2v7c1m9x4b6t3w"_s,
                 u"https://a.example/feed/%6e5q8zk2v7c1m9x4b6t3w"_s,
                 u"https://a.example/p?url=https%3A%2F%2Fb.example%2Ff%2Fn5q8zk2v7c1m9x4b6t3w"_s,
                 u"https://me:pw@a.example/feed.xml"_s,
                 u"https://me@a.example/feed.xml"_s,
         })
        QTest::newRow(qPrintable(address)) << address;
}

void TestPrivateAddress::addressesWithASecretArePrivate()
{
    QFETCH(QString, address);
    QVERIFY(looksPrivate(QUrl(address)));
}

void TestPrivateAddress::addressesOfPublicHostsArePublic_data()
{
    QTest::addColumn<QString>("address");
    // The forms of public hosts; the ids are made up.
    for (const QString &address : {
                 u""_s,
                 u"https://a.example"_s,
                 u"https://feeds.simplecast.com/54nAGcIl"_s,
                 u"https://feeds.simplecast.com/Xk2pQ9_v"_s,
                 u"https://feeds.megaphone.fm/ABC1234567890"_s,
                 u"https://feeds.megaphone.fm/the-long-name-of-a-show"_s,
                 u"https://anchor.fm/s/1e4a0eac/podcast/rss"_s,
                 u"https://podcasts.files.bbci.co.uk/p02nq0gn.rss"_s,
                 u"https://feed.podbean.com/somebody/feed.xml"_s,
                 u"https://rss.art19.com/the-daily"_s,
                 u"https://www.omnycontent.com/d/playlist/e73c998e-6e60-432f-8610-ae210140c5b1/"
                 "a91018a4-ea4f-4130-bf55-ae270180c327/44710ecc-10bb-48d1-93c7-ae270180c33e/"
                 "podcast.rss"_s,
                 u"https://feeds.redcircle.com/9cc9a4b0-3b05-4a42-b5a6-6c6e1c4a2f7d"_s,
                 u"https://feeds.acast.com/public/shows/5f1a2b3c4d5e6f708192a3b4"_s,
                 u"https://feeds.acast.com/public/shows/a-show"_s,
                 u"https://feeds.buzzsprout.com/1234567.rss"_s,
                 u"https://rss.libsyn.com/shows/98765/destinations/123456.xml"_s,
                 u"https://thejoewhoeverexperiencepodcast.libsyn.com/rss"_s,
                 u"https://feeds.libsyn.com/theverylongnameofsomeshow"_s,
                 u"https://feeds.feedburner.com/TheDeliciousDishWithAlecAndTerry"_s,
                 u"https://feeds.feedburner.com/NPRAllThingsForEverybody"_s,
                 u"https://feeds.soundcloud.com/users/soundcloud:users:123456789/sounds.rss"_s,
                 u"https://www.spreaker.com/show/1234567/episodes/feed"_s,
                 u"https://feeds.transistor.fm/a-show"_s,
                 u"https://feeds.captivate.fm/the-name-of-the-show/"_s,
                 u"https://feeds.fireside.fm/name/rss"_s,
                 u"https://name.podigee.io/feed/mp3"_s,
                 u"https://feeds.npr.org/510289/podcast.xml"_s,
                 u"https://feeds.br.de/das-thema-mit-den-vielen-worten/feed.xml"_s,
                 u"https://www.deutschlandfunk.de/hintergrund-106.xml"_s,
                 u"https://www.ivoox.com/podcast-el-nombre-largo_fg_f1123456_filtro_1.xml"_s,
                 u"https://www.youtube.com/feeds/videos.xml?channel_id=UCq9Zx3kV7bNt1LpWm5RsYd2"_s,
                 u"https://a.example/?feed=podcast&cat=12"_s,
                 u"https://a.example/podcast.php?id=18&format=rss"_s,
                 u"https://a.example/feed?utm_source=directory&utm_medium=web"_s,
                 u"https://a.example/songs-in-the-key-of-life/feed"_s,
                 u"https://a.example/keynote/feed.xml"_s,
                 u"https://a.example/monkeys?keyword=x"_s,
                 u"https://a.example/2024/01/05/episode-12-the-one-with-2-guests.rss"_s,
                 u"https://a.example/20240105123000123456789.rss"_s,
                 u"https://a.example/Rechtsschutzversicherungsgesellschaften"_s,
                 u"https://a.example/feed/season-1/s01e02-how-it-all-began"_s,
                 u"https://a.example/%E7%A7%91%E5%AD%A6%E6%9C%89%E6%95%85%E4%BA%8B%E7%A7%91%E5%AD%A6.xml"_s,
         })
        QTest::newRow(qPrintable(address)) << address;
}

void TestPrivateAddress::addressesOfPublicHostsArePublic()
{
    QFETCH(QString, address);
    QVERIFY(!looksPrivate(QUrl(address)));
}

void TestPrivateAddress::randomPartsAreRecognised_data()
{
    QTest::addColumn<QString>("letters");
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("missedOfThousand");
    const QString hex = u"0123456789abcdef"_s;
    const QString small = u"0123456789abcdefghijklmnopqrstuvwxyz"_s;
    const QString base32 = u"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"_s;
    const QString base62 = u"ABCDEFGHIJKLMNOPQRSTUVWXYZ"_s + small;
    QTest::newRow("hex") << hex << 20 << 1;
    QTest::newRow("base 32") << base32 << 26 << 50;
    QTest::newRow("base 36, 20") << small << 20 << 50;
    QTest::newRow("base 36, 32") << small << 32 << 40;
    QTest::newRow("base 62, 20") << base62 << 20 << 20;
    QTest::newRow("base 62, 32") << base62 << 32 << 5;
    QTest::newRow("base 64, 24") << base62 + u"-_"_s << 24 << 20;
    QTest::newRow("base 64, 43") << base62 + u"-_"_s << 43 << 2;
}

void TestPrivateAddress::randomPartsAreRecognised()
{
    QFETCH(QString, letters);
    QFETCH(int, length);
    QFETCH(int, missedOfThousand);
    QRandomGenerator random(20);
    constexpr int Tries = 4000;
    int missed = 0;
    for (int count = 0; count < Tries; ++count) {
        QString part;
        for (int at = 0; at < length; ++at)
            part += letters.at(random.bounded(letters.size()));
        missed += isRandom(part) ? 0 : 1;
    }
    QVERIFY2(missed * 1000 <= missedOfThousand * Tries, qPrintable(QString::number(missed)));
}

void TestPrivateAddress::writtenPartsAreNotRandom_data()
{
    QTest::addColumn<QString>("part");
    for (const QString &part :
         {u""_s, u"n5q8zk2v7c1m9x4b6t3"_s, u"12345678901234567890123"_s, u"2024-01-05T10-00-00Z"_s,
          u"the-rest-is-history-of-everything"_s, u"TheRestIsHistoryOfEverything"_s,
          u"THE_REST_IS_HISTORY_OF_EVERYTHING"_s, u"therestishistoryofeverything"_s,
          u"therestishistory2024extra"_s, u"3f2a9c81-7d6e-4b1c-8a55-09d1f2e3c4b7"_s,
          u"mp3-128k-stereo-season-1"_s, u"donaudampfschifffahrtsgesellschaft"_s,
          u"yhteiskuntatieteellinen"_s, u"el_hilo_de_la_historia_2"_s,
          u"a b c d e f g h 1 2 3 4 5 6 7"_s})
        QTest::newRow(qPrintable(part)) << part;
}

void TestPrivateAddress::writtenPartsAreNotRandom()
{
    QFETCH(QString, part);
    QVERIFY(!isRandom(part));
}

void TestPrivateAddress::theListenersWordCountsMost()
{
    Podcast podcast;
    podcast.url = QUrl(u"https://a.example/feed?token=1"_s);
    podcast.loginName = u"me"_s;
    QVERIFY(isPrivate(podcast));

    podcast.privateByUser = false;
    QVERIFY(!isPrivate(podcast));

    podcast = {};
    podcast.url = QUrl(u"https://a.example/feed"_s);
    QVERIFY(!isPrivate(podcast));
    podcast.privateByUser = true;
    QVERIFY(isPrivate(podcast));
}

void TestPrivateAddress::aLoginMakesAPodcastPrivate()
{
    Podcast podcast;
    podcast.url = QUrl(u"https://a.example/feed"_s);
    podcast.loginName = u"me"_s;
    QVERIFY(isPrivate(podcast));
}

void TestPrivateAddress::onlyTheHostOfAPrivateAddressIsShown()
{
    const QUrl url(u"https://me:pw@a.example:8443/feed/x.xml?b=1#part"_s);
    QCOMPARE(shownAddress(url, true), u"a.example/…"_s);
    QCOMPARE(shownAddress(url, false), u"https://a.example:8443/feed/x.xml?b=1"_s);
    QCOMPARE(shownAddress(QUrl(), true), u"…"_s);
}

void TestPrivateAddress::logsShowNoSecretPath()
{
    QCOMPARE(displayAddress(QUrl(u"https://a.example/f/n5q8zk2v7c1m9x4b6t3w.rss"_s)),
             u"https://a.example/…"_s);
}

void TestPrivateAddress::hugeAddressesAreJudgedQuickly()
{
    const QUrl url(u"https://a.example/"_s + u"word/"_s.repeated(200000));
    QVERIFY(!looksPrivate(url));
}

QTEST_GUILESS_MAIN(TestPrivateAddress)
#include "tst_privateaddress.moc"
