// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/feedparser.h"
#include "support/failonwarning.h"

#include <QStringEncoder>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

const FeedContext Context{.baseUrl = QUrl(u"https://pod.example/f/feed.xml"_s), .httpCharset = {}};

QByteArray rss(const QByteArray &inside)
{
    return "<rss version='2.0'><channel><title>P</title>" + inside + "</channel></rss>";
}

/// What a listener would see of a feed, in one line: "title|author|link" and per episode
/// "title|guid|enclosure|seconds|notes".
QString told(const Result<FeedDocument> &feed)
{
    if (!feed)
        return u"error"_s;
    QStringList parts{feed->title + u'|' + feed->author + u'|' + feed->link.toString()};
    for (const FeedEpisode &episode : feed->episodes) {
        const QString seconds
                = episode.durationSeconds ? QString::number(*episode.durationSeconds) : QString();
        parts.append(QStringList{episode.title, episode.guid, episode.enclosure.url.toString(),
                                 seconds, episode.descriptionHtml}
                             .join(u'|'));
    }
    return parts.join(u" ; ");
}

QByteArray encoded(const QString &text, const char *encoding, bool withMark = false)
{
    QStringEncoder encoder(encoding,
                           withMark ? QStringConverter::Flag::WriteBom
                                    : QStringConverter::Flag::Default);
    return encoder.isValid() ? QByteArray(encoder.encode(text)) : QByteArray();
}

QByteArray declared(const char *name)
{
    return QByteArray("<?xml version=\"1.0\" encoding=\"") + name + "\"?>";
}

} // namespace

/// Feeds in every dialect and with the damage they arrive in.
class TestWildFeeds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void everyDialectIsRead_data();
    void everyDialectIsRead();
    void namespacesAreFoundOut_data();
    void namespacesAreFoundOut();
    void brokenMarkupIsRead_data();
    void brokenMarkupIsRead();
    void itemsThatDoNotEndAreKept();
    void aDeclarationWithoutItsQuestionMarkIsRead();
    void rssIsRssWhateverItsDefaultNamespace();
    void aGuidThatIsNoAddressIsNoLink();
    void wideEncodingsNeedNoMark_data();
    void wideEncodingsNeedNoMark();
    void eastAsianEncodingsAreRead_data();
    void eastAsianEncodingsAreRead();
    void wrongDeclarationsAreSeenThrough_data();
    void wrongDeclarationsAreSeenThrough();
    void aCutCharacterDoesNotSpoilTheOthers();
    void everyPrefixKeepsItsWholeItems();
};

