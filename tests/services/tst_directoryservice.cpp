// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpclient.h"
#include "services/directoryservice.h"
#include "services/previewservice.h"
#include "services/settingsservice.h"
#include "support/directoryfixture.h"
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/testhttpserver.h"

#include <QHostInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;

using Fault = TestHttpServer::Fault;
using Progress = DirectoryService::Progress;

/// Directories of our own on a loopback address, through the real network.
class TestDirectoryService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void oneDirectorysTroubleCostsTheOthersNothing_data();
    void oneDirectorysTroubleCostsTheOthersNothing();
    void nothingIsAskedUnlessWordsAre_data();
    void nothingIsAskedUnlessWordsAre();
    void aDirectoryThatIsOffIsNotAsked();
    void feedsOnTheOwnNetworkAreLeftOut();
    void theTwentyFirstQuestionWaits();
    void answersAreShownAsTheyCome();
    void aNewQuestionEndsTheOld();
    void podcastIndexIsAskedWithKeyAndDigest();
    void aChartIsLookedUpForItsFeeds();
    void aChartOfNobodySaysSo();
    void linksLeadToTheirFeed();
    void linksThatLeadNowhereSayWhy();

    void aPageWithoutAFeedIsNoPreview();
    void aGuessedPageIsLookedAtByHttp();
    void aDirectorysAddressNeverLeadsIntoTheHouse();
    void whatTheListenerTypedLeadsIntoTheHouseOnlyByItsName();
    void aFeedIsListedBeforeSubscribing();
    void aPageLeadsToItsPreview_data();
    void aPageLeadsToItsPreview();

private:
    void waitForAnswers() { QTRY_VERIFY_WITH_TIMEOUT(!m_directories->isAsking(), 10000); }
    QStringList titles() const
    {
        QStringList all;
        for (const DirectoryEntry &entry : m_directories->entries())
            all += entry.title;
        return all;
    }
    qsizetype asked(const QByteArray &path) const
    {
        const auto requests = m_server->requests();
        return std::ranges::count_if(requests, [&](const TestHttpServer::Request &request) {
            return request.path.startsWith(path);
        });
    }
    QUrl feed(const QString &name) const { return m_server->url(u"/feed/"_s + name); }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<TestHttpServer> m_server;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<SettingsService> m_settings;
    std::unique_ptr<DirectoryService> m_directories;
    std::unique_ptr<PreviewService> m_previews;
    QDateTime m_now;
};

void TestDirectoryService::init()
{
    failOnAnyWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<TestHttpServer>();
    m_http = std::make_unique<HttpClient>(m_dir->filePath(u"stream"_s));
    m_settings = std::make_unique<SettingsService>(m_dir->filePath(u"settings.ini"_s));
    m_settings->setDirectories(localDirectories(*m_server));
    m_now = QDateTime(QDate(2026, 5, 1), QTime(12, 0), Qt::UTC);
    const Clock clock = [this] { return m_now; };
    m_directories = std::make_unique<DirectoryService>(*m_http, *m_settings, clock);
    m_previews = std::make_unique<PreviewService>(*m_http, *m_directories, clock);
    serveDirectories(*m_server, {{u"Both"_s, feed(u"both"_s)}, {u"Apple's"_s, feed(u"apple"_s)}},
                     {{u"fyyd's"_s, feed(u"fyyd"_s)}, {u"Both again"_s, feed(u"both/"_s)}});
}

void TestDirectoryService::cleanup()
{
    m_previews.reset();
    m_directories.reset();
    m_settings.reset();
    m_http.reset();
    m_server.reset();
    m_dir.reset();
}

void TestDirectoryService::oneDirectorysTroubleCostsTheOthersNothing_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("refuses") << 503 << QByteArray("busy");
    QTest::newRow("a page") << 200 << QByteArray("<html>Sign in</html>");
    QTest::newRow("another shape") << 200 << QByteArray(R"({"results":"none"})");
    QTest::newRow("huge") << 200 << QByteArray(5 * 1024 * 1024, ' ');
}

