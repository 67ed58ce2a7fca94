// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sleeptimer.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

class TestSleepTimer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void notRunningItDecidesNothing();
    void theLastTenSecondsFade_data();
    void theLastTenSecondsFade();
    void minutesRunWhileSoundIsHeard();
    void chaptersEndWhereTheNextBegins_data();
    void chaptersEndWhereTheNextBegins();
    void chapterTimeCountsTheSpeed();
    void theEpisodeStopsBeforeItsEnd();
    void anUnknownLengthIsNotGuessed();
    void fiveMinutesMore();
    void oneChapterMore();
    void aJumpBackKeepsTheChapterThatWasMeant();
    void aJumpOverTheEndMeansTheChapterItLandsIn();
    void anotherEpisodeMeansItsOwnChapter();
    void anotherChapterListMovesTheEnd();
    void whatSleepCutsOffIsNotPlayed_data();
    void whatSleepCutsOffIsNotPlayed();

private:
    static SleepPlace at(milliseconds position);
    static Chapter begin(milliseconds start, std::optional<milliseconds> end = {})
    {
        Chapter made;
        made.start = start;
        made.end = end;
        return made;
    }
    static SleepGoal chapter(int n)
    {
        return {.kind = SleepGoal::Kind::Chapter, .time = {}, .chapters = n};
    }
    static SleepGoal minutes(std::chrono::minutes time)
    {
        return {.kind = SleepGoal::Kind::Time, .time = time};
    }
    static SleepGoal episode() { return {.kind = SleepGoal::Kind::Episode, .time = {}}; }

    SleepTimer m_timer;
};

/// Of an episode of 20 minutes with chapters at 1, 5, 10 and 15.
SleepPlace TestSleepTimer::at(milliseconds position)
{
    Chapter picture = begin(7min);
    picture.hidden = true;
    return {.position = position,
            .duration = 20min,
            .speed = 1,
            .chapters
            = {begin(1min, 5min), begin(5min, 10min), picture, begin(10min, 14min), begin(15min)}};
}

void TestSleepTimer::init()
{
    failOnAnyWarning();
    m_timer = {};
}

void TestSleepTimer::notRunningItDecidesNothing()
{
    QVERIFY(!m_timer.goal());
    QVERIFY(!m_timer.left(at(0s)));
    QVERIFY(!m_timer.isOver(at(20min)));
    QVERIFY(!m_timer.canExtend(at(0s)));
    QCOMPARE(m_timer.fade(at(20min)), 1.0);
    QCOMPARE(m_timer.atEnd(at(0s)), EpisodeEnd::Played);
    m_timer.extend(at(0s));
    QVERIFY(!m_timer.goal());
}

void TestSleepTimer::theLastTenSecondsFade_data()
{
    QTest::addColumn<milliseconds>("left");
    QTest::addColumn<double>("fade");
    QTest::newRow("long") << milliseconds(1h) << 1.0;
    QTest::newRow("at ten") << milliseconds(10s) << 1.0;
    QTest::newRow("at five") << milliseconds(5s) << 0.5;
    QTest::newRow("at one") << milliseconds(1s) << 0.1;
    QTest::newRow("over") << milliseconds(0s) << 0.0;
    QTest::newRow("past") << milliseconds(-3s) << 0.0;
}

void TestSleepTimer::theLastTenSecondsFade()
{
    QFETCH(milliseconds, left);
    QFETCH(double, fade);
    QCOMPARE(sleepFade(left), fade);
}

void TestSleepTimer::minutesRunWhileSoundIsHeard()
{
    m_timer.start(minutes(5min), at(0s));
    QCOMPARE(m_timer.left(at(0s)), milliseconds(5min));
    SleepPlace fast = at(10min);
    fast.speed = 2;
    m_timer.heard(290s);
    QCOMPARE(m_timer.left(fast), milliseconds(10s)); // real ones
    QCOMPARE(m_timer.fade(fast), 1.0);
    m_timer.heard(4s);
    QCOMPARE(m_timer.fade(fast), 0.6);
    QVERIFY(!m_timer.isOver(fast));
    m_timer.heard(7s);
    QVERIFY(m_timer.isOver(fast));
    QCOMPARE(m_timer.left(fast), milliseconds(0));
}