void TestWildFeeds::everyDialectIsRead_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    const QString plain = u"P||https://pod.example/ ; A|https://pod.example/a"
                          "|||N"_s;
    QTest::newRow("RSS 0.90") << QByteArray(
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
            " xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel><title>P</title>"
            "<link>https://pod.example/</link></channel><item><title>A</title>"
            "<link>https://pod.example/a</link><description>N</description></item></rdf:RDF>")
                              << plain;
    QTest::newRow("RSS 0.91 with its DTD") << QByteArray(
            "<?xml version='1.0'?><!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS"
            " 0.91//EN' 'http://my.netscape.com/publish/formats/rss-0.91.dtd'><rss version='0.91'>"
            "<channel><title>P</title><link>https://pod.example/</link><item><title>A</title>"
            "<link>https://pod.example/a</link><description>N</description></item></channel></rss>")
                                           << plain;
    QTest::newRow("RSS 1.0")
            << QByteArray("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
                          " xmlns='http://purl.org/rss/1.0/' "
                          "xmlns:dc='http://purl.org/dc/elements/1.1/'"
                          " xmlns:enc='http://purl.oclc.org/net/rss_2.0/enc#'"
                          " xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
                          "<channel rdf:about='x'><title>P</title><link>https://pod.example/</link>"
                          "<dc:creator>C</dc:creator></channel><item "
                          "rdf:about='urn:a'><title>A</title>"
                          "<content:encoded>N</content:encoded><enc:enclosure enc:type='audio/mpeg'"
                          " rdf:resource='https://pod.example/a.mp3' "
                          "enc:length='5'/></item></rdf:RDF>")
            << u"P|C|https://pod.example/ ; A|urn:a|https://pod.example/a.mp3||N"_s;
    QTest::newRow("RSS 1.1") << QByteArray(
            "<Channel xmlns='http://purl.org/net/rss1.1#'><title>P</title>"
            "<link>https://pod.example/</link><items><item><title>A</title>"
            "<link>https://pod.example/a</link><description>N</description></item></items>"
            "</Channel>") << plain;
    QTest::newRow("upper case") << QByteArray(
            "<RSS><CHANNEL><TITLE>P</TITLE><ITEM><TITLE>A</TITLE><GUID>a</GUID>"
            "<DESCRIPTION>N</DESCRIPTION></ITEM></CHANNEL></RSS>")
                                << u"P|| ; A|a|||N"_s;
    QTest::newRow("no root but a channel")
            << QByteArray("<channel><title>P</title><item><title>A</title><guid>a</guid></item>"
                          "</channel>")
            << u"P|| ; A|a|||"_s;
    const QByteArray atom03
            = "<feed version='0.3' xmlns='http://purl.org/atom/ns#'>"
              "<title mode='escaped'>P</title><link rel='alternate' type='text/html'"
              " href='https://pod.example/'/><author><name>C</name></author>";
    QTest::newRow("Atom 0.3, three modes")
            << atom03
                    + "<entry><id>a</id><title mode='base64'>QQ==</title>"
                      "<content mode='xml' type='application/xhtml+xml'><b>N</b></content></entry>"
                      "<entry><id>b</id><title>B</title><content mode='escaped' type='text/html'>"
                      "&lt;i&gt;N&lt;/i&gt;</content></entry><entry><id>c</id>"
                      "<content mode='base64' "
                      "type='text/html'>PGI+TjwvYj4=</content></entry></feed>"
            << u"P|C|https://pod.example/ ; A|a|||<b>N</b> ; B|b|||<i>N</i> ; |c|||<b>N</b>"_s;
    QTest::newRow("Atom 1.0, prefixed, with an enclosure") << QByteArray(
            "<a:feed xmlns:a='http://www.w3.org/2005/Atom' xml:base='https://pod.example/x/'>"
            "<a:title type='html'>&lt;b&gt;P&lt;/b&gt;</a:title><a:entry><a:id>a</a:id>"
            "<a:title type='text'>A</a:title><a:link rel='enclosure' type='audio/mpeg' length='5'"
            " href='a.mp3'/><a:summary>S</a:summary><a:content type='xhtml'>"
            "<div "
            "xmlns='http://www.w3.org/1999/xhtml'><p>N</p></div></a:content></a:entry></a:feed>")
                                                           << u"P|| ; "
                                                              u"A|a|https://pod.example/x/a.mp3"
                                                              "||<div><p>N</p></div>"_s;
    QTest::newRow("media groups") << rss(
            "<item xmlns:media='http://search.yahoo.com/mrss/'><guid>a</guid><media:group>"
            "<media:title>A</media:title><media:content url='/p.jpg' medium='image'/>"
            "<media:content url='a.mp3' type='audio/mpeg' fileSize='9' duration='75'/>"
            "<media:description>N</media:description></media:group></item>")
                                  << u"P|| ; A|a|https://pod.example/f/a.mp3|75|N"_s;
    QTest::newRow("empty items, no channel title")
            << QByteArray("<rss><channel><item/><item></item></channel></rss>")
            << u"|| ; |earmark:01ba4719c80b6fe911b091a7c05124b6||| ; "
               "|earmark:01ba4719c80b6fe911b091a7c05124b6|||"_s;
}

void TestWildFeeds::everyDialectIsRead()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    QCOMPARE(told(parseFeed(bytes, Context)), expected);
}

void TestWildFeeds::namespacesAreFoundOut_data()
{
    QTest::addColumn<QByteArray>("declaration");
    QTest::addColumn<QByteArray>("prefix");
    QTest::newRow("as it should be")
            << QByteArray("xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'")
            << QByteArray("itunes");
    QTest::newRow("undeclared") << QByteArray() << QByteArray("itunes");
    QTest::newRow("another prefix")
            << QByteArray("xmlns:i='http://www.itunes.com/dtds/podcast-1.0.dtd'")
            << QByteArray("i");
    QTest::newRow("https, upper case, slash")
            << QByteArray("xmlns:x='HTTPS://www.iTunes.com/DTDs/Podcast-1.0.dtd/'")
            << QByteArray("x");
    QTest::newRow("an old address")
            << QByteArray("xmlns:x='http://www.itunes.com/DTDs/PodCast-1.0.dtd'")
            << QByteArray("x");
    QTest::newRow("a wrong address")
            << QByteArray("xmlns:itunes='http://nowhere.example/'") << QByteArray("itunes");
    QTest::newRow("upper case prefix") << QByteArray() << QByteArray("iTunes");
}

