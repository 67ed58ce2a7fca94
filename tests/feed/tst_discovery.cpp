// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/discovery.h"
#include "support/failonwarning.h"

#include <QStringEncoder>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TestDiscovery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void pagesThatNameNoFeed_data();
    void pagesThatNameNoFeed();
    void linksAreFound_data();
    void linksAreFound();
    void aFeedGoesTheWayOfItsPage();
    void commentsComeLastAndNothingTwice();
    void plainLinksCountWhereTheHeadIsSilent();
    void titlesAreReadInAnyEncoding();
    void hostilePagesAreSurvived();
};

void TestDiscovery::pagesThatNameNoFeed_data()
{
    QTest::addColumn<QByteArray>("page");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("noise") << QByteArray("\x00\xff\x01", 3);
    QTest::newRow("a feed") << QByteArray(
            "<rss><channel><link>https://a.example</link></channel></rss>");
    QTest::newRow("a style sheet") << QByteArray("<link rel=stylesheet href=a.css type=text/css>");
    QTest::newRow("another language's page")
            << QByteArray("<link rel=alternate hreflang=de href=/de type=text/html>");
    QTest::newRow("no address") << QByteArray("<link rel=alternate type=application/rss+xml>");
    QTest::newRow("not of the web")
            << QByteArray("<link rel=alternate type=application/rss+xml href=file:///etc/passwd>"
                          "<link rel=alternate type=application/rss+xml href=javascript:x>");
    QTest::newRow("in a comment") << QByteArray(
            "<!-- <link rel=alternate type=application/rss+xml href=a> -->");
}

void TestDiscovery::pagesThatNameNoFeed()
{
    QFETCH(QByteArray, page);
    QCOMPARE(discoverFeeds(page, QUrl(u"https://a.example/"_s)), QList<DiscoveredFeed>());
}

void TestDiscovery::linksAreFound_data()
{
    QTest::addColumn<QByteArray>("page");
    const auto row = [](const char *name, const QByteArray &page) { QTest::newRow(name) << page; };
    row("as it should be",
        "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"https://a.example/x/f\">");
    row("relative, upper case, several words",
        "<LINK HREF='f' TYPE='APPLICATION/ATOM+XML' REL='Home\n\tALTERNATE'>");
    row("root relative, in the body", "<body><p><link rel=alternate type=text/xml href=/x/f></p>");
    row("without scheme", "<link rel=alternate type=application/rss+xml href=//a.example/x/f>");
    row("a base",
        "<base><base href='/x/'><base href='/y/'>"
        "<link rel=alternate type='application/feed+json; charset=utf-8' href=f>");
    row("rel=feed", "<link rel=feed href=f>");
    row("references, spaces", "<link rel=alternate type=application/rss+xml href=' &#102; '>");
    row("feed:", "<link rel=alternate type=application/rss+xml href='feed:https://a.example/x/f'>");
    row("behind a script full of tags",
        "<script>" + QByteArray("'<div>'").repeated(500) + "</script><link rel=feed href=f>");
}

void TestDiscovery::linksAreFound()
{
    QFETCH(QByteArray, page);
    const auto feeds = discoverFeeds(page, QUrl(u"https://a.example/x/page"_s));
    QCOMPARE(feeds.size(), 1);
    QCOMPARE(feeds.first().url, QUrl(u"https://a.example/x/f"_s));
}

void TestDiscovery::aFeedGoesTheWayOfItsPage()
{
    const QByteArray page = "<link rel=alternate type=application/rss+xml href=feed://a.example/f>";
    const auto feedOn = [](const QByteArray &html, const QString &base) {
        const auto feeds = discoverFeeds(html, QUrl(base));
        return feeds.isEmpty() ? QUrl() : feeds.constFirst().url;
    };
    QCOMPARE(feedOn(page, u"https://a.example/"_s), QUrl(u"https://a.example/f"_s));
    QCOMPARE(feedOn(page, u"http://a.example/"_s), QUrl(u"http://a.example/f"_s));
    QByteArray said = page;
    said.replace("feed://", "feed:https://");
    QCOMPARE(feedOn(said, u"http://a.example/"_s), QUrl(u"https://a.example/f"_s));
}

void TestDiscovery::commentsComeLastAndNothingTwice()
{
    const QByteArray link = "<link rel=alternate type=application/rss+xml ";
    const auto feeds = discoverFeeds(link + "href=/comments/feed title='Comments'>" + link
                                             + "href=/feed title='Pod'>" + link + "href=/feed>",
                                     QUrl(u"https://a.example/"_s));
    QCOMPARE(feeds.size(), 2);
    QCOMPARE(feeds.first().title, u"Pod"_s);
    QCOMPARE(feeds.last().title, u"Comments"_s);
}

void TestDiscovery::plainLinksCountWhereTheHeadIsSilent()
{
    const QByteArray body = "<a href=about>About</a><a href='itpc://a.example/i'>iTunes</a>"
                            "<a href='podcast.xml'>RSS</a><a href='/feed/'>Feed</a>";
    const QUrl base(u"https://a.example/"_s);
    const auto feeds = discoverFeeds(body, base);
    QCOMPARE(feeds.size(), 3);
    QCOMPARE(feeds.at(0).url, QUrl(u"https://a.example/i"_s));
    QCOMPARE(feeds.at(1).url, QUrl(u"https://a.example/podcast.xml"_s));
    QCOMPARE(feeds.at(2).url, QUrl(u"https://a.example/feed/"_s));
    QCOMPARE(discoverFeeds(body + "<link rel=feed href=f>", base).size(), 1);
}

void TestDiscovery::titlesAreReadInAnyEncoding()
{
    const QString page = u"<html><head><meta charset=\"%1\"><link rel=feed href=f title='Größe'>"_s;
    for (const char *name : {"windows-1252", "UTF-8", "UTF-16LE"}) {
        QStringEncoder encoder(name, QStringConverter::Flag::Default);
        const QByteArray bytes = encoder.encode(page.arg(QString::fromLatin1(name)));
        const auto feeds = discoverFeeds(bytes, QUrl(u"https://a.example/"_s));
        QCOMPARE(feeds.size(), 1);
        QCOMPARE(feeds.first().title, u"Größe"_s);
    }
}

void TestDiscovery::hostilePagesAreSurvived()
{
    const QUrl base(u"https://a.example/"_s);
    for (const QByteArray tag : {"<div>", "<b>", "<p><i>", "<table><tr><td>", "<link rel=feed>"})
        QVERIFY(discoverFeeds(tag.repeated(300'000), base).isEmpty());
    QByteArray many;
    for (int i = 0; i < 5'000; ++i)
        many += "<link rel=feed href=f" + QByteArray::number(i) + ">";
    QCOMPARE(discoverFeeds(many, base).size(), 100);
}

QTEST_GUILESS_MAIN(TestDiscovery)
#include "tst_discovery.moc"
