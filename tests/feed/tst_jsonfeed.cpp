// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/feedparser.h"
#include "support/failonwarning.h"

#include <QFile>
#include <QStringEncoder>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

const FeedContext Context{.baseUrl = QUrl(u"https://pod.example/feed.json"_s), .httpCharset = {}};

QByteArray fixture(const QString &name)
{
    QFile file(QStringLiteral(EARMARK_TEST_DATA) + "/feed/"_L1 + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray whole()
{
    return fixture(u"jsonfeed-with-everything.json"_s);
}

} // namespace

class TestJsonFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void otherJsonIsRefused_data();
    void otherJsonIsRefused();
    void theHeadIsRead();
    void itemsAreRead();
    void version1HasOneAuthor();
    void damageIsMendedAndTold_data();
    void damageIsMendedAndTold();
    void everyPrefixKeepsWholeItems();
    void anyEncodingIsRead();
    void hostileValuesAreLeftOut();
};

void TestJsonFeed::otherJsonIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("an API's error") << QByteArray("{\"error\":\"not found\"}");
    QTest::newRow("a list") << QByteArray("[1,2]");
    QTest::newRow("no JSON") << QByteArray("{nothing at all");
    QTest::newRow("deep") << QByteArray(50'000, '[');
    QTest::newRow("items no list") << QByteArray("{\"items\":{}}");
}

void TestJsonFeed::otherJsonIsRefused()
{
    QFETCH(QByteArray, bytes);
    const auto feed = parseFeed(bytes, Context);
    QVERIFY(!feed);
    QCOMPARE(feed.error().kind, ErrorKind::Parse);
    QVERIFY(feed.error().sentence.endsWith(u'.'));
}

void TestJsonFeed::theHeadIsRead()
{
    const auto feed = parseFeed(whole(), Context);
    QVERIFY(feed);
    QCOMPARE(feed->format, u"json"_s);
    QCOMPARE(feed->title, u"Grüße & more"_s);
    QCOMPARE(feed->link, QUrl(u"https://pod.example/"_s));
    QCOMPARE(feed->feedUrl, QUrl(u"https://pod.example/feed.json"_s));
    QCOMPARE(feed->nextPage, QUrl(u"https://pod.example/feed.json?page=2"_s));
    QCOMPARE(feed->hub, QUrl(u"https://hub.example/"_s));
    QCOMPARE(feed->image, QUrl(u"https://pod.example/icon.png"_s));
    QCOMPARE(feed->description, u"About\nthis"_s);
    QCOMPARE(feed->language, u"de-DE"_s);
    QCOMPARE(feed->author, u"Ann, Bo"_s);
    QCOMPARE(feed->complete, std::optional(true));
    QCOMPARE(feed->repairs, QStringList());
    QCOMPARE(feed->episodes.size(), 2);
}

void TestJsonFeed::itemsAreRead()
{
    const auto feed = parseFeed(whole(), Context);
    QVERIFY(feed);
    const FeedEpisode &first = feed->episodes.first();
    QCOMPARE(first.guid, u"one"_s);
    QCOMPARE(first.title, u"First"_s);
    QCOMPARE(first.link, QUrl(u"https://pod.example/1"_s));
    QCOMPARE(first.descriptionHtml, u"<p>Hi</p>"_s);
    QCOMPARE(first.summary, u"Short"_s);
    QCOMPARE(first.image, QUrl(u"https://pod.example/1.jpg"_s));
    QCOMPARE(first.published.toString(Qt::ISODate), u"2020-02-03T11:05:06Z"_s);
    QCOMPARE(first.updated.toString(Qt::ISODate), u"2020-03-01T00:00:00Z"_s);
    QCOMPARE(first.author, u"Cy"_s);
    QCOMPARE(first.tags, (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(first.enclosures.size(), 2);
    QCOMPARE(first.enclosure,
             (Enclosure{QUrl(u"https://pod.example/1.mp3"_s), u"audio/mpeg"_s, 1234567}));
    QCOMPARE(first.durationSeconds, std::optional(3661.0));

    const FeedEpisode &second = feed->episodes.last();
    QCOMPARE(second.guid, u"42"_s);
    QCOMPARE(second.link, QUrl(u"https://else.example/2"_s));
    QCOMPARE(second.descriptionHtml, u"1 &lt;b&gt; 2<br>\nend"_s);
    QCOMPARE(second.author, u"Di"_s);
    QCOMPARE(second.image, QUrl(u"https://pod.example/b.jpg"_s));
}

void TestJsonFeed::version1HasOneAuthor()
{
    const auto feed = parseFeed("{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"T\","
                                "\"author\":{\"name\":\"Ann\",\"avatar\":\"x\"},\"items\":[]}",
                                Context);
    QVERIFY(feed);
    QCOMPARE(feed->author, u"Ann"_s);
}

void TestJsonFeed::damageIsMendedAndTold_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("commas") << QByteArray("{\"items\":[{\"id\":\"a\",\"title\":\"A\",},],}");
    QTest::newRow("breaks off") << QByteArray(
            "{\"items\":[{\"id\":\"a\",\"title\":\"A\"},{\"id\":\"b\",\"ti");
    QTest::newRow("junk behind") << QByteArray(
            "{\"items\":[{\"id\":\"a\",\"title\":\"A\"}]}<!-- x -->");
    QTest::newRow("controls") << QByteArray("{\"items\":[{\"id\":\"a\",\"title\":\"\x01"
                                            "A\",}]}");
}

void TestJsonFeed::damageIsMendedAndTold()
{
    QFETCH(QByteArray, bytes);
    const auto feed = parseFeed(bytes, Context);
    QVERIFY(feed);
    QCOMPARE(feed->episodes.size(), 1);
    QCOMPARE(feed->episodes.first().title, u"A"_s);
    QCOMPARE(feed->repairs.size(), 1);
    QVERIFY(feed->repairs.first().endsWith(u'.'));
}

void TestJsonFeed::everyPrefixKeepsWholeItems()
{
    const QByteArray all = whole().trimmed();
    const qsizetype firstEnds = all.indexOf("{\"id\": 42");
    for (qsizetype size = 0; size < all.size(); ++size) {
        const auto feed = parseFeed(all.first(size), Context);
        if (size > firstEnds)
            QVERIFY(feed);
        if (feed && size > firstEnds) {
            QVERIFY(!feed->episodes.isEmpty());
            QCOMPARE(feed->episodes.first().enclosures.size(), 2);
        }
    }
}

void TestJsonFeed::anyEncodingIsRead()
{
    for (const char *name : {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
        QStringEncoder encoder(name, QStringConverter::Flag::Default);
        const QByteArray bytes = encoder.encode(QString::fromUtf8(whole()));
        const auto feed = parseFeed(bytes, Context);
        QVERIFY(feed);
        QCOMPARE(feed->title, u"Grüße & more"_s);
    }
    const auto marked = parseFeed("\xEF\xBB\xBF  " + whole(), Context);
    QVERIFY(marked);
    QCOMPARE(marked->episodes.size(), 2);
}

void TestJsonFeed::hostileValuesAreLeftOut()
{
    const auto feed = parseFeed(fixture(u"jsonfeed-with-hostile-values.json"_s), Context);
    QVERIFY(feed);
    QVERIFY(feed->title.isEmpty());
    QVERIFY(feed->image.isEmpty());
    QCOMPARE(feed->episodes.size(), 2);
    QVERIFY(!feed->episodes.first().guid.isEmpty());
    QVERIFY(feed->episodes.first().link.isEmpty());
    QVERIFY(feed->episodes.first().image.isEmpty());
    QVERIFY(!feed->episodes.first().published.isValid());
    QCOMPARE(feed->episodes.last().enclosures.size(), 1);
    QCOMPARE(feed->episodes.last().enclosure.length, 0);
    QVERIFY(!feed->episodes.last().durationSeconds);
}

QTEST_GUILESS_MAIN(TestJsonFeed)
#include "tst_jsonfeed.moc"
