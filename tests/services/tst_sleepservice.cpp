// SPDX-License-Identifier: GPL-3.0-or-later
#include "playbackfixture.h"
#include "services/sleepservice.h"
#include "support/failonwarning.h"
#include "support/soundrecorder.h"

#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

/// Falling asleep over real sound; minutes go by when the test says so.
class TestSleepService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void minutesEndInAPauseThatBeginsEarlier();
    void aPauseStopsTheMinutes();
    void fiveMinutesMoreWhileItRuns();
    void cancellingPlaysOn();
    void theEndOfAChapterFollowsSeeks();
    void theEndOfTheEpisodeMarksNothingPlayed();
    void anEndThatComesTooEarlyIsOneToo();
    void theTailCountsAgainWhenItIsCancelled();
    void theShownVolumeStays();
    void theLastTenSecondsAreHeardToFade();

private:
    static SleepGoal minutes(int count)
    {
        return {.kind = SleepGoal::Kind::Time, .time = std::chrono::minutes(count)};
    }
    void play(EpisodeId id, milliseconds at);
    PlaybackService &playback() { return *m_all->playback; }
    milliseconds position() { return playback().position(); }
    bool isPaused() { return playback().state() == PlaybackService::State::Paused; }

    std::unique_ptr<PlaybackFixture> m_all;
    std::unique_ptr<SleepService> m_sleep;
    milliseconds m_ticks{0};
};

void TestSleepService::init()
{
    failOnAnyWarning();
    m_all = std::make_unique<PlaybackFixture>();
    QVERIFY(m_all->build());
    m_sleep = std::make_unique<SleepService>(playback(), [this] { return m_ticks; });
}

void TestSleepService::cleanup()
{
    m_sleep.reset();
    m_all.reset();
}

void TestSleepService::play(EpisodeId id, milliseconds at)
{
    playback().play(id, at);
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays() && position() > at, 15000);
}

void TestSleepService::minutesEndInAPauseThatBeginsEarlier()
{
    play(m_all->ids.at(1), 50s);
    QSignalSpy asleep(m_sleep.get(), &SleepService::fellAsleep);
    m_sleep->start(minutes(15));
    QCOMPARE(m_sleep->left(), milliseconds(15min));
    m_ticks += 14min;
    QTRY_COMPARE(m_sleep->left(), milliseconds(1min));
    m_ticks += 55s;
    QTRY_COMPARE(m_sleep->left(), milliseconds(5s));
    QVERIFY(m_all->plays());
    const milliseconds before = position();
    m_ticks += 6s;

    QTRY_COMPARE(asleep.size(), 1);
    QVERIFY(isPaused());
    QVERIFY(!m_sleep->isRunning());
    QVERIFY(position() >= before - 30s && position() < before - 28s);
    const milliseconds there = position();
    QTRY_COMPARE(m_all->stored(m_all->ids.at(1)).row.state.position, there);

    m_all->now = m_all->now.addSecs(28'800);
    playback().resume();
    QCOMPARE(position(), there); // the night rewinds less than the timer did
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays() && position() > there, 15000);
}

void TestSleepService::aPauseStopsTheMinutes()
{
    play(m_all->ids.at(1), 20s);
    m_sleep->start(minutes(5));
    playback().pause();
    m_ticks += 1h;
    playback().seek(30s); // looks, too
    QCOMPARE(m_sleep->left(), milliseconds(5min));
    playback().resume();
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays() && position() > 30s, 15000);
    QCOMPARE(m_sleep->left(), milliseconds(5min));
    m_ticks += 1min;
    QTRY_COMPARE(m_sleep->left(), milliseconds(4min));
}

void TestSleepService::fiveMinutesMoreWhileItRuns()
{
    play(m_all->ids.at(1), 20s);
    m_sleep->start(minutes(5));
    m_ticks += 4min + 58s;
    QTRY_COMPARE(m_sleep->left(), milliseconds(2s));
    QSignalSpy changed(m_sleep.get(), &SleepService::changed);
    m_sleep->extend();
    QCOMPARE(changed.size(), 1);
    QCOMPARE(m_sleep->left(), milliseconds(5min + 2s));
    m_ticks += 3s;
    QTRY_COMPARE(m_sleep->left(), milliseconds(5min - 1s));
    QVERIFY(m_all->plays());
}

void TestSleepService::cancellingPlaysOn()
{
    play(m_all->ids.at(1), 20s);
    m_sleep->start(minutes(5));
    m_sleep->cancel();
    QVERIFY(!m_sleep->isRunning());
    QVERIFY(!m_sleep->left());
    m_ticks += 10min;
    const milliseconds here = position();
    QTRY_VERIFY(position() > here + 500ms);
    QVERIFY(m_all->plays());
}

void TestSleepService::theEndOfAChapterFollowsSeeks()
{
    play(m_all->ids.at(0), 5s);
    m_sleep->start({.kind = SleepGoal::Kind::Chapter, .time = {}, .chapters = 1});
    QVERIFY(m_sleep->left() <= 25s && m_sleep->left() > 20s);
    playback().seek(40s); // over its end: Two is meant now
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays() && position() > 40s, 15000);
    QVERIFY(m_sleep->isRunning());
    QVERIFY(m_sleep->left() < 20s && m_sleep->left() > 15s);
    playback().seek(58s);
    QTRY_VERIFY_WITH_TIMEOUT(isPaused(), 15000);
    QVERIFY(position() >= 30s && position() < 31s);
}

