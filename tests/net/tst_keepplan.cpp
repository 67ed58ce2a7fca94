// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/keepplan.h"
#include "support/failonwarning.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace Earmark;

namespace {

using Fate = KeepPlan::Fate;
using Running = std::vector<KeepPlan::Running>;
using Start = std::vector<KeepPlan::Start>;

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

/// What to ask for where readers and the wish for all of a file meet.
class TestKeepPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void nothingWantedIsNothingAskedFor();
    void readersGetWindowsAsWithoutKeeping();
    void keptIsWhatIsMissingFromThePlaceOnThenFromTheFront();
    void keepingGoesOnOneRequestAtATime();
    void aReaderThatWaitsHoldsTheOthersBack();
    void whoIsServedByWhatIsKeptWaitsForIt();
    void aJumpIntoWhatIsOnItsWayCutsIt();
    void noMoreAreHeldThanMayBe();
    void pausedIsHeldAndUnwantedIsDropped();
    void nothingIsEverAskedForTwice();
};

void TestKeepPlan::nothingWantedIsNothingAskedFor()
{
    QCOMPARE(planKeeping({}), KeepPlan());
    QCOMPARE(planKeeping({.present = present({{0, 10}}), .waiting = {5}}), KeepPlan());
    QCOMPARE(planKeeping({.present = present({{0, 10}}), .size = 10, .keeping = Keeping::Now}),
             KeepPlan());
    QCOMPARE(planKeeping({.waiting = {10}, .size = 10}), KeepPlan());
}

void TestKeepPlan::readersGetWindowsAsWithoutKeeping()
{
    QCOMPARE(planKeeping({.waiting = {0}}).start, (Start{{{0, SmallestWindow}, false}}));
    QCOMPARE(planKeeping({.present = present({{0, MiB}}), .ahead = MiB, .size = 10 * MiB}).start,
             (Start{{{MiB, 2 * MiB}, false}}));
    QCOMPARE(planKeeping({.waiting = {1000, 2000}, .size = 1500}).start,
             (Start{{{1000, 1500}, false}}));
    QCOMPARE(planKeeping({.waiting = {0, 5 * MiB}, .mostRunning = 1}).start.size(), 1U);
}

void TestKeepPlan::keptIsWhatIsMissingFromThePlaceOnThenFromTheFront()
{
    KeepSituation situation{.present = present({{0, 100}, {500, 700}}),
                            .size = 1000,
                            .keeping = Keeping::Now,
                            .place = 600};
    QCOMPARE(planKeeping(situation).start, (Start{{{700, 1000}, true}}));
    situation.present.add(700, 1000);
    QCOMPARE(planKeeping(situation).start, (Start{{{100, 500}, true}}));
    situation = {.size = 100 * MiB, .keeping = Keeping::Now};
    QCOMPARE(planKeeping(situation).start, (Start{{{0, KeepWindow}, true}}));
    situation.size.reset();
    QCOMPARE(planKeeping(situation).start, (Start{{{0, KeepWindow}, true}}));
}

void TestKeepPlan::keepingGoesOnOneRequestAtATime()
{
    const KeepSituation situation{
            .running = {{5 * MiB, 20 * MiB, true}}, .size = 100 * MiB, .keeping = Keeping::Now};
    QCOMPARE(planKeeping(situation), (KeepPlan{.running = {{Fate::Run, 20 * MiB}}, .start = {}}));
    const KeepPlan beside = planKeeping({.running = {{0, MiB, false}},
                                         .size = 100 * MiB,
                                         .keeping = Keeping::Now,
                                         .place = KiB});
    QCOMPARE(beside.start, (Start{{{MiB, MiB + KeepWindow}, true}}));
}

void TestKeepPlan::aReaderThatWaitsHoldsTheOthersBack()
{
    const KeepPlan plan = planKeeping({.running = {{MiB, 2 * MiB, false}, {5 * MiB, 9 * MiB, true}},
                                       .waiting = {50 * MiB},
                                       .size = 100 * MiB,
                                       .keeping = Keeping::Now});

    QCOMPARE(plan.running, (Running{{Fate::Hold, 2 * MiB}, {Fate::Hold, 9 * MiB}}));
    QCOMPARE(plan.start, (Start{{{50 * MiB, 50 * MiB + SmallestWindow}, false}}));
}

void TestKeepPlan::whoIsServedByWhatIsKeptWaitsForIt()
{
    const KeepPlan plan = planKeeping({.running = {{MiB, 9 * MiB, true}},
                                       .waiting = {MiB + 100 * KiB},
                                       .size = 100 * MiB,
                                       .keeping = Keeping::Later});

    QCOMPARE(plan, (KeepPlan{.running = {{Fate::Needed, 9 * MiB}}, .start = {}}));
}

