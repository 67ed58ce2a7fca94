// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/olderpages.h"
#include "services/refreshfixture.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using Status = RefreshOutcome::Status;

/// Feeds that move, and feeds that are cut in pages.
class TestFeedMoves : public QObject, private RefreshFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { RefreshFixture::begin(); }
    void cleanup() { RefreshFixture::end(); }

    void redirectToAnotherPodcastDoesNotMoveTheAddress();
    void newFeedUrlMovesAPodcastOnceItProvedGood();
    void aFeedLeftBehindIsFollowedThoughItNeverChanges();
    void onlyAPermanentRedirectIsTheAddress_data();
    void onlyAPermanentRedirectIsTheAddress();
    void newFeedUrlThatLeadsToNothingIsLeftAlone_data();
    void newFeedUrlThatLeadsToNothingIsLeftAlone();
    void olderPagesComeOnDemandToTheLast();
    void pagesInACircleEnd();
    void endlessPagesStopAndGoOnWhereTheyStopped();
    void pageThatCannotBeReadSaysWhyAndIsTriedAgain();
    void newAddressKeepsEverything();
    void answersOfTheOldAddressThatComeLateSayNothing_data();
    void answersOfTheOldAddressThatComeLateSayNothing();
    void newAddressThatCannotBeReadIsRefused();
    void newAddressOfAnotherPodcastNeedsTheListenersWord();

private:
    QByteArray page(int first, int count, const QString &next);
};

void TestFeedMoves::redirectToAnotherPodcastDoesNotMoveTheAddress()
{
    const PodcastId id = subscribe("/feed", aFeed(u"Show"_s, 1));
    m_server->serve("/parked",
                    {.body = aFeed(u"Parked"_s, 2).replace("guid-", "x-"), .headers = {}});
    serve("/feed", 301, {{"Location", url(u"/parked"_s).toEncoded()}});

    refresh(id);

    QCOMPARE(podcast(id).url, url(u"/feed"_s));
}

void TestFeedMoves::newFeedUrlMovesAPodcastOnceItProvedGood()
{
    const PodcastId id = subscribe("/feed", aFeed(u"Show"_s, 2));
    const QByteArray said
            = "<itunes:new-feed-url>" + url(u"/new"_s).toEncoded() + "</itunes:new-feed-url>";
    m_server->serve("/feed", {.body = aFeed(u"Show"_s, 2, said), .headers = {}});
    m_server->serve("/new", {.body = aFeed(u"Show"_s, 3, said), .headers = {}});

    const auto outcome = refresh(id);

    QCOMPARE(outcome.inserted, 1);
    QCOMPARE(podcast(id).url, url(u"/new"_s));
    QVERIFY(podcast(id).ownNetworkAllowed);
    m_server->clearRequests();
    QCOMPARE(refresh(id).status, Status::Unchanged);
    QCOMPARE(asked(), 1);
}

void TestFeedMoves::aFeedLeftBehindIsFollowedThoughItNeverChanges()
{
    const QByteArray said
            = "<itunes:new-feed-url>" + url(u"/new"_s).toEncoded() + "</itunes:new-feed-url>";
    m_server->serve("/new", {.body = aFeed(u"Show"_s, 3), .headers = {}});
    const PodcastId id = subscribe("/feed", aFeed(u"Show"_s, 2, said), {{"ETag", "\"1\""}});
    QCOMPARE(podcast(id).url, url(u"/feed"_s));

    QCOMPARE(refresh(id).inserted, 1);

    QCOMPARE(podcast(id).url, url(u"/new"_s));
    QCOMPARE(podcast(id).episodes, 3);
}

void TestFeedMoves::onlyAPermanentRedirectIsTheAddress_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("kept");
    QTest::newRow("301") << 301 << u"/there"_s;
    QTest::newRow("302") << 302 << u"/here"_s;
    QTest::newRow("303") << 303 << u"/here"_s;
    QTest::newRow("307") << 307 << u"/here"_s;
    QTest::newRow("308") << 308 << u"/there"_s;
}

void TestFeedMoves::onlyAPermanentRedirectIsTheAddress()
{
    QFETCH(int, status);
    QFETCH(QString, kept);
    m_server->serve("/there", {.body = aFeed(u"Show"_s, 2), .headers = {}});
    serve("/here", status, {{"Location", "/there"}});

    const auto added = resultOf(m_library->subscribe(url(u"/here"_s)));

    QVERIFY(added);
    QCOMPARE(podcast(added->id).url, url(kept));
    QCOMPARE(podcast(added->id).episodes, 2);
}

