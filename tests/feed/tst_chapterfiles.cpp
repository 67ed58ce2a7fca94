// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/chapterfiles.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestChapterFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void whatIsNoJsonChaptersIsRefused_data();
    void whatIsNoJsonChaptersIsRefused();
    void junkInJsonIsSkipped();
    void jsonIsReadWhole();
    void addressesAreResolvedAndOnlyTheWebIsKept();
    void longJsonIsCapped();
    void whatIsNoPodloveIsRefused();
    void podloveIsReadWhole();
    void brokenPodloveKeepsWhatWasRead();
    void wildPodloveIsMended_data();
    void wildPodloveIsMended();
};

void TestChapterFiles::whatIsNoJsonChaptersIsRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("html") << QByteArray("<!DOCTYPE html><html></html>");
    QTest::newRow("truncated") << QByteArray("{\"chapters\":[{\"startTime\":0");
    QTest::newRow("no chapters") << QByteArray("{\"version\":\"1.2.0\"}");
    QTest::newRow("chapters no list") << QByteArray("{\"chapters\":7}");
    QTest::newRow("number") << QByteArray("12");
    QTest::newRow("too large") << QByteArray("{\"chapters\":[]}")
                    + QByteArray(6 * 1024 * 1024, ' ');
    QTest::newRow("deep") << QByteArray(100'000, '[');
}

void TestChapterFiles::whatIsNoJsonChaptersIsRefused()
{
    QFETCH(QByteArray, json);
    const auto parsed = parseJsonChapters(json);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().kind, ErrorKind::Parse);
    QVERIFY(parsed.error().sentence.endsWith(u'.'));
}

void TestChapterFiles::junkInJsonIsSkipped()
{
    const auto parsed = parseJsonChapters(
            "{\"chapters\":[null,1,\"x\",[],{},{\"title\":\"no start\"},{\"startTime\":-1},"
            "{\"startTime\":\"soon\"},{\"startTime\":1e300},{\"startTime\":true},"
            "{\"startTime\":5,\"title\":7,\"endTime\":3,\"img\":{},\"toc\":null}]}");
    QVERIFY(parsed);
    QCOMPARE(parsed->size(), 1);
    Chapter expected;
    expected.start = 5s;
    QCOMPARE(parsed->first(), expected);
}

void TestChapterFiles::jsonIsReadWhole()
{
    const auto parsed = parseJsonChapters(
            "\xEF\xBB\xBF{\"version\":\"1.2.0\",\"chapters\":["
            "{\"startTime\":\"90.5\",\"title\":\" B \\n b \",\"url\":\"https://a.example/b\"},"
            "{\"startTime\":0,\"title\":\"A\",\"endTime\":10.25},"
            "{\"startTime\":12.345,\"img\":\"https://a.example/i.jpg\",\"toc\":false},"
            "{\"startTime\":\"0:02:03.5\",\"title\":\"C\",\"toc\":true}]}");
    QVERIFY(parsed);
    QCOMPARE(parsed->size(), 4);
    QCOMPARE(parsed->at(0).title, u"A"_s);
    QCOMPARE(parsed->at(0).end, std::optional<std::chrono::milliseconds>(10250ms));
    QCOMPARE(parsed->at(1).start, 12345ms);
    QVERIFY(parsed->at(1).hidden);
    QCOMPARE(parsed->at(1).image, QUrl(u"https://a.example/i.jpg"_s));
    QCOMPARE(parsed->at(2).start, 90500ms);
    QCOMPARE(parsed->at(2).title, u"B b"_s);
    QCOMPARE(parsed->at(2).link, QUrl(u"https://a.example/b"_s));
    QCOMPARE(parsed->at(3).start, 123500ms);
    QVERIFY(!parsed->at(3).hidden);
    QCOMPARE(parseJsonChapters("[{\"start\":1,\"title\":\"X\"}]")->size(), 1);
    QCOMPARE(parseJsonChapters("{\"chapters\":[]}")->size(), 0);
}

void TestChapterFiles::addressesAreResolvedAndOnlyTheWebIsKept()
{
    const QByteArray json
            = "{\"chapters\":[{\"startTime\":0,\"img\":\"a/b.jpg\",\"url\":\"javascript:x\"},"
              "{\"startTime\":1,\"img\":\"file:///etc/passwd\",\"url\":\"/c\"}]}";
    const auto parsed = parseJsonChapters(json, QUrl(u"https://h.example/x/c.json"_s));
    QCOMPARE(parsed->at(0).image, QUrl(u"https://h.example/x/a/b.jpg"_s));
    QCOMPARE(parsed->at(0).link, QUrl());
    QCOMPARE(parsed->at(1).image, QUrl());
    QCOMPARE(parsed->at(1).link, QUrl(u"https://h.example/c"_s));
    QCOMPARE(parseJsonChapters(json)->at(0).image, QUrl(u"a/b.jpg"_s));
    QCOMPARE(parseJsonChapters(json)->at(1).image, QUrl());
}

