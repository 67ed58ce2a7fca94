// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/async.h"
#include "core/episodequery.h"
#include "feed/opml.h"
#include "net/httpclient.h"
#include "services/episodeservice.h"
#include "services/libraryservice.h"
#include "services/undostack.h"
#include "storage/storage.h"
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/testhttpserver.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;

class TestLibraryService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aFeedThatCannotBeReadIsNotAdded();
    void aServerThatSaysNoGivesItsSentence();
    void subscribingBringsEpisodes();
    void subscribingTwiceAddsNothing();
    void aPageLeadsToTheFeedItNames();
    void withoutFetchingOnlyTheAddressIsKept();
    void secondRefreshIsConditional();
    void refreshFindsNewAndChangedEpisodes();
    void oneFailureNeverStopsTheRest();
    void aFailedRefreshKeepsTheEpisodesAndSaysWhy();
    void aPermanentRedirectRewritesTheAddress();
    void cancellingARefreshOfSilentServersEndsSoon();
    void cancellingARefreshLeavesASubscriptionAlone();
    void unsubscribingIsUndone();
    void opmlComesInWithFoldersAndOnce();
    void opmlWrittenIsOpmlRead();
    void whatIsNoOpmlIsRefused();

private:
    QUrl serveFeed(const QByteArray &path, int episodes);
    Result<Subscription> subscribe(const QUrl &url, bool fetch = true);
    PodcastList podcasts() { return *resultOf(m_library->podcasts()); }
    int episodes() { return int(resultOf(m_episodes->firstRows(EpisodeQuery{}, 1000))->size()); }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<TestHttpServer> m_server;
    std::unique_ptr<Storage> m_storage;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<UndoStack> m_undo;
    std::unique_ptr<EpisodeService> m_episodes;
    std::unique_ptr<LibraryService> m_library;
};

void TestLibraryService::init()
{
    failOnAnyWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<TestHttpServer>();
    m_storage = std::make_unique<Storage>();
    m_http = std::make_unique<HttpClient>(m_dir->filePath(u"stream"_s));
    m_undo = std::make_unique<UndoStack>();
    m_episodes = std::make_unique<EpisodeService>(*m_storage, *m_undo);
    m_library = std::make_unique<LibraryService>(*m_storage, *m_http, *m_undo, systemClock());
    QVERIFY(resultOf(m_storage->open(m_dir->filePath(u"library.db"_s))));
}

void TestLibraryService::cleanup()
{
    m_library.reset();
    m_episodes.reset();
    m_undo.reset();
    m_http.reset();
    m_storage.reset();
    m_server.reset();
    m_dir.reset();
}

QUrl TestLibraryService::serveFeed(const QByteArray &path, int episodes)
{
    m_server->serve(path,
                    {.body = feedXml(QString::fromLatin1(path), episodes),
                     .headers = {{"ETag", "\"" + QByteArray::number(episodes) + "\""}}});
    return m_server->url(QString::fromLatin1(path));
}

Result<Subscription> TestLibraryService::subscribe(const QUrl &url, bool fetch)
{
    return resultOf(m_library->subscribe(url, {.fetch = fetch}));
}

void TestLibraryService::aFeedThatCannotBeReadIsNotAdded()
{
    m_server->serve("/page", {.body = "<html><body>Hello</body></html>", .headers = {}});

    const auto added = subscribe(m_server->url(u"/page"_s));

    QVERIFY(!added);
    QVERIFY(!added.error().sentence.isEmpty());
    QCOMPARE(podcasts().size(), 0);
}

void TestLibraryService::aServerThatSaysNoGivesItsSentence()
{
    const auto added = subscribe(m_server->url(u"/missing"_s));

    QVERIFY(!added);
    QCOMPARE(added.error().kind, ErrorKind::HttpStatus);
    QVERIFY(added.error().sentence.endsWith(u'.'));
    QCOMPARE(podcasts().size(), 0);
}

void TestLibraryService::subscribingBringsEpisodes()
{
    const QSignalSpy changed(m_library.get(), &LibraryService::podcastsChanged);

    const auto added = subscribe(serveFeed("/feed", 3));

    QVERIFY2(added, added ? "" : qPrintable(added.error().sentence));
    QVERIFY(added->isNew);
    QCOMPARE(added->outcome.inserted, 3);
    QVERIFY(!changed.isEmpty());
    QCOMPARE(podcasts().first().title, u"/feed"_s);
    QCOMPARE(podcasts().first().unplayed, 3);
    const auto rows = resultOf(m_episodes->firstRows(EpisodeQuery{}, 10));
    QCOMPARE(rows->first().title, u"Episode 2"_s);
    QCOMPARE(rows->first().excerpt, u"Notes 2 bold"_s);
}

