// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resumerules.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

class TestResumeRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void aLongerPauseRewindsFurther_data();
    void aLongerPauseRewindsFurther();
    void listeningGoesOnBeforeItsPlace_data();
    void listeningGoesOnBeforeItsPlace();
    void aChosenPlaceIsKept();
    void hiddenChaptersHoldNothingBack();
};

namespace {

Chapter chapter(milliseconds start, std::optional<milliseconds> end = {})
{
    Chapter made;
    made.start = start;
    made.end = end;
    return made;
}

Chapters chapters()
{
    return {chapter(60s, 120s), chapter(130s), chapter(200s)};
}

QDateTime now()
{
    return QDateTime({2026, 11, 22}, {12, 0}, Qt::UTC);
}

} // namespace

void TestResumeRules::aLongerPauseRewindsFurther_data()
{
    QTest::addColumn<milliseconds>("pause");
    QTest::addColumn<milliseconds>("rewind");
    QTest::newRow("clock set back") << milliseconds(-1h) << milliseconds(800);
    QTest::newRow("none") << milliseconds(0) << milliseconds(800);
    QTest::newRow("under a minute") << milliseconds(59'999) << milliseconds(800);
    QTest::newRow("a minute") << milliseconds(1min) << milliseconds(3s);
    QTest::newRow("under an hour") << milliseconds(1h) - 1ms << milliseconds(3s);
    QTest::newRow("an hour") << milliseconds(1h) << milliseconds(10s);
    QTest::newRow("under a day") << milliseconds(24h) - 1ms << milliseconds(10s);
    QTest::newRow("a day") << milliseconds(24h) << milliseconds(20s);
    QTest::newRow("a year") << milliseconds(24h * 365) << milliseconds(20s);
}

void TestResumeRules::aLongerPauseRewindsFurther()
{
    QFETCH(milliseconds, pause);
    QFETCH(milliseconds, rewind);
    QCOMPARE(resumeRewind(pause), rewind);
}

void TestResumeRules::listeningGoesOnBeforeItsPlace_data()
{
    QTest::addColumn<milliseconds>("position");
    QTest::addColumn<milliseconds>("pause");
    QTest::addColumn<milliseconds>("resumed");
    const auto row = [](const char *name, milliseconds at, milliseconds pause, milliseconds to) {
        QTest::newRow(name) << at << pause << to;
    };
    row("in a chapter", 170s, 24h, 150s);
    row("2 s into a chapter", 132s, 24h, 130s);
    row("2 s into it, short pause", 132s, 5s, 131'200ms);
    row("half a second into it", 130'500ms, 5s, 130s);
    row("on its start", 200s, 1h, 200s);
    row("before the first chapter", 15s, 24h, 0s);
    row("the beginning", 0s, 24h, 0s);
    row("behind a chapter's end", 125s, 1h, 115s);
    row("behind it, not before its start", 125s, 24h, 105s);
    row("in the last one", 5000s, 1min, 4997s);
}

void TestResumeRules::listeningGoesOnBeforeItsPlace()
{
    QFETCH(milliseconds, position);
    QFETCH(milliseconds, pause);
    QFETCH(milliseconds, resumed);
    const LeftPlace left{.position = position, .at = now().addMSecs(-pause.count())};
    QCOMPARE(resumePosition(left, now(), chapters()), resumed);
}

void TestResumeRules::aChosenPlaceIsKept()
{
    QCOMPARE(resumePosition({.position = 170s, .at = {}}, now(), chapters()), milliseconds(170s));
}

void TestResumeRules::hiddenChaptersHoldNothingBack()
{
    Chapters marked = chapters();
    marked[2].hidden = true; // a picture that changes
    const LeftPlace left{.position = 202s, .at = now().addDays(-2)};
    QCOMPARE(resumePosition(left, now(), marked), milliseconds(182s));
    QCOMPARE(resumePosition(left, now(), {}), milliseconds(182s));
}

QTEST_GUILESS_MAIN(TestResumeRules)
#include "tst_resumerules.moc"
