// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/refreshfixture.h"
#include "services/refreshschedule.h"
#include "storage/settingsrepository.h"

#include <QSignalSpy>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using Status = RefreshOutcome::Status;
using LogResult = FetchAttempt::Result;

/// What refreshing does beside bringing episodes: manners, memory, moves, log.
class TestRefreshing : public QObject, private RefreshFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { RefreshFixture::begin(); }
    void cleanup() { RefreshFixture::end(); }

    void withoutANetworkNothingIsHeldAgainstAnyPodcast();
    void oneDeadServerIsNoMissingNetwork();
    void goneForGoodIsNotAskedAgainByItself();
    void brokenOffDocumentKeepsWhatCameAndIsAskedForWhole();
    void unreadableDocumentKeepsTheLastGoodState();
    void serverThatAsksForPeaceIsLeftAlone();
    void failuresInARowAreCounted();
    void ownNetworkIsRefusedWithoutTheListenersWord();
    void aListOfPodcastsLeadsToTheOwnNetworkByWordOnly();
    void aPageLeadsToNoOtherHostOfTheOwnNetwork();
    void aRedirectIntoTheHouseIsNoHostOfIt();

    void sameBytesWithoutValidatorsAreNotReadAgain();
    void onlyWhatIsDueIsAskedByItself();
    void everyAttemptIsLogged();
    void whatCameIsMadeToLastBeforeItIsTold();

    void scheduleAsksForNothingOffline();
    void scheduleRefreshesSoonAfterSleep();
};

void TestRefreshing::withoutANetworkNothingIsHeldAgainstAnyPodcast()
{
    for (const QString &host : {u"a.example"_s, u"b.example"_s, u"c.example"_s})
        QVERIFY(resultOf(
                m_library->subscribe(QUrl(u"http://%1/feed"_s.arg(host)), {.fetch = false})));
    const QSignalSpy noticed(m_library.get(), &LibraryService::noticeChanged);

    const auto outcomes = resultOf(m_library->refresh());

    QCOMPARE(outcomes.size(), 3);
    for (const RefreshOutcome &outcome : outcomes) {
        QCOMPARE(outcome.status, Status::Offline);
        QVERIFY(podcast(outcome.id).error.isEmpty());
        QCOMPARE(podcast(outcome.id).failures, 0);
        QVERIFY(log(outcome.id).isEmpty());
    }
    QCOMPARE(noticed.size(), 1);
    QVERIFY(!m_library->notice().isEmpty());

    subscribe("/feed", aFeed(u"Show"_s, 1));
    resultOf(m_library->refresh());
    QVERIFY(m_library->notice().isEmpty());
}

void TestRefreshing::oneDeadServerIsNoMissingNetwork()
{
    const auto dead
            = resultOf(m_library->subscribe(QUrl(u"http://a.example/"_s), {.fetch = false}));
    const PodcastId alive = subscribe("/feed", aFeed(u"Show"_s, 1));

    resultOf(m_library->refresh());

    QVERIFY(podcast(dead->id).isFailing());
    QCOMPARE(log(dead->id).size(), 1);
    QVERIFY(!podcast(alive).isFailing());
    QVERIFY(m_library->notice().isEmpty());
}

void TestRefreshing::goneForGoodIsNotAskedAgainByItself()
{
    const PodcastId id = subscribe("/feed", aFeed(u"Show"_s, 2));
    serve("/feed", 410);

    const auto outcome = refresh(id);

    QCOMPARE(outcome.status, Status::Ended);
    QVERIFY(podcast(id).isEnded);
    QVERIFY(!podcast(id).isFailing());
    QCOMPARE(podcast(id).episodes, 2);
    m_now = m_now.addDays(30);
    m_server->clearRequests();
    resultOf(m_library->refreshDue());
    resultOf(m_library->refresh());
    QCOMPARE(asked(), 0);

    m_server->serve("/feed", {.body = aFeed(u"Show"_s, 3), .headers = {}});
    QCOMPARE(refresh(id).status, Status::Updated); // "try now"
    QVERIFY(!podcast(id).isEnded);
}

void TestRefreshing::brokenOffDocumentKeepsWhatCameAndIsAskedForWhole()
{
    const QByteArray whole = aFeed(u"Show"_s, 3);
    const QByteArray cut = whole.left(whole.lastIndexOf("<item>") + 20);
    const PodcastId id = subscribe("/feed", cut, {{"ETag", "\"1\""}});
    QCOMPARE(podcast(id).episodes, 2);
    QCOMPARE(podcast(id).validators, HttpValidators());
    QVERIFY(podcast(id).bodyDigest.isEmpty());
    QCOMPARE(log(id).first().repairs.size(), 1);

    m_server->serve("/feed", {.body = whole, .headers = {}});
    QCOMPARE(refresh(id).inserted, 1);

    QVERIFY(!m_server->requests().first().headers.contains("if-none-match"));
}

