// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/earmarkaddress.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestEarmarkAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void otherTextIsNoAddress_data();
    void otherTextIsNoAddress();
    void whatIsWrittenIsReadAgain_data();
    void whatIsWrittenIsReadAgain();
};

void TestEarmarkAddress::otherTextIsNoAddress_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"", "earmark:", "earmark:play", "earmark:play?", "https://a.example/f?guid=1",
          "earmark:play?feed=https://a.example/f", "earmark:play?guid=1&t=5",
          "earmark:play?feed=file://host/music&guid=1", "earmark:play?feed=javascript:1&guid=1",
          "earmark:play?feed=https://a.example/f&guid=1&t=-1",
          "earmark:play?feed=https://a.example/f&guid=1&t=x",
          "earmark:play?feed=https://a.example/f&guid=1&t=nan",
          "earmark:play?feed=https://a.example/f&guid=1&t=inf",
          "earmark:play?feed=https://a.example/f&guid=1&t=1e9"})
        QTest::newRow(text) << QString::fromUtf8(text);
    QTest::newRow("long") << u"earmark:play?feed=https://a.example/f&guid="_s + QString(9000, u'x');
}

void TestEarmarkAddress::otherTextIsNoAddress()
{
    QFETCH(QString, text);
    QVERIFY(!parseEarmarkAddress(text));
}

void TestEarmarkAddress::whatIsWrittenIsReadAgain_data()
{
    QTest::addColumn<QString>("feed");
    QTest::addColumn<QString>("guid");
    QTest::addColumn<int>("ms");
    QTest::newRow("plain") << u"https://a.example/f.xml"_s << u"seed-01"_s << 750000;
    QTest::newRow("fraction") << u"http://a.example/f"_s << u"1"_s << 1005;
    QTest::newRow("queries") << u"https://a.example/f?a=b&c=d%20e#x"_s
                             << u"https://x.example/?p=1&q=2"_s << 0;
    QTest::newRow("folder") << u"file:///music/a%20b%23c"_s << u"CD 1/1.mp3"_s << 1000;
    QTest::newRow("signs") << u"https://a.example/f"_s << u"a+b c%20d äöü #?&="_s << 5000;
}

void TestEarmarkAddress::whatIsWrittenIsReadAgain()
{
    QFETCH(QString, feed);
    QFETCH(QString, guid);
    QFETCH(int, ms);
    const EarmarkAddress address{QUrl(feed), guid, std::chrono::milliseconds(ms)};
    const auto read = parseEarmarkAddress(toText(address));
    QVERIFY2(read, qPrintable(toText(address)));
    QCOMPARE(read->feed, address.feed);
    QCOMPARE(read->guid, address.guid);
    QCOMPARE(read->at, address.at);
}

QTEST_GUILESS_MAIN(TestEarmarkAddress)
#include "tst_earmarkaddress.moc"
