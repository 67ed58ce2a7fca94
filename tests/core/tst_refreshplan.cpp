// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/refreshplan.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Earmark;
using std::chrono::seconds;

class TestRefreshPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void everyIntervalIsWithinItsBounds();
    void failuresInARowWaitLongerEachTime();
    void retryAfterIsTheLeastToWait();
    void absurdRetryAfterIsCapped();
    void endedPodcastIsNeverDue();
    void dueInTheFarFutureIsAClockSetBack();
    void rubbishOfARuleSaysNothing_data();
    void rubbishOfARuleSaysNothing();

    void neverRefreshedComesFirst();
    void dailyPodcastIsAskedMoreOftenThanAWeeklyOne();
    void expectedEpisodeIsLookedForOften();
    void silentPodcastIsAskedSeldom();
    void completePodcastIsAskedOnceADay();
    void ttlIsALowerBound();
    void jitterOnlyAdds();
    void periodIsTheMedianOfTheGaps();
    void futureDatesAreNotCounted();
    void ruleTellsThePeriod_data();
    void ruleTellsThePeriod();
    void shorterOfRuleAndDatesCounts();
    void samePodcastIsKnownByGuidTitleOrEpisode();
    void hostIsLeftAloneUntilItsTime();

private:
    static QDateTime now() { return QDateTime(QDate(2026, 3, 2), QTime(12, 0), Qt::UTC); }
    static FeedDocument everyHours(int hours, int episodes, int newestHoursAgo);
    static Podcast due(qint64 id, const QDateTime &when);
};

void TestRefreshPlan::init()
{
    failOnAnyWarning();
}

FeedDocument TestRefreshPlan::everyHours(int hours, int episodes, int newestHoursAgo)
{
    FeedDocument document;
    for (int i = 0; i < episodes; ++i) {
        FeedEpisode episode;
        episode.published = now().addSecs(-3600 * (newestHoursAgo + qint64(hours) * i));
        document.episodes.append(episode);
    }
    return document;
}

Podcast TestRefreshPlan::due(qint64 id, const QDateTime &when)
{
    Podcast podcast;
    podcast.id = PodcastId(id);
    podcast.nextDue = when;
    return podcast;
}

void TestRefreshPlan::everyIntervalIsWithinItsBounds()
{
    for (const seconds period : {0s, 1s, 60s, 3600s, 86400s, 604800s, 31536000s, 999999999999s}) {
        for (const qint64 silence : {-1000000LL, 0LL, 60LL, 86400LL, 31536000LL}) {
            const PodcastRhythm rhythm{.period = period, .newest = now().addSecs(-silence)};
            const seconds interval = refreshInterval(rhythm, now());
            QVERIFY(interval >= ShortestRefresh);
            QVERIFY(interval <= LongestRefresh);
        }
    }
}

void TestRefreshPlan::failuresInARowWaitLongerEachTime()
{
    QList<qint64> minutes;
    for (const int failures : {0, 1, 2, 3, 6, 7, 8, 1000000})
        minutes.append(now().secsTo(dueAfterFailure(failures, 0s, now(), 0)) / 60);

    QCOMPARE(minutes, (QList<qint64>{15, 15, 30, 60, 480, 960, 1440, 1440}));
}

void TestRefreshPlan::retryAfterIsTheLeastToWait()
{
    QCOMPARE(dueAfterFailure(1, 7200s, now(), 0), now().addSecs(7200));
    QCOMPARE(dueAfterFailure(1, 10s, now(), 0), now().addSecs(900));
}

void TestRefreshPlan::absurdRetryAfterIsCapped()
{
    QCOMPARE(dueAfterFailure(1, 10000h, now(), 0), now().addDays(1));
}

void TestRefreshPlan::endedPodcastIsNeverDue()
{
    Podcast ended = due(1, now().addDays(-1));
    ended.isEnded = true;

    QVERIFY(dueForRefresh({ended}, now()).isEmpty());
}