void TestSleepTimer::chaptersEndWhereTheNextBegins_data()
{
    QTest::addColumn<milliseconds>("position");
    QTest::addColumn<int>("n");
    QTest::addColumn<milliseconds>("end"); // 0: where the episode does
    QTest::newRow("this one") << milliseconds(6min) << 1 << milliseconds(10min);
    QTest::newRow("on its start") << milliseconds(5min) << 1 << milliseconds(10min);
    QTest::newRow("the next") << milliseconds(6min) << 2 << milliseconds(14min);
    QTest::newRow("before the first") << milliseconds(10s) << 1 << milliseconds(1min);
    QTest::newRow("the first, from before it") << milliseconds(10s) << 2 << milliseconds(5min);
    QTest::newRow("between two") << milliseconds(14min + 1s) << 1 << milliseconds(15min);
    QTest::newRow("the last") << milliseconds(16min) << 1 << milliseconds(0);
    QTest::newRow("more than there are") << milliseconds(6min) << 9 << milliseconds(0);
}

void TestSleepTimer::chaptersEndWhereTheNextBegins()
{
    QFETCH(milliseconds, position);
    QFETCH(int, n);
    QFETCH(milliseconds, end);
    QCOMPARE(endOfChapter(at(position).chapters, position, n).value_or(0ms), end);
    QVERIFY(!endOfChapter({}, position, n));
}

void TestSleepTimer::chapterTimeCountsTheSpeed()
{
    m_timer.start(chapter(1), at(6min));
    SleepPlace fast = at(8min);
    fast.speed = 2;
    m_timer.heard(10h); // only the place counts
    QCOMPARE(m_timer.left(at(8min)), milliseconds(2min));
    QCOMPARE(m_timer.left(fast), milliseconds(1min));
    fast.position = 10min - 10s;
    QCOMPARE(m_timer.fade(fast), 0.5);
    fast.position = 10min + 100ms;
    QVERIFY(m_timer.isOver(fast));
}

void TestSleepTimer::theEpisodeStopsBeforeItsEnd()
{
    m_timer.start(episode(), at(6min));
    QCOMPARE(m_timer.left(at(19min)), milliseconds(59s));
    QVERIFY(!m_timer.isOver(at(20min - 1001ms)));
    QVERIFY(m_timer.isOver(at(20min - 1s)));
    // The last chapter's end is the same, whatever a list says of it.
    m_timer.start(chapter(1), at(16min));
    QVERIFY(m_timer.isOver(at(20min - 1s)));
    SleepPlace closed = at(16min);
    closed.chapters.last().end = 20min;
    m_timer.start(chapter(1), closed);
    closed.position = 20min - 1s;
    QVERIFY(m_timer.isOver(closed));
}

void TestSleepTimer::anUnknownLengthIsNotGuessed()
{
    SleepPlace unknown = at(30min);
    unknown.duration = 0ms;
    m_timer.start(episode(), unknown);
    QVERIFY(!m_timer.left(unknown));
    QVERIFY(!m_timer.isOver(unknown));
    QCOMPARE(m_timer.fade(unknown), 1.0);
    QCOMPARE(m_timer.atEnd(unknown), EpisodeEnd::Stops);
}

void TestSleepTimer::fiveMinutesMore()
{
    m_timer.start(minutes(5min), at(0s));
    m_timer.heard(295s);
    QVERIFY(m_timer.canExtend(at(0s)));
    m_timer.extend(at(0s));
    QCOMPARE(m_timer.left(at(0s)), milliseconds(305s));
    QCOMPARE(m_timer.fade(at(0s)), 1.0);
}

void TestSleepTimer::oneChapterMore()
{
    m_timer.start(chapter(1), at(2min));
    m_timer.extend(at(2min));
    QCOMPARE(m_timer.left(at(2min)), milliseconds(8min));
    m_timer.extend(at(2min));
    m_timer.extend(at(2min));
    QVERIFY(m_timer.canExtend(at(2min))); // from between Three and Four
    m_timer.extend(at(2min));
    QVERIFY(!m_timer.canExtend(at(2min)));
    QCOMPARE(m_timer.left(at(2min)), milliseconds(18min - 1s));
    m_timer.start(episode(), at(2min));
    QVERIFY(!m_timer.canExtend(at(2min)));
}