void TestLibraryService::subscribingTwiceAddsNothing()
{
    const QUrl url = serveFeed("/feed", 3);
    const auto first = subscribe(url);
    const auto second = subscribe(url);

    QVERIFY(first && second);
    QVERIFY(!second->isNew);
    QCOMPARE(second->id, first->id);
    QCOMPARE(episodes(), 3);
}

void TestLibraryService::aPageLeadsToTheFeedItNames()
{
    const QUrl feed = serveFeed("/feed", 2);
    m_server->serve("/page",
                    {.body = "<html><head><link rel='alternate' title='Pod'"
                             " type='application/rss+xml' href='/feed'></head></html>",
                     .headers = {{"Content-Type", "text/html"}}});

    const auto added = subscribe(m_server->url(u"/page"_s));

    QVERIFY2(added, added ? "" : qPrintable(added.error().sentence));
    QCOMPARE(podcasts().first().url, feed);
    QCOMPARE(episodes(), 2);
}

void TestLibraryService::withoutFetchingOnlyTheAddressIsKept()
{
    const auto added = subscribe(serveFeed("/feed", 2), false);

    QVERIFY(added);
    QCOMPARE(added->outcome.status, RefreshOutcome::Status::NotFetched);
    QCOMPARE(m_server->requests().size(), 0);
    QCOMPARE(podcasts().size(), 1);
}

void TestLibraryService::secondRefreshIsConditional()
{
    QVERIFY(subscribe(serveFeed("/feed", 2)));
    m_server->serve("/feed", {.status = 304, .body = {}, .headers = {}});
    m_server->clearRequests();

    const auto outcomes = resultOf(m_library->refresh());

    QCOMPARE(outcomes.size(), 1);
    QCOMPARE(outcomes.first().status, RefreshOutcome::Status::NotModified);
    QCOMPARE(m_server->requests().first().headers.value("if-none-match"), QByteArray("\"2\""));
    QCOMPARE(episodes(), 2);
}

void TestLibraryService::refreshFindsNewAndChangedEpisodes()
{
    QVERIFY(subscribe(serveFeed("/feed", 2)));
    QByteArray body = feedXml(u"Renamed"_s, 3);
    body.replace("Episode 0", "Episode zero");
    m_server->serve("/feed", {.body = body, .headers = {}});
    const QSignalSpy changed(m_library.get(), &LibraryService::episodesChanged);

    const auto outcomes = resultOf(m_library->refresh());

    QCOMPARE(outcomes.first().inserted, 1);
    QCOMPARE(outcomes.first().updated, 1);
    QCOMPARE(podcasts().first().title, u"Renamed"_s);
    QCOMPARE(changed.size(), 1);
}

void TestLibraryService::oneFailureNeverStopsTheRest()
{
    QVERIFY(subscribe(serveFeed("/good", 1), false));
    QVERIFY(subscribe(m_server->url(u"/gone"_s), false));
    QVERIFY(subscribe(serveFeed("/better", 2), false));
    m_server->serve("/gone", {.status = 410, .body = {}, .headers = {}});

    const auto outcomes = resultOf(m_library->refresh());

    QCOMPARE(outcomes.size(), 3);
    QCOMPARE(episodes(), 3);
    const auto failed = std::count_if(outcomes.begin(), outcomes.end(), [](const auto &outcome) {
        return outcome.status == RefreshOutcome::Status::Ended && !outcome.error.isEmpty();
    });
    QCOMPARE(failed, 1);
}

void TestLibraryService::aFailedRefreshKeepsTheEpisodesAndSaysWhy()
{
    QVERIFY(subscribe(serveFeed("/feed", 2)));
    m_server->serve("/feed", {.status = 500, .body = {}, .headers = {}});

    resultOf(m_library->refresh());

    QCOMPARE(episodes(), 2);
    QVERIFY(!podcasts().first().error.isEmpty());

    serveFeed("/feed", 2);
    resultOf(m_library->refresh());
    QCOMPARE(podcasts().first().error, QString());
}

void TestLibraryService::aPermanentRedirectRewritesTheAddress()
{
    QVERIFY(subscribe(serveFeed("/old", 1)));
    const QUrl now = serveFeed("/new", 2);
    m_server->serve("/old",
                    {.status = 301, .body = {}, .headers = {{"Location", now.toEncoded()}}});

    resultOf(m_library->refresh());

    QTRY_COMPARE(podcasts().first().url, now);
    QCOMPARE(episodes(), 2);
}

