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

/// A server in a few lines, and readers who hop: whatever they do, no plan may ask for what is
/// there, comes already or lies behind the end, and nobody who waits is left without an answer.
class Server
{
public:
    explicit Server(unsigned seed) : m_random(seed)
    {
        m_now.size = std::int64_t(m_random() % 90) * MiB + 1234;
    }

    bool isDone() const { return m_now.present.total() == *m_now.size; }

    bool step()
    {
        letReadersHop();
        const KeepPlan plan = planKeeping(m_now);
        std::vector<KeptFetch> active;
        std::vector<KeptFetch> held;
        if (!follow(plan, active, held) || (active.empty() && !m_now.waiting.empty()))
            return false;
        for (KeptFetch &fetch : active)
            send(fetch);
        std::erase_if(active, [](const KeptFetch &fetch) { return fetch.at >= fetch.to; });
        active.insert(active.end(), held.begin(), held.end());
        m_now.running = active;
        return true;
    }

private:
    void letReadersHop()
    {
        if (m_random() % 4 == 0)
            m_now.waiting.push_back(std::int64_t(m_random()) % *m_now.size);
        std::erase_if(m_now.waiting, [&](auto offset) { return m_now.present.contains(offset); });
        if (m_now.waiting.size() > 2)
            m_now.waiting.erase(m_now.waiting.begin());
        m_now.keeping = m_random() % 5 == 0 ? Keeping::Later : Keeping::Now;
    }

    bool follow(const KeepPlan &plan, std::vector<KeptFetch> &active, std::vector<KeptFetch> &held)
    {
        RangeMap taken = m_now.present;
        for (std::size_t i = 0; i < m_now.running.size(); ++i) {
            KeptFetch fetch = m_now.running[i];
            const KeepPlan::Running &running = plan.running.at(i);
            if (running.to > fetch.to || running.to <= fetch.at)
                return false;
            fetch.to = running.to;
            if (running.fate == Fate::Drop)
                continue;
            taken.add(fetch.at, fetch.to);
            (running.fate == Fate::Hold ? held : active).push_back(fetch);
        }
        for (const auto &[window, isKept] : plan.start) {
            const std::int64_t end = taken.nextRun(window.from).value_or(*m_now.size);
            if (window.from >= window.to || window.to > end || taken.contains(window.from))
                return false;
            taken.add(window.from, window.to);
            active.push_back({window.from, window.to, isKept});
        }
        return true;
    }

    void send(KeptFetch &fetch)
    {
        const auto bytes
                = std::min<std::int64_t>(fetch.to - fetch.at, std::int64_t(m_random() % (2 * MiB)));
        m_now.present.add(fetch.at, fetch.at + bytes);
        fetch.at += bytes;
        m_now.place = fetch.at;
    }

    std::mt19937 m_random;
    KeepSituation m_now;
};

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

void TestKeepPlan::nothingIsEverAskedForTwice()
{
    for (unsigned seed = 1; seed <= 40; ++seed) {
        Server server(seed);
        for (int step = 0; step < 2000 && !server.isDone(); ++step)
            QVERIFY2(server.step(), qPrintable(QString::number(seed)));
        QVERIFY(server.isDone());
    }
}

QTEST_APPLESS_MAIN(TestKeepPlan)
#include "tst_keepplan.moc"
