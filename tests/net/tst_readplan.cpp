// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/readplan.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;

namespace {
constexpr std::int64_t KiB = 1024;
constexpr std::int64_t MiB = 1024 * KiB;

RangeMap present(std::initializer_list<FetchWindow> windows)
{
    RangeMap map;
    for (const FetchWindow &window : windows)
        map.add(window.from, window.to);
    return map;
}
} // namespace

class TestReadPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void nobodyWaitingAsksForNothing();
    void theFirstReadGetsASmallWindow();
    void aLongRunGetsALongWindow();
    void nothingIsAskedForBehindTheEndOrTwice();
    void whatIsOnItsWayIsWaitedFor();
    void aReaderThatWaitsDropsReadAhead();
    void twoWaitingReadersKeepTheirRequests();
    void readAheadBeginsInTheSecondHalfOfARun();
    void readAheadGoesOnOnceAndNotBehindTheEnd();
};

void TestReadPlan::nobodyWaitingAsksForNothing()
{
    QCOMPARE(planReads({}), ReadPlan());
    QCOMPARE(planReads({.present = present({{0, 10}}), .waiting = {5}}), ReadPlan());
}

void TestReadPlan::theFirstReadGetsASmallWindow()
{
    const ReadPlan plan = planReads({.waiting = {0}});

    QCOMPARE(plan.start, (std::vector<FetchWindow>{{0, SmallestWindow}}));
}

void TestReadPlan::aLongRunGetsALongWindow()
{
    const ReadPlan grown = planReads({.present = present({{0, MiB}}), .waiting = {MiB}});
    const ReadPlan most = planReads({.present = present({{0, 9 * MiB}}), .waiting = {9 * MiB}});

    QCOMPARE(grown.start, (std::vector<FetchWindow>{{MiB, 2 * MiB}}));
    QCOMPARE(most.start, (std::vector<FetchWindow>{{9 * MiB, 9 * MiB + LargestWindow}}));
}

void TestReadPlan::nothingIsAskedForBehindTheEndOrTwice()
{
    const ReadPlan atTheEnd = planReads({.waiting = {1000, 2000}, .size = 1500});
    const ReadPlan before = planReads({.present = present({{100, 200}}), .waiting = {50}});
    const ReadPlan beforeRunning
            = planReads({.running = {{100, 200}}, .waiting = {50, 100}, .size = 1000});

    QCOMPARE(atTheEnd.start, (std::vector<FetchWindow>{{1000, 1500}}));
    QCOMPARE(before.start, (std::vector<FetchWindow>{{50, 100}}));
    QCOMPARE(beforeRunning.start, (std::vector<FetchWindow>{{50, 100}}));
    QVERIFY(beforeRunning.drop.empty());
}

void TestReadPlan::whatIsOnItsWayIsWaitedFor()
{
    QCOMPARE(planReads({.running = {{0, MiB}}, .waiting = {100 * KiB}}), ReadPlan());
    const ReadPlan tooFar = planReads({.running = {{0, MiB}}, .waiting = {900 * KiB}});

    QCOMPARE(tooFar.drop, std::vector<std::size_t>{0});
    QCOMPARE(tooFar.start.size(), 1U);
}

void TestReadPlan::aReaderThatWaitsDropsReadAhead()
{
    const ReadPlan plan = planReads({.running = {{0, MiB}}, .waiting = {50 * MiB}});

    QCOMPARE(plan.drop, std::vector<std::size_t>{0});
    QCOMPARE(plan.start, (std::vector<FetchWindow>{{50 * MiB, 50 * MiB + SmallestWindow}}));
}

void TestReadPlan::twoWaitingReadersKeepTheirRequests()
{
    const ReadPlan plan = planReads(
            {.running = {{0, MiB}, {50 * MiB, 51 * MiB}}, .waiting = {0, 50 * MiB, 90 * MiB}});

    QCOMPARE(plan, ReadPlan());
}

void TestReadPlan::readAheadBeginsInTheSecondHalfOfARun()
{
    const RangeMap map = present({{0, 256 * KiB}});

    QVERIFY(!readAheadFrom(map, 0, std::nullopt));
    QVERIFY(!readAheadFrom(map, 128 * KiB, std::nullopt));
    QCOMPARE(readAheadFrom(map, 129 * KiB, std::nullopt), 256 * KiB);
    QVERIFY(!readAheadFrom(map, 300 * KiB, std::nullopt));
    QVERIFY(!readAheadFrom(map, 129 * KiB, 256 * KiB));
    QVERIFY(!readAheadFrom(present({{0, 20 * MiB}}), 17 * MiB, std::nullopt));
}

void TestReadPlan::readAheadGoesOnOnceAndNotBehindTheEnd()
{
    const RangeMap map = present({{0, MiB}});
    ReadSituation situation{.present = map, .ahead = MiB, .size = 10 * MiB};

    QCOMPARE(planReads(situation).start, (std::vector<FetchWindow>{{MiB, 2 * MiB}}));
    situation.running = {{MiB, 2 * MiB}};
    QCOMPARE(planReads(situation), ReadPlan());
    situation.running.clear();
    situation.size = MiB;
    QCOMPARE(planReads(situation), ReadPlan());
}

QTEST_GUILESS_MAIN(TestReadPlan)
#include "tst_readplan.moc"