void TestKeepPlan::aJumpIntoWhatIsOnItsWayCutsIt()
{
    const KeepPlan plan = planKeeping({.running = {{MiB, 9 * MiB, true}},
                                       .waiting = {5 * MiB},
                                       .size = 100 * MiB,
                                       .keeping = Keeping::Now});

    QCOMPARE(plan.running, (Running{{Fate::Hold, 5 * MiB}}));
    QCOMPARE(plan.start, (Start{{{5 * MiB, 5 * MiB + SmallestWindow}, false}}));
}

void TestKeepPlan::noMoreAreHeldThanMayBe()
{
    const KeepPlan plan = planKeeping(
            {.running
             = {{1 * MiB, 2 * MiB, false}, {3 * MiB, 4 * MiB, false}, {5 * MiB, 6 * MiB, false}},
             .waiting = {50 * MiB}});

    QCOMPARE(plan.running,
             (Running{{Fate::Drop, 2 * MiB}, {Fate::Hold, 4 * MiB}, {Fate::Hold, 6 * MiB}}));
}

void TestKeepPlan::pausedIsHeldAndUnwantedIsDropped()
{
    KeepSituation situation{.running = {{MiB, 9 * MiB, true}}, .size = 100 * MiB};
    QCOMPARE(planKeeping(situation).running, (Running{{Fate::Drop, 9 * MiB}}));
    situation.keeping = Keeping::Later;
    QCOMPARE(planKeeping(situation), (KeepPlan{.running = {{Fate::Hold, 9 * MiB}}, .start = {}}));
    situation.keeping = Keeping::Now;
    QCOMPARE(planKeeping(situation), (KeepPlan{.running = {{Fate::Run, 9 * MiB}}, .start = {}}));
}

/// A server in a few lines: whatever readers do, no plan asks for what is there, comes already or
/// lies behind the end, nobody who waits is left without an answer, and all comes in the end.
void TestKeepPlan::nothingIsEverAskedForTwice()
{
    std::mt19937 random(17); // the same every time
    for (int round = 0; round < 40; ++round) {
        const std::int64_t size = std::int64_t(random() % 90) * MiB + 1234;
        KeepSituation now{.size = size, .keeping = Keeping::Now};
        std::vector<Fate> fates;
        for (int step = 0; step < 2000 && now.present.total() < size; ++step) {
            if (random() % 4 == 0)
                now.waiting.push_back(std::int64_t(random()) % size);
            std::erase_if(now.waiting, [&](auto offset) { return now.present.contains(offset); });
            if (now.waiting.size() > 2)
                now.waiting.erase(now.waiting.begin());
            now.keeping = random() % 5 == 0 ? Keeping::Later : Keeping::Now;
            const KeepPlan plan = planKeeping(now);
            QCOMPARE(plan.running.size(), now.running.size());
            std::vector<KeptFetch> next;
            fates.clear();
            for (std::size_t i = 0; i < now.running.size(); ++i) {
                QVERIFY(plan.running[i].to <= now.running[i].to);
                QVERIFY(plan.running[i].to > now.running[i].at);
                if (plan.running[i].fate == Fate::Drop)
                    continue;
                next.push_back({now.running[i].at, plan.running[i].to, now.running[i].isKept});
                fates.push_back(plan.running[i].fate);
            }
            RangeMap taken = now.present;
            for (const KeptFetch &fetch : next)
                taken.add(fetch.at, fetch.to);
            for (const KeepPlan::Start &start : plan.start) {
                QVERIFY(start.window.from < start.window.to && start.window.to <= size);
                QVERIFY(!taken.contains(start.window.from));
                QVERIFY(taken.nextRun(start.window.from).value_or(size) >= start.window.to);
                taken.add(start.window.from, start.window.to);
                next.push_back({start.window.from, start.window.to, start.isKept});
                fates.push_back(Fate::Run);
            }
            bool isAnyActive = now.waiting.empty();
            for (std::size_t i = 0; i < next.size(); ++i) {
                if (fates[i] == Fate::Hold)
                    continue;
                isAnyActive = true;
                const auto bytes = std::min<std::int64_t>(next[i].to - next[i].at,
                                                          std::int64_t(random() % (2 * MiB)));
                now.present.add(next[i].at, next[i].at + bytes);
                next[i].at += bytes;
                now.place = next[i].at;
            }
            QVERIFY(isAnyActive);
            std::erase_if(next, [](const KeptFetch &fetch) { return fetch.at >= fetch.to; });
            now.running = next;
        }
        QCOMPARE(now.present.total(), size);
    }
}

QTEST_APPLESS_MAIN(TestKeepPlan)
#include "tst_keepplan.moc"
