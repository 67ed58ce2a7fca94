// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/rulesfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// "as the rule says", of each.
using Steps = QStringList;

} // namespace

/// Each rule from the library to the disk.
class TestAutomaticDownloads : public QObject, RulesFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void asTheProgramComesNothingIsFetched();
    void theNewestAreFetchedAndReplaceOlderOnes();
    void allNewBeginsWhenItIsSwitchedOn();
    void wordsAndLengthsChoose();
    void aPodcastsOwnWordGoesFirst();
    void playedFilesGoAsTheRuleSays_data();
    void playedFilesGoAsTheRuleSays();
    void markedAsPlayedNowIsPlayedNow();
    void theNextOfTheQueueAreFetchedAndLetGo();
    void theQuotaKeepsWhatIsNeededMost();
    void whatDoesNotFitIsLeftOut();
    void favouritesAndWhatWasAskedForStay();
    void aSerialShowFetchesTheNextInItsOrder();
    void partsThatNothingNeedsGo();
    void whatFailedForGoodIsNotFetchedAgain();
    void whatTheListenerCancelledIsNotFetchedAgain();

    void whatIsDeletedIsRememberedOf();
    void whatWasDoneIsWrittenDown();
    void aPlanChangesNothing();
    void whatPlaysIsLetAlone();
    void twoLooksAtOnceDoAllOnce();
};

void TestAutomaticDownloads::asTheProgramComesNothingIsFetched()
{
    subscribe(u"e"_s, 3);
    queue({u"e1"_s});
    run();
    QCOMPARE(look(), Steps());
    QVERIFY(m_downloads->downloads().isEmpty());
}

void TestAutomaticDownloads::theNewestAreFetchedAndReplaceOlderOnes()
{
    subscribe(u"e"_s, 5);
    has(u"e0"_s, DownloadCause::Podcast);
    has(u"e1"_s, DownloadCause::Podcast);
    has(u"e2"_s); // was only listened to
    played(u"e1"_s, 0, PlayState::InProgress);
    keepNewest(2);
    run();

    QCOMPARE(look(),
             (Steps{u"e0 Deleted: 2 newer ones are kept for this podcast."_s,
                    u"e4 Downloaded: the newest of 2 kept for this podcast."_s,
                    u"e3 Downloaded: the 2nd newest of 2 kept for this podcast."_s}));

    QVERIFY(!isThere(u"e0"_s));
    QVERIFY(isThere(u"e1"_s) && isThere(u"e2"_s));
    QCOMPARE(reason(u"e1"_s), u"Kept: begun, and not played to its end."_s);
    const auto coming = m_downloads->view(id(u"e4"_s));
    QVERIFY(coming);
    QCOMPARE(coming->item.priority, DownloadPriority::Automatic);
    QCOMPARE(m_store->media(id(u"e4"_s))->cause, DownloadCause::Podcast);
    QCOMPARE(m_store->media(id(u"e4"_s))->reason,
             u"Downloaded: the newest of 2 kept for this podcast."_s);

    QCOMPARE(look(), Steps());
    QCOMPARE(reason(u"e4"_s), u"On its way: the newest of 2 kept for this podcast."_s);
    keepNewest(1);
    QCOMPARE(look(), Steps{u"e3 Stopped: no rule asks for it any more."_s});
    QVERIFY(isComing(u"e4"_s) && !isComing(u"e3"_s));
}

void TestAutomaticDownloads::allNewBeginsWhenItIsSwitchedOn()
{
    const PodcastId podcast = subscribe(u"e"_s, 3);
    m_now = day(2).addSecs(1);
    run();
    m_rules->setSettings({.fetch = AutomaticDownload::AllNew});
    QCOMPARE(m_rules->settings().since, m_now);
    QCOMPARE(look(), Steps());

    write([podcast](Database &database) {
        return PodcastRepository(database).applyFeed(aFeed(podcast, someEpisodes(5, u"e"_s)));
    });

    const QString why = u" Downloaded: it is new, and all new ones of this podcast are kept."_s;
    QCOMPARE(look(), (Steps{u"e4"_s + why, u"e3"_s + why}));
    QCOMPARE(look(), Steps());
}