void TestLibraryService::cancellingARefreshOfSilentServersEndsSoon()
{
    for (int i = 0; i < 20; ++i) {
        const QByteArray path = "/silent-" + QByteArray::number(i);
        m_server->serve(path, {.body = {}, .headers = {}, .fault = TestHttpServer::Fault::Silent});
        QVERIFY(subscribe(m_server->url(QString::fromLatin1(path)), false));
    }
    const auto refresh = m_library->refresh();
    QTRY_VERIFY(!m_server->requests().isEmpty());

    m_library->cancelRefresh();

    const auto outcomes = resultOf(refresh, 5000);
    QCOMPARE(outcomes.size(), 20);
    for (const RefreshOutcome &outcome : outcomes)
        QCOMPARE(outcome.status, RefreshOutcome::Status::Cancelled);
}

void TestLibraryService::cancellingARefreshLeavesASubscriptionAlone()
{
    using Fault = TestHttpServer::Fault;
    m_server->serve("/silent", {.body = {}, .headers = {}, .fault = Fault::Silent});
    m_server->serve("/new", {.body = feedXml(u"New"_s, 2), .headers = {}, .fault = Fault::Hold});
    QVERIFY(subscribe(m_server->url(u"/silent"_s), false));
    const auto refresh = m_library->refresh();
    const auto added = m_library->subscribe(m_server->url(u"/new"_s));
    QTRY_COMPARE(m_server->requests().size(), 2);

    m_library->cancelRefresh();

    QCOMPARE(resultOf(refresh).first().status, RefreshOutcome::Status::Cancelled);
    m_server->releaseHeld();
    const auto subscription = resultOf(added);
    QVERIFY(subscription);
    QCOMPARE(subscription->outcome.inserted, 2);
}

void TestLibraryService::unsubscribingIsUndone()
{
    const auto added = subscribe(serveFeed("/feed", 2));
    const EpisodeId first = resultOf(m_episodes->firstRows(EpisodeQuery{}, 1))->first().id;
    m_episodes->setFavourite({first}, true);

    QVERIFY(resultOf(m_library->unsubscribe(added->id)));
    QCOMPARE(podcasts().size(), 0);
    QCOMPARE(episodes(), 0);

    m_undo->undo();
    QTRY_COMPARE(podcasts().size(), 1);
    QCOMPARE(episodes(), 2);
    QVERIFY(resultOf(m_episodes->episode(first))->row.state.favourite);
}

void TestLibraryService::opmlComesInWithFoldersAndOnce()
{
    const QUrl one = serveFeed("/one", 1);
    const QUrl two = serveFeed("/two", 2);
    const QByteArray opml = writeOpml(
            {.title = u"Mine"_s,
             .feeds = {{.title = u"One"_s, .url = one, .site = {}, .folder = {u"News"_s}},
                       {.title = u"Two"_s, .url = two, .site = {}, .folder = {}}}});
    const QSignalSpy progress(m_library.get(), &LibraryService::refreshProgress);

    const auto first = resultOf(m_library->importOpml(opml));
    const auto second = resultOf(m_library->importOpml(opml));

    QVERIFY(first && second);
    QCOMPARE(first->added, 2);
    QCOMPARE(first->outcomes.size(), 2);
    QVERIFY(!progress.isEmpty());
    QCOMPARE(second->added, 0);
    QCOMPARE(second->known, 2);
    QCOMPARE(podcasts().size(), 2);
    QCOMPARE(podcasts().first().folder, QStringList{u"News"_s});
    QCOMPARE(episodes(), 3);
}

void TestLibraryService::opmlWrittenIsOpmlRead()
{
    QVERIFY(subscribe(serveFeed("/one", 1)));

    const auto written = resultOf(m_library->exportOpml());
    const auto read = parseOpml(written->document);

    QVERIFY(read);
    QCOMPARE(read->feeds.size(), 1);
    QCOMPARE(read->feeds.first().url, m_server->url(u"/one"_s));
}

void TestLibraryService::whatIsNoOpmlIsRefused()
{
    const auto report = resultOf(m_library->importOpml("\x89PNG rubbish"));

    QVERIFY(!report);
    QVERIFY(!report.error().sentence.isEmpty());
}

QTEST_GUILESS_MAIN(TestLibraryService)
#include "tst_libraryservice.moc"
