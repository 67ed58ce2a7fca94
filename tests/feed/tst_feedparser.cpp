// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/feedlimits.h"
#include "feed/feedparser.h"
#include "support/failonwarning.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr qint64 Quick = 60'000; // ms; sanitizers make it twenty times as slow
#else
constexpr qint64 Quick = 10'000; // ms
#endif

QByteArray fixture(const QString &name)
{
    QFile file(QStringLiteral(EARMARK_TEST_DATA) + "/feed/"_L1 + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

FeedDocument parsed(const QByteArray &bytes, const FeedContext &context = {})
{
    auto feed = parseFeed(bytes, context);
    return feed ? *std::move(feed) : FeedDocument();
}

QByteArray rss(const QByteArray &inside)
{
    return "<rss version=\"2.0\"><channel><title>T</title>" + inside + "</channel></rss>";
}

} // namespace

class TstFeedParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whatIsNoFeedIsAnError_data();
    void whatIsNoFeedIsAnError();
    void hostileDocumentsStaySmallAndQuick_data();
    void hostileDocumentsStaySmallAndQuick();
    void entitiesOfADtdDoNotExplode();
    void anEndlessAttributeIsCut();
    void itemsBeforeABreakAreKept();
    void addressesThatAreNotWebAddressesAreDropped();
    void brokenMarkupIsMendedAndTold();
    void everyTagArrives();
    void podcastValueArrives();
    void integrityIsTakenFromTheSameFileAlone_data();
    void integrityIsTakenFromTheSameFileAlone();
    void relativeAddressesResolve();
    void brokenAddressesAreReadAsMeant_data();
    void brokenAddressesAreReadAsMeant();
    void whatIsWrittenAboutStaysInTitles();
    void anEpisodesNumberMayNameItsSeason();
    void rdfItemsBesideTheChannelAreRead();
    void identityIsMadeUpOfWhatThereIs();
    void encodingsAreFoundOut_data();
    void encodingsAreFoundOut();
    void deviceAndBytesReadTheSame();
    void seedFeedHasItsEpisodes();
};

void TstFeedParser::whatIsNoFeedIsAnError_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("text") << QByteArray("Not found");
    QTest::newRow("web page") << QByteArray(
            "<!DOCTYPE html><html><head><title>x</title></head></html>");
    QTest::newRow("opml") << QByteArray("<opml><body/></opml>");
    QTest::newRow("json") << QByteArray("{\"version\": 1}");
    QTest::newRow("zeros") << QByteArray(100'000, '\0');
    QTest::newRow("mp3") << QByteArray("ID3\x04\0\0\0\0\0\0\xff\xfb\x90", 13);
}

void TstFeedParser::whatIsNoFeedIsAnError()
{
    QFETCH(QByteArray, bytes);
    const auto feed = parseFeed(bytes, {});
    QVERIFY(!feed);
    QCOMPARE(feed.error().kind, ErrorKind::Parse);
    QVERIFY(feed.error().sentence.endsWith(u'.'));
}