void TestRefreshing::unreadableDocumentKeepsTheLastGoodState()
{
    const PodcastId id = subscribe("/feed", aFeed(u"Show"_s, 2), {{"ETag", "\"1\""}});
    const Podcast before = podcast(id);
    m_server->serve("/feed", {.body = "<html><body>Parked</body></html>", .headers = {}});

    QCOMPARE(refresh(id).status, Status::Failed);

    const Podcast after = podcast(id);
    QCOMPARE(after.episodes, 2);
    QCOMPARE(after.title, before.title);
    QCOMPARE(after.validators, before.validators);
    QVERIFY(!after.error.isEmpty());
}

void TestRefreshing::serverThatAsksForPeaceIsLeftAlone()
{
    const PodcastId id = subscribe("/feed", aFeed(u"Show"_s, 1));
    const PodcastId other = subscribe("/other", aFeed(u"Other"_s, 1));
    serve("/feed", 429, {{"Retry-After", "600"}});
    QCOMPARE(refresh(id).status, Status::Failed);
    m_server->clearRequests();

    const auto outcome = refresh(other); // of the same host

    QCOMPARE(outcome.status, Status::Postponed);
    QVERIFY(outcome.error.contains(u"127.0.0.1"_s));
    QCOMPARE(asked(), 0);
    QVERIFY(!podcast(other).isFailing());
    QVERIFY(podcast(id).nextDue >= m_now.addSecs(600));
    m_now = m_now.addSecs(601);
    QCOMPARE(refresh(other).status, Status::Unchanged);
}

void TestRefreshing::failuresInARowAreCounted()
{
    const PodcastId id = subscribe("/feed", aFeed(u"Show"_s, 1));
    serve("/feed", 500);
    refresh(id);
    const qint64 first = m_now.secsTo(podcast(id).nextDue);
    refresh(id);
    QCOMPARE(podcast(id).failures, 2);
    QCOMPARE(m_now.secsTo(podcast(id).nextDue), 2 * first);

    m_server->serve("/feed", {.body = aFeed(u"Show"_s, 1), .headers = {}});
    refresh(id);
    QCOMPARE(podcast(id).failures, 0);
}

void TestRefreshing::ownNetworkIsRefusedWithoutTheListenersWord()
{
    m_server->serve("/feed", {.body = aFeed(u"Show"_s, 1), .headers = {}});

    const auto refused
            = resultOf(m_library->subscribe(url(u"/feed"_s), {.isOwnNetworkAllowed = false}));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::OwnNetwork);
    QCOMPARE(asked(), 0);

    const auto allowed = resultOf(m_library->subscribe(url(u"/feed"_s)));
    QVERIFY(allowed);
    QVERIFY(podcast(allowed->id).ownNetworkAllowed);
    QCOMPARE(podcast(allowed->id).ownHost(), u"127.0.0.1"_s);
}

void TestRefreshing::aListOfPodcastsLeadsToTheOwnNetworkByWordOnly()
{
    m_server->serve("/feed", {.body = aFeed(u"Show"_s, 1), .headers = {}});
    const QByteArray opml
            = "<opml version=\"2.0\"><body><outline type=\"rss\" text=\"Show\" xmlUrl=\""
            + url(u"/feed"_s).toEncoded() + "\"/></body></opml>";

    const auto report = resultOf(m_library->importOpml(opml, {.isOwnNetworkAllowed = false}));

    QVERIFY(report);
    QCOMPARE(report->added, 1);
    const RefreshOutcome refused = report->outcomes.first();
    QVERIFY(refused.isOnOwnNetwork);
    QCOMPARE(asked(), 0);
    QVERIFY(refresh(refused.id).isOnOwnNetwork);
    QCOMPARE(asked(), 0);
    QVERIFY(resultOf(m_library->setOwnNetworkAllowed(refused.id, true)));
    QCOMPARE(refresh(refused.id).inserted, 1);
}

void TestRefreshing::aPageLeadsToNoOtherHostOfTheOwnNetwork()
{
    TestHttpServer router(nullptr, QHostAddress(u"127.0.0.2"_s));
    router.serve("/feed", {.body = aFeed(u"Router"_s, 1), .headers = {}});
    m_server->serve(
            "/page",
            {.body = "<!doctype html><link rel=\"alternate\" type=\"application/rss+xml\" href=\""
                     + router.url(u"/feed"_s).toEncoded() + "\">",
             .headers = {}});

    const auto added = resultOf(m_library->subscribe(url(u"/page"_s)));

    QVERIFY(!added);
    QCOMPARE(added.error().kind, ErrorKind::OwnNetwork);
    QVERIFY(router.requests().isEmpty());
}

void TestRefreshing::aRedirectIntoTheHouseIsNoHostOfIt()
{
    TestHttpServer router(nullptr, QHostAddress(u"127.0.0.2"_s));
    const PodcastId id = subscribe("/feed", aFeed(u"Show"_s, 1));
    serve("/feed", 302, {{"Location", router.url(u"/feed"_s).toEncoded()}});

    const RefreshOutcome outcome = refresh(id);

    QVERIFY(!outcome.error.isEmpty());
    QVERIFY(!outcome.isOnOwnNetwork); // a yes to its own host would not help
    QVERIFY(router.requests().isEmpty());
}

