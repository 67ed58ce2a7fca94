// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/directoryanswers.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

using Parser = Result<DirectoryEntries> (*)(const QByteArray &);
Q_DECLARE_METATYPE(Parser)

class TestDirectoryAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void whatIsNoAnswerIsASentence_data();
    void whatIsNoAnswerIsASentence();
    void hostileValuesAreLeftOut_data();
    void hostileValuesAreLeftOut();
    void textIsOneCutLineWithoutMarkup();
    void thereAreNeverTooMany();
    void aRefusalOfPodcastIndexIsASentence();
    void nothingFoundIsNoError_data();
    void nothingFoundIsNoError();
    void itunesResultsAreRead();
    void aPodcastThatAppleAloneHasIsKept();
    void chartsGiveNumbersToLookUp();
    void fyydResultsAreRead();
    void podcastIndexResultsAreRead();
    void onePodcastIsAListOfOne();
};

void TestDirectoryAnswers::whatIsNoAnswerIsASentence_data()
{
    QTest::addColumn<Parser>("parse");
    QTest::addColumn<QByteArray>("json");
    const std::pair<const char *, Parser> parsers[]{{"itunes", parseItunesResults},
                                                    {"chart", parseItunesChart},
                                                    {"fyyd", parseFyydResults},
                                                    {"index", parsePodcastIndexResults}};
    for (const auto &[name, parser] : parsers) {
        const auto add = [name = name, parser = parser](const char *what, const QByteArray &json) {
            QTest::addRow("%s %s", name, what) << parser << json;
        };
        add("empty", "");
        add("html", "<html><body>Service unavailable</body></html>");
        add("cut", R"({"results":[{"collectionName":)");
        add("list", "[1,2]");
        add("deep", QByteArray(200000, '['));
        add("number", R"({"results":3,"feed":3,"data":3,"feeds":3})");
        add("text", R"({"results":"x","feed":"x","data":"x","feeds":"x"})");
        add("large",
            R"({"results":[],"data":[],"feeds":[],"feed":{}})"
                    + QByteArray(MaxDirectoryBytes, ' '));
    }
}

void TestDirectoryAnswers::whatIsNoAnswerIsASentence()
{
    QFETCH(Parser, parse);
    QFETCH(QByteArray, json);
    const auto entries = parse(json);
    if (qstrcmp(QTest::currentDataTag(), "index text") == 0
        || qstrcmp(QTest::currentDataTag(), "index number") == 0) {
        QVERIFY(!entries || entries->isEmpty()); // "feed": anything but a podcast is "none"
        return;
    }
    QVERIFY(!entries);
    QCOMPARE(entries.error().kind, ErrorKind::Parse);
    QVERIFY(entries.error().sentence.endsWith(u'.'));
}

void TestDirectoryAnswers::hostileValuesAreLeftOut_data()
{
    QTest::addColumn<QByteArray>("entry");
    QTest::addColumn<bool>("kept");
    const auto add = [](const char *name, const QByteArray &entry, bool kept) {
        QTest::newRow(name) << entry << kept;
    };
    add("no object", "7", false);
    add("null", "null", false);
    add("no title", R"({"feedUrl":"https://a.example/f"})", false);
    add("title is a list", R"({"collectionName":["x"],"feedUrl":"https://a.example/f"})", false);
    add("leads nowhere", R"({"collectionName":"x"})", false);
    add("file", R"({"collectionName":"x","feedUrl":"file:///etc/passwd"})", false);
    add("script", R"j({"collectionName":"x","feedUrl":"javascript:alert(1)"})j", false);
    add("address is a number", R"({"collectionName":"x","feedUrl":5})", false);
    add("with a login", R"({"collectionName":"x","feedUrl":"https://me:pw@a.example/f"})", false);
    add("number below zero", R"({"collectionName":"x","collectionId":-4})", false);
    add("number beyond all", R"({"collectionName":"x","collectionId":1e300})", false);
    add("endless address",
        R"({"collectionName":"x","feedUrl":"https://a.example/)" + QByteArray(9000, 'x') + "\"}",
        false);
    add("odd beside good",
        R"({"collectionName":"x","feedUrl":"https://a.example/f","artistName":{},)"
        R"("trackCount":"many","releaseDate":12,"artworkUrl600":"data:image/png;base64,x"})",
        true);
}

void TestDirectoryAnswers::hostileValuesAreLeftOut()
{
    QFETCH(QByteArray, entry);
    const auto entries = parseItunesResults(R"({"results":[)" + entry + "]}");
    QVERIFY(entries);
    QTEST(!entries->isEmpty(), "kept");
    for (const DirectoryEntry &one : *entries) {
        QVERIFY(one.image.isEmpty());
        QVERIFY(one.author.isEmpty());
        QCOMPARE(one.episodes, 0);
        QVERIFY(!one.latest.isValid());
    }
}

void TestDirectoryAnswers::textIsOneCutLineWithoutMarkup()
{
    const auto entries
            = parseItunesResults(R"({"results":[{"feedUrl":"https://a.example/f","collectionName":)"
                                 R"("A <b>bold</b> &amp; loud\n show","artistName":")"
                                 + QByteArray(100000, 'y') + R"("}]})");
    QVERIFY(entries);
    QCOMPARE(entries->first().title, u"A bold & loud show"_s);
    QVERIFY(entries->first().author.size() <= 300);
}