void TestWildFeeds::namespacesAreFoundOut()
{
    QFETCH(QByteArray, declaration);
    QFETCH(QByteArray, prefix);
    const QByteArray p = prefix;
    const auto feed = parseFeed("<rss " + declaration + "><channel><" + p + ":author>C</" + p
                                        + ":author><item><guid>a</guid><" + p + ":duration>1:05</"
                                        + p + ":duration><" + p + ":title>A</" + p
                                        + ":title></item></channel></rss>",
                                Context);
    QCOMPARE(told(feed), u"|C| ; A|a||65|"_s);
}

void TestWildFeeds::brokenMarkupIsRead_data()
{
    QTest::addColumn<QByteArray>("inside");
    QTest::addColumn<QString>("expected");
    const auto item = [](const QByteArray &title, const QByteArray &notes) -> QByteArray {
        return "<item><guid>a</guid><title>" + title + "</title><description>" + notes
                + "</description></item>";
    };
    QTest::newRow("bare ampersands and HTML's entities")
            << item("A & B &nbsp; &iacute; &copy", "x&y=1 &hellip;")
            << u"P|| ; A & B í &copy|a|||x&y=1 …"_s;
    QTest::newRow("signs that are no tags")
            << item("1 < 2 > 0 <3", "a <- b") << u"P|| ; 1 < 2 > 0 <3|a|||a <- b"_s;
    QTest::newRow("]]> in text") << item("A ]]> B", "x]]>y") << u"P|| ; A ]]> B|a|||x]]>y"_s;
    QTest::newRow("a lost sign between CDATA's brackets")
            << item("A", "<![CDATA[a ]\x01]> & <b>c</b> ]]\xEF\xBF\xBE> d]]>")
            << u"P|| ; A|a|||a ] ]> & <b>c</b> ]] > d"_s;
    QTest::newRow("CDATA that ends too soon")
            << item("<![CDATA[A]]", "<![CDATA[x ]]</b> y]]") << u"P|| ; A|a|||x ]]</b> y"_s;
    QTest::newRow("a line break of XHTML")
            << item("A", "x<br/>y<hr></hr>") << u"P|| ; A|a|||x<br>y<hr>"_s;
    QTest::newRow("CDATA in CDATA") << item("<![CDATA[A]]>", "<![CDATA[x <![CDATA[y]]> z]]>")
                                    << u"P|| ; A|a|||x <![CDATA[y z]]>"_s;
    QTest::newRow("CDATA spelled otherwise")
            << item("<![cdata[A]]>", "<![CDATA[]]>") << u"P|| ; A|a|||"_s;
    QTest::newRow("escaped twice")
            << item("A &amp;amp; B", "&amp;lt;p&amp;gt;x") << u"P|| ; A & B|a|||&lt;p&gt;x"_s;
    QTest::newRow("control characters") << item("A\x0B\x1F\x01", "x\x7F") << u"P|| ; A|a|||x\x7f"_s;
    QTest::newRow("bare HTML, some of it open")
            << item("<b>A", "<p>x<br>y<img src=i.jpg>")
            << u"P|| ; A|a|||<p>x<br>y<img src=\"i.jpg\"></p>"_s;
    QTest::newRow("misspelt end tags")
            << QByteArray("<item><title>A</tilte><guid>a</gudi><enclosure url='/e.mp3'></enclosre>"
                          "<description>N <b>x</b></descripton></item><item><title>B</title>"
                          "<guid>b</guid></itme><item><guid>c</guid><title>C</title></item>")
            << u"P|| ; A|a|https://pod.example/e.mp3||N <b>x</b> ; B|b||| ; C|c|||"_s;
    QTest::newRow("misspelt start tags")
            << QByteArray("<item><tilte>A</title><guid>a</guid><desciption>N</description></item>")
            << u"P|| ; |a|||"_s;
    QTest::newRow("end tags left out")
            << QByteArray("<item><title>A<link>https://pod.example/a</link><guid>a"
                          "<itunes:duration>60<pubDate>x<description>N</description></item>")
            << u"P|| ; A|a||60|N"_s;
    QTest::newRow("start tags for end tags")
            << QByteArray("<item><title>A<title></title><guid>a<title>x</title></guid>"
                          "<description>N</description></item>")
            << u"P|| ; A|a|||N"_s;
    QTest::newRow("quotes that were forgotten")
            << QByteArray("<item><guid>a</guid><enclosure url=\"/a.mp3 type=\"audio/mpeg\" "
                          "length=\"1\"/></item><item><guid>b</guid><enclosure url='/b.mp3' "
                          "type=\"audio/mpeg length=\"1\"/></item><item><guid>c</guid>"
                          "<title>C \"q\"</title></item>")
            << u"P|| ; |a|https://pod.example/a.mp3|| ; |b|https://pod.example/b.mp3|| ; "
               u"C \"q\"|c|||"_s;
    QTest::newRow("quotes of a word processor")
            << QByteArray("<item><guid>a</guid><enclosure url=\xE2\x80\x9Chttps://pod.example/a.mp3"
                          "\xE2\x80\x9D type=\xE2\x80\x9C"
                          "audio/mpeg\xE2\x80\x9D/></item>")
            << u"P|| ; |a|https://pod.example/a.mp3||"_s;
    QTest::newRow("sound that is called something else")
            << QByteArray("<item><guid>a</guid><enclosure url='/a.pdf' type='application/pdf'/>"
                          "<enclosure url='/a.mp3' type='application/octet-stream'/></item>")
            << u"P|| ; |a|https://pod.example/a.mp3||"_s;
    QTest::newRow("end tags of others")
            << item("A <b>b</strong> c", "x <em>y</i> z") << u"P|| ; A b c|a|||x <em>y z</em>"_s;
    QTest::newRow("attributes without quotes, twice, without values")
            << QByteArray("<item><guid isPermaLink=false isPermaLink=true>a</guid>"
                          "<enclosure url=a.mp3 url='b.mp3' type length=\"5\"/></item>")
            << u"P|| ; |a|https://pod.example/f/a.mp3||"_s;
    QTest::newRow("an ampersand in an address")
            << QByteArray(
                       "<item><guid>a</guid><enclosure url='a.mp3?x=1&y=2&amp;z=3&copy=4'/></item>")
            << u"P|| ; |a|https://pod.example/f/a.mp3?x=1&y=2&z=3&copy=4||"_s;
    QTest::newRow("end tags crossed")
            << QByteArray("<item><guid>a</guid><title><b>A</title></b></item>")
            << u"P|| ; A|a|||"_s;
    QTest::newRow("comments and instructions")
            << QByteArray("<!-- <item> --><?php echo ?><item><guid>a</guid><!-- - -- ></-->"
                          "<title>A<!-- x --></title></item>")
            << u"P|| ; A|a|||"_s;
    QTest::newRow("references that are none")
            << item("A&#0;&#xFFFF;&#x110000;&#99999999999;&#65;", "&#;&#x;&;")
            << u"P|| ; A&#99999999999;A|a|||&#;&#x;&;"_s;
    QTest::newRow("Windows characters by number")
            << item("A&#146;s &#150; B", "") << u"P|| ; A’s – B|a|||"_s;
}

