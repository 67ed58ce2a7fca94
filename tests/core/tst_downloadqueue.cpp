// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/downloadqueue.h"
#include "core/downloadtext.h"
#include "support/failonwarning.h"

#include <QTest>

#include <algorithm>
#include <iterator>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Cause = DownloadHold::Cause;
using Priority = DownloadPriority;
using State = DownloadState;
using Ids = QList<EpisodeId>;

namespace {

const EpisodeId A{1};
const EpisodeId B{2};
const EpisodeId C{3};
const EpisodeId D{4};

QDateTime now()
{
    return QDateTime(QDate(2026, 3, 2), QTime(12, 0), Qt::UTC);
}

/// One of a host of its own, asked for in the order of the ids.
DownloadItem item(EpisodeId id, Priority priority = Priority::Asked, State state = State::Waiting)
{
    return {.episode = id,
            .host = u"host%1.example"_s.arg(id.value()),
            .priority = priority,
            .order = id.value(),
            .state = state};
}

DownloadItem at(const QString &host, DownloadItem given)
{
    given.host = host;
    return given;
}

DownloadSchedule scheduled(const QList<DownloadItem> &items,
                           const DownloadConditions &conditions = {})
{
    return scheduleDownloads(items, conditions, now());
}

/// What the listener reads of the item in this row.
QString textOf(const QList<DownloadItem> &items, const DownloadConditions &conditions = {},
               qsizetype row = 0)
{
    const DownloadSchedule schedule = scheduled(items, conditions);
    const auto hold = schedule.holds.constFind(items.at(row).episode);
    return downloadText(items.at(row),
                        hold == schedule.holds.cend() ? std::nullopt : std::optional(*hold), now());
}

Error status(int code, std::chrono::seconds retryAfter = 0s)
{
    Error error = fail(ErrorKind::HttpStatus, u"cdn.example said no (%1)."_s.arg(code), {}, code);
    error.retryAfter = retryAfter;
    return error;
}

Error noAnswer()
{
    return fail(ErrorKind::Network, u"cdn.example stopped answering; try again later."_s);
}

DownloadItem failed(const DownloadItem &given, const Error &error, int times = 1)
{
    DownloadItem changed = given;
    for (int i = 0; i < times; ++i)
        changed = afterFailedTry(changed, error, {.at = now()});
    return changed;
}

} // namespace

class TestDownloadQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whatFailsForGoodIsNotTriedAgain_data();
    void whatFailsForGoodIsNotTriedAgain();
    void whatMayPassIsTriedAgain_data();
    void whatMayPassIsTriedAgain();
    void triesAreFurtherApartAndComeToAnEnd();
    void chanceOnlyAdds();
    void bytesBeginANewRowOfTries();
    void retryAfterIsObeyedAndBindsItsHost();
    void aFullDiskPausesWithItsSentence();
    void whatFailsOfflineIsNotCounted();
    void aCancelledTryIsNoFailure();
    void aTryInTheFarFutureIsAClockSetBack();
    void backOnlineForgetsTheWaitButNotTheHostsWish();

    void nothingIsNothing();
    void twoRunAtOnceInTheOrderAsked();
    void whatTheListenerAskedForGoesBeforeWhatRulesDid();
    void oneRunsPerHost();
    void aFullHostHoldsUpNobodyElse();
    void whatPlaysNeedsNoPlace();
    void ofItsHostTheOthersGiveWayToWhatPlays();
    void whatRunsIsNotStoppedForItsEqual();
    void whatWouldBeginAnewIsNotStopped();
    void automaticOnesWaitForAnUnmeteredNetwork();
    void offlineTheListenersWordIsTriedOnce();
    void pausedOnesStayAndAllCanBePaused();
    void itWakesWhenTheFirstIsDue();
    void everyStateHasASentence_data();
    void everyStateHasASentence();
};

void TestDownloadQueue::whatFailsForGoodIsNotTriedAgain_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("code");
    for (const int code : {400, 401, 403, 404, 405, 407, 410, 451})
        QTest::addRow("status %d", code) << int(ErrorKind::HttpStatus) << code;
    QTest::newRow("no media file") << int(ErrorKind::Media) << 0;
    QTest::newRow("own network") << int(ErrorKind::OwnNetwork) << 0;
    QTest::newRow("nonsense") << int(ErrorKind::Usage) << 0;
}