void TestDirectoryAnswers::thereAreNeverTooMany()
{
    QByteArray items;
    for (int i = 0; i < 1000; ++i) {
        items += R"({"collectionName":"x","feedUrl":"https://a.example/)" + QByteArray::number(i)
                + "\"},";
    }
    const auto entries = parseItunesResults(R"({"results":[)" + items + "7]}");
    QVERIFY(entries);
    QCOMPARE(entries->size(), MaxDirectoryEntries);
}

void TestDirectoryAnswers::aRefusalOfPodcastIndexIsASentence()
{
    const auto entries = parsePodcastIndexResults(
            R"({"status":"false","description":"Invalid authorization"})");
    QVERIFY(!entries);
    QVERIFY(entries.error().sentence.contains(u"key"_s));
}

void TestDirectoryAnswers::nothingFoundIsNoError_data()
{
    QTest::addColumn<Parser>("parse");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("itunes") << Parser(parseItunesResults)
                            << QByteArray(R"({"resultCount":0,"results":[]})");
    QTest::newRow("chart") << Parser(parseItunesChart)
                           << QByteArray(R"({"feed":{"title":{"label":"Top"}}})");
    QTest::newRow("fyyd") << Parser(parseFyydResults) << QByteArray(R"({"status":1,"data":[]})");
    QTest::newRow("fyyd none") << Parser(parseFyydResults)
                               << QByteArray(R"({"status":0,"data":null})");
    QTest::newRow("index") << Parser(parsePodcastIndexResults)
                           << QByteArray(R"({"status":"true","feeds":[],"count":0})");
    QTest::newRow("index none") << Parser(parsePodcastIndexResults)
                                << QByteArray(R"({"status":"true","feed":[]})");
}

void TestDirectoryAnswers::nothingFoundIsNoError()
{
    QFETCH(Parser, parse);
    QFETCH(QByteArray, json);
    const auto entries = parse(json);
    QVERIFY(entries);
    QVERIFY(entries->isEmpty());
}

void TestDirectoryAnswers::itunesResultsAreRead()
{
    const auto entries = parseItunesResults(R"({"resultCount":1,"results":[{
        "wrapperType":"track","kind":"podcast","collectionId":1234,"trackId":1234,
        "artistName":"Ann and Bob","collectionName":"Made up","feedUrl":"https://a.example/rss",
        "artworkUrl100":"https://i.example/100.jpg","artworkUrl600":"https://i.example/600.jpg",
        "releaseDate":"2026-08-20T10:00:00Z","trackCount":321,"primaryGenreName":"Science",
        "contentAdvisoryRating":"Clean","genres":["Science","Podcasts"]}]})");
    QVERIFY(entries);
    DirectoryEntry wanted;
    wanted.feed = QUrl(u"https://a.example/rss"_s);
    wanted.title = u"Made up"_s;
    wanted.author = u"Ann and Bob"_s;
    wanted.category = u"Science"_s;
    wanted.image = QUrl(u"https://i.example/600.jpg"_s);
    wanted.appleId = 1234;
    wanted.episodes = 321;
    wanted.latest = QDateTime(QDate(2026, 8, 20), QTime(10, 0), Qt::UTC);
    wanted.sources = Directory::Itunes;
    QCOMPARE(entries->size(), 1);
    QVERIFY(entries->first() == wanted);
}

void TestDirectoryAnswers::aPodcastThatAppleAloneHasIsKept()
{
    const auto entries = parseItunesResults(
            R"({"results":[{"collectionId":9,"collectionName":"Subscribers only"}]})");
    QVERIFY(entries);
    QCOMPARE(entries->size(), 1);
    QVERIFY(!entries->first().canSubscribe());
}