void TstFeedParser::hostileDocumentsStaySmallAndQuick_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("deep elements") << rss(QByteArray("<a>").repeated(100'000));
    QTest::newRow("deep in a text") << rss(
            "<item><description>" + QByteArray("<b>").repeated(100'000) + "</description></item>");
    QTest::newRow("many attributes")
            << rss("<item " + QByteArray("a=\"1\" ").repeated(40'000) + "/>");
    QTest::newRow("attributes with no name")
            << rss(QByteArray("<a x" + QByteArray("0x").repeated(30'000) + ":1/>").repeated(40));
    QTest::newRow("bare marks") << rss(QByteArray("<").repeated(500'000));
    QTest::newRow("ampersands") << rss(QByteArray("&").repeated(500'000));
    QTest::newRow("open quotes") << rss(QByteArray("<a b=\"").repeated(100'000));
    QTest::newRow("end tags") << rss(QByteArray("</x>").repeated(200'000));
    QTest::newRow("declarations") << rss(QByteArray("<!DOCTYPE [").repeated(20'000));
    QTest::newRow("namespaces") << rss(QByteArray("<a xmlns:p=\"http://x\">").repeated(20'000));
    QTest::newRow("declarations of many brackets") << rss(QByteArray("<!D[>]").repeated(150'000));
    QTest::newRow("names with a far end")
            << rss(QByteArray(QByteArray("<a").repeated(100'000) + '>').repeated(10));
    QTest::newRow("bases within each other")
            << rss(QByteArray("<a xml:base=\"" + QByteArray(200'000, 'x') + "/\">").repeated(100));
    QTest::newRow("elements in a text")
            << rss("<item><description>x" + QByteArray("<b a=\"1\"/>").repeated(1'500'000)
                   + "</description></item>");
    QByteArray prefixes;
    for (int i = 0; i < 2000; ++i)
        prefixes += " xmlns:p" + QByteArray::number(i) + "=\"http://x\"";
    QByteArray many;
    for (int i = 0; i < 100; ++i)
        many += "<a" + prefixes.sliced(0, prefixes.indexOf(" xmlns:p60=")) + '>';
    QTest::newRow("prefixes") << rss(many + QByteArray("<b/>").repeated(1'000'000));
    QTest::newRow("open comment") << rss("<!--" + QByteArray(1'000'000, '-'));
}

void TstFeedParser::hostileDocumentsStaySmallAndQuick()
{
    QFETCH(QByteArray, bytes);
    QElapsedTimer timer;
    timer.start();
    const auto feed = parseFeed(bytes, {});
    QVERIFY(feed);
    QCOMPARE(feed->title, u"T"_s);
    QVERIFY(feed->episodes.size() <= 1);
    for (const FeedEpisode &episode : feed->episodes)
        QVERIFY(episode.descriptionHtml.size() <= FeedLimits::Text + FeedLimits::Tag);
    QVERIFY2(timer.elapsed() < Quick, qPrintable(QString::number(timer.elapsed())));
}

void TstFeedParser::entitiesOfADtdDoNotExplode()
{
    const QByteArray one = "<!DOCTYPE rss [<!ENTITY a \"" + QByteArray(400, 'x') + "\">\n";
    QByteArray dtd = one;
    for (char c = 'b'; c < 'k'; ++c)
        dtd += QByteArray("<!ENTITY ") + c + " \""
                + QByteArray("&").append(char(c - 1)).append(';').repeated(10) + "\">\n";
    dtd += "]>";
    const auto trap = parseFeed(QByteArray(dtd + rss("<item><title>&j;</title></item>")), {});
    QVERIFY(!trap);
    QVERIFY2(trap.error().sentence.contains("a trap"_L1), qPrintable(trap.error().sentence));

    const FeedDocument nested = parsed("<!DOCTYPE rss [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;\">]>"
                                       + rss("<item><title>&b; &a;</title></item>"));
    QCOMPARE(nested.episodes.size(), 1);
    QCOMPARE(nested.episodes.constFirst().title, u"&b; x"_s);

    const FeedDocument many
            = parsed(one + "]>"
                     + rss("<item><description>" + QByteArray("&a;").repeated(100'000)
                           + "</description></item>"));
    QCOMPARE(many.episodes.size(), 1);
    QVERIFY(many.episodes.constFirst().descriptionHtml.size() < 1'000'000);

    const FeedDocument external
            = parsed("<!DOCTYPE rss [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>"
                     + rss("<item><title>&f;</title></item>"));
    QCOMPARE(external.episodes.constFirst().title, u"&f;"_s);
}

void TstFeedParser::anEndlessAttributeIsCut()
{
    const QByteArray endless(50 * 1024 * 1024, 'x');
    const FeedDocument feed = parsed(rss("<item><title>Before</title></item><item><title a=\""
                                         + endless + "\">Big</title></item>"));
    QVERIFY(!feed.episodes.isEmpty());
    QCOMPARE(feed.episodes.constFirst().title, u"Before"_s);
    for (const FeedEpisode &episode : feed.episodes)
        QVERIFY(episode.title.size() <= FeedLimits::Line);
    QVERIFY(!feed.repairs.isEmpty());

    const FeedDocument text
            = parsed(rss("<item><description>" + endless + "</description></item>"));
    QCOMPARE(text.episodes.size(), 1);
    QVERIFY(text.episodes.constFirst().descriptionHtml.size() <= FeedLimits::Text);
}

void TstFeedParser::itemsBeforeABreakAreKept()
{
    const FeedDocument feed = parsed(fixture(u"breaks-off-in-the-third-item.xml"_s));
    QCOMPARE(feed.title, u"Torn"_s);
    QCOMPARE(feed.episodes.size(), 2);
    QCOMPARE(feed.episodes.constLast().title, u"Two"_s);
    QCOMPARE(feed.repairs.size(), 1);
    QVERIFY(feed.repairs.constFirst().contains("breaks off"_L1));
}

void TstFeedParser::addressesThatAreNotWebAddressesAreDropped()
{
    const FeedDocument feed = parsed(fixture(u"addresses-that-must-not-be-kept.xml"_s));
    QVERIFY(feed.link.isEmpty());
    QVERIFY(feed.image.isEmpty());
    QCOMPARE(feed.episodes.size(), 1);
    const FeedEpisode &episode = feed.episodes.constFirst();
    QVERIFY(episode.enclosure.url.isEmpty());
    QVERIFY(episode.enclosures.isEmpty());
    QVERIFY(episode.chaptersUrl.isEmpty());
    QVERIFY(episode.transcripts.isEmpty());
    QVERIFY(episode.image.isEmpty());
}

void TstFeedParser::brokenMarkupIsMendedAndTold()
{
    const FeedDocument feed = parsed(fixture(u"undeclared-prefixes-and-bare-ampersands.xml"_s));
    QCOMPARE(feed.title, u"Salt & Pepper – café"_s);
    QCOMPARE(feed.episodes.size(), 1);
    const FeedEpisode &episode = feed.episodes.constFirst();
    QCOMPARE(episode.title, u"1 < 2 & 3 <3"_s);
    QCOMPARE(episode.enclosure.url, QUrl(u"https://salt.example/a.mp3?x=1&y=2"_s));
    QCOMPARE(episode.enclosure.length, 5);
    QCOMPARE(episode.durationSeconds, std::optional<double>(90));
    QVERIFY(episode.descriptionHtml.contains("<p>two<br>three"_L1));
    QVERIFY(feed.repairs.size() >= 4);
    for (const QString &repair : feed.repairs)
        QVERIFY(repair.endsWith(u'.'));
}

void TstFeedParser::everyTagArrives()
{
    const FeedDocument feed = parsed(fixture(u"rss-with-everything.xml"_s),
                                     {QUrl(u"https://sea.example/feed.xml"_s), {}});
    QVERIFY2(feed.repairs.isEmpty(), qPrintable(feed.repairs.join(u' ')));
    QCOMPARE(feed.title, u"Sea & Shore"_s);
    QCOMPARE(feed.nextPage, QUrl(u"https://sea.example/feed2.xml"_s));
    QCOMPARE(feed.feedUrl, QUrl(u"https://sea.example/feed.xml"_s));
    QCOMPARE(feed.author, u"Ada Harbour"_s);
    QCOMPARE(feed.ownerEmail, u"ada@sea.example"_s);
    QCOMPARE(feed.categories, QList<QStringList>({{u"Science"_s, u"Nature"_s}}));
    QCOMPARE(feed.type, u"serial"_s);
    QCOMPARE(feed.isExplicit, std::optional(false));
    QCOMPARE(feed.locked, std::optional(true));
    QCOMPARE(feed.funding, QList<Funding>({{QUrl(u"https://sea.example/give"_s), u"Give"_s}}));
    QCOMPARE(feed.persons.constFirst().role, u"host"_s);
    QCOMPARE(feed.liveItems.size(), 1);
    QCOMPARE(feed.liveItems.constFirst().status, u"pending"_s);
    QCOMPARE(feed.liveItems.constFirst().contentLinks.size(), 1);
    QCOMPARE(feed.episodes.size(), 1);
    const FeedEpisode &episode = feed.episodes.constFirst();
    QCOMPARE(episode.guid, u"tides-1"_s);
    QCOMPARE(episode.published, QDateTime(QDate(2026, 1, 2), QTime(14, 4, 5), Qt::UTC));
    QCOMPARE(episode.descriptionHtml, u"<p>Long &amp; wide.</p>"_s);
    QCOMPARE(episode.summary, u"Short."_s);
    QCOMPARE(episode.enclosure.length, 12345);
    QCOMPARE(episode.durationSeconds, std::optional<double>(3723));
    QCOMPARE(episode.season, std::optional(2));
    QCOMPARE(episode.number, std::optional<double>(7));
    QCOMPARE(episode.episodeType, u"bonus"_s);
    QCOMPARE(episode.chaptersType, u"application/json+chapters"_s);
    QCOMPARE(episode.transcripts.constFirst().language, u"en-IE"_s);
    QCOMPARE(episode.soundbites.constFirst().start, 33.5);
    QCOMPARE(episode.podloveChapters.size(), 2);
    QCOMPARE(episode.podloveChapters.constFirst().title, u"Start"_s);
    QCOMPARE(episode.podloveChapters.constLast().start, std::chrono::milliseconds(90'500));
}

void TstFeedParser::podcastValueArrives()
{
    const FeedDocument feed = parsed(fixture(u"rss-with-everything.xml"_s));
    const auto &value = feed.episodes.constFirst().value;
    QVERIFY(value);
    QCOMPARE(value->recipients.constFirst().split, 90.0);
    QCOMPARE(value->timeSplits.size(), 1);
    QCOMPARE(value->timeSplits.constFirst().remotePercentage, std::optional<double>(95));
    QCOMPARE(value->timeSplits.constFirst().remoteItem->itemGuid, u"c-d"_s);
}

void TstFeedParser::integrityIsTakenFromTheSameFileAlone_data()
{
    QTest::addColumn<QByteArray>("attributes");
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("isTaken");
    const QByteArray same = "https://a.test/1.mp3?x=1&amp;y=2";
    const QByteArray sri = "sha256-" + QByteArray(32, 'a').toBase64();
    const QByteArray mp3 = "type=\"audio/mpeg\" length=\"7\"";
    QTest::newRow("same") << mp3 << same << QByteArray("sri") << sri << true;
    QTest::newRow("same, several digests")
            << mp3 << same << QByteArray("sri") << "md5-x " + sri << true;
    QTest::newRow("another address")
            << mp3 + " default=\"true\"" << QByteArray("https://a.test/2.mp3") << QByteArray("sri")
            << sri << false;
    QTest::newRow("another query")
            << mp3 << QByteArray("https://a.test/1.mp3?x=1") << QByteArray("sri") << sri << false;
    QTest::newRow("PGP") << mp3 << same << QByteArray("pgp-signature") << sri << false;
    QTest::newRow("nothing known")
            << mp3 << same << QByteArray("sri") << QByteArray("md5-x") << false;
    QTest::newRow("too much") << mp3 << same << QByteArray("sri")
                              << QByteArray(sri + ' ').repeated(100) << false;
}

void TstFeedParser::integrityIsTakenFromTheSameFileAlone()
{
    QFETCH(QByteArray, attributes);
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, value);
    QFETCH(bool, isTaken);
    const QByteArray enclosure = "<enclosure url=\"https://a.test/1.mp3?x=1&amp;y=2\" "
                                 "type=\"audio/mpeg\" length=\"7\"/>";
    const QByteArray alternate = "<podcast:alternateEnclosure " + attributes
            + "><podcast:source uri=\"https://b.test/mirror.mp3\"/><podcast:source uri=\"" + source
            + "\"/><podcast:integrity type=\"" + type + "\" value=\"" + value
            + "\"/></podcast:alternateEnclosure>";
    const QByteArray open = "<rss xmlns:podcast=\"https://podcastindex.org/namespace/1.0\">"
                            "<channel><title>a</title><item><title>b</title>";
    const QByteArray close = "</item></channel></rss>";

    for (const QByteArray &item : QByteArrayList{enclosure + alternate, alternate + enclosure}) {
        const auto feed = parseFeed(open + item + close, {});

        QVERIFY(feed && feed->episodes.size() == 1);
        QCOMPARE(feed->episodes.first().enclosure.integrity,
                 isTaken ? QString::fromLatin1(value) : QString());
    }
}

void TstFeedParser::relativeAddressesResolve()
{
    const FeedDocument feed = parsed(fixture(u"atom-with-relative-addresses.xml"_s));
    QCOMPARE(feed.format, u"atom"_s);
    QCOMPARE(feed.title, u"Hill & Dale"_s);
    QCOMPARE(feed.language, u"de"_s);
    QCOMPARE(feed.link, QUrl(u"https://hill.example/show/"_s));
    const FeedEpisode &episode = feed.episodes.constFirst();
    QCOMPARE(episode.enclosure.url, QUrl(u"https://hill.example/show/up.mp3"_s));
    QCOMPARE(episode.link, QUrl(u"https://hill.example/up"_s));
    QCOMPARE(episode.published, episode.updated);
    QCOMPARE(episode.descriptionHtml, u"<div><p>Walk <b>up</b> &lt;there&gt;</p></div>"_s);

    const QByteArray item
            = rss("<link>https://c.example/a/</link><item><enclosure url=\"x.mp3\"/></item>");
    QCOMPARE(parsed(item).episodes.constFirst().enclosure.url,
             QUrl(u"https://c.example/a/x.mp3"_s));
    QCOMPARE(parsed(item, {QUrl(u"https://f.example/"_s), {}}).episodes.constFirst().enclosure.url,
             QUrl(u"https://f.example/x.mp3"_s));
}

void TstFeedParser::brokenAddressesAreReadAsMeant_data()
{
    QTest::addColumn<QByteArray>("enclosure");
    QTest::addColumn<QString>("expected");
    const QString meant = u"https://pod.example/a.mp3"_s;
    for (const char *address :
         {"https:/pod.example/a.mp3", "https:///pod.example/a.mp3",
          "https://https://pod.example/a.mp3", "http://https://pod.example/a.mp3",
          "https%3A%2F%2Fpod.example%2Fa.mp3", "pod.example/a.mp3", "//pod.example/a.mp3",
          "\n https://pod.example/a.mp3\n", "/a.mp3"})
        QTest::newRow(address) << QByteArray("<enclosure url='" + QByteArray(address) + "'/>")
                               << meant;
    QTest::newRow("as text") << QByteArray("<enclosure>https://pod.example/a.mp3</enclosure>")
                             << meant;
    QTest::newRow("www") << QByteArray("<enclosure url='www.other.example/a.mp3'/>")
                         << u"https://www.other.example/a.mp3"_s;
    QTest::newRow("a file in a folder") << QByteArray("<enclosure url='audio.files/a.mp3'/>")
                                        << u"https://pod.example/f/audio.files/a.mp3"_s;
    QTest::newRow("one address within another")
            << QByteArray("<enclosure url='https://t.example/r/https://pod.example/a.mp3'/>")
            << u"https://t.example/r/https://pod.example/a.mp3"_s;
}

void TstFeedParser::brokenAddressesAreReadAsMeant()
{
    QFETCH(QByteArray, enclosure);
    const FeedDocument feed = parsed(rss("<item><guid>a</guid>" + enclosure + "</item>"),
                                     {QUrl(u"https://pod.example/f/feed.xml"_s), {}});
    QCOMPARE(feed.episodes.size(), 1);
    QTEST(feed.episodes.constFirst().enclosure.url.toString(), "expected");
}

void TstFeedParser::whatIsWrittenAboutStaysInTitles()
{
    const FeedDocument feed
            = parsed(rss("<item><title>Why Vec&lt;T&gt; grows</title></item>"
                         "<item><title>Why Vec&amp;lt;T&amp;gt; grows</title></item>"
                         "<item><title><![CDATA[Why Vec<T> grows]]></title></item>"
                         "<item><title>The &amp;lt;p&amp;gt; element</title></item>"
                         "<item><title>&lt;i&gt;Slanted&lt;/i&gt; &amp; plain</title></item>"));
    QCOMPARE(feed.episodes.size(), 5);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(feed.episodes.at(i).title, u"Why Vec<T> grows"_s);
    QCOMPARE(feed.episodes.at(3).title, u"The <p> element"_s);
    QCOMPARE(feed.episodes.at(4).title, u"Slanted & plain"_s);
}

void TstFeedParser::anEpisodesNumberMayNameItsSeason()
{
    const FeedDocument feed = parsed(rss("<item><itunes:episode>S02E05</itunes:episode></item>"
                                         "<item><itunes:episode>12 of 30</itunes:episode></item>"));
    QCOMPARE(feed.episodes.at(0).season, std::optional<int>(2));
    QCOMPARE(feed.episodes.at(0).number, std::optional<double>(5));
    QCOMPARE(feed.episodes.at(1).number, std::optional<double>(12));
}

void TstFeedParser::rdfItemsBesideTheChannelAreRead()
{
    const FeedDocument feed = parsed(fixture(u"rdf-with-items-beside-the-channel.xml"_s));
    QCOMPARE(feed.format, u"rdf"_s);
    QCOMPARE(feed.title, u"Old"_s);
    QCOMPARE(feed.episodes.size(), 1);
    QCOMPARE(feed.episodes.constFirst().guid, u"https://old.example/1"_s);
    QCOMPARE(feed.episodes.constFirst().author, u"Eve"_s);
    QVERIFY(feed.episodes.constFirst().published.isValid());
}

void TstFeedParser::identityIsMadeUpOfWhatThereIs()
{
    const QByteArray bytes = fixture(u"items-without-guid.xml"_s);
    const FeedDocument feed = parsed(bytes);
    QCOMPARE(feed.episodes.size(), 3);
    QCOMPARE(feed.episodes.at(0).guid, u"https://n.example/1.mp3"_s);
    QCOMPARE(feed.episodes.at(1).guid, u"https://n.example/2"_s);
    QVERIFY(feed.episodes.at(2).guid.startsWith("earmark:"_L1));
    QCOMPARE(parsed(bytes).episodes.at(2).guid, feed.episodes.at(2).guid);
}

void TstFeedParser::encodingsAreFoundOut_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("charset");
    QTest::addColumn<QString>("title");
    const auto feed = [](const QByteArray &declaration, const QByteArray &title) -> QByteArray {
        return declaration + "<rss><channel><title>" + title + "</title></channel></rss>";
    };
    const QString utf16
            = QString::fromUtf8(feed("<?xml version=\"1.0\" encoding=\"UTF-16\"?>", "Größe"));
    const QByteArray wide(reinterpret_cast<const char *>(utf16.utf16()), utf16.size() * 2);
    QTest::newRow("UTF-8") << feed("", "Größe") << QByteArray() << u"Größe"_s;
    QTest::newRow("UTF-8 with mark")
            << QByteArray("\xEF\xBB\xBF") + feed("", "Größe") << QByteArray() << u"Größe"_s;
    QTest::newRow("Latin-1 declared") << feed("<?xml version='1.0' encoding='ISO-8859-1'?>",
                                              "Gr\xF6\xDF"
                                              "e")
                                      << QByteArray() << u"Größe"_s;
    QTest::newRow("UTF-8 that says Latin-1")
            << feed("<?xml version='1.0' encoding='ISO-8859-1'?>", "Größe") << QByteArray()
            << u"Größe"_s;
    QTest::newRow("Windows-1252 that says UTF-8")
            << feed("<?xml version='1.0' encoding='UTF-8'?>", "it\x92s \x80") << QByteArray()
            << u"it’s €"_s;
    QTest::newRow("Cyrillic") << feed("<?xml version='1.0' encoding='windows-1251'?>",
                                      "\xCF\xF0\xE8\xE2\xE5\xF2")
                              << QByteArray() << u"Привет"_s;
    QTest::newRow("by the server's word")
            << feed("", "\xCF\xF0\xE8\xE2\xE5\xF2") << QByteArray("windows-1251") << u"Привет"_s;
    QTest::newRow("Shift-JIS") << feed("<?xml version='1.0' encoding='Shift_JIS'?>",
                                       "\x93\xFA\x96\x7B")
                               << QByteArray() << u"日本"_s;
    QTest::newRow("UTF-16 without mark") << wide << QByteArray() << u"Größe"_s;
    QTest::newRow("UTF-16 with mark")
            << QByteArray("\xFF\xFE") + wide << QByteArray() << u"Größe"_s;
    QTest::newRow("unknown name") << feed("<?xml version='1.0' encoding='klingon'?>", "Größe")
                                  << QByteArray() << u"Größe"_s;
}

void TstFeedParser::encodingsAreFoundOut()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, charset);
    QFETCH(QString, title);
    QCOMPARE(parsed(bytes, {QUrl(), charset}).title, title);
}

void TstFeedParser::deviceAndBytesReadTheSame()
{
    QFile file(QStringLiteral(EARMARK_TEST_DATA "/feed/rss-with-everything.xml"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto feed = parseFeed(file, {});
    QVERIFY(feed);
    QCOMPARE(feed->episodes, parsed(fixture(u"rss-with-everything.xml"_s)).episodes);
}

void TstFeedParser::seedFeedHasItsEpisodes()
{
    QFile file(QStringLiteral(EARMARK_SHARED_DIR "/seeds/backend-engineering.xml"));
    if (!file.open(QIODevice::ReadOnly))
        QSKIP("../shared is absent");
    const auto feed = parseFeed(file, {});
    QVERIFY(feed);
    QCOMPARE(feed->episodes.size(), 31);
    for (const FeedEpisode &episode : feed->episodes) {
        QVERIFY(!episode.guid.isEmpty());
        QVERIFY(episode.published.isValid());
    }
}

QTEST_APPLESS_MAIN(TstFeedParser)
#include "tst_feedparser.moc"