/// The slices of a merge do not wait for the disk; the commit that does stands behind them.
void TestRefreshing::whatCameIsMadeToLastBeforeItIsTold()
{
    const auto sealedAt = [this] {
        return *resultOf(m_storage->read([](Database &database) {
            return SettingsRepository(database).value(u"merged_at"_s);
        }));
    };
    const PodcastId id = subscribe("/feed", aFeed(u"Show"_s, 2));
    QCOMPARE(sealedAt(), m_now.toString(Qt::ISODateWithMs));

    m_now = m_now.addSecs(60);
    m_server->serve("/feed", {.body = aFeed(u"Show"_s, 3), .headers = {}});
    QCOMPARE(refresh(id).inserted, 1);

    QCOMPARE(sealedAt(), m_now.toString(Qt::ISODateWithMs));
}

void TestRefreshing::sameBytesWithoutValidatorsAreNotReadAgain()
{
    const PodcastId id = subscribe("/feed", aFeed(u"Show"_s, 2));

    const auto outcome = refresh(id);

    QCOMPARE(outcome.status, Status::Unchanged);
    QCOMPARE(log(id).first().result, LogResult::Unchanged);
    m_server->serve("/feed", {.body = aFeed(u"Show"_s, 3), .headers = {}});
    QCOMPARE(refresh(id).inserted, 1);
}

void TestRefreshing::onlyWhatIsDueIsAskedByItself()
{
    const PodcastId daily = subscribe("/daily", aFeed(u"Daily"_s, 28));
    const PodcastId unknown = subscribe("/unknown", aFeed(u"Unknown"_s, 1));
    QVERIFY(podcast(daily).nextDue < podcast(unknown).nextDue);
    resultOf(m_library->refreshDue());
    QCOMPARE(asked(), 0);

    m_now = podcast(daily).nextDue;
    const auto outcomes = resultOf(m_library->refreshDue());

    QCOMPARE(outcomes.size(), 1);
    QCOMPARE(outcomes.first().id, daily);
    QVERIFY(podcast(daily).nextDue > m_now);
}

void TestRefreshing::everyAttemptIsLogged()
{
    const QByteArray body = aFeed(u"Show"_s, 2);
    const PodcastId id = subscribe("/feed", body, {{"ETag", "\"1\""}});
    serve("/feed", 304);
    m_now = m_now.addSecs(60);
    refresh(id);
    serve("/feed", 503);
    m_now = m_now.addSecs(60);
    refresh(id);

    const auto attempts = log(id);

    QCOMPARE(attempts.size(), 3);
    QCOMPARE(attempts.at(0).result, LogResult::Failed);
    QCOMPARE(attempts.at(0).status, 503);
    QCOMPARE(attempts.at(0).error, podcast(id).error);
    QCOMPARE(attempts.at(0).at, m_now);
    QCOMPARE(attempts.at(1).result, LogResult::NotModified);
    QCOMPARE(attempts.at(1).status, 304);
    QCOMPARE(attempts.at(2).result, LogResult::Updated);
    QCOMPARE(attempts.at(2).inserted, 2);
    QCOMPARE(attempts.at(2).bytes, body.size());
}

void TestRefreshing::scheduleAsksForNothingOffline()
{
    subscribe("/feed", aFeed(u"Show"_s, 1));
    m_now = m_now.addDays(2);
    RefreshSchedule schedule(
            *m_library, [this] { return m_now; }, [] { return 0.0; });
    const QSignalSpy progress(m_library.get(), &LibraryService::refreshProgress);

    schedule.setFacts({.isMetered = true});
    QVERIFY(m_library->notice().contains(u"metered"_s));
    schedule.start();
    schedule.setFacts({.isOffline = true});
    m_now = m_now.addSecs(301);
    schedule.tick();
    QVERIFY(m_library->notice().contains(u"Offline"_s));
    QVERIFY(resultOf(m_library->podcasts())); // whatever was begun would have begun
    QVERIFY(progress.isEmpty());

    schedule.setFacts({});
    QVERIFY(m_library->notice().isEmpty());
    QCOMPARE(m_now.secsTo(schedule.nextCheck()), RefreshSchedule::ResumeEarliest.count());
    m_now = m_now.addSecs(6);
    schedule.tick();
    QTRY_COMPARE(asked(), 1);
}

void TestRefreshing::scheduleRefreshesSoonAfterSleep()
{
    RefreshSchedule schedule(
            *m_library, [this] { return m_now; }, [] { return 0.5; });
    schedule.start();
    QCOMPARE(m_now.secsTo(schedule.nextCheck()), 300);

    m_now = m_now.addSecs(8 * 3600);
    schedule.tick();

    const qint64 wait = m_now.secsTo(schedule.nextCheck());
    QVERIFY(wait > RefreshSchedule::ResumeEarliest.count());
    QVERIFY(wait < RefreshSchedule::ResumeLatest.count());
    m_now = m_now.addSecs(-3600); // the clock was set back
    schedule.tick();
    QVERIFY(m_now.secsTo(schedule.nextCheck()) < RefreshSchedule::ResumeLatest.count());
}

QTEST_GUILESS_MAIN(TestRefreshing)
#include "tst_refreshing.moc"
