// SPDX-License-Identifier: GPL-3.0-or-later
#include "playbackfixture.h"
#include "services/seekundo.h"
#include "support/failonwarning.h"

#include <QSignalSpy>
#include <QTest>

using namespace Earmark;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

/// Jumps in an episode that stands in the player, and need not sound.
class TestSeekUndo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void withoutAJumpNothingHappens();
    void everyJumpIsTakenBack();
    void farJumpsAreTold();
    void whatWasToldIsReturnedTo();
    void threePressesAreOneJump();
    void anotherEpisodeForgets();

private:
    PlaybackService &playback() { return *m_all->playback; }
    void bringUp(EpisodeId id);

    std::unique_ptr<PlaybackFixture> m_all;
    std::unique_ptr<SeekUndo> m_undo;
    milliseconds m_ticks{0};
};

void TestSeekUndo::init()
{
    failOnAnyWarning();
    m_all = std::make_unique<PlaybackFixture>();
    QVERIFY(m_all->build());
    m_undo = std::make_unique<SeekUndo>(playback(), [this] { return m_ticks; });
    QVERIFY(resultOf(
            m_all->episodes.savePosition(m_all->ids.at(0), 20s, 120s, PositionCause::Playing)));
    bringUp(m_all->ids.at(0));
}

void TestSeekUndo::cleanup()
{
    m_undo.reset();
    m_all.reset();
}

void TestSeekUndo::bringUp(EpisodeId id)
{
    QVERIFY(resultOf(m_all->episodes.setCurrent(id)));
    playback().restoreLast();
    QTRY_VERIFY(playback().episode() && playback().episode()->row.id == id);
}

void TestSeekUndo::withoutAJumpNothingHappens()
{
    m_undo->goBack();
    m_undo->goForward();
    m_undo->returnFromMove();
    QCOMPARE(playback().position(), 20s);
}

void TestSeekUndo::everyJumpIsTakenBack()
{
    playback().nextChapter(); // 30 s
    m_ticks += 10s;
    playback().skip(50s);
    m_ticks += 10s;
    playback().previousChapter(); // 60 s
    QCOMPARE(playback().position(), 60s);

    m_undo->goBack();
    QCOMPARE(playback().position(), 80s);
    m_undo->goBack();
    QCOMPARE(playback().position(), 30s);
    m_undo->goForward();
    QCOMPARE(playback().position(), 80s);
    m_undo->goBack();
    m_undo->goBack();
    m_undo->goBack();
    QCOMPARE(playback().position(), 20s);
}

void TestSeekUndo::farJumpsAreTold()
{
    QSignalSpy far(m_undo.get(), &SeekUndo::movedFar);
    QSignalSpy settled(m_undo.get(), &SeekUndo::settled);
    playback().skip(30s);
    QCOMPARE(far.size(), 0);
    m_ticks += 10s;
    playback().seek(100s);
    QCOMPARE(far.size(), 1);
    QCOMPARE(far.last().first().value<milliseconds>(), 50s);
    m_ticks += 10s;
    playback().skip(-10s);
    QCOMPARE(settled.size(), 2); // a new jump, with nothing to say: what was said is old
}

void TestSeekUndo::whatWasToldIsReturnedTo()
{
    QSignalSpy far(m_undo.get(), &SeekUndo::movedFar);
    playback().seek(100s);
    m_undo->returnFromMove();
    QCOMPARE(playback().position(), 20s);
    QCOMPARE(far.last().first().value<milliseconds>(), 100s);
    m_undo->returnFromMove();
    QCOMPARE(playback().position(), 100s);
    QCOMPARE(far.last().first().value<milliseconds>(), 20s);
    m_undo->returnFromMove();
    QCOMPARE(playback().position(), 20s);
}

void TestSeekUndo::threePressesAreOneJump()
{
    QSignalSpy far(m_undo.get(), &SeekUndo::movedFar);
    for (int i = 0; i < 3; ++i) {
        playback().skip(30s);
        m_ticks += 800ms;
    }
    QCOMPARE(playback().position(), 110s);
    QCOMPARE(far.last().first().value<milliseconds>(), 20s);
    m_undo->goBack();
    QCOMPARE(playback().position(), 20s);
}

void TestSeekUndo::anotherEpisodeForgets()
{
    playback().seek(100s);
    QSignalSpy settled(m_undo.get(), &SeekUndo::settled);
    bringUp(m_all->ids.at(1));
    QCOMPARE(settled.size(), 1);
    m_undo->goBack();
    QCOMPARE(playback().position(), 0s);
}

QTEST_GUILESS_MAIN(TestSeekUndo)
#include "tst_seekundo.moc"
