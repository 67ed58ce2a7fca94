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
    void set(int from, int to, bool isThere)
    {
        for (int i = from; i < to; ++i)
            m_bytes[std::size_t(i)] = isThere;
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

    /// The runs of bytes in [from, to) that are there, or are not.
    ByteRanges ranges(int from, int to, bool isThere) const
    {
        ByteRanges found;
        for (int i = from; i < to; ++i) {
            if (contains(i) != isThere)
                continue;
            if (!found.empty() && found.back().to == i)
                found.back().to = i + 1;
            else
                found.push_back({.from = i, .to = i + 1});
        }
        return found;
    }

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
    void rangesAgreeWithAPlainListOfBytes();
    void whatIsTakenAwayIsMissing();
    void presentAndMissingAreTheWhole();
    void theFirstGapEndsWhereSomethingIsThere();
    void aShareIsOneOnlyWhenNothingIsMissing();
    void closeRangesAreOne();
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
    std::mt19937 random(11); // the same order every time is what a test wants
    for (int round = 0; round < 300; ++round) {
        RangeMap map;
        PlainList plain;
        for (int step = 0; step < 12; ++step) {
            const auto from = int(random() % Size);
            const auto to = int(random() % (Size + 1));
            map.add(from, to);
            plain.set(from, to, true);

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

void TestRangeMap::rangesAgreeWithAPlainListOfBytes()
{
    std::mt19937 random(12);
    RangeMap map;
    PlainList plain;
    for (int step = 0; step < 20'000; ++step) {
        const auto from = int(random() % Size);
        const auto to = int(random() % (Size + 1));
        switch (random() % 3) {
        case 0:
            map.add(from, to);
            plain.set(from, to, true);
            break;
        case 1:
            map.remove(from, to);
            plain.set(from, to, false);
            break;
        default:
            break; // A second look, at another part.
        }
        const ByteRanges there = plain.ranges(from, to, true);
        const ByteRanges gaps = plain.ranges(from, to, false);

        QVERIFY(map.present(from, to) == there);
        QVERIFY(map.missing(from, to) == gaps);
        QVERIFY(map.firstGap(from, to) == (gaps.empty() ? std::nullopt : std::optional(gaps[0])));
        QCOMPARE(map.contains(from, to), gaps.empty());
        QCOMPARE(map.covered(from, to) == 1.0, gaps.empty() && from < to);
        QCOMPARE(map.total(), plain.total());
        QVERIFY(RangeMap(map.present()) == map);
    }
}

void TestRangeMap::whatIsTakenAwayIsMissing()
{
    RangeMap map({{.from = 0, .to = 10}, {.from = 20, .to = 30}, {.from = 40, .to = 50}});

    map.remove(5, 45);
    map.remove(8, 8);
    map.remove(60, 70);

    QVERIFY(map.present() == (ByteRanges{{.from = 0, .to = 5}, {.from = 45, .to = 50}}));
}

void TestRangeMap::presentAndMissingAreTheWhole()
{
    const RangeMap map({{.from = 10, .to = 20}, {.from = 30, .to = 40}});

    QVERIFY(map.present(15, 35) == (ByteRanges{{.from = 15, .to = 20}, {.from = 30, .to = 35}}));
    QVERIFY(map.missing(15, 35) == (ByteRanges{{.from = 20, .to = 30}}));
    QVERIFY(map.missing(0, 50)
            == (ByteRanges{{.from = 0, .to = 10}, {.from = 20, .to = 30}, {.from = 40, .to = 50}}));
    QVERIFY(map.missing(7, 7).empty());
}

void TestRangeMap::theFirstGapEndsWhereSomethingIsThere()
{
    const RangeMap map({{.from = 10, .to = 20}, {.from = 30, .to = 40}});

    QVERIFY(map.firstGap(12, 100) == (ByteRange{.from = 20, .to = 30}));
    QVERIFY(map.firstGap(25, 28) == (ByteRange{.from = 25, .to = 28}));
    QVERIFY(map.firstGap(35, 100) == (ByteRange{.from = 40, .to = 100}));
    QVERIFY(!map.firstGap(12, 20));
}

void TestRangeMap::aShareIsOneOnlyWhenNothingIsMissing()
{
    constexpr std::int64_t Terabyte = 1'000'000'000'000;
    RangeMap map;
    map.add(0, Terabyte - 1);

    QCOMPARE(map.covered(0, Terabyte / 2), 1.0);
    QVERIFY(map.covered(0, Terabyte) < 1.0);
    QCOMPARE(map.covered(Terabyte - 1, Terabyte), 0.0);
    QCOMPARE(map.covered(0, 0), 0.0);
    QCOMPARE(map.covered(Terabyte - 3, Terabyte + 1), 0.5);
}

void TestRangeMap::closeRangesAreOne()
{
    const ByteRanges apart{{.from = 0, .to = 10}, {.from = 12, .to = 20}, {.from = 25, .to = 30}};

    QVERIFY(joined(apart, 1) == apart);
    QVERIFY(joined(apart, 2) == (ByteRanges{{.from = 0, .to = 20}, {.from = 25, .to = 30}}));
    QVERIFY(joined(apart, 5) == (ByteRanges{{.from = 0, .to = 30}}));
    QVERIFY(joined({}, 5).empty());
}

QTEST_GUILESS_MAIN(TestRangeMap)
#include "tst_rangemap.moc"
