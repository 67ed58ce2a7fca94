// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/opml.h"
#include "support/failonwarning.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>
#include <QXmlStreamReader>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr qint64 Quick = 30'000; // ms; sanitizers make it many times as slow
#else
constexpr qint64 Quick = 3'000; // ms
#endif

OpmlDocument fixture(const QString &name)
{
    QFile file(QStringLiteral(EARMARK_TEST_DATA) + "/feed/"_L1 + name);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    auto opml = parseOpml(file.readAll());
    return opml ? *std::move(opml) : OpmlDocument();
}

} // namespace

class TstOpml : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whatIsNoListIsAnError_data();
    void whatIsNoListIsAnError();
    void deepAndLongListsAreCapped();
    void brokenBeyondXmlIsScanned();
    void aFloodWithoutAddressesEndsSoon();
    void looseListsAreRead();
    void overcastEpisodesAreNoFeeds();
    void whatWasLeftIsNotSubscribedToAgain();
    void anAddressWithASpaceIsRead();
    void whatIsWrittenIsReadAgain();
    void writtenListsAreWhatOthersAccept();
};

void TstOpml::whatIsNoListIsAnError_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("text") << QByteArray("hello");
    QTest::newRow("web page") << QByteArray("<html><body>hello</body></html>");
    QTest::newRow("too large") << QByteArray(11 * 1024 * 1024, ' ');
}

void TstOpml::whatIsNoListIsAnError()
{
    QFETCH(QByteArray, bytes);
    const auto opml = parseOpml(bytes);
    QVERIFY(!opml);
    QCOMPARE(opml.error().kind, ErrorKind::Parse);
    QVERIFY(opml.error().sentence.endsWith(u'.'));
}