void TestSleepService::theEndOfTheEpisodeMarksNothingPlayed()
{
    const EpisodeId id = m_all->ids.at(1);
    m_all->queue.addLast({m_all->ids.at(2)});
    play(id, 80s);
    m_sleep->start({.kind = SleepGoal::Kind::Episode, .time = {}});
    const milliseconds end = playback().duration();
    QTRY_VERIFY_WITH_TIMEOUT(position() > end - 28s, 20000); // heard into what counts as played
    QVERIFY(resultOf(playback().savePosition()));
    QCOMPARE(m_all->stored(id).row.state.play, PlayState::InProgress);
    playback().seek(end - 3s);
    QTRY_VERIFY_WITH_TIMEOUT(isPaused(), 15000);

    QVERIFY(position() <= end - 30s && position() > end - 33s);
    QTRY_COMPARE(m_all->stored(id).row.state.position, position());
    QCOMPARE(m_all->stored(id).row.state.play, PlayState::InProgress);
    QCOMPARE(playback().episode()->row.id, id);
    QCOMPARE(m_all->queue.queue(), PlayQueue{m_all->ids.at(2)});
}

/// As where the declared length is longer than the sound: the end itself comes first.
void TestSleepService::anEndThatComesTooEarlyIsOneToo()
{
    const EpisodeId id = m_all->ids.at(1);
    m_all->queue.addLast({m_all->ids.at(2)});
    play(id, 80s);
    playback().setEpisodeEnd(EpisodeEnd::Stops);
    QSignalSpy stopped(&playback(), &PlaybackService::stoppedAtEnd);
    playback().seek(playback().duration() - 1s);
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, 15000);
    QVERIFY(isPaused());
    QCOMPARE(playback().episode()->row.id, id);
    QCOMPARE(m_all->queue.queue().size(), 1);
    playback().pauseEarlier(30s);
    QTRY_VERIFY(m_all->stored(id).row.state.position < playback().duration() - 29s);
    QVERIFY(m_all->stored(id).row.state.play != PlayState::Played);
}

void TestSleepService::theTailCountsAgainWhenItIsCancelled()
{
    const EpisodeId id = m_all->ids.at(1);
    play(id, 88s);
    m_sleep->start({.kind = SleepGoal::Kind::Episode, .time = {}});
    QTRY_VERIFY_WITH_TIMEOUT(position() > playback().duration() - 29s, 20000);
    m_sleep->cancel();
    QVERIFY(resultOf(playback().savePosition()));
    QCOMPARE(m_all->stored(id).row.state.play, PlayState::Played);
}

void TestSleepService::theShownVolumeStays()
{
    playback().setVolume(0.6);
    play(m_all->ids.at(1), 20s);
    QSignalSpy volume(&playback(), &PlaybackService::volumeChanged);
    m_sleep->start(minutes(5));
    m_ticks += 4min + 55s;
    QTRY_COMPARE(m_sleep->left(), milliseconds(5s));
    QCOMPARE(playback().volume(), 0.6);
    QCOMPARE(m_all->settings.volume(), 0.6);
    QCOMPARE(m_all->player->volume(), 0.6);
    QCOMPARE(volume.size(), 0);
}

namespace {

/// How loud the recording is from one second to another: its root mean square.
double loudness(const SoundRecorder &recorder, double from, double to)
{
    const auto samples = recorder.samples();
    const auto first = std::size_t(std::max(0.0, from) * SoundRecorder::SampleRate);
    const auto last = std::min(samples.size(), std::size_t(to * SoundRecorder::SampleRate));
    double sum = 0;
    for (std::size_t i = first; i < last; ++i)
        sum += double(samples[i]) * samples[i];
    return last > first ? std::sqrt(sum / double(last - first)) : 0;
}

} // namespace

/// In real time, on a recording of what comes out.
void TestSleepService::theLastTenSecondsAreHeardToFade()
{
    m_sleep = std::make_unique<SleepService>(playback());
    play(m_all->ids.at(1), 20s);
    SoundRecorder recorder;
    QVERIFY(recorder.start());
    QTRY_VERIFY_WITH_TIMEOUT(recorder.now() > 2, 15000);
    const double whole = loudness(recorder, 1, 2);
    QVERIFY(whole > 100);
    QSignalSpy asleep(m_sleep.get(), &SleepService::fellAsleep);
    m_sleep->start({.kind = SleepGoal::Kind::Time, .time = 11s});
    QTRY_COMPARE_WITH_TIMEOUT(asleep.size(), 1, 30000);
    const double end = recorder.now();
    QTRY_VERIFY_WITH_TIMEOUT(recorder.now() > end + 2, 15000);

    double before = whole;
    for (int second = 9; second >= 1; --second) {
        const double now = loudness(recorder, end - second - 0.25, end - second + 0.25);
        QVERIFY2(now < before, qPrintable(QString::number(second)));
        before = now;
    }
    QVERIFY(before < whole / 10);
    QVERIFY2(loudness(recorder, end, end + 2) < before, "it came back when it had ended");

    playback().resume();
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays(), 15000);
    const double again = recorder.now();
    const auto lastSecond = [&] { return loudness(recorder, recorder.now() - 1, recorder.now()); };
    QTRY_VERIFY_WITH_TIMEOUT(recorder.now() > again + 1 && lastSecond() > whole * 0.8, 15000);
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QGuiApplication application(argc, argv);
    TestSleepService test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_sleepservice.moc"