void TestAutomaticDownloads::wordsAndLengthsChoose()
{
    QList<PreparedEpisode> episodes = someEpisodes(5, u"e"_s); // newest first
    episodes[0].feed.title = episodes[0].shownTitle = u"News at ten"_s;
    episodes[1].feed.title = episodes[1].shownTitle = u"News: a rerun"_s;
    episodes[2].feed.title = episodes[2].shownTitle = u"Newspapers"_s;
    episodes[3].feed.title = episodes[3].shownTitle = u"More news"_s;
    episodes[4].feed.title = episodes[4].shownTitle = u"Old news"_s;
    episodes[3].feed.durationSeconds = 299;
    const PodcastId podcast = subscribe(u"e"_s, episodes);
    run();

    VERIFY_RESULT(resultOf(m_rules->setPodcast(podcast,
                                               {.fetch = AutomaticDownload::Newest,
                                                .newest = 3,
                                                .include = QStringList{u"news"_s},
                                                .exclude = QStringList{u"rerun"_s},
                                                .shortest = 5min})));

    QCOMPARE(look(),
             (Steps{u"e4 Downloaded: the newest of 3 kept for this podcast."_s,
                    u"e0 Downloaded: the 2nd newest of 3 kept for this podcast."_s}));
}

void TestAutomaticDownloads::aPodcastsOwnWordGoesFirst()
{
    const PodcastId first = subscribe(u"a"_s, 2);
    const PodcastId second = subscribe(u"b"_s, 2);
    subscribe(u"c"_s, 2);
    keepNewest(1);
    run();
    QSignalSpy changed(m_rules.get(), &AutomaticDownloads::rulesChanged);

    VERIFY_RESULT(resultOf(m_rules->setPodcast(first, {.fetch = AutomaticDownload::None})));
    VERIFY_RESULT(resultOf(m_rules->setPodcast(second, {.newest = 2})));

    QCOMPARE(changed.size(), 2);
    QVERIFY(!resultOf(m_rules->setPodcast(PodcastId(99), {})));
    QCOMPARE(resultOf(m_rules->podcast(second))->newest, 2);
    look();
    QVERIFY(!isComing(u"a1"_s) && isComing(u"b1"_s) && isComing(u"b0"_s) && isComing(u"c1"_s)
            && !isComing(u"c0"_s));
}

void TestAutomaticDownloads::playedFilesGoAsTheRuleSays_data()
{
    QTest::addColumn<DeletePlayed>("rule");
    QTest::addColumn<int>("days");
    QTest::addColumn<Steps>("today");
    QTest::addColumn<Steps>("thirdDay");
    const Steps none;
    QTest::newRow("now") << DeletePlayed::Now << 2
                         << Steps{u"e1 Deleted: played, and the rule says at once."_s} << none;
    QTest::newRow("after days")
            << DeletePlayed::AfterDays << 2 << none
            << Steps{u"e1 Deleted: played 3 days ago, and the rule says 2 days."_s};
    QTest::newRow("after more days") << DeletePlayed::AfterDays << 4 << none << none;
    QTest::newRow("never") << DeletePlayed::Never << 2 << none << none;
}

void TestAutomaticDownloads::playedFilesGoAsTheRuleSays()
{
    QFETCH(DeletePlayed, rule);
    QFETCH(int, days);
    QFETCH(Steps, today);
    QFETCH(Steps, thirdDay);
    subscribe(u"e"_s, 2);
    has(u"e0"_s);
    has(u"e1"_s);
    played(u"e1"_s, 0);
    run();
    m_rules->setSettings({.deletePlayed = rule, .days = days});

    QCOMPARE(look(), today);
    m_now = m_now.addDays(3);
    QCOMPARE(look(), thirdDay);
    QCOMPARE(isThere(u"e1"_s), today.isEmpty() && thirdDay.isEmpty());
    QVERIFY(isThere(u"e0"_s));
}

void TestAutomaticDownloads::markedAsPlayedNowIsPlayedNow()
{
    m_now = QDateTime::currentDateTimeUtc();
    subscribe(u"e"_s, 1);
    has(u"e0"_s);
    played(u"e0"_s, 30, PlayState::InProgress);
    run();
    QSignalSpy changed(m_episodes.get(), &EpisodeService::episodesChanged);
    m_episodes->setPlayed({id(u"e0"_s)}, true);
    QTRY_COMPARE(changed.size(), 1);

    QCOMPARE(look(), Steps());
    QCOMPARE(reason(u"e0"_s), u"Kept: played, and the rule deletes it after 2 days."_s);
    m_now = m_now.addDays(2).addSecs(60);
    QCOMPARE(look(), Steps{u"e0 Deleted: played 2 days ago, and the rule says 2 days."_s});
}

