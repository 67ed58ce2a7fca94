// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/timemap.h"
#include "support/failonwarning.h"

#include <QTest>

#include <random>

using namespace Earmark;

class TestTimeMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void emptyItKnowsWhereItBegins();
    void atSpeedOneBothTimesRunAlike();
    void aSpeedStretchesMediaTime();
    void whatIsCutTakesNoTime();
    void aCutAtTheBeginningBelongsToIt();
    void manyShortRunsAreAsLongAsOne();
    void whatIsSavedHasItsCause();
    void slowSpeechCostsTime();
    void whatLiesBehindCanBeForgotten();
    void mediaOnlyGoesForward();
    void bothWaysAgree();
};

void TestTimeMap::emptyItKnowsWhereItBegins()
{
    TimeMap map;
    map.restart(1'000, 70'000);

    QCOMPARE(map.toMedia(1'000), std::int64_t{70'000});
    QCOMPARE(map.toOutput(70'000), std::nullopt);
    QCOMPARE(map.outputEnd(), std::int64_t{1'000});
}

void TestTimeMap::atSpeedOneBothTimesRunAlike()
{
    TimeMap map;
    map.restart(1'000, 70'000);
    map.append(70'000, 500, 1);
    map.append(70'500, 500, 1);

    QCOMPARE(map.runs().size(), std::size_t{1});
    QCOMPARE(map.toMedia(1'000), std::int64_t{70'000});
    QCOMPARE(map.toMedia(1'999), std::int64_t{70'999});
    QCOMPARE(map.toMedia(500), std::int64_t{70'000}); // before it
    QCOMPARE(map.toMedia(2'100), std::int64_t{71'100}); // behind it
    QCOMPARE(map.toOutput(70'700), std::optional<std::int64_t>(1'700));
    QCOMPARE(map.toOutput(69'999), std::nullopt);
    QCOMPARE(map.toOutput(71'000), std::nullopt);
}

void TestTimeMap::aSpeedStretchesMediaTime()
{
    TimeMap map;
    map.restart(0, 0);
    map.append(0, 3'000, 1.5);
    map.append(3'000, 500, 0.5);

    QCOMPARE(map.outputEnd(), std::int64_t{3'000});
    QCOMPARE(map.toMedia(1'000), std::int64_t{1'500});
    QCOMPARE(map.toMedia(2'000), std::int64_t{3'000});
    QCOMPARE(map.toMedia(2'500), std::int64_t{3'250});
    QCOMPARE(map.toOutput(1'500), std::optional<std::int64_t>(1'000));
    QCOMPARE(map.toOutput(3'250), std::optional<std::int64_t>(2'500));
}

void TestTimeMap::whatIsCutTakesNoTime()
{
    TimeMap map;
    map.restart(0, 0);
    map.append(0, 1'000, 1);
    map.append(4'000, 1'000, 1); // 3,000 frames of silence

    QCOMPARE(map.outputEnd(), std::int64_t{2'000});
    QCOMPARE(map.toMedia(999), std::int64_t{999});
    QCOMPARE(map.toMedia(1'000), std::int64_t{4'000});
    QCOMPARE(map.toOutput(2'500), std::optional<std::int64_t>(1'000));
    QCOMPARE(map.toOutput(4'001), std::optional<std::int64_t>(1'001));
    QCOMPARE(map.savedBetween(0, 1'000).byTrimming, 0.0);
    QCOMPARE(map.savedBetween(0, 1'001).byTrimming, 3'000.0);
    QCOMPARE(map.savedBetween(1'001, 2'000).byTrimming, 0.0); // counted once
}

void TestTimeMap::aCutAtTheBeginningBelongsToIt()
{
    TimeMap map;
    map.restart(10, 100);
    map.append(600, 400, 1);

    QCOMPARE(map.toOutput(100), std::optional<std::int64_t>(10));
    QCOMPARE(map.toOutput(650), std::optional<std::int64_t>(60));
    QCOMPARE(map.toMedia(10), std::int64_t{600});
    QCOMPARE(map.savedBetween(0, 11).byTrimming, 500.0);
}

void TestTimeMap::manyShortRunsAreAsLongAsOne()
{
    TimeMap map;
    map.restart(0, 0);
    for (int i = 0; i < 10'000; ++i)
        map.append(i * 7, 7, 1.35);

    QCOMPARE(map.outputEnd(), std::int64_t{51'851}); // 70,000 / 1.35
    QCOMPARE(map.runs().size(), std::size_t{1});
    QCOMPARE(map.toMedia(51'851), std::int64_t{70'000});
}

void TestTimeMap::whatIsSavedHasItsCause()
{
    TimeMap map;
    map.restart(100, 0);
    map.append(0, 1'000, 2); // heard for 500
    map.append(4'000, 600, 2, 2'000); // of the 3,000 before it 2,000 were skipped

    const TimeMap::Saved saved = map.savedBetween(100, 700);
    QCOMPARE(saved.bySpeed, 600.0); // 1,200 frames of media in 600
    QCOMPARE(saved.bySkipping,
             1'000.0); // of output: they would have taken half as long as they are
    QCOMPARE(saved.byTrimming, 500.0);
    QCOMPARE(map.savedBetween(100, 200).bySpeed, 100.0);
    QCOMPARE(map.savedBetween(5'000, 6'000).bySpeed, 0.0); // behind the last run
}

void TestTimeMap::slowSpeechCostsTime()
{
    TimeMap map;
    map.restart(0, 0);
    map.append(0, 1'000, 0.5);

    QCOMPARE(map.savedBetween(0, 2'000).bySpeed, -1'000.0);
}

void TestTimeMap::whatLiesBehindCanBeForgotten()
{
    TimeMap map;
    map.restart(0, 0);
    for (int i = 0; i < 10; ++i)
        map.append(i * 1'000, 600, 1); // 400 frames cut after each

    map.forgetBefore(1'801);

    QCOMPARE(map.runs().size(), std::size_t{7});
    QCOMPARE(map.savedBetween(1'800, 6'000).byTrimming, 2'800.0);
    QCOMPARE(map.toMedia(1'800), std::int64_t{3'000});
    QCOMPARE(map.toOutput(2'700), std::optional<std::int64_t>(1'800)); // in the cut before it
    QCOMPARE(map.toOutput(2'599), std::nullopt);

    map.forgetBefore(1'000'000);
    QCOMPARE(map.runs().size(), std::size_t{1}); // where it stands is never forgotten
}

void TestTimeMap::mediaOnlyGoesForward()
{
    TimeMap map;
    map.restart(0, 1'000);
    map.append(500, 1'000, 1);
    map.append(1'200, 100, 1);
    map.append(1'500, 10, 0);

    QCOMPARE(map.runs().size(), std::size_t{1});
    QCOMPARE(map.runs().front(), (TimeMap::Run{0, 500, 1'000, 500, 0, 0}));
}

void TestTimeMap::bothWaysAgree()
{
    std::mt19937 random(1);
    TimeMap map;
    map.restart(480'000, 7'000'000);
    std::int64_t media = 7'000'000;
    for (int i = 0; i < 2'000; ++i) {
        std::uniform_int_distribution<int> any(0, 20'000);
        media += any(random) % 3 == 0 ? any(random) : 0;
        const std::int64_t frames = 1 + any(random) % 5'000;
        map.append(media, frames, 0.5 + 0.05 * (any(random) % 71));
        media += frames;
    }

    std::int64_t last = 0;
    for (std::int64_t output = 480'000; output < map.outputEnd(); output += 97) {
        const std::int64_t there = map.toMedia(output);
        QVERIFY(there >= last);
        last = there;
        const auto back = map.toOutput(there);
        QVERIFY2(back && std::abs(*back - output) <= 2, qPrintable(QString::number(output)));
    }
    QVERIFY(map.toMedia(map.outputEnd()) <= media);
}

QTEST_GUILESS_MAIN(TestTimeMap)
#include "tst_timemap.moc"
