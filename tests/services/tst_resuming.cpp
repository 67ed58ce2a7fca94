// SPDX-License-Identifier: GPL-3.0-or-later
#include "playbackfixture.h"
#include "support/failonwarning.h"

#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

/// Going on after a pause, with the clock in the test's hand.
class TestResuming : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_all.reset(); }

    void aPauseRewindsByItsLength_data();
    void aPauseRewindsByItsLength();
    void aChapterIsNotLeft();
    void aPlaceThatWasChosenIsKept();
    void aRestartRewindsToo();
    void aRestartKeepsAPlaceThatWasChosen();
    void anEpisodeThatWasLeftRewinds();
    void aFailureCountsAsAPauseAndRetriesLeadNoFurtherBack();
    void rewindingIsNoJump();
    void pausingEarlierIsWhereItGoesOn();

private:
    PlaybackService &playback() { return *m_all->playback; }
    milliseconds position() { return playback().position(); }
    /// Heard until some moment after `at`, and paused there.
    void listenAndPause(EpisodeId id, milliseconds at);

    std::unique_ptr<PlaybackFixture> m_all;
    milliseconds m_pausedAt{0};
};

void TestResuming::init()
{
    failOnAnyWarning();
    m_all = std::make_unique<PlaybackFixture>();
    QVERIFY(m_all->build());
}

void TestResuming::listenAndPause(EpisodeId id, milliseconds at)
{
    playback().play(id, at);
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays() && position() > at + 300ms, 15000);
    playback().pause();
    m_pausedAt = position();
    QTRY_COMPARE(m_all->stored(id).row.state.position, m_pausedAt);
}

void TestResuming::aPauseRewindsByItsLength_data()
{
    QTest::addColumn<milliseconds>("pause");
    QTest::addColumn<milliseconds>("rewind");
    QTest::newRow("at once") << milliseconds(0) << milliseconds(800);
    QTest::newRow("minutes") << milliseconds(5min) << milliseconds(3s);
    QTest::newRow("hours") << milliseconds(5h) << milliseconds(10s);
    QTest::newRow("days") << milliseconds(50h) << milliseconds(20s);
}

void TestResuming::aPauseRewindsByItsLength()
{
    QFETCH(milliseconds, pause);
    QFETCH(milliseconds, rewind);
    listenAndPause(m_all->ids.at(1), 50s);
    m_all->now = m_all->now.addMSecs(pause.count());

    playback().resume();
    QCOMPARE(position(), m_pausedAt - rewind); // shown at once
    playback().resume(); // pressed twice
    QCOMPARE(position(), m_pausedAt - rewind);

    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays() && position() > m_pausedAt - rewind, 15000);
    QVERIFY(position() < m_pausedAt - rewind + 2s);
}

void TestResuming::aChapterIsNotLeft()
{
    listenAndPause(m_all->ids.at(0), 61s); // Three begins at 1:00
    m_all->now = m_all->now.addDays(2);
    playback().togglePlay();
    QCOMPARE(position(), 60s);
    QCOMPARE(playback().chapter(), 2);
}

void TestResuming::aPlaceThatWasChosenIsKept()
{
    listenAndPause(m_all->ids.at(0), 50s);
    m_all->now = m_all->now.addDays(2);
    playback().seek(42s);
    playback().resume();
    QCOMPARE(position(), 42s);
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays() && position() > 42s, 15000);
}

void TestResuming::aRestartRewindsToo()
{
    listenAndPause(m_all->ids.at(1), 50s);
    m_all->makePlayback();
    m_all->now = m_all->now.addSecs(3700);
    playback().restoreLast();
    QTRY_VERIFY(playback().episode());
    QCOMPARE(position(), m_pausedAt); // it stands there still

    playback().resume();

    QCOMPARE(position(), m_pausedAt - 10s);
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays() && position() > m_pausedAt - 10s, 15000);
    QVERIFY(position() < m_pausedAt - 8s);
}

void TestResuming::aRestartKeepsAPlaceThatWasChosen()
{
    listenAndPause(m_all->ids.at(1), 50s);
    playback().seek(70s);
    QTRY_COMPARE(m_all->stored(m_all->ids.at(1)).row.state.position, 70s);
    m_all->makePlayback();
    m_all->now = m_all->now.addDays(2);
    playback().restoreLast();
    QTRY_VERIFY(playback().episode());
    playback().resume();
    QCOMPARE(position(), 70s);
}

void TestResuming::anEpisodeThatWasLeftRewinds()
{
    listenAndPause(m_all->ids.at(1), 50s);
    const milliseconds left = m_pausedAt;
    listenAndPause(m_all->ids.at(2), 10s);
    m_all->now = m_all->now.addSecs(7200);

    QSignalSpy moved(&playback(), &PlaybackService::positionChanged);
    playback().play(m_all->ids.at(1));
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays() && position() > left - 10s, 15000);
    QVERIFY(position() < left - 8s);
}

void TestResuming::aFailureCountsAsAPauseAndRetriesLeadNoFurtherBack()
{
    listenAndPause(m_all->ids.at(1), 50s);
    m_all->server.serve("/1.mp3", {.status = 404, .body = "no", .headers = {}});
    m_all->makePlayback();
    m_all->now = m_all->now.addSecs(120);
    playback().restoreLast();
    QTRY_VERIFY(playback().episode());
    for (int i = 0; i < 3; ++i) {
        playback().resume();
        QTRY_COMPARE_WITH_TIMEOUT(playback().state(), PlaybackService::State::Failed, 20000);
        QCOMPARE(position(), m_pausedAt - 3s);
    }
    m_all->now = m_all->now.addSecs(7200);
    playback().retry();
    QCOMPARE(position(), m_pausedAt - 10s);
}

void TestResuming::rewindingIsNoJump()
{
    listenAndPause(m_all->ids.at(1), 50s);
    m_all->now = m_all->now.addDays(2);
    QSignalSpy jumping(&playback(), &PlaybackService::jumping);
    QSignalSpy seeked(&playback(), &PlaybackService::seeked);
    playback().resume();
    QCOMPARE(jumping.size(), 0);
    QCOMPARE(seeked.size(), 1); // but those who follow the position have to know
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays(), 15000);
}

void TestResuming::pausingEarlierIsWhereItGoesOn()
{
    playback().play(m_all->ids.at(0), 62s);
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays() && position() > 62s, 15000);
    playback().pauseEarlier(30s);
    const milliseconds there = position();
    QVERIFY(there > 32s && there < 35s); // in the chapter before: as it was wished
    QTRY_COMPARE(m_all->stored(m_all->ids.at(0)).row.state.position, there);
    m_all->now = m_all->now.addDays(1);
    playback().resume();
    QCOMPARE(position(), there);
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QGuiApplication application(argc, argv);
    TestResuming test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_resuming.moc"