void TestChapterFiles::longJsonIsCapped()
{
    QByteArray json = "{\"chapters\":[";
    for (int i = 0; i < 12'000; ++i)
        json += "{\"startTime\":" + QByteArray::number(i) + "},";
    json.chop(1);
    QCOMPARE(parseJsonChapters(json + "]}")->size(), 10'000);
    const QByteArray title(3000, 'x');
    QVERIFY(parseJsonChapters("[{\"startTime\":1,\"title\":\"" + title + "\"}]")
                    ->first()
                    .title.size()
            <= 500);
}

void TestChapterFiles::whatIsNoPodloveIsRefused()
{
    QVERIFY(!parsePodloveChapters({}));
    QVERIFY(!parsePodloveChapters("no xml"));
    QVERIFY(!parsePodloveChapters("<rss><channel><item/></channel></rss>"));
    QVERIFY(!parsePodloveChapters("<chapters/>" + QByteArray(6 * 1024 * 1024, ' ')));
    QByteArray bomb = "<!DOCTYPE a [<!ENTITY a \"" + QByteArray(400, 'x') + "\">";
    for (char c = 'b'; c < 'k'; ++c)
        bomb += QByteArray("<!ENTITY ") + c + " \""
                + QByteArray("&").append(char(c - 1)).append(';').repeated(10) + "\">";
    QVERIFY(!parsePodloveChapters(bomb
                                  + "]><chapters><chapter start='1' title='&j;'/></chapters>"));
}

void TestChapterFiles::wildPodloveIsMended_data()
{
    QTest::addColumn<QByteArray>("attributes");
    QTest::addColumn<QString>("title");
    QTest::newRow("ampersand") << QByteArray("title=\"A & B\"") << u"A & B"_s;
    QTest::newRow("entity") << QByteArray("title=\"A&nbsp;&eacute;\"") << u"A é"_s;
    QTest::newRow("address") << QByteArray("title=\"A\" href=\"http://a.test/?a=1&b=2\"") << u"A"_s;
    QTest::newRow("bracket") << QByteArray("title=\"A < B\"") << u"A < B"_s;
    QTest::newRow("twice") << QByteArray("title=\"A\" title=\"B\"") << u"A"_s;
    QTest::newRow("Latin-1") << QByteArray("title=\"Caf\xE9\"") << u"Café"_s;
}

void TestChapterFiles::wildPodloveIsMended()
{
    QFETCH(QByteArray, attributes);
    QFETCH(QString, title);
    const auto chapters = parsePodloveChapters(
            "<psc:chapters version=\"1.2\"><psc:chapter start=\"0:00\" " + attributes
            + "/><psc:chapter start=\"1:00\" title=\"Next\"/></psc:chapters>");
    QVERIFY(chapters);
    QCOMPARE(chapters->size(), 2);
    QCOMPARE(chapters->at(0).title, title);
    QCOMPARE(chapters->at(1).title, u"Next"_s);
}

void TestChapterFiles::podloveIsReadWhole()
{
    const auto parsed = parsePodloveChapters(
            "<psc:chapters version='1.2' xmlns:psc='http://podlove.org/simple-chapters'>"
            "<psc:chapter start='3:07' title='B &amp; b' href='http://a.example/'/>"
            "<psc:chapter start='0' title='A' image='https://a.example/i.png'/>"
            "<psc:chapter start='01:02:03.250' title='C' href='javascript:1'/>"
            "<psc:chapter start='later' title='D'/></psc:chapters>");
    QVERIFY(parsed);
    QCOMPARE(parsed->size(), 3);
    QCOMPARE(parsed->at(0).image, QUrl(u"https://a.example/i.png"_s));
    QCOMPARE(parsed->at(1).title, u"B & b"_s);
    QCOMPARE(parsed->at(1).start, 187s);
    QCOMPARE(parsed->at(2).start, 3723250ms);
    QCOMPARE(parsed->at(2).link, QUrl());
    QCOMPARE(parsePodloveChapters(
                     "<item><sc:chapters><sc:chapter start='1' title='x'/></sc:chapters></item>")
                     ->size(),
             1);
    QCOMPARE(parsePodloveChapters("<chapters/>")->size(), 0);
}

void TestChapterFiles::brokenPodloveKeepsWhatWasRead()
{
    const auto parsed = parsePodloveChapters(
            "<chapters><chapter start='1' title='x'/><chapter start='2' tit");
    QVERIFY(parsed);
    QCOMPARE(parsed->size(), 1);
}

QTEST_GUILESS_MAIN(TestChapterFiles)
#include "tst_chapterfiles.moc"
