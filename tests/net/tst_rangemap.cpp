// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/rangemap.h"
#include "support/failonwarning.h"

#include <QTest>

#include <random>
#include <vector>

using namespace Earmark;

class TestRangeMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void emptyAndBackwardRangesAreNothing();
    void neighboursAndOverlapsBecomeOneRun();
    void aMapAgreesWithAPlainListOfBytes();
};

void TestRangeMap::emptyAndBackwardRangesAreNothing()
{
    RangeMap map;
    map.add(5, 5);
    map.add(9, 3);

    QCOMPARE(map, RangeMap());
    QCOMPARE(map.endOfRun(5), 5);
    QCOMPARE(map.beginOfRun(5), 5);
    QVERIFY(!map.nextRun(0));
}

void TestRangeMap::neighboursAndOverlapsBecomeOneRun()
{
    RangeMap map;
    map.add(10, 20);
    map.add(30, 40);
    map.add(20, 30);
    map.add(5, 12);

    QCOMPARE(map.runs(), 1U);
    QCOMPARE(map.endOfRun(5), 40);
    QCOMPARE(map.beginOfRun(40), 5);
    QCOMPARE(map.total(), 35);
}

void TestRangeMap::aMapAgreesWithAPlainListOfBytes()
{
    std::mt19937 random(11); // NOLINT: the same order every time is what a test wants
    constexpr int Size = 64;
    for (int round = 0; round < 300; ++round) {
        RangeMap map;
        std::vector<bool> bytes(Size + 1, false);
        for (int step = 0; step < 12; ++step) {
            const auto from = int(random() % Size);
            const auto to = int(random() % (Size + 1));
            map.add(from, to);
            for (int i = from; i < to; ++i)
                bytes[std::size_t(i)] = true;

            std::size_t runs = 0;
            int total = 0;
            for (int i = 0; i < Size; ++i) {
                int end = i;
                while (bytes[std::size_t(end)])
                    ++end;
                int begin = i;
                while (begin > 0 && bytes[std::size_t(begin - 1)])
                    --begin;
                const bool isBegin = bytes[std::size_t(i)] && begin == i;
                runs += isBegin ? 1 : 0;
                total += bytes[std::size_t(i)] ? 1 : 0;
                QCOMPARE(map.contains(i), bytes[std::size_t(i)]);
                QCOMPARE(map.endOfRun(i), end);
                QCOMPARE(map.beginOfRun(i), begin);
            }
            QCOMPARE(map.runs(), runs);
            QCOMPARE(map.total(), total);
        }
    }
}

QTEST_GUILESS_MAIN(TestRangeMap)
#include "tst_rangemap.moc"