void TestFeedMoves::newFeedUrlThatLeadsToNothingIsLeftAlone_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("not found") << 404 << QByteArray();
    QTest::newRow("a page") << 200 << QByteArray("<html></html>");
    QTest::newRow("no episodes") << 200 << aFeed(u"Show"_s, 0);
    QTest::newRow("another podcast") << 200 << aFeed(u"Else"_s, 3).replace("guid-", "x-");
}

void TestFeedMoves::newFeedUrlThatLeadsToNothingIsLeftAlone()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    const PodcastId id = subscribe("/feed", aFeed(u"Show"_s, 1));
    const QByteArray said
            = "<itunes:new-feed-url>" + url(u"/new"_s).toEncoded() + "</itunes:new-feed-url>";
    m_server->serve("/feed", {.body = aFeed(u"Show"_s, 2, said), .headers = {}});
    m_server->serve("/new", {.status = status, .body = body, .headers = {}});

    const auto outcome = refresh(id);

    QCOMPARE(outcome.status, Status::Updated);
    QCOMPARE(outcome.inserted, 1);
    QCOMPARE(podcast(id).url, url(u"/feed"_s));
}

/// Episodes first ... first+count-1, with the address of the next page.
QByteArray TestFeedMoves::page(int first, int count, const QString &next)
{
    QString body = QString::fromUtf8(aFeed(u"Show"_s, count));
    for (int i = count - 1; i >= 0; --i) {
        const QString number = QString::number(i);
        const QString moved = QString::number(first + i);
        body.replace(u"guid-%1<"_s.arg(number), u"page-%1<"_s.arg(moved));
        body.replace(u"Episode %1<"_s.arg(number), u"Part %1<"_s.arg(moved));
        body.replace(u"/%1.mp3"_s.arg(number), u"/part%1.mp3"_s.arg(moved));
    }
    if (!next.isEmpty()) {
        const QString link = u"<atom:link xmlns:atom=\"http://www.w3.org/2005/Atom\" rel=\"next\""
                             " href=\"%1\"/>"_s.arg(url(next).toString(QUrl::FullyEncoded));
        body.replace(u"<description>About"_s, link + u"<description>About"_s);
    }
    return body.toUtf8();
}

void TestFeedMoves::olderPagesComeOnDemandToTheLast()
{
    const PodcastId id = subscribe("/feed", page(0, 2, u"/feed?page=2"_s));
    m_server->serve("/feed?page=2", {.body = page(2, 2, u"/feed?page=3"_s), .headers = {}});
    m_server->serve("/feed?page=3", {.body = page(4, 1, {}), .headers = {}});
    QCOMPARE(podcast(id).episodes, 2);

    const auto older = resultOf(m_library->loadOlder(id));

    QVERIFY(older);
    QCOMPARE(older->pages, 2);
    QCOMPARE(older->inserted, 3);
    QVERIFY(older->isAll);
    QCOMPARE(podcast(id).episodes, 5);
    QVERIFY(podcast(id).nextPage.isEmpty());
    m_server->serve("/feed", {.body = page(0, 2, u"/feed?page=2"_s) + " ", .headers = {}});
    refresh(id);
    QVERIFY(podcast(id).nextPage.isEmpty());
}

void TestFeedMoves::pagesInACircleEnd()
{
    const PodcastId id = subscribe("/feed", page(0, 2, u"/two"_s));
    m_server->serve("/two", {.body = page(2, 2, u"/three"_s), .headers = {}});
    m_server->serve("/three", {.body = page(4, 2, u"/two"_s), .headers = {}});

    const auto older = resultOf(m_library->loadOlder(id));

    QCOMPARE(older->pages, 2);
    QVERIFY(older->isAll);
    QCOMPARE(asked(), 2);
}

void TestFeedMoves::endlessPagesStopAndGoOnWhereTheyStopped()
{
    const PodcastId id = subscribe("/feed", page(0, 1, u"/p?n=1"_s));
    m_server->setHandler([this](const TestHttpServer::Request &request) {
        const int number = request.path.mid(request.path.indexOf('=') + 1).toInt();
        return TestHttpServer::Reply{.body = page(number, 1, u"/p?n=%1"_s.arg(number + 1)),
                                     .headers = {}};
    });

    const auto older = resultOf(m_library->loadOlder(id));

    QCOMPARE(older->pages, OlderPages::MaxPages);
    QVERIFY(!older->isAll);
    QCOMPARE(podcast(id).nextPage, url(u"/p?n=%1"_s.arg(OlderPages::MaxPages + 1)));
}