void TestDirectoryService::oneDirectorysTroubleCostsTheOthersNothing()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    m_server->setHandler([status, body](const TestHttpServer::Request &request) {
        return request.path.startsWith("/itunes/search")
                ? TestHttpServer::Reply{.status = status, .body = body}
                : TestHttpServer::Reply{
                        .body = fyydAnswer({{u"fyyd's"_s, QUrl(u"http://127.0.0.1/f"_s)}})};
    });

    m_directories->search(u"history"_s);
    waitForAnswers();

    QCOMPARE(titles(), QStringList{u"fyyd's"_s});
    QCOMPARE(m_directories->progress(Directory::Itunes), Progress::Failed);
    QCOMPARE(m_directories->troubles().size(), 1);
    QVERIFY(m_directories->troubles().first().startsWith(u"Apple Podcasts: "_s));
}

void TestDirectoryService::nothingIsAskedUnlessWordsAre_data()
{
    QTest::addColumn<QString>("text");
    for (const QString &text :
         {u""_s, u"https://a.example/feed?token=SECRET"_s, u"a.example/private/SECRET"_s,
          u"feed:https://a.example/f"_s, u"f7Kq92LmXz81TvB4nRw6YpD3sHcJ5gAe"_s,
          u"words and f7Kq92LmXz81TvB4nRw6YpD3sHcJ5gAe"_s, u"mailto:me@a.example"_s})
        QTest::newRow(qPrintable(text)) << text;
}

void TestDirectoryService::nothingIsAskedUnlessWordsAre()
{
    QFETCH(QString, text);
    QCOMPARE(m_server->requests().size(), 0); // nor by being there

    m_directories->search(text);

    QVERIFY(!m_directories->isAsking());
    m_directories->search(u"history"_s); // what comes after it is asked, and nothing else
    waitForAnswers();
    QCOMPARE(m_server->requests().size(), 2);
    QCOMPARE(asked("/itunes/search"), 1);
    QCOMPARE(asked("/fyyd/0.2/search"), 1);
}

void TestDirectoryService::aDirectoryThatIsOffIsNotAsked()
{
    DirectorySettings settings = m_settings->directories();
    settings.itunes = false;
    settings.podcastIndexKey = u"KEY"_s; // without its secret
    m_settings->setDirectories(settings);

    m_directories->search(u"history"_s);
    QCOMPARE(m_directories->progress(Directory::Itunes), Progress::Off);
    QCOMPARE(m_directories->progress(Directory::PodcastIndex), Progress::Off);
    waitForAnswers();

    QCOMPARE(titles(), QStringList({u"fyyd's"_s, u"Both again"_s}));
    QCOMPARE(m_server->requests().size(), 1);
    QVERIFY(m_directories->troubles().isEmpty());
}

void TestDirectoryService::feedsOnTheOwnNetworkAreLeftOut()
{
    serveDirectories(*m_server,
                     {{u"Router"_s, QUrl(u"http://192.168.1.1/admin"_s)},
                      {u"Printer"_s, QUrl(u"http://printer.local/f"_s)},
                      {u"Where the directory is"_s, feed(u"x"_s)},
                      {u"Outside"_s, QUrl(u"https://a.example/f"_s)}},
                     {});
    m_directories->search(u"history"_s);
    waitForAnswers();
    QCOMPARE(titles(), QStringList({u"Where the directory is"_s, u"Outside"_s}));
}