void TestDownloadQueue::whatFailsForGoodIsNotTriedAgain()
{
    QFETCH(int, kind);
    QFETCH(int, code);
    const Error error = fail(ErrorKind(kind), u"It is gone."_s, {}, code);

    const DownloadItem after = failed(item(A, Priority::Asked, State::Running), error);

    QCOMPARE(after.state, State::Failed);
    QCOMPARE(scheduled({after}).start, Ids());
    QCOMPARE(textOf({after}), u"Failed: It is gone."_s);
    QCOMPARE(scheduled({resumed(after)}).start, Ids{A}); // but when he says so
}

void TestDownloadQueue::whatMayPassIsTriedAgain_data()
{
    QTest::addColumn<int>("code"); // 0: no answer
    for (const int code : {0, 408, 416, 425, 429, 500, 502, 503, 504, 599})
        QTest::addRow("%d", code) << code;
}

void TestDownloadQueue::whatMayPassIsTriedAgain()
{
    QFETCH(int, code);
    const Error error = code == 0 ? noAnswer() : status(code);

    const DownloadItem after = failed(item(A, Priority::Asked, State::Running), error);

    QCOMPARE(after.state, State::Waiting);
    QCOMPARE(after.nextTry, now().addSecs(10));
    QCOMPARE(after.reason, error.sentence);
}