void TestRefreshPlan::dueInTheFarFutureIsAClockSetBack()
{
    QCOMPARE(dueForRefresh({due(1, now().addDays(2)), due(2, now().addSecs(86400))}, now()),
             QList<PodcastId>{PodcastId(1)});
}

void TestRefreshPlan::rubbishOfARuleSaysNothing_data()
{
    QTest::addColumn<QString>("rule");
    for (const char *rule :
         {"", "FREQ", "FREQ=", "FREQ=SOMETIMES", ";;=;", "BYDAY=MO", "FREQ=SECONDLY", "INTERVAL=3"})
        QTest::newRow(rule) << QString::fromLatin1(rule);
}

void TestRefreshPlan::rubbishOfARuleSaysNothing()
{
    QFETCH(QString, rule);

    QCOMPARE(periodOfRule(rule), 0s);
}

void TestRefreshPlan::neverRefreshedComesFirst()
{
    const PodcastList podcasts{due(1, now().addSecs(-5)), due(2, {}), due(3, now().addSecs(-50)),
                               due(4, now().addSecs(1))};

    QCOMPARE(dueForRefresh(podcasts, now()),
             (QList<PodcastId>{PodcastId(2), PodcastId(3), PodcastId(1)}));
}

void TestRefreshPlan::dailyPodcastIsAskedMoreOftenThanAWeeklyOne()
{
    const auto daily = rhythmOf(everyHours(24, 12, 10), now());
    const auto weekly = rhythmOf(everyHours(168, 12, 60), now());

    QCOMPARE(refreshInterval(daily, now()), 2h);
    QCOMPARE(refreshInterval(weekly, now()), 14h);
}

void TestRefreshPlan::expectedEpisodeIsLookedForOften()
{
    const auto soon = rhythmOf(everyHours(168, 12, 167), now());
    const auto late = rhythmOf(everyHours(168, 12, 170), now());

    QCOMPARE(refreshInterval(soon, now()), 1h + 5min); // when it is expected
    QCOMPARE(refreshInterval(late, now()), 3h + 30min);
}

void TestRefreshPlan::silentPodcastIsAskedSeldom()
{
    QCOMPARE(refreshInterval(rhythmOf(everyHours(24, 12, 24 * 8), now()), now()), 8h);
    QCOMPARE(refreshInterval(rhythmOf(everyHours(24, 12, 24 * 90), now()), now()), 24h);
    QCOMPARE(refreshInterval(rhythmOf(everyHours(24, 1, 24 * 900), now()), now()), 24h);
    QCOMPARE(refreshInterval(rhythmOf({}, now()), now()), seconds(UnknownRefresh));
}

void TestRefreshPlan::completePodcastIsAskedOnceADay()
{
    FeedDocument document = everyHours(24, 12, 1);
    document.complete = true;
    QCOMPARE(refreshInterval(rhythmOf(document, now()), now()), 24h);

    document.complete = std::nullopt;
    document.updateFrequency = UpdateFrequency{.rule = {}, .isComplete = true};
    QCOMPARE(refreshInterval(rhythmOf(document, now()), now()), 24h);
}

void TestRefreshPlan::ttlIsALowerBound()
{
    FeedDocument document = everyHours(1, 12, 0);
    QCOMPARE(refreshInterval(rhythmOf(document, now()), now()), 15min);
    document.ttlMinutes = 60;
    QCOMPARE(refreshInterval(rhythmOf(document, now()), now()), 1h);
    document.ttlMinutes = 1000000;
    QCOMPARE(refreshInterval(rhythmOf(document, now()), now()), 24h);
}

void TestRefreshPlan::jitterOnlyAdds()
{
    const auto daily = rhythmOf(everyHours(24, 12, 10), now());

    QCOMPARE(dueAfterSuccess(daily, now(), 0), now().addSecs(7200));
    const QDateTime latest = dueAfterSuccess(daily, now(), 0.999);
    QVERIFY(latest > now().addSecs(7200));
    QVERIFY(latest < now().addSecs(8400));
}