void TestFeedMoves::pageThatCannotBeReadSaysWhyAndIsTriedAgain()
{
    const PodcastId id = subscribe("/feed", page(0, 2, u"/two"_s));
    serve("/two", 500);

    const auto older = resultOf(m_library->loadOlder(id));

    QVERIFY(!older->error.isEmpty());
    QCOMPARE(podcast(id).nextPage, url(u"/two"_s));
    QVERIFY(!podcast(id).isFailing());
    m_server->serve("/two", {.body = page(2, 2, {}), .headers = {}});
    QCOMPARE(resultOf(m_library->loadOlder(id))->inserted, 2);
}

void TestFeedMoves::newAddressKeepsEverything()
{
    const PodcastId id = subscribe("/feed", aFeed(u"Show"_s, 2));
    QVERIFY(resultOf(m_library->setTitle(id, u"  Mine "_s)));
    m_server->serve("/new", {.body = aFeed(u"Show"_s, 3), .headers = {}});

    const auto changed = resultOf(m_library->changeAddress(id, url(u"/new"_s)));

    QVERIFY2(changed, changed ? "" : qPrintable(changed.error().sentence));
    QCOMPARE(changed->outcome.inserted, 1);
    QCOMPARE(podcast(id).url, url(u"/new"_s));
    QCOMPARE(podcast(id).title, u"Mine"_s);
    QCOMPARE(podcast(id).episodes, 3);
}

void TestFeedMoves::answersOfTheOldAddressThatComeLateSayNothing_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("gone for good") << 410;
    QTest::newRow("another document") << 200;
    QTest::newRow("not changed") << 304;
}

void TestFeedMoves::answersOfTheOldAddressThatComeLateSayNothing()
{
    QFETCH(int, status);
    const PodcastId id = subscribe("/feed", aFeed(u"Show"_s, 2), {{"ETag", "\"old\""}});
    m_server->serve("/feed",
                    {.status = status,
                     .body = status == 200 ? aFeed(u"Show"_s, 5) : QByteArray(),
                     .headers = {{"ETag", "\"older\""}},
                     .fault = TestHttpServer::Fault::Hold});
    m_server->serve("/new", {.body = aFeed(u"Show"_s, 3), .headers = {{"ETag", "\"new\""}}});
    const auto late = m_library->refresh({id});
    QTRY_COMPARE(m_server->held(), 1);
    QVERIFY(resultOf(m_library->changeAddress(id, url(u"/new"_s))));

    m_server->releaseHeld();

    QCOMPARE(resultOf(late).first().status, RefreshOutcome::Status::Cancelled);
    QCOMPARE(podcast(id).url, url(u"/new"_s));
    QVERIFY(!podcast(id).isEnded);
    QCOMPARE(podcast(id).validators.etag, QByteArray("\"new\""));
    QCOMPARE(podcast(id).episodes, 3);
}

void TestFeedMoves::newAddressThatCannotBeReadIsRefused()
{
    const PodcastId id = subscribe("/feed", aFeed(u"Show"_s, 2));

    const auto changed = resultOf(m_library->changeAddress(id, url(u"/nothing"_s)));

    QVERIFY(!changed);
    QVERIFY(!changed.error().sentence.isEmpty());
    QCOMPARE(podcast(id).url, url(u"/feed"_s));
}

void TestFeedMoves::newAddressOfAnotherPodcastNeedsTheListenersWord()
{
    const PodcastId id = subscribe("/feed", aFeed(u"Show"_s, 2));
    const PodcastId other = subscribe("/other", aFeed(u"Other"_s, 2).replace("guid-", "x-"));
    m_server->serve("/third", {.body = aFeed(u"Third"_s, 2).replace("guid-", "y-"), .headers = {}});

    const auto taken
            = resultOf(m_library->changeAddress(id, podcast(other).url, {.evenIfOther = true}));
    QVERIFY(!taken);
    QCOMPARE(podcast(id).url, url(u"/feed"_s));
    const auto refused = resultOf(m_library->changeAddress(id, url(u"/third"_s)));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, LibraryService::OtherPodcast);
    QVERIFY(resultOf(m_library->changeAddress(id, url(u"/third"_s), {.evenIfOther = true})));
    QCOMPARE(podcast(id).url, url(u"/third"_s));
}

QTEST_GUILESS_MAIN(TestFeedMoves)
#include "tst_feedmoves.moc"