void TestDirectoryService::theTwentyFirstQuestionWaits()
{
    for (int i = 0; i < 20; ++i) {
        m_directories->search(u"history %1"_s.arg(i));
        waitForAnswers();
    }
    QCOMPARE(asked("/itunes/search"), 20);

    m_directories->search(u"one more"_s);

    QCOMPARE(m_directories->progress(Directory::Itunes), Progress::Waiting);
    QTRY_COMPARE(m_directories->progress(Directory::Fyyd), Progress::Answered);
    QVERIFY(m_directories->isAsking());
    QCOMPARE(asked("/itunes/search"), 20);
    QCOMPARE(m_directories->troubles().size(), 1);
    m_now = m_now.addSecs(61);
    m_directories->search(u"a minute later"_s);
    waitForAnswers();
    QCOMPARE(asked("/itunes/search"), 21);
    QVERIFY(m_directories->troubles().isEmpty());
}

void TestDirectoryService::answersAreShownAsTheyCome()
{
    m_server->setHandler([this](const TestHttpServer::Request &request) {
        if (request.path.startsWith("/itunes"))
            return TestHttpServer::Reply{.body = itunesAnswer({{u"Both"_s, feed(u"both"_s)}}),
                                         .fault = Fault::Hold};
        return TestHttpServer::Reply{.body = fyydAnswer({{u"Two"_s, feed(u"both/"_s)}})};
    });
    m_directories->search(u"history"_s);
    QTRY_COMPARE(titles(), QStringList{u"Two"_s});
    QVERIFY(m_directories->isAsking());

    QTRY_COMPARE(m_server->held(), 1);
    m_server->releaseHeld();
    waitForAnswers();

    QCOMPARE(titles(), QStringList{u"Both"_s});
    QCOMPARE(m_directories->entries().first().sources,
             Directories(Directory::Itunes | Directory::Fyyd));
}

void TestDirectoryService::aNewQuestionEndsTheOld()
{
    m_server->setHandler([this](const TestHttpServer::Request &request) {
        const bool isOld = request.path.contains("old");
        return TestHttpServer::Reply{.body = request.path.startsWith("/itunes") ? itunesAnswer(
                                                     {{isOld ? u"Old"_s : u"New"_s, feed(u"x"_s)}})
                                                                                : fyydAnswer({}),
                                     .fault = isOld ? Fault::Hold : Fault::None};
    });
    m_directories->search(u"old"_s);
    QTRY_COMPARE(m_server->held(), 2);
    m_directories->search(u"new"_s);
    m_server->releaseHeld();
    waitForAnswers();
    QCOMPARE(titles(), QStringList{u"New"_s});

    m_directories->stop();
    QVERIFY(m_directories->entries().isEmpty());
    QVERIFY(!m_directories->isAsking());
}

void TestDirectoryService::podcastIndexIsAskedWithKeyAndDigest()
{
    DirectorySettings settings = m_settings->directories();
    settings.podcastIndexKey = u"KEY"_s;
    settings.podcastIndexSecret = u"SECRET$"_s;
    m_settings->setDirectories(settings);
    m_directories->search(u"history"_s);
    waitForAnswers();

    QCOMPARE(m_directories->progress(Directory::PodcastIndex), Progress::Answered);
    QCOMPARE(m_server->requests().size(), 3);
    for (const TestHttpServer::Request &request : m_server->requests()) {
        const bool isIndex = request.path.startsWith("/index/");
        QCOMPARE(request.headers.value("x-auth-key"), isIndex ? "KEY"_ba : QByteArray());
        QCOMPARE(request.headers.value("authorization").size(), isIndex ? 40 : 0);
        for (const QByteArray &value : request.headers)
            QVERIFY(!value.contains("SECRET"));
        QVERIFY(!request.path.contains("SECRET"));
    }
}

void TestDirectoryService::aChartIsLookedUpForItsFeeds()
{
    m_directories->showChart({.country = u"de"_s, .genre = 1533});
    waitForAnswers();

    QCOMPARE(m_server->requests().size(), 2);
    QVERIFY(m_server->requests().first().path.startsWith(
            "/itunes/de/rss/toppodcasts/limit=50/genre=1533/"));
    QCOMPARE(titles(), QStringList({u"Both"_s, u"Apple's"_s}));
    QCOMPARE(m_directories->entries().first().feed, feed(u"both"_s));
    QVERIFY(m_directories->troubles().isEmpty());
}