void TestRefreshPlan::periodIsTheMedianOfTheGaps()
{
    FeedDocument document = everyHours(24, 6, 5);
    FeedEpisode special;
    special.published = document.episodes.first().published.addSecs(-300);
    document.episodes.append(special);
    document.episodes.append(special); // put there twice by a machine

    const auto rhythm = rhythmOf(document, now());

    QCOMPARE(rhythm.period, 24h);
    QCOMPARE(rhythm.newest, document.episodes.first().published);
    QCOMPARE(rhythmOf(everyHours(24, 2, 5), now()).period, 0s); // one gap is no rhythm
}

void TestRefreshPlan::futureDatesAreNotCounted()
{
    FeedDocument document = everyHours(24, 5, 5);
    document.episodes[0].published = now().addYears(10);

    const auto rhythm = rhythmOf(document, now());

    QCOMPARE(rhythm.newest, document.episodes.at(1).published);
    QCOMPARE(rhythm.period, 24h);
}

void TestRefreshPlan::ruleTellsThePeriod_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<qint64>("hours");
    const auto row = [](const char *rule, qint64 hours) {
        QTest::newRow(rule) << QString::fromLatin1(rule) << hours;
    };
    row("FREQ=DAILY", 24);
    row("freq=weekly", 168);
    row("FREQ=WEEKLY;INTERVAL=2", 336);
    row("FREQ=WEEKLY;BYDAY=MO,WE,FR;INTERVAL=1", 56);
    row("FREQ=MONTHLY;BYDAY=1MO", 720);
    row("FREQ=MONTHLY;BYMONTHDAY=1,15;COUNT=3", 360);
    row("FREQ=DAILY;BYHOUR=8,20", 12);
    row("FREQ=YEARLY;BYMONTH=1,7", 4380);
    row("FREQ=DAILY;INTERVAL=-4", 24);
}

void TestRefreshPlan::ruleTellsThePeriod()
{
    QFETCH(QString, rule);
    QFETCH(qint64, hours);

    QCOMPARE(periodOfRule(rule), std::chrono::hours(hours));
}

void TestRefreshPlan::shorterOfRuleAndDatesCounts()
{
    FeedDocument document = everyHours(168, 12, 5);
    document.updateFrequency = UpdateFrequency{.rule = u"FREQ=DAILY"_s};
    QCOMPARE(rhythmOf(document, now()).period, 24h);
    document.updateFrequency->rule = u"FREQ=YEARLY"_s;
    QCOMPARE(rhythmOf(document, now()).period, 168h);
}

void TestRefreshPlan::samePodcastIsKnownByGuidTitleOrEpisode()
{
    Podcast known;
    FeedDocument found;
    known.title = u"The  Show"_s;
    found.title = u"Parking page"_s;
    QVERIFY(isSamePodcast(known, found, false)); // nothing to compare yet
    known.episodes = 3;
    QVERIFY(!isSamePodcast(known, found, false));
    QVERIFY(isSamePodcast(known, found, true));
    found.title = u" the show"_s;
    QVERIFY(isSamePodcast(known, found, false));
    found.title.clear();
    QVERIFY(!isSamePodcast(known, found, false));
    known.guid = found.guid = u"9b024349-ccf0-5f69-a609-6b82873eab3c"_s;
    QVERIFY(isSamePodcast(known, found, false));
}

void TestRefreshPlan::hostIsLeftAloneUntilItsTime()
{
    HostWishes wishes;
    wishes.note(u"a.test"_s, 2h, now());

    QCOMPARE(wishes.until(u"a.test"_s, now(), LongestRefresh), now().addSecs(7200));
    QCOMPARE(wishes.until(u"a.test"_s, now(), ManualPatience), now().addSecs(3600));
    QCOMPARE(wishes.until(u"a.test"_s, now().addSecs(3601), ManualPatience), std::nullopt);
    QCOMPARE(wishes.until(u"a.test"_s, now().addSecs(-1), ManualPatience), std::nullopt);
    QCOMPARE(wishes.until(u"b.test"_s, now(), LongestRefresh), std::nullopt);
}

QTEST_GUILESS_MAIN(TestRefreshPlan)
#include "tst_refreshplan.moc"