void TestSleepTimer::aJumpBackKeepsTheChapterThatWasMeant()
{
    m_timer.start(chapter(1), at(6min));
    m_timer.jumped(at(2min));
    QCOMPARE(m_timer.left(at(2min)), milliseconds(8min));
    m_timer.jumped(at(9min));
    QCOMPARE(m_timer.left(at(9min)), milliseconds(1min));
}

void TestSleepTimer::aJumpOverTheEndMeansTheChapterItLandsIn()
{
    m_timer.start(chapter(2), at(2min));
    m_timer.jumped(at(11min));
    QCOMPARE(m_timer.left(at(11min)), milliseconds(3min));
    m_timer.jumped(at(17min));
    QCOMPARE(m_timer.left(at(17min)), milliseconds(3min - 1s));
}

void TestSleepTimer::anotherEpisodeMeansItsOwnChapter()
{
    m_timer.start(chapter(3), at(2min));
    const SleepPlace other{
            .position = 0ms, .duration = 30min, .speed = 1, .chapters = {begin(0ms), begin(4min)}};
    m_timer.episodeChanged(other);
    QCOMPARE(m_timer.left(other), milliseconds(4min));
    const SleepPlace without{.position = 0ms, .duration = 30min, .speed = 1, .chapters = {}};
    m_timer.episodeChanged(without);
    QCOMPARE(m_timer.left(without), milliseconds(30min - 1s));
    // Its chapters were found while it was loaded.
    m_timer.chaptersChanged(other);
    QCOMPARE(m_timer.left(other), milliseconds(4min));
}

void TestSleepTimer::anotherChapterListMovesTheEnd()
{
    m_timer.start(chapter(1), at(6min));
    SleepPlace moved = at(6min);
    for (Chapter &one : moved.chapters) {
        one.start += 3s;
        one.end.reset();
    }
    m_timer.chaptersChanged(moved);
    QCOMPARE(m_timer.left(moved), milliseconds(4min + 3s));
    m_timer.start(chapter(9), at(6min)); // the end of the episode was meant
    m_timer.chaptersChanged(moved);
    QCOMPARE(m_timer.left(moved), milliseconds(14min - 1s));
}

void TestSleepTimer::whatSleepCutsOffIsNotPlayed_data()
{
    QTest::addColumn<SleepGoal>("goal");
    QTest::addColumn<milliseconds>("position");
    QTest::addColumn<double>("speed");
    QTest::addColumn<EpisodeEnd>("end");
    const milliseconds late = 20min - 20s;
    QTest::newRow("the episode") << episode() << milliseconds(2min) << 1.0 << EpisodeEnd::Stops;
    QTest::newRow("last chapter") << chapter(1) << late << 1.0 << EpisodeEnd::Stops;
    QTest::newRow("a chapter") << chapter(1) << milliseconds(2min) << 1.0 << EpisodeEnd::Stops;
    QTest::newRow("less than is left")
            << minutes(5min) << milliseconds(14min) << 1.0 << EpisodeEnd::Unplayed;
    QTest::newRow("more than is left")
            << minutes(5min) << milliseconds(16min) << 1.0 << EpisodeEnd::Played;
    QTest::newRow("more, at this speed")
            << minutes(5min) << milliseconds(14min) << 2.0 << EpisodeEnd::Played;
}

void TestSleepTimer::whatSleepCutsOffIsNotPlayed()
{
    QFETCH(SleepGoal, goal);
    QFETCH(milliseconds, position);
    QFETCH(double, speed);
    QFETCH(EpisodeEnd, end);
    SleepPlace place = at(position);
    place.speed = speed;
    m_timer.start(goal, place);
    QCOMPARE(m_timer.atEnd(place), end);
    m_timer.cancel();
    QCOMPARE(m_timer.atEnd(place), EpisodeEnd::Played);
}

QTEST_GUILESS_MAIN(TestSleepTimer)
#include "tst_sleeptimer.moc"