void TestDirectoryAnswers::chartsGiveNumbersToLookUp()
{
    const QByteArray entry = R"({"im:name":{"label":"Made up"},
        "im:image":[{"label":"https://i.example/55.png","attributes":{"height":"55"}},
                    {"label":"https://i.example/170.png","attributes":{"height":"170"}}],
        "summary":{"label":"About something"},
        "id":{"label":"https://podcasts.apple.com/…/id77","attributes":{"im:id":"77"}},
        "im:artist":{"label":"Ann"},
        "category":{"attributes":{"im:id":"1533","term":"Science","label":"Science"}}})";
    const QByteArray several = R"({"feed":{"entry":[)" + entry + "]}}";
    const QByteArray single = R"({"feed":{"entry":)" + entry + "}}"; // a chart of one
    for (const QByteArray &json : {several, single}) {
        const auto entries = parseItunesChart(json);
        QVERIFY(entries);
        QCOMPARE(entries->size(), 1);
        QCOMPARE(entries->first().appleId, 77);
        QCOMPARE(entries->first().title, u"Made up"_s);
        QCOMPARE(entries->first().author, u"Ann"_s);
        QCOMPARE(entries->first().category, u"Science"_s);
        QCOMPARE(entries->first().image, QUrl(u"https://i.example/170.png"_s));
    }
}

void TestDirectoryAnswers::fyydResultsAreRead()
{
    const auto entries = parseFyydResults(R"({"status":1,"msg":"ok","data":[{
        "title":"Erfunden","id":5,"xmlURL":"https://a.example/feed/mp3","htmlURL":"https://a.example",
        "imgURL":"https://i.example/orig.jpg","layoutImageURL":"https://i.example/layout.jpg",
        "thumbImageURL":"https://i.example/thumb.jpg","author":"Ann","description":"Über <i>das</i>",
        "lastpub":"2026-08-20 10:00:00","episode_count":42,"slug":"erfunden"}]})");
    QVERIFY(entries);
    const DirectoryEntry &one = entries->first();
    QCOMPARE(one.feed, QUrl(u"https://a.example/feed/mp3"_s));
    QCOMPARE(one.title, u"Erfunden"_s);
    QCOMPARE(one.author, u"Ann"_s);
    QCOMPARE(one.description, u"Über das"_s);
    QCOMPARE(one.image, QUrl(u"https://i.example/layout.jpg"_s));
    QCOMPARE(one.episodes, 42);
    QVERIFY(one.latest.isValid());
    QCOMPARE(one.sources, Directories(Directory::Fyyd));
}

void TestDirectoryAnswers::podcastIndexResultsAreRead()
{
    const auto entries = parsePodcastIndexResults(R"({"status":"true","count":1,"feeds":[{
        "id":75075,"title":"Made up","url":"https://a.example/rss","originalUrl":"https://a.example/o",
        "author":"Ann","ownerName":"Bob","image":"https://i.example/i.jpg",
        "artwork":"https://i.example/a.jpg","lastUpdateTime":1613394044,"itunesId":88,
        "episodeCount":7,"categories":{"104":"Tv","105":"Film"},"description":"About"}]})");
    QVERIFY(entries);
    const DirectoryEntry &one = entries->first();
    QCOMPARE(one.feed, QUrl(u"https://a.example/rss"_s));
    QCOMPARE(one.author, u"Ann"_s);
    QCOMPARE(one.category, u"Tv"_s);
    QCOMPARE(one.appleId, 88);
    QCOMPARE(one.episodes, 7);
    QCOMPARE(one.latest.toSecsSinceEpoch(), 1613394044);
    QCOMPARE(one.image, QUrl(u"https://i.example/a.jpg"_s));
    QCOMPARE(one.sources, Directories(Directory::PodcastIndex));
}

void TestDirectoryAnswers::onePodcastIsAListOfOne()
{
    const auto fyyd = parseFyydResults(
            R"({"status":1,"data":{"title":"Erfunden","xmlURL":"https://a.example/f"}})");
    QVERIFY(fyyd && fyyd->size() == 1);
    const auto index = parsePodcastIndexResults(
            R"({"status":"true","feed":{"title":"Made up","url":"https://a.example/f"}})");
    QVERIFY(index && index->size() == 1);
}

QTEST_APPLESS_MAIN(TestDirectoryAnswers)
#include "tst_directoryanswers.moc"