void TestDirectoryService::aChartOfNobodySaysSo()
{
    DirectorySettings settings = m_settings->directories();
    settings.itunes = false;
    m_settings->setDirectories(settings);
    QSignalSpy changed(m_directories.get(), &DirectoryService::changed);
    m_directories->showChart({.country = u"de"_s});
    QCOMPARE(changed.size(), 1);
    QVERIFY(m_directories->troubles().first().contains(u"switched off"_s));
    QVERIFY(m_server->requests().isEmpty());
}

void TestDirectoryService::linksLeadToTheirFeed()
{
    const FindInput apple = findInput(u"https://podcasts.apple.com/de/podcast/x/id1"_s);
    QCOMPARE(*resultOf(m_directories->feedOf(apple)), feed(u"both"_s));
    const FindInput fyyd = findInput(u"https://fyyd.de/podcast/some-show"_s);
    QCOMPARE(*resultOf(m_directories->feedOf(fyyd)), feed(u"fyyd"_s));
    QCOMPARE(asked("/fyyd/0.2/podcast?podcast_slug=some-show"), 1);
}

void TestDirectoryService::linksThatLeadNowhereSayWhy()
{
    serveDirectories(*m_server, {{u"Only there"_s, QUrl()}}, {});
    const auto only = resultOf(
            m_directories->feedOf(findInput(u"https://podcasts.apple.com/podcast/id1"_s)));
    QVERIFY(!only);
    QVERIFY(only.error().sentence.contains(u"only"_s));
    const auto unknown = resultOf(m_directories->feedOf(findInput(u"https://fyyd.de/podcast/x"_s)));
    QVERIFY(!unknown);
    QVERIFY(unknown.error().sentence.contains(u"fyyd"_s));
    const auto locked
            = resultOf(m_directories->feedOf(findInput(u"https://podcastindex.org/podcast/7"_s)));
    QVERIFY(!locked);
    QVERIFY(locked.error().sentence.contains(u"key"_s));
    QVERIFY(!resultOf(m_directories->feedOf(FindInput())));
}

void TestDirectoryService::aPageWithoutAFeedIsNoPreview()
{
    m_server->serve("/page", {.body = "<html><body>Nothing here</body></html>"});
    const auto preview = resultOf(
            m_previews->open(m_server->url(u"/page"_s), PreviewService::Named::ByListener));
    QVERIFY(!preview);
    QVERIFY(!preview.error().sentence.isEmpty());
}

void TestDirectoryService::aGuessedPageIsLookedAtByHttp()
{
    m_server->refuseTls();
    m_server->serve("/feed/x", {.body = feedXml(u"Here"_s, 1)});
    QUrl guess = feed(u"x"_s);
    guess.setScheme(u"https"_s);
    const auto byListener = PreviewService::Named::ByListener;

    const auto preview = resultOf(m_previews->open(guess, byListener, true));

    QVERIFY(preview);
    QCOMPARE(preview->podcast.url, feed(u"x"_s));
    m_server->clearRequests();
    QVERIFY(!resultOf(m_previews->open(guess, byListener)));
    QVERIFY(m_server->requests().isEmpty());
}

void TestDirectoryService::aDirectorysAddressNeverLeadsIntoTheHouse()
{
    m_server->serve("/feed/x", {.body = feedXml(u"Router"_s, 1)});
    DirectorySettings settings;
    settings.country = u"us"_s;
    settings.itunesUrl = QUrl(u"https://itunes.example"_s);
    settings.fyydUrl = QUrl(u"https://fyyd.example"_s);
    settings.podcastIndexUrl = QUrl(u"https://index.example"_s);
    m_settings->setDirectories(settings);

    const auto preview
            = resultOf(m_previews->open(feed(u"x"_s), PreviewService::Named::ByDirectory));

    QVERIFY(!preview);
    QCOMPARE(preview.error().kind, ErrorKind::OwnNetwork);
    QVERIFY(m_server->requests().isEmpty());
    QVERIFY(resultOf(m_previews->open(feed(u"x"_s), PreviewService::Named::ByListener)));
}

