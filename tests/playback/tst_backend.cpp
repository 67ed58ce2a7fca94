// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/backendclock.h"
#include "playback/readwatch.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace std::chrono_literals;

/// What is believed of QMediaPlayer.
class TestBackend : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whatIsHeardIsBehindWhatIsHandedOver();
    void betweenTwoWordsOfTheClockTimeGoesOn();
    void aClockThatWaitedIsFollowed();
    void aClockThatCannotBeTrueGivesWayToTimeItself();
    void aBackendThatReadsIsAlive();
    void oneThatReadsNothingIsStuckAgainAndAgain();

private:
    static void becomesStuck(ReadWatch &watch, const PcmPipe::State &pipe);
};

void TestBackend::whatIsHeardIsBehindWhatIsHandedOver()
{
    BackendClock clock;
    clock.start(60s);
    QCOMPARE(clock.position(61s, 100ms), 60s); // it has not begun

    clock.tell(60s, 100ms); // stands where it was sent to
    QCOMPARE(clock.position(61s, 150ms), 60s);
    clock.tell(60'150ms, 200ms); // it began 50 ms late
    QCOMPARE(clock.position(62s, 1'200ms), 61'150ms - BackendClock::HandedOverAhead);
    QCOMPARE(clock.position(62s, 200ms), 60'055ms);
}

void TestBackend::betweenTwoWordsOfTheClockTimeGoesOn()
{
    BackendClock clock;
    clock.start(10s);
    clock.tell(10'200ms, 200ms);
    for (int i = 1; i < 100; ++i) // it trembles by 20 ms
        clock.tell(10'200ms + i * 100ms + (i % 2 == 0 ? 20ms : -20ms), 200ms + i * 100ms);

    const auto heard = clock.position(25s, 10'150ms) + BackendClock::HandedOverAhead;
    QVERIFY2(std::chrono::abs(heard - 20'150ms) <= 10ms,
             qPrintable(QString::number(heard.count())));
}

void TestBackend::aClockThatWaitedIsFollowed()
{
    BackendClock clock;
    clock.start(10s);
    clock.tell(11s, 1s);
    clock.tell(11'500ms, 2s); // half a second without sound

    QCOMPARE(clock.position(13s, 2s), 11'500ms - BackendClock::HandedOverAhead);
}

void TestBackend::aClockThatCannotBeTrueGivesWayToTimeItself()
{
    BackendClock clock;
    clock.start(36min);
    clock.tell(-2'147'483ms, 4s);
    clock.tell(48h, 4s);

    QCOMPARE(clock.position(36min + 5s, 4s), 36min + 4s - BackendClock::HandedOverAhead);
    QCOMPARE(clock.position(36min, 4s), 36min); // nothing was read yet
    QCOMPARE(clock.position(37min, 4s), 37min - BackendClock::MostReadAhead); // it lags
}

void TestBackend::aBackendThatReadsIsAlive()
{
    ReadWatch watch;
    PcmPipe::State pipe;
    pipe.end = 1'000'000;
    QElapsedTimer passed;
    passed.start();
    QTRY_VERIFY_WITH_TIMEOUT((++pipe.reader, watch.isStuck(pipe))
                                     || passed.hasExpired(2 * watch.patience({}).count()),
                             10'000);
    QVERIFY(!watch.isStuck(pipe));
    QCOMPARE(watch.times(), 0);

    pipe.reader = pipe.end; // and at the end there is nothing to read
    passed.start();
    QTRY_VERIFY_WITH_TIMEOUT(
            watch.isStuck(pipe) || passed.hasExpired(2 * watch.patience({}).count()), 10'000);
    QVERIFY(!watch.isStuck(pipe));
}

/// QTRY_VERIFY asks again after a yes.
void TestBackend::becomesStuck(ReadWatch &watch, const PcmPipe::State &pipe)
{
    bool stuck = false;
    QTRY_VERIFY(stuck || (stuck = watch.isStuck(pipe)));
}

void TestBackend::oneThatReadsNothingIsStuckAgainAndAgain()
{
    ReadWatch watch;
    PcmPipe::State pipe;
    pipe.end = 48'000;
    QVERIFY(!watch.isStuck(pipe));
    becomesStuck(watch, pipe);
    QCOMPARE(watch.times(), 1);

    watch.restart();
    QVERIFY(!watch.isStuck(pipe));
    becomesStuck(watch, pipe);
    QCOMPARE(watch.times(), 2);

    watch.restart();
    pipe.format = {8'000, 1}; // a second in one read: longer patience
    QVERIFY(watch.patience(pipe.format) > 1s);
    QVERIFY(!watch.isStuck(pipe));
    pipe.reader = 4'096;
    QVERIFY(!watch.isStuck(pipe));
    QCOMPARE(watch.times(), 0);
}

QTEST_GUILESS_MAIN(TestBackend)
#include "tst_backend.moc"
