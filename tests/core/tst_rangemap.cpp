// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rangemap.h"
#include "support/failonwarning.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <vector>

using namespace Earmark;

namespace {

constexpr int Size = 64;

/// The same as a RangeMap in the simplest way: a flag for every byte, and one behind the last that
/// is never set.
class PlainList
{
public:
    void add(int from, int to)
    {
        for (int i = from; i < to; ++i)
            m_bytes[std::size_t(i)] = true;
    }

    bool contains(int i) const { return m_bytes[std::size_t(i)]; }

    int endOfRun(int i) const
    {
        while (contains(i))
            ++i;
        return i;
    }

    int beginOfRun(int i) const
    {
        while (i > 0 && contains(i - 1))
            --i;
        return i;
    }

    std::size_t runs() const
    {
        std::size_t count = 0;
        for (int i = 0; i < Size; ++i)
            count += contains(i) && beginOfRun(i) == i ? 1U : 0U;
        return count;
    }

    int total() const { return int(std::count(m_bytes.begin(), m_bytes.end(), true)); }

private:
    std::vector<bool> m_bytes = std::vector<bool>(Size + 1, false);
};

} // namespace

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
    for (int round = 0; round < 300; ++round) {
        RangeMap map;
        PlainList plain;
        for (int step = 0; step < 12; ++step) {
            const auto from = int(random() % Size);
            const auto to = int(random() % (Size + 1));
            map.add(from, to);
            plain.add(from, to);

            for (int i = 0; i < Size; ++i) {
                QCOMPARE(map.contains(i), plain.contains(i));
                QCOMPARE(map.endOfRun(i), plain.endOfRun(i));
                QCOMPARE(map.beginOfRun(i), plain.beginOfRun(i));
            }
            QCOMPARE(map.runs(), plain.runs());
            QCOMPARE(map.total(), plain.total());
        }
    }
}

QTEST_GUILESS_MAIN(TestRangeMap)
#include "tst_rangemap.moc"
