// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/playrules.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace std::chrono_literals;

class TestPlayRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void aSeekNeverMarksPlayed();
    void thirtySecondsBeforeTheEndCountAsHeard();
    void theEndMarksPlayedAndForgetsThePosition();
    void listeningAgainMakesItInProgress();
    void markingByHandForgetsThePosition();
    void playingBeginsWhereItStopped();
};

void TestPlayRules::aSeekNeverMarksPlayed()
{
    const ListeningState state = afterPosition({}, 599s, 600s, PositionCause::Seek);
    QVERIFY(state.play != PlayState::Played);
    QCOMPARE(state.position, 599s);
    QCOMPARE(afterPosition({}, -5s, 600s, PositionCause::Seek).position, 0s);
}

void TestPlayRules::thirtySecondsBeforeTheEndCountAsHeard()
{
    QCOMPARE(afterPosition({}, 569s, 600s, PositionCause::Playing).play, PlayState::InProgress);
    QCOMPARE(afterPosition({}, 570s, 600s, PositionCause::Playing).play, PlayState::Played);
    QCOMPARE(afterPosition({}, 570s, 0s, PositionCause::Playing).play, PlayState::InProgress);
    // A jingle shorter than that is heard at its end only.
    QCOMPARE(afterPosition({}, 5s, 20s, PositionCause::Playing).play, PlayState::InProgress);
}

void TestPlayRules::theEndMarksPlayedAndForgetsThePosition()
{
    const ListeningState state = afterPosition({}, 20s, 20s, PositionCause::End);
    QCOMPARE(state.play, PlayState::Played);
    QCOMPARE(state.position, 0s);
}

void TestPlayRules::listeningAgainMakesItInProgress()
{
    ListeningState played;
    played.play = PlayState::Played;
    QCOMPARE(afterPosition(played, 100s, 600s, PositionCause::Playing).play, PlayState::InProgress);
    QCOMPARE(afterPosition(played, 590s, 600s, PositionCause::Playing).play, PlayState::Played);
}

void TestPlayRules::markingByHandForgetsThePosition()
{
    ListeningState state;
    state.position = 100s;
    state.favourite = true;
    const ListeningState played = markedPlayed(state, true);
    QCOMPARE(played.play, PlayState::Played);
    QCOMPARE(played.position, 0s);
    QVERIFY(played.favourite);
    QCOMPARE(markedPlayed(played, false).play, PlayState::New);
    QCOMPARE(archived(state, true).position, 100s);
    QVERIFY(archived(state, true).archived && !archived(archived(state, true), false).archived);
}

void TestPlayRules::playingBeginsWhereItStopped()
{
    ListeningState state;
    state.position = 100s;
    QCOMPARE(startPosition(state, 600s), 100s);
    QCOMPARE(startPosition(state, 0s), 100s);
    QCOMPARE(startPosition(state, 100s), 0s);
    state.play = PlayState::Played;
    QCOMPARE(startPosition(state, 600s), 0s);
}

QTEST_GUILESS_MAIN(TestPlayRules)
#include "tst_playrules.moc"
