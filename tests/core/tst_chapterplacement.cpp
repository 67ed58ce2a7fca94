// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chapterchoice.h"
#include "core/chapterplacement.h"
#include "support/failonwarning.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

/// Chapters at these times, as notes say them, in an episode of an hour.
ShownChapters chaptersAt(const std::vector<milliseconds> &starts,
                         ChapterSource source = ChapterSource::Notes)
{
    ChapterList list{.source = source, .chapters = {}};
    for (const milliseconds start : starts) {
        Chapter chapter;
        chapter.start = start;
        chapter.title = u"At %1"_s.arg(start.count());
        list.chapters.append(chapter);
    }
    return chooseChapters({list}, source, 1h);
}

ChapterPlaces placesOf(const ChapterShifts &shifts, const MediaRanges &pauses = {},
                       milliseconds declared = 0ms)
{
    return {.shifts = shifts, .pauses = pauses, .declared = declared};
}

ChapterPlaces pausesAt(const MediaRanges &pauses)
{
    return placesOf({}, pauses);
}

ChapterPlaces declaredAs(milliseconds declared)
{
    return placesOf({}, {}, declared);
}

std::vector<milliseconds> startsOf(const ShownChapters &shown)
{
    std::vector<milliseconds> starts;
    for (const Chapter &chapter : shown.chapters)
        starts.push_back(chapter.start);
    return starts;
}

} // namespace

class TestChapterPlacement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void nothingKnownMovesNothing();
    void chaptersOfTheFileStay();
    void aChapterBeginsWhereSpeechBegins();
    void theNearestPauseCounts();
    void whatIsTooFarAwayIsNoPlace();
    void theFirstChapterStaysAtTheBeginning();
    void chaptersNeverPassEachOther();
    void endsGoWithTheChapterBehind();
    void thisChapterBeginsHereMovesTheRest();
    void aLaterWordHoldsFromItsChapterOn();
    void goingEarlierTakesThoseBeforeAlong();
    void theListenersWordIsExact();
    void theSamePlaceIsNoWord();
    void aLongerFileMakesTimesDoubtful();
    void manyChaptersAndPausesCostNothing();
};

void TestChapterPlacement::nothingKnownMovesNothing()
{
    QCOMPARE(placed({}, pausesAt({{1s, 2s}})), ShownChapters());
    const ShownChapters shown = chaptersAt({0s, 60s, 120s});
    QCOMPARE(placed(shown, {}), shown);
}

void TestChapterPlacement::chaptersOfTheFileStay()
{
    const ShownChapters shown = chaptersAt({0s, 60s}, ChapterSource::File);
    const ChapterPlaces places = placesOf({{0s, 30s}}, {{59s, 61s}}, 10min);
    QCOMPARE(placed(shown, places), shown);
    QVERIFY(!shiftedTo({}, shown, 1, 70s));
    QVERIFY(!mayTimesBeOff(shown, declaredAs(10min), 1h));
}