void TestAutomaticDownloads::theNextOfTheQueueAreFetchedAndLetGo()
{
    subscribe(u"e"_s, 5);
    queue({u"e1"_s, u"e3"_s, u"e2"_s});
    run();
    m_rules->setQueued(2);

    QCOMPARE(look(),
             (Steps{u"e1 Downloaded: it plays next."_s,
                    u"e3 Downloaded: one of the next 2 in the queue."_s}));
    QCOMPARE(m_store->media(id(u"e1"_s))->cause, DownloadCause::Queue);

    QSignalSpy stored(m_queue.get(), &QueueService::stored);
    m_queue->remove({id(u"e1"_s)});
    QTRY_COMPARE(stored.size(), 1);
    QCOMPARE(look(),
             (Steps{u"e1 Stopped: no rule asks for it any more."_s,
                    u"e2 Downloaded: one of the next 2 in the queue."_s}));
}

void TestAutomaticDownloads::theQuotaKeepsWhatIsNeededMost()
{
    subscribe(u"e"_s, 6);
    for (const QString &guid : {u"e0"_s, u"e1"_s, u"e2"_s, u"e3"_s, u"e4"_s, u"e5"_s})
        has(guid);
    queue({u"e0"_s});
    played(u"e1"_s, 1, PlayState::InProgress);
    played(u"e2"_s, 0);
    played(u"e3"_s, 1);
    run();
    m_rules->setSettings({.deletePlayed = DeletePlayed::Never});
    m_rules->setQuota(4 * FileSize);

    const QString why = u" Deleted: downloads may take 4 kB, and others are needed more."_s;
    QCOMPARE(look(), (Steps{u"e2"_s + why, u"e3"_s + why}));
    m_rules->setQuota(2 * FileSize);
    QCOMPARE(look().size(), 2); // what is not played yet
    QVERIFY(isThere(u"e0"_s) && isThere(u"e1"_s) && !isThere(u"e4"_s) && !isThere(u"e5"_s));
    m_rules->setQuota(0);
    QCOMPARE(look(), Steps());
}