void TestDirectoryService::whatTheListenerTypedLeadsIntoTheHouseOnlyByItsName()
{
    DirectorySettings settings = m_settings->directories();
    settings.itunesUrl = QUrl(u"https://itunes.example"_s);
    settings.fyydUrl = QUrl(u"https://fyyd.example"_s);
    settings.podcastIndexUrl = QUrl(u"https://index.example"_s);
    m_settings->setDirectories(settings);
    m_http->setHostLookup([](const QString &, const HostAnswer &answer) {
        QHostInfo router;
        router.setAddresses({QHostAddress(u"127.0.0.1"_s)});
        answer(router);
    });
    m_server->serve("/feed/x", {.body = feedXml(u"Router"_s, 1)});
    QUrl named = feed(u"x"_s);
    named.setHost(u"podcasts.example"_s);

    const auto preview = resultOf(m_previews->open(named, PreviewService::Named::ByListener));

    QVERIFY(!preview);
    QCOMPARE(preview.error().kind, ErrorKind::OwnNetwork);
    QVERIFY(m_server->requests().isEmpty());
}

void TestDirectoryService::aFeedIsListedBeforeSubscribing()
{
    QByteArray xml = feedXml(u"Pod"_s, 320);
    xml.replace("About", "&lt;script&gt;x&lt;/script&gt;&lt;b&gt;About&lt;/b&gt;");
    m_server->serve("/feed/x", {.body = xml});

    const auto preview
            = resultOf(m_previews->open(feed(u"x"_s), PreviewService::Named::ByDirectory));

    QVERIFY(preview);
    QCOMPARE(preview->podcast.title, u"Pod"_s);
    QCOMPARE(preview->podcast.url, feed(u"x"_s));
    QVERIFY(!preview->podcast.id.isValid());
    QCOMPARE(preview->count, 320);
    QCOMPARE(preview->episodes.size(), 300);
    QVERIFY(preview->descriptionHtml.contains(u"<b>About</b>"_s));
    QVERIFY(!preview->descriptionHtml.contains(u"script"_s));
    const Episode &first = preview->episodes.first();
    QVERIFY(!first.row.id.isValid());
    QCOMPARE(first.row.title, u"Episode 319"_s);
    QCOMPARE(first.row.podcastTitle, u"Pod"_s);
    QCOMPARE(first.guid, u"guid-319"_s);
    QVERIFY(!first.enclosure.url.isEmpty());
}

void TestDirectoryService::aPageLeadsToItsPreview_data()
{
    QTest::addColumn<QByteArray>("page");
    QTest::newRow("names its feed")
            << QByteArray(R"(<link rel="alternate" type="application/rss+xml" href="/feed/both">)");
    QTest::newRow("links to Apple")
            << QByteArray(R"(<a href="https://podcasts.apple.com/us/podcast/x/id1">Listen</a>)");
}

void TestDirectoryService::aPageLeadsToItsPreview()
{
    QFETCH(QByteArray, page);
    m_server->serve("/page", {.body = "<!doctype html><html><body>" + page + "</body></html>"});
    m_server->serve("/feed/both", {.body = feedXml(u"Pod"_s, 2)});
    const auto preview = resultOf(
            m_previews->open(m_server->url(u"/page"_s), PreviewService::Named::ByListener));
    QVERIFY(preview);
    QCOMPARE(preview->podcast.url, feed(u"both"_s));
    QCOMPARE(preview->episodes.size(), 2);
}

QTEST_GUILESS_MAIN(TestDirectoryService)
#include "tst_directoryservice.moc"
