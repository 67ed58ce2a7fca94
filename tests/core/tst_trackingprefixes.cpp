// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trackingprefixes.h"
#include "support/failonwarning.h"

#include <QFile>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TestTrackingPrefixes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void initTestCase();
    void whatIsNoPrefixIsLetAlone_data();
    void whatIsNoPrefixIsLetAlone();
    void hostileRestsAreNotFollowed_data();
    void hostileRestsAreNotFollowed();
    void prefixesAreTakenAway_data();
    void prefixesAreTakenAway();
    void endlessPrefixesGiveTheAddressItself();
    void badLinesOfTheListAreNoPrefixes();

private:
    TrackingPrefixes m_prefixes;
};

void TestTrackingPrefixes::initTestCase()
{
    QFile file(QStringLiteral(EARMARK_SOURCE_DIR "/resources/trackingprefixes.txt"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(file.readAll());
    m_prefixes = TrackingPrefixes(text);
    QVERIFY(m_prefixes.count() >= 15);
}

void TestTrackingPrefixes::whatIsNoPrefixIsLetAlone_data()
{
    QTest::addColumn<QString>("address");
    for (const QString &address :
         {u""_s, u"earmark-demo:a.mp3"_s, u"https://a.example/e/b.example/a.mp3"_s,
          u"https://pdst.fm/"_s, u"https://pdst.fm/x/b.example/a.mp3"_s,
          u"https://notpdst.fm/e/b.example/a.mp3"_s, u"https://pdst.fm.example/e/b.example/a.mp3"_s,
          u"https://anchor.fm/s/1e4a0eac/podcast/rss"_s,
          u"https://anchor.fm/s/1e4a0eac/podcast/play/12/b.example/a.mp3"_s,
          u"https://podtrac.com/pts/other/b.example/a.mp3"_s,
          u"https://a.example/redirect.mp3/b.example/a.mp3"_s})
        QTest::newRow(qPrintable(address)) << address;
}

void TestTrackingPrefixes::whatIsNoPrefixIsLetAlone()
{
    QFETCH(QString, address);
    QCOMPARE(m_prefixes.unwrapped(QUrl(address)), QUrl(address));
}

void TestTrackingPrefixes::hostileRestsAreNotFollowed_data()
{
    QTest::addColumn<QString>("rest");
    for (const QString &rest : {u""_s,
                                u"a.mp3"_s,
                                u"b.example"_s,
                                u"b.example/"_s,
                                u"b.example//a.mp3"_s,
                                u"/b.example/a"_s,
                                u"localhost/a.mp3"_s,
                                u"127.0.0.1/a.mp3"_s,
                                u"192.168.1.1/a.mp3"_s,
                                u"2130706433/a.mp3"_s,
                                u"0x7f.1/a.mp3"_s,
                                u"[::1]/a.mp3"_s,
                                u"router.local/a.mp3"_s,
                                u"8.8.8.8/a.mp3"_s,
                                u"b.example:22/a.mp3"_s,
                                u"me@b.example/a.mp3"_s,
                                u"me:pw@b.example/a.mp3"_s,
                                u"https%3A%2F%2Fme%40b.example%2Fa.mp3"_s,

                                u"file:///etc/passwd"_s,
                                u"ftp://b.example/a.mp3"_s,
                                u"https%3A%2F%2F127.0.0.1%2Fa"_s,
                                u"-/a.mp3"_s,
                                u"./a.mp3"_s,
                                u"../a.mp3"_s,
                                u"b..example/a.mp3"_s,
                                u"b.1/a.mp3"_s})
        QTest::newRow(qPrintable(rest)) << rest;
    QTest::newRow("long") << u"b.example/"_s + QString(5000, u'a');
    QTest::newRow("long host") << QString(300, u'a') + u".example/a.mp3"_s;
}

void TestTrackingPrefixes::hostileRestsAreNotFollowed()
{
    QFETCH(QString, rest);
    const QUrl url(u"https://pdst.fm/e/"_s + rest);
    QCOMPARE(m_prefixes.unwrapped(url), url);
}

void TestTrackingPrefixes::prefixesAreTakenAway_data()
{
    QTest::addColumn<QString>("address");
    const QString inner = u"b.example/dir/a.mp3"_s;
    for (const QString &prefix :
         {u"www.podtrac.com/pts/redirect.mp3/"_s, u"podtrac.com/pts/redirect.m4a/"_s,
          u"dts.podtrac.com/redirect.mp3/"_s, u"pdst.fm/e/"_s, u"chtbl.com/track/ABC12/"_s,
          u"chrt.fm/track/ABC12/"_s, u"mgln.ai/e/12/"_s, u"pscrb.fm/rss/p/"_s, u"op3.dev/e/"_s,
          u"op3.dev/e,pg=917393e3-1b1e-5cef-ace4-edaa54e1f810/"_s, u"prfx.byspotify.com/e/"_s,
          u"verifi.podscribe.com/rss/p/"_s, u"arttrk.com/p/ABC12/"_s, u"claritaspod.com/measure/"_s,
          u"PDST.FM/e/"_s, u"pdst.fm/e/https://"_s, u"pdst.fm/e/http:/"_s,
          u"pdst.fm/e/chtbl.com/track/ABC12/op3.dev/e/"_s,
          u"www.podtrac.com/pts/redirect.mp3/https://pdst.fm/e/"_s})
        QTest::newRow(qPrintable(prefix)) << prefix + inner;
    QTest::newRow("encoded") << u"pdst.fm/e/https%3A%2F%2Fb.example%2Fdir%2Fa.mp3"_s;
    QTest::newRow("anchor")
            << u"anchor.fm/s/1e4a0eac/podcast/play/12/https%3A%2F%2Fb.example%2Fdir%2Fa.mp3"_s;
}

void TestTrackingPrefixes::prefixesAreTakenAway()
{
    QFETCH(QString, address);
    for (const QString &scheme : {u"http://"_s, u"https://"_s}) {
        QCOMPARE(m_prefixes.unwrapped(QUrl(scheme + address)),
                 QUrl(u"https://b.example/dir/a.mp3"_s));
        QCOMPARE(m_prefixes.unwrapped(QUrl(scheme + address + u"?x=1%262&y"_s)),
                 QUrl(u"https://b.example/dir/a.mp3?x=1%262&y"_s));
    }
}

void TestTrackingPrefixes::endlessPrefixesGiveTheAddressItself()
{
    const QUrl url(u"https://pdst.fm/e/"_s + u"pdst.fm/e/"_s.repeated(30) + u"b.example/a.mp3"_s);
    QCOMPARE(m_prefixes.unwrapped(url), url);
}

void TestTrackingPrefixes::badLinesOfTheListAreNoPrefixes()
{
    const TrackingPrefixes prefixes(u"# x.example/\n\n/\nhost\nhost/\n127.0.0.1/e/\nx.example/e\n"
                                    "x.example/f/ # a good one\r\n");
    QCOMPARE(prefixes.count(), 1);
    QCOMPARE(prefixes.unwrapped(QUrl(u"https://x.example/f/b.example/a"_s)),
             QUrl(u"https://b.example/a"_s));
}

QTEST_GUILESS_MAIN(TestTrackingPrefixes)
#include "tst_trackingprefixes.moc"