void TestAutomaticDownloads::whatDoesNotFitIsLeftOut()
{
    subscribe(u"e"_s, 3); // each of 1,000 bytes, says the feed
    keepNewest(2);
    run();
    m_rules->setQuota(1'500);

    QCOMPARE(look(), Steps{u"e2 Downloaded: the newest of 2 kept for this podcast."_s});
    QCOMPARE(reason(u"e1"_s),
             u"Not downloaded: downloads may take 2 kB, and others are needed sooner."_s);
    QCOMPARE(look(), Steps());
}

void TestAutomaticDownloads::favouritesAndWhatWasAskedForStay()
{
    subscribe(u"e"_s, 3);
    has(u"e0"_s, DownloadCause::Podcast);
    has(u"e1"_s, DownloadCause::Listener);
    has(u"e2"_s, DownloadCause::Podcast);
    execute(u"UPDATE episode SET favourite = 1 WHERE guid = 'e0'"_s);
    for (const QString &guid : {u"e0"_s, u"e1"_s, u"e2"_s})
        played(guid, 100);
    run();
    m_rules->setSettings({.deletePlayed = DeletePlayed::Now});
    m_rules->setQuota(1);

    QCOMPARE(look(), Steps{u"e2 Deleted: played, and the rule says at once."_s});
    QVERIFY(isThere(u"e0"_s) && isThere(u"e1"_s));
    QCOMPARE(reason(u"e0"_s), u"Kept: a favourite."_s);
    QCOMPARE(reason(u"e1"_s), u"Kept: you asked for it."_s);
    QCOMPARE(reason(u"e2"_s), QString());
}

void TestAutomaticDownloads::aSerialShowFetchesTheNextInItsOrder()
{
    subscribe(u"e"_s, 9);
    execute(u"UPDATE podcast SET serial = 1"_s);
    played(u"e3"_s, 1);
    keepNewest(2);
    run();

    const QString why = u" Downloaded: one of the next 2 in the order of this podcast."_s;
    QCOMPARE(look(), (Steps{u"e4"_s + why, u"e5"_s + why}));
    played(u"e4"_s, 0);
    QCOMPARE(look(), (Steps{u"e4 Stopped: no rule asks for it any more."_s, u"e6"_s + why}));
}

void TestAutomaticDownloads::partsThatNothingNeedsGo()
{
    subscribe(u"e"_s, 2);
    has(u"e0"_s, DownloadCause::Listening, MediaPresence::Partly);
    run();
    QVERIFY(QFile::exists(fileOf(u"e0.part"_s)));
    QCOMPARE(look(), Steps());
    m_now = m_now.addDays(7);

    QCOMPARE(look(), Steps{u"e0 Deleted: a part that was left from listening 7 days ago."_s});

    QVERIFY(!QFile::exists(fileOf(u"e0.part"_s)));
    QVERIFY(!m_undo->canUndo()); // its bytes are gone
}

void TestAutomaticDownloads::whatFailedForGoodIsNotFetchedAgain()
{
    subscribe(u"e"_s, 1);
    const EpisodeId episode = id(u"e0"_s);
    const DownloadItem item{.episode = episode, .state = DownloadState::Failed};
    write([episode, item](Database &database) {
        return MediaRepository(database).keep({.episode = episode, .download = item});
    });
    keepNewest(1);
    run();
    QCOMPARE(look(), Steps());
}

void TestAutomaticDownloads::whatTheListenerCancelledIsNotFetchedAgain()
{
    subscribe(u"e"_s, 1);
    keepNewest(1);
    run();
    QCOMPARE(look().size(), 1);
    QTRY_VERIFY(isComing(u"e0"_s));
    m_downloads->cancel({id(u"e0"_s)});
    QCOMPARE(look(), Steps());
    QVERIFY(!isComing(u"e0"_s));
}

/// What the next plans want to know of it (core/storedmedia.h).
void TestAutomaticDownloads::whatIsDeletedIsRememberedOf()
{
    subscribe(u"e"_s, 1);
    has(u"e0"_s, DownloadCause::Queue);
    played(u"e0"_s, 5);
    const QDateTime came = m_now;
    run();
    QCOMPARE(look().size(), 1);

    const StoredMedia media = *m_store->media(id(u"e0"_s));
    QCOMPARE(media.presence, MediaPresence::Absent);
    QCOMPARE(media.bytes, 0);
    QCOMPARE(media.size, FileSize);
    QCOMPARE(media.cause, DownloadCause::Queue);
    QCOMPARE(media.changedAt, came);
    QVERIFY(!media.isRefused);
}

void TestAutomaticDownloads::whatWasDoneIsWrittenDown()
{
    subscribe(u"e"_s, 2);
    has(u"e0"_s);
    played(u"e0"_s, 3);
    keepNewest(1);
    run();
    QSignalSpy followed(m_rules.get(), &AutomaticDownloads::followed);
    look();

    QCOMPARE(followed.size(), 1);
    const QList<MediaEvent> events = *resultOf(m_rules->events(10));
    const MediaEvent downloaded{.at = m_now,
                                .episode = id(u"e1"_s),
                                .title = u"Title of e1"_s,
                                .sentence = u"Downloaded: the newest of this podcast."_s};
    const MediaEvent deleted{.at = m_now,
                             .episode = id(u"e0"_s),
                             .title = u"Title of e0"_s,
                             .sentence
                             = u"Deleted: played 3 days ago, and the rule says 2 days."_s};
    QCOMPARE(events, (QList<MediaEvent>{downloaded, deleted}));
    QCOMPARE(resultOf(m_rules->events(1))->size(), 1);

    look();
    QCOMPARE(resultOf(m_rules->events(10))->size(), 2);
    QCOMPARE(followed.size(), 1);
}

void TestAutomaticDownloads::aPlanChangesNothing()
{
    subscribe(u"e"_s, 2);
    has(u"e0"_s);
    played(u"e0"_s, 3);
    keepNewest(1);
    run();

    QCOMPARE(resultOf(m_rules->plan())->steps.size(), 2);
    QVERIFY(isThere(u"e0"_s));
    QVERIFY(m_downloads->downloads().isEmpty());
    QVERIFY(resultOf(m_rules->events(10))->isEmpty());
    QCOMPARE(look().size(), 2);
}

void TestAutomaticDownloads::whatPlaysIsLetAlone()
{
    subscribe(u"e"_s, 1);
    has(u"e0"_s);
    played(u"e0"_s, 3);
    run();
    m_rules->setPlaying(id(u"e0"_s));
    QCOMPARE(look(), Steps());
    QCOMPARE(reason(u"e0"_s), u"Kept: it plays now."_s);
    m_rules->setPlaying({});
    QCOMPARE(look().size(), 1);
}

void TestAutomaticDownloads::twoLooksAtOnceDoAllOnce()
{
    subscribe(u"e"_s, 2);
    has(u"e0"_s);
    played(u"e0"_s, 3);
    keepNewest(1);
    run();
    const auto first = m_rules->look();
    const auto second = m_rules->look();
    QCOMPARE(resultOf(first)->size(), 2);
    QVERIFY(resultOf(second)->isEmpty());
    QCOMPARE(resultOf(m_rules->events(10))->size(), 2);
}

QTEST_GUILESS_MAIN(TestAutomaticDownloads)
#include "tst_automaticdownloads.moc"