void TestWildFeeds::brokenMarkupIsRead()
{
    QFETCH(QByteArray, inside);
    QFETCH(QString, expected);
    QCOMPARE(told(parseFeed(rss(inside), Context)), expected);
    for (const QByteArray junk :
         {" \r\n\t", "\xEF\xBB\xBF\xEF\xBB\xBF", "<br />\n<b>Warning</b>: x"})
        QCOMPARE(told(parseFeed(junk + declared("UTF-8") + rss(inside), Context)), expected);
}

void TestWildFeeds::itemsThatDoNotEndAreKept()
{
    QByteArray items;
    for (const QByteArray number : {"1", "2", "3"})
        items += "<item><guid>" + number + "</guid><title>T" + number + "</title>"
                + (number == "2" ? "<description>x</desc>" : "<enclosure url=\"http://a/x.mp3\"/>");
    const auto feed = parseFeed(rss(items), Context);
    QVERIFY(feed);
    QCOMPARE(feed->episodes.size(), 3);
    QCOMPARE(feed->episodes.at(2).title, u"T3"_s);
    QCOMPARE(feed->episodes.at(2).enclosure.url, QUrl(u"http://a/x.mp3"_s));
}

void TestWildFeeds::aDeclarationWithoutItsQuestionMarkIsRead()
{
    const auto feed = parseFeed("<?xml version=\"1.0\" encoding=\"UTF-8\">\n"
                                        + rss("<item><guid>a</guid><title>T</title></item>"),
                                Context);
    QVERIFY(feed);
    QCOMPARE(feed->episodes.size(), 1);
}