void TestChapterPlacement::aChapterBeginsWhereSpeechBegins()
{
    const ShownChapters shown
            = placed(chaptersAt({0s, 60s, 120s}), pausesAt({{59'200ms, 60'800ms}}));
    QCOMPARE(startsOf(shown), (std::vector<milliseconds>{0s, 60'750ms, 120s}));
    QCOMPARE(shown.chapters.at(1).told, std::optional<milliseconds>(60s));
    QVERIFY(!shown.chapters.at(0).told && !shown.chapters.at(2).told);
}

void TestChapterPlacement::theNearestPauseCounts()
{
    // One in which it lies, before one that is over a moment earlier; of two equal ones the longer.
    const MediaRanges pauses{{58'900ms, 59'700ms}, {59'950ms, 60'900ms}};
    QCOMPARE(startsOf(placed(chaptersAt({0s, 60s}), pausesAt(pauses))).at(1), 60'850ms);
    const MediaRanges equal{{59'300ms, 59'500ms}, {60'500ms, 61'400ms}};
    QCOMPARE(startsOf(placed(chaptersAt({0s, 60s}), pausesAt(equal))).at(1), 61'350ms);
}

void TestChapterPlacement::whatIsTooFarAwayIsNoPlace()
{
    const MediaRanges pauses{{58s, 58'499ms}, {61'000ms, 61'501ms}};
    QCOMPARE(startsOf(placed(chaptersAt({0s, 60s}), pausesAt(pauses))).at(1), 60s);
    const MediaRanges near{{58s, 58'500ms}};
    QCOMPARE(startsOf(placed(chaptersAt({0s, 60s}), pausesAt(near))).at(1), 58'450ms);
}

void TestChapterPlacement::theFirstChapterStaysAtTheBeginning()
{
    const ShownChapters shown = placed(chaptersAt({0s, 60s}), pausesAt({{0s, 900ms}}));
    QCOMPARE(shown.chapters.at(0).start, 0s);
}

void TestChapterPlacement::chaptersNeverPassEachOther()
{
    // Both would like the same pause.
    const ShownChapters shown
            = placed(chaptersAt({0s, 60s, 61s}), pausesAt({{60'800ms, 61'200ms}}));
    QCOMPARE(startsOf(shown), (std::vector<milliseconds>{0s, 60s, 61'150ms}));
}

void TestChapterPlacement::endsGoWithTheChapterBehind()
{
    ShownChapters told = chaptersAt({0s, 60s, 120s});
    told.chapters[1].end = 100s; // its own, before the next one
    const ShownChapters shown = placed(told, placesOf({{60s, 10s}}));
    QCOMPARE(shown.chapters.at(0).end, std::optional<milliseconds>(70s));
    QCOMPARE(shown.chapters.at(1).end, std::optional<milliseconds>(110s));
    QCOMPARE(shown.chapters.at(2).end, std::optional<milliseconds>(1h));
}

void TestChapterPlacement::thisChapterBeginsHereMovesTheRest()
{
    const ShownChapters told = chaptersAt({0s, 60s, 120s, 180s});
    const auto shifts = shiftedTo({}, told, 2, 150s);
    QVERIFY(shifts);
    QCOMPARE(*shifts, (ChapterShifts{{120s, 30s}}));
    const ShownChapters shown = placed(told, placesOf(*shifts));
    QCOMPARE(startsOf(shown), (std::vector<milliseconds>{0s, 60s, 150s, 210s}));

    const auto again = shiftedTo(*shifts, shown, 2, 140s); // by what its source says, not by 150
    QVERIFY(again);
    QCOMPARE(*again, (ChapterShifts{{120s, 20s}}));
}

void TestChapterPlacement::aLaterWordHoldsFromItsChapterOn()
{
    const ShownChapters told = chaptersAt({0s, 60s, 120s, 180s});
    const ChapterShifts first{{60s, 30s}};
    const auto both = shiftedTo(first, placed(told, placesOf(first)), 3, 270s);
    QVERIFY(both);
    QCOMPARE(startsOf(placed(told, placesOf(*both))),
             (std::vector<milliseconds>{0s, 90s, 150s, 270s}));
}

void TestChapterPlacement::goingEarlierTakesThoseBeforeAlong()
{
    const ShownChapters shown = placed(chaptersAt({0s, 60s, 120s}), placesOf({{120s, -90s}}));
    QCOMPARE(startsOf(shown), (std::vector<milliseconds>{0s, 30s, 30s}));
    const ShownChapters atZero = placed(chaptersAt({0s, 60s}), placesOf({{60s, -90s}}));
    QCOMPARE(atZero.chapters.at(1).start, 0s);
}

void TestChapterPlacement::theListenersWordIsExact()
{
    const MediaRanges pauses{{89s, 91s}, {149s, 151s}};
    const ShownChapters shown = placed(chaptersAt({0s, 60s, 120s}), placesOf({{60s, 30s}}, pauses));
    QCOMPARE(startsOf(shown), (std::vector<milliseconds>{0s, 90s, 150'950ms}));
}

void TestChapterPlacement::theSamePlaceIsNoWord()
{
    const ShownChapters told = chaptersAt({0s, 60s});
    QVERIFY(!shiftedTo({}, told, 1, 60s));
    QVERIFY(!shiftedTo({}, told, 2, 70s));
    QVERIFY(!shiftedTo({}, told, -1, 70s));
    QVERIFY(!shiftedTo({}, {}, 0, 70s));
}

void TestChapterPlacement::aLongerFileMakesTimesDoubtful()
{
    const ShownChapters shown = chaptersAt({0s, 60s});
    QVERIFY(!mayTimesBeOff(shown, declaredAs(10min), 10min + 20s));
    QVERIFY(mayTimesBeOff(shown, declaredAs(10min), 10min + 20'001ms));
    QVERIFY(!mayTimesBeOff(shown, declaredAs(10min), 9min));
    QVERIFY(!mayTimesBeOff(shown, {}, 1h));
    QVERIFY(!mayTimesBeOff(shown, placesOf({{60s, 30s}}, {}, 10min), 1h));
    QVERIFY(!mayTimesBeOff({}, declaredAs(10min), 1h));
}

void TestChapterPlacement::manyChaptersAndPausesCostNothing()
{
    std::vector<milliseconds> starts;
    starts.reserve(2'000);
    for (int i = 0; i < 2'000; ++i)
        starts.push_back(i * 1'500ms);
    MediaRanges pauses;
    pauses.reserve(100'000);
    for (int i = 0; i < 100'000; ++i)
        pauses.push_back({i * 400ms, i * 400ms + 200ms});
    const ShownChapters told = chaptersAt(starts);
    QElapsedTimer timer;
    timer.start();
    const ShownChapters shown = placed(told, pausesAt(pauses));
    QVERIFY(timer.elapsed() < 200); // it is done whenever the chapters are looked at
    QVERIFY(std::ranges::is_sorted(startsOf(shown)));
}

QTEST_GUILESS_MAIN(TestChapterPlacement)
#include "tst_chapterplacement.moc"