void TestDownloadQueue::triesAreFurtherApartAndComeToAnEnd()
{
    DownloadItem one = item(A);
    QList<qint64> waits;
    while (one.state == State::Waiting && waits.size() < 99) {
        one = failed(one, noAnswer());
        if (one.state == State::Waiting)
            waits.append(now().secsTo(one.nextTry));
    }

    QCOMPARE(waits, (QList<qint64>{10, 60, 300, 1'800, 7'200, 21'600}));
    QCOMPARE(textOf({one}), u"Failed: tried 7 times (cdn.example stopped answering)."_s);
}

void TestDownloadQueue::chanceOnlyAdds()
{
    const DownloadItem late = afterFailedTry(item(A), noAnswer(), {.at = now(), .chance = 0.999});

    QVERIFY(late.nextTry >= now().addSecs(12));
    QVERIFY(late.nextTry <= now().addSecs(13));
}

void TestDownloadQueue::bytesBeginANewRowOfTries()
{
    DownloadItem one = item(A);
    for (int i = 0; i < 50; ++i)
        one = afterFailedTry(one, noAnswer(), {.at = now(), .hasBroughtBytes = true});

    QCOMPARE(one.state, State::Waiting);
    QCOMPARE(one.tries, 1);
}

void TestDownloadQueue::retryAfterIsObeyedAndBindsItsHost()
{
    const DownloadItem busy = failed(at(u"cdn"_s, item(A)), status(503, 600s));
    const DownloadItem other = at(u"cdn"_s, item(B));
    const DownloadItem plays = at(u"cdn"_s, item(C, Priority::Playing));

    QCOMPARE(busy.nextTry, now().addSecs(600));
    QCOMPARE(scheduled({busy, other}).start, Ids());
    QCOMPARE(scheduled({busy, other}).wakeAt, now().addSecs(600));
    QCOMPARE(scheduled({busy, plays}).start, Ids{C});
    QCOMPARE(textOf({other, busy}), u"Waiting: cdn wants a pause, again in 10 min."_s);
    QCOMPARE(failed(item(A), status(503, 10'000h)).nextTry, now().addDays(1));
    QCOMPARE(failed(item(A), status(503, 5s)).nextTry, now().addSecs(10));
}

void TestDownloadQueue::aFullDiskPausesWithItsSentence()
{
    const Error full = fail(ErrorKind::FileSystem, u"The disk is full."_s);

    const DownloadItem after = failed(item(A, Priority::Asked, State::Running), full);

    QCOMPARE(after.state, State::Paused);
    QCOMPARE(after.pause, PauseCause::Disk);
    QCOMPARE(textOf({after}), u"Paused: The disk is full."_s);
    QCOMPARE(resumed(after), item(A));
}

void TestDownloadQueue::whatFailsOfflineIsNotCounted()
{
    const DownloadItem after
            = afterFailedTry(item(A), noAnswer(), {.at = now(), .isOnline = false});

    QCOMPARE(after.tries, 0);
    QCOMPARE(scheduled({after}, {.isOnline = false}).start, Ids());
    QCOMPARE(scheduled({after}).start, Ids{A});
}

void TestDownloadQueue::aCancelledTryIsNoFailure()
{
    const DownloadItem before = failed(item(A), noAnswer(), 2);

    const DownloadItem after = failed(before, fail(ErrorKind::Cancelled, {}));

    QCOMPARE(after.tries, 2);
    QCOMPARE(after.state, State::Waiting);
    QVERIFY(!after.nextTry.isValid());
}

void TestDownloadQueue::aTryInTheFarFutureIsAClockSetBack()
{
    DownloadItem one = failed(item(A), noAnswer());
    one.nextTry = now().addDays(40);

    QCOMPARE(scheduled({one}).start, Ids{A});
}

void TestDownloadQueue::backOnlineForgetsTheWaitButNotTheHostsWish()
{
    QVERIFY(!backOnline(failed(item(A), noAnswer(), 4)).nextTry.isValid());
    QVERIFY(backOnline(failed(item(A), status(429, 60s))).nextTry.isValid());
    QCOMPARE(backOnline(paused(item(A), PauseCause::Listener)).state, State::Paused);
}

void TestDownloadQueue::nothingIsNothing()
{
    QCOMPARE(scheduled({}), DownloadSchedule());
    QCOMPARE(scheduled({item(A, Priority::Asked, State::Done)}), DownloadSchedule());
    QCOMPARE(resumed(item(A, Priority::Asked, State::Done)).state, State::Done);
}

void TestDownloadQueue::twoRunAtOnceInTheOrderAsked()
{
    const QList<DownloadItem> items{item(C), item(A), item(D), item(B)};
    const DownloadSchedule schedule = scheduled(items);

    QCOMPARE(schedule.start, (Ids{A, B}));
    QCOMPARE(schedule.giveWay, Ids());
    QCOMPARE(textOf(items), u"Waiting: 2 others are on their way."_s);
    QCOMPARE(scheduled(followed(items, schedule)).start, Ids());
}

void TestDownloadQueue::whatTheListenerAskedForGoesBeforeWhatRulesDid()
{
    const auto schedule = scheduled({item(A, Priority::Automatic, State::Running),
                                     item(B, Priority::Automatic, State::Running), item(C)});

    QCOMPARE(schedule.start, Ids{C});
    QCOMPARE(schedule.giveWay, Ids{B}); // the one asked for last
}

void TestDownloadQueue::oneRunsPerHost()
{
    const QList<DownloadItem> items{at(u"cdn.example"_s, item(A)), at(u"cdn.example"_s, item(B))};

    QCOMPARE(scheduled(items).start, Ids{A});
    QCOMPARE(textOf(items, {}, 1), u"Waiting: another file of cdn.example is on its way."_s);
    QCOMPARE(scheduled({at({}, item(A)), at({}, item(B))}).start, (Ids{A, B}));
}

void TestDownloadQueue::aFullHostHoldsUpNobodyElse()
{
    const auto schedule = scheduled({at(u"cdn"_s, item(A, Priority::Asked, State::Running)),
                                     at(u"cdn"_s, item(B)), item(C, Priority::Automatic)});

    QCOMPARE(schedule.start, Ids{C});
}

void TestDownloadQueue::whatPlaysNeedsNoPlace()
{
    const auto schedule = scheduled({item(A, Priority::Asked, State::Running),
                                     item(B, Priority::Asked, State::Running), item(C),
                                     item(D, Priority::Playing)});

    QCOMPARE(schedule.start, Ids{D});
    QCOMPARE(schedule.giveWay, Ids());
    QCOMPARE(schedule.holds.size(), 1);
}

void TestDownloadQueue::ofItsHostTheOthersGiveWayToWhatPlays()
{
    const QList<DownloadItem> items{at(u"cdn"_s, item(A, Priority::Asked, State::Running)),
                                    item(B, Priority::Asked, State::Running), item(C),
                                    at(u"cdn"_s, item(D, Priority::Playing))};
    const auto schedule = scheduled(items);

    QCOMPARE(schedule.start, (Ids{D, C}));
    QCOMPARE(schedule.giveWay, Ids{A});
    QCOMPARE(followed(items, schedule).first().tries, 0);
}

void TestDownloadQueue::whatRunsIsNotStoppedForItsEqual()
{
    const auto schedule = scheduled({item(C, Priority::Asked, State::Running),
                                     item(D, Priority::Asked, State::Running), item(A), item(B)});

    QCOMPARE(schedule.start, Ids());
    QCOMPARE(schedule.giveWay, Ids());
}

void TestDownloadQueue::whatWouldBeginAnewIsNotStopped()
{
    DownloadItem stuck = item(A, Priority::Automatic, State::Running);
    stuck.canResume = false;
    const DownloadItem plays = at(stuck.host, item(D, Priority::Playing));

    const auto schedule = scheduled({stuck, item(B), item(C), plays});

    QCOMPARE(schedule.start, (Ids{D, B}));
    QCOMPARE(schedule.giveWay, Ids());
    QCOMPARE(scheduled({stuck}, {.isMetered = true}).giveWay, Ids{A}); // what costs money does
}

void TestDownloadQueue::automaticOnesWaitForAnUnmeteredNetwork()
{
    const QList<DownloadItem> items{item(A, Priority::Automatic, State::Running),
                                    item(B, Priority::Automatic), item(C)};
    const DownloadConditions metered{.isMetered = true};

    QCOMPARE(scheduled(items, metered).start, Ids{C});
    QCOMPARE(scheduled(items, metered).giveWay, Ids{A});
    QCOMPARE(textOf(items, metered, 1),
             u"Waiting: the network is metered, and only what you ask for is downloaded."_s);
    QCOMPARE(scheduled(items, {.isMetered = true, .isAutomaticMetered = true}).giveWay, Ids());
    QCOMPARE(scheduled({items.at(1)}, {.isMetered = true, .isAutomaticMetered = true}).start,
             Ids{B});
}

void TestDownloadQueue::offlineTheListenersWordIsTriedOnce()
{
    const DownloadConditions offline{.isOnline = false};
    const QList<DownloadItem> items{item(A, Priority::Automatic), item(B),
                                    failed(item(C), noAnswer())};

    QCOMPARE(scheduled(items, offline).start, Ids{B});
    QCOMPARE(textOf(items, offline), u"Waiting: this computer is offline."_s);
    QCOMPARE(scheduled({item(D, Priority::Automatic, State::Running)}, offline).giveWay, Ids());
}

void TestDownloadQueue::pausedOnesStayAndAllCanBePaused()
{
    const QList<DownloadItem> items{paused(item(A), PauseCause::Listener), item(B),
                                    item(C, Priority::Asked, State::Running)};
    const DownloadConditions all{.areAllPaused = true};

    QCOMPARE(scheduled(items).start, Ids{B});
    QCOMPARE(scheduled(items, all).start, Ids());
    QCOMPARE(scheduled(items, all).giveWay, Ids{C});
    QCOMPARE(textOf(items), u"Paused by you."_s);
    QCOMPARE(textOf(items, all, 1), u"Waiting: all downloads are paused."_s);
}

void TestDownloadQueue::itWakesWhenTheFirstIsDue()
{
    const DownloadItem soon = failed(item(A), noAnswer());
    const DownloadItem later = failed(item(B), noAnswer(), 3);

    QCOMPARE(scheduled({later, soon, item(C)}).wakeAt, now().addSecs(10));
    QVERIFY(!scheduled({item(A), item(B), item(C)}).wakeAt.isValid());
}

void TestDownloadQueue::everyStateHasASentence_data()
{
    QTest::addColumn<DownloadItem>("given");
    QTest::addColumn<QString>("text");
    QTest::newRow("running") << item(A, Priority::Asked, State::Running) << u"Downloading."_s;
    QTest::newRow("done") << item(A, Priority::Asked, State::Done) << u"Downloaded."_s;
    QTest::newRow("about to start") << item(A) << u"Waiting for its turn."_s;
    QTest::newRow("once") << failed(
            item(A),
            noAnswer()) << u"Waiting: tried once, again in 10 s (cdn.example stopped answering)."_s;
    QTest::newRow("twice") << failed(
            item(A), status(502),
            2) << u"Waiting: tried 2 times, again in 1 min (cdn.example said no (502))."_s;
    QTest::newRow("often") << failed(
            item(A), status(502),
            3) << u"Waiting: tried 3 times, again in 5 min (cdn.example said no (502))."_s;
    QTest::newRow("failed for no reason") << item(A, Priority::Asked, State::Failed)
                                          << u"Failed, for a reason that nobody told."_s;
}

void TestDownloadQueue::everyStateHasASentence()
{
    QFETCH(DownloadItem, given);
    QFETCH(QString, text);

    QCOMPARE(textOf({given}), text);
}

QTEST_GUILESS_MAIN(TestDownloadQueue)
#include "tst_downloadqueue.moc"