void TestWildFeeds::rssIsRssWhateverItsDefaultNamespace()
{
    for (const QByteArray space : {"http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml",
                                   "http://www.itunes.com/dtds/podcast-1.0.dtd", "urn:x"}) {
        const auto feed = parseFeed("<rss version=\"2.0\" xmlns=\"" + space
                                            + "\"><channel><title>P</title><item><guid>a</guid>"
                                              "<title>T</title></item></channel></rss>",
                                    Context);
        QVERIFY(feed);
        QCOMPARE(feed->title, u"P"_s);
        QCOMPARE(feed->episodes.size(), 1);
        QCOMPARE(feed->episodes.first().title, u"T"_s);
    }
}

void TestWildFeeds::aGuidThatIsNoAddressIsNoLink()
{
    const auto feed = parseFeed(rss("<item><guid>Episode 12</guid><title>T</title></item>"
                                    "<item><guid>http://a.test/13</guid><title>U</title></item>"),
                                Context);
    QVERIFY(feed);
    QCOMPARE(feed->episodes.at(0).link, QUrl());
    QCOMPARE(feed->episodes.at(1).link, QUrl(u"http://a.test/13"_s));
}

void TestWildFeeds::wideEncodingsNeedNoMark_data()
{
    QTest::addColumn<QByteArray>("encoding");
    QTest::addColumn<bool>("mark");
    for (const char *name : {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
        QTest::addRow("%s with mark", name) << QByteArray(name) << true;
        QTest::addRow("%s", name) << QByteArray(name) << false;
    }
}

void TestWildFeeds::wideEncodingsNeedNoMark()
{
    QFETCH(QByteArray, encoding);
    QFETCH(bool, mark);
    for (const char *declaration : {"UTF-16", "UTF-8", "windows-1252"}) {
        for (const char *before : {"", "\n "}) {
            const QString text = QString::fromUtf8(before + declared(declaration)
                                                   + rss("<item><title>Größe 日本 😀</title>"
                                                         "<guid>a</guid></item>"));
            const auto feed = parseFeed(encoded(text, encoding.constData(), mark), Context);
            QCOMPARE(told(feed), u"P|| ; Größe 日本 😀|a|||"_s);
        }
    }
}

void TestWildFeeds::eastAsianEncodingsAreRead_data()
{
    QTest::addColumn<QByteArray>("encoding");
    QTest::addColumn<QByteArray>("declaration");
    QTest::addColumn<QByteArray>("language");
    QTest::addColumn<QString>("title");
    const QString japanese = u"これは日本語のタイトルです"_s;
    const QString chinese = u"中文播客节目"_s;
    const auto row = [](const char *name, const char *encoding, const char *declaration,
                        const char *language, const QString &title) {
        QTest::newRow(name) << QByteArray(encoding) << QByteArray(declaration)
                            << QByteArray(language) << title;
    };
    row("ISO-2022-JP", "ISO-2022-JP", "ISO-2022-JP", "ja", japanese);
    row("ISO-2022-JP, not declared", "ISO-2022-JP", "UTF-8", "", japanese);
    row("Shift-JIS", "Shift_JIS", "Shift_JIS", "", japanese);
    row("Shift-JIS by another name", "Shift_JIS", "x-sjis", "", japanese);
    row("Shift-JIS, declared as UTF-8", "Shift_JIS", "UTF-8", "ja", japanese);
    row("Shift-JIS, no word about it", "Shift_JIS", "UTF-8", "", japanese);
    row("EUC-JP", "EUC-JP", "euc-jp", "", japanese);
    row("EUC-JP, declared as UTF-8", "EUC-JP", "UTF-8", "", japanese);
    row("GB18030", "GB18030", "GB2312", "", chinese);
    row("GB18030, declared as UTF-8", "GB18030", "UTF-8", "zh-CN", chinese);
    row("Big5", "Big5", "Big5", "", u"中文播客節目"_s);
    row("EUC-KR, declared as UTF-8", "EUC-KR", "utf-8", "ko", u"한국어 팟캐스트"_s);
    row("Windows-1251, declared as UTF-8", "windows-1251", "UTF-8", "ru-RU", u"Привет, мир"_s);
    row("KOI8-R", "KOI8-R", "koi8-r", "", u"Привет, мир"_s);
    row("KOI8-R, declared as UTF-8", "KOI8-R", "UTF-8", "ru", u"Привет, мир"_s);
    row("Windows-1250, declared as UTF-8", "windows-1250", "UTF-8", "pl", u"Zażółć gęślą"_s);
    row("Windows-1252, declared as UTF-8", "windows-1252", "UTF-8", "", u"Größe – „ja“"_s);
    row("UTF-8, declared as Latin-1", "UTF-8", "ISO-8859-1", "", u"Größe 日本"_s);
    row("UTF-8, declared as UTF-16", "UTF-8", "UTF-16", "", u"Größe 日本"_s);
    row("UTF-8, declared as nonsense", "UTF-8", "x-none", "", u"Größe 日本"_s);
}

void TestWildFeeds::eastAsianEncodingsAreRead()
{
    QFETCH(QByteArray, encoding);
    QFETCH(QByteArray, declaration);
    QFETCH(QByteArray, language);
    QFETCH(QString, title);
    QVERIFY2(!encoded(u"x"_s, encoding.constData()).isEmpty(), "Qt was built without ICU");
    const QByteArray begin = declared(declaration.constData()) + "<rss><channel><language>"
            + language + "</language><title>";
    // With what follows it, so that an encoding with shifts comes back to ASCII.
    const QByteArray bytes
            = begin + encoded(title + u"</title></channel></rss>"_s, encoding.constData());
    QCOMPARE(told(parseFeed(bytes, Context)), title + u"||"_s);
}

void TestWildFeeds::wrongDeclarationsAreSeenThrough_data()
{
    QTest::addColumn<QByteArray>("title");
    QTest::newRow("one bad byte among good ones")
            << QByteArray("Gr\xC3\xB6\xC3\x9F"
                          "e \xE6\x97\xA5"
                          "\xE6\x9C\xAC\xC3\xB6 \x96 \xC3\xA9");
    QTest::newRow("a bad byte far behind") << QByteArray(200'000, 'x') + "\xF6";
}

void TestWildFeeds::wrongDeclarationsAreSeenThrough()
{
    QFETCH(QByteArray, title);
    for (const char *name : {"UTF-8", "ISO-8859-1"}) {
        const auto feed = parseFeed(declared(name)
                                            + rss("<item><guid>a</guid><description>" + title
                                                  + "</description></item>"),
                                    Context);
        QVERIFY(feed);
        const QString notes = feed->episodes.first().descriptionHtml;
        QVERIFY(!notes.contains(QChar(QChar::ReplacementCharacter)));
        QVERIFY(notes.contains(u'–') || notes.endsWith(u'ö'));
        QVERIFY(!notes.contains(u'Ã'));
    }
}

void TestWildFeeds::aCutCharacterDoesNotSpoilTheOthers()
{
    const auto feed = parseFeed(declared("UTF-8")
                                        + rss("<item><guid>a</guid><title>We\xE2\x80\x99ll see "
                                              "\xE2\x80</title></item>"),
                                Context);
    QVERIFY(feed);
    QVERIFY2(feed->episodes.first().title.startsWith(u"We’ll see"),
             qPrintable(feed->episodes.first().title));
}

void TestWildFeeds::everyPrefixKeepsItsWholeItems()
{
    const QByteArray item = "<item><title><![CDATA[A & <b>]]></title><guid isPermaLink='false'>a"
                            "</guid><itunes:duration>1:05</itunes:duration><description>&lt;p&gt;"
                            "\xC3\xA9 &amp; x &#8217;</description><enclosure url='https://pod."
                            "example/a.mp3' length='1' type='audio/mpeg'/></item>";
    const QByteArray whole
            = declared("UTF-8") + "<!-- c --><!DOCTYPE rss [<!ENTITY e 'x'>]>" + rss(item + item);
    const qsizetype firstEnds = whole.indexOf("</item>") + 7;
    const qsizetype lastEnds = whole.lastIndexOf("</item>") + 7;
    for (qsizetype size = 0; size <= whole.size(); ++size) {
        const auto feed = parseFeed(whole.first(size), Context);
        const int items = size >= lastEnds ? 2 : size >= firstEnds ? 1 : 0;
        if (items == 0)
            continue;
        QVERIFY(feed);
        QCOMPARE(feed->episodes.size(), items);
        QCOMPARE(feed->repairs.isEmpty(), size == whole.size());
    }
}

QTEST_GUILESS_MAIN(TestWildFeeds)
#include "tst_wildfeeds.moc"