void TstOpml::deepAndLongListsAreCapped()
{
    const auto deep = parseOpml("<opml><body>" + QByteArray("<outline text='f'>").repeated(100)
                                + "<outline xmlUrl='https://a.example/'/>");
    QVERIFY(deep);
    QCOMPARE(deep->feeds.size(), 1);
    QCOMPARE(deep->feeds.constFirst().folder.size(), 20);

    QByteArray many = "<opml><body>";
    for (int i = 0; i < 20'100; ++i)
        many += "<outline xmlUrl='https://a.example/" + QByteArray::number(i) + "'/>";
    const auto all = parseOpml(many + "</body></opml>");
    QVERIFY(all);
    QCOMPARE(all->feeds.size(), 20'000);
}

void TstOpml::brokenBeyondXmlIsScanned()
{
    const auto opml = parseOpml(
            "junk {title: 'x', outline title=\"One & Two\" xmlUrl=\"https://a.example/?a=1&b=2\"\n"
            "<<outline text='Two' xmlurl = 'https://b.example/'");
    QVERIFY(opml);
    QCOMPARE(opml->feeds.size(), 2);
    QCOMPARE(opml->feeds.at(0).url, QUrl(u"https://a.example/?a=1&b=2"_s));
    QCOMPARE(opml->feeds.at(1).title, u"Two"_s);
}

void TstOpml::aFloodWithoutAddressesEndsSoon()
{
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!parseOpml(QByteArray("xmlUrl").repeated(1'500'000)));
    QVERIFY2(timer.elapsed() < Quick, qPrintable(QString::number(timer.elapsed())));
}

void TstOpml::looseListsAreRead()
{
    const OpmlDocument opml = fixture(u"kasts-without-text-and-type.opml"_s);
    QCOMPARE(opml.feeds.size(), 4);
    QCOMPARE(opml.feeds.at(0).title, u"A & B"_s);
    QCOMPARE(opml.feeds.at(0).url, QUrl(u"https://a.example/feed?x=1&y=2"_s));
    QCOMPARE(opml.feeds.at(1).url, QUrl(u"https://b.example/rss"_s));
    QCOMPARE(opml.feeds.at(2).url, QUrl(u"https://c.example/rss"_s));
    QCOMPARE(opml.feeds.at(3).folder, QStringList({u"News"_s, u"Daily"_s}));
}

void TstOpml::overcastEpisodesAreNoFeeds()
{
    const OpmlDocument opml = fixture(u"overcast-extended.opml"_s);
    QCOMPARE(opml.title, u"Overcast Podcast Subscriptions"_s);
    QCOMPARE(opml.feeds.size(), 1);
    QCOMPARE(opml.feeds.constFirst().site, QUrl(u"https://sea.example/"_s));
    QCOMPARE(opml.feeds.constFirst().folder, QStringList());
}

void TstOpml::whatWasLeftIsNotSubscribedToAgain()
{

    const QByteArray outlines = "<outline text='A' xmlUrl='https://a.example/' subscribed='0'/>"
                                "<outline text='B' xmlUrl='https://b.example/' subscribed='1'/>"
                                "<outline text='C' subscribed='false' xmlUrl='https://c.example/'/>"
                                "<outline text='D' xmlUrl='https://d.example/'/>";
    for (const QByteArray &bytes :
         {QByteArray("<opml><body>" + outlines + "</body></opml>"), // and what is no XML any more
          QByteArray("<opml><body>" + outlines), outlines}) {
        const auto opml = parseOpml(bytes);
        QVERIFY(opml);
        QCOMPARE(opml->feeds.size(), 2);
        QCOMPARE(opml->feeds.at(0).url, QUrl(u"https://b.example/"_s));
        QCOMPARE(opml->feeds.at(1).url, QUrl(u"https://d.example/"_s));
    }
    const auto none = parseOpml(
            "<opml><body><outline xmlUrl='https://a.example/' subscribed='0'/></body></opml>");
    QVERIFY(none);
    QVERIFY(none->feeds.isEmpty());
}

void TstOpml::anAddressWithASpaceIsRead()
{
    const auto opml = parseOpml(
            "<opml><body><outline xmlUrl=' https://a.example/my feed.xml '/></body></opml>");
    QVERIFY(opml && opml->feeds.size() == 1);
    QCOMPARE(opml->feeds.first().url, QUrl(u"https://a.example/my%20feed.xml"_s));
}

void TstOpml::whatIsWrittenIsReadAgain()
{
    const OpmlDocument document{u"My \"list\" & more"_s,
                                {{u"A <b>"_s, QUrl(u"https://a.example/?x=1&y=2"_s), {}, {}},
                                 {u"B\x01"_s,
                                  QUrl(u"https://b.example/"_s),
                                  QUrl(u"https://b.example/site"_s),
                                  {u"Outer"_s, u"Inner & more"_s}},
                                 {u"C"_s, QUrl(u"https://c.example/"_s), {}, {u"Outer"_s}}}};
    const auto again = parseOpml(writeOpml(document));
    QVERIFY(again);
    QCOMPARE(again->title, document.title);
    QCOMPARE(again->feeds.size(), 3);
    QVERIFY(again->feeds.contains(document.feeds.at(0)));
    QVERIFY(again->feeds.contains(document.feeds.at(2)));
    QCOMPARE(again->feeds.at(2).folder, document.feeds.at(1).folder);
    QCOMPARE(again->feeds.at(2).title, u"B"_s);
}

void TstOpml::writtenListsAreWhatOthersAccept()
{
    const QByteArray bytes
            = writeOpml({u"List"_s, {{u"A"_s, QUrl(u"https://a.example/"_s), {}, {}}}},
                        QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC));
    QXmlStreamReader xml(bytes);
    QVERIFY(xml.readNextStartElement());
    QCOMPARE(xml.attributes().value("version"_L1), u"2.0");
    QVERIFY(bytes.contains("02 Jan 2026 03:04:05 +0000"));
    QXmlStreamAttributes outline;
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == u"outline")
            outline = xml.attributes();
    }
    QVERIFY(!xml.hasError());
    QCOMPARE(outline.value("type"_L1), u"rss");
    QCOMPARE(outline.value("text"_L1), u"A");
    QCOMPARE(outline.value("title"_L1), u"A");
    QCOMPARE(outline.value("xmlUrl"_L1), u"https://a.example/");
}

QTEST_APPLESS_MAIN(TstOpml)
#include "tst_opml.moc"
