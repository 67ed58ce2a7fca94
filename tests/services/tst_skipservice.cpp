// SPDX-License-Identifier: GPL-3.0-or-later
#include "playbackfixture.h"
#include "services/skiprulesservice.h"
#include "services/skipservice.h"
#include "services/timesavedservice.h"
#include "support/failonwarning.h"

#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

/// What is not played, over real sound: an episode of two minutes with chapters at 0:00 (One), 0:30
/// (Two) and 1:00 (Three).
class TestSkipService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void anUntickedChapterIsPassedOverAndTold();
    void whatWasSkippedCanBeHeard();
    void aFreshStartIsBehindTheFirstSeconds();
    void aPlaceThatWasChosenIsPlayed();
    void theLastSecondsEndTheEpisode();
    void whatEndedCanStillBeHeard();
    void anEstimatedEndIsNoEnd();
    void littleLeftBeforeTheLastSecondsIsPlayed();
    void nextAndPreviousPassOverIt();
    void aRewindStaysOutOfIt();
    void rulesFollowWhatPlays();
    void whatIsNotFollowedIsTold();
    void savedTimeIsCountedAndKept();
    void aPreviewSavesTimeToo();

private:
    void restart();
    void untick(EpisodeId id, qsizetype row);
    void set(const SkipSettings &settings);
    void play(milliseconds at);
    PlaybackService &playback() { return *m_all->playback; }
    milliseconds position() { return playback().position(); }

    std::unique_ptr<PlaybackFixture> m_all;
    std::unique_ptr<SkipRulesService> m_rules;
    std::unique_ptr<SkipService> m_skips;
    std::unique_ptr<TimeSavedService> m_saved;
    EpisodeId m_id; ///< The one with chapters.
};

void TestSkipService::init()
{
    failOnAnyWarning();
    m_all = std::make_unique<PlaybackFixture>();
    QVERIFY(m_all->build());
    m_rules = std::make_unique<SkipRulesService>(m_all->storage, m_all->undo);
    m_id = m_all->ids.first();
    restart();
}

void TestSkipService::cleanup()
{
    m_saved.reset();
    m_skips.reset();
    m_rules.reset();
    m_all.reset();
}

/// As at the next start of the program.
void TestSkipService::restart()
{
    m_saved.reset();
    m_skips.reset();
    m_all->makePlayback();
    m_skips = std::make_unique<SkipService>(playback(), *m_rules);
    m_saved = std::make_unique<TimeSavedService>(playback(), m_all->episodes);
}

void TestSkipService::untick(EpisodeId id, qsizetype row)
{
    const Episode episode = m_all->stored(id);
    QSignalSpy changed(m_rules.get(), &SkipRulesService::changed);
    m_rules->setTicked(episode, ChapterService::shown(episode).chapters, row, false);
    QTRY_COMPARE(changed.size(), 1);
}

void TestSkipService::set(const SkipSettings &settings)
{
    QVERIFY(resultOf(m_rules->setSettings(m_all->stored(m_id).row.podcastId, settings)));
}

void TestSkipService::play(milliseconds at)
{
    playback().play(m_id, at);
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays() && position() > at, 15000);
}

void TestSkipService::anUntickedChapterIsPassedOverAndTold()
{
    QSignalSpy told(m_skips.get(), &SkipService::skippedPart);
    play(27s);
    untick(m_id, 1); // while it plays
    QTRY_COMPARE(m_skips->plan().ranges(), (MediaRanges{{30s, 60s}}));
    QTRY_VERIFY_WITH_TIMEOUT(position() >= 60s, 15000);

    QVERIFY(position() < 70s);
    QCOMPARE(told.size(), 1);
    const auto part = told.first().first().value<SkippedPart>();
    QCOMPARE(part.skip.causes.first().chapter, u"Two"_s);
    QCOMPARE(part.episode->row.id, m_id);
}

void TestSkipService::whatWasSkippedCanBeHeard()
{
    untick(m_id, 1);
    QSignalSpy told(m_skips.get(), &SkipService::skippedPart);
    play(29s);
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, 15000);
    m_skips->hear(told.first().first().value<SkippedPart>());
    QCOMPARE(position(), milliseconds(30s));
    QTRY_VERIFY_WITH_TIMEOUT(position() > 32s, 15000);
    QVERIFY(position() < 45s);
    QCOMPARE(told.size(), 1);
}

void TestSkipService::aFreshStartIsBehindTheFirstSeconds()
{
    set({.first = 20s});
    QSignalSpy told(m_skips.get(), &SkipService::skippedPart);
    playback().play(m_id);
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays() && position() > 20s, 15000);
    QVERIFY(position() < 30s);
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.first().first().value<SkippedPart>().skip.causes.first().kind,
             SkipCause::Kind::First);
}

void TestSkipService::aPlaceThatWasChosenIsPlayed()
{
    untick(m_id, 1);
    play(40s); // a click on a moment in it, of an episode that was not in the player
    QTRY_VERIFY_WITH_TIMEOUT(position() > 42s, 15000);
    QVERIFY(position() < 55s);

    playback().play(m_all->ids.at(1), 5s);
    QTRY_COMPARE(playback().episode()->row.id, m_all->ids.at(1));
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays(), 15000);
    playback().play(m_id); // left in it: goes on in it
    QTRY_COMPARE(playback().episode()->row.id, m_id);
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays() && position() > 42s, 15000);
    QVERIFY(position() < 55s);

    playback().play(m_all->ids.at(1), 5s);
    QTRY_VERIFY_WITH_TIMEOUT(playback().episode()->row.id != m_id && m_all->plays(), 15000);
    play(30s); // exactly where it begins, as a click on the chapter says
    QVERIFY(position() < 45s);
}

void TestSkipService::theLastSecondsEndTheEpisode()
{
    set({.last = 60s});
    QSignalSpy told(m_skips.get(), &SkipService::skippedPart);
    playback().play(m_id, 58s);
    QTRY_COMPARE_WITH_TIMEOUT(m_all->stored(m_id).row.state.play, PlayState::Played, 15000);
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first().first().value<SkippedPart>().skip.causes.first().kind,
             SkipCause::Kind::Last);
}

void TestSkipService::whatEndedCanStillBeHeard()
{
    set({.last = 60s});
    m_all->queue.addLast({m_all->ids.at(1)});
    QSignalSpy told(m_skips.get(), &SkipService::skippedPart);
    playback().play(m_id, 58s);
    QTRY_COMPARE_WITH_TIMEOUT(playback().episode()->row.id, m_all->ids.at(1), 15000);
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays(), 15000);
    QCOMPARE(told.size(), 1);

    m_skips->hear(told.first().first().value<SkippedPart>());
    QTRY_COMPARE(playback().episode()->row.id, m_id);
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays() && position() > 61s, 15000);
    QVERIFY(position() < 75s);
}

void TestSkipService::anEstimatedEndIsNoEnd()
{
    m_all->server.serve("/2.mp3",
                        {.body = fixtureBytes(u"mp3vbr_noxing"_s),
                         .headers = {{"Content-Type", "audio/mpeg"}},
                         .ranges = true});
    set({.first = 5s, .last = 60s});
    play(10s);
    const milliseconds estimate = playback().duration();
    QVERIFY2(std::chrono::abs(estimate - 120s) > 2s, qPrintable(QString::number(estimate.count())));
    QCOMPARE(m_skips->plan().ranges(), (MediaRanges{{0s, 5s}}));
    QCOMPARE(playback().playedEnd(), estimate);

    EpisodeAnalysis analysis;
    analysis.length = 120s;
    playback().setAnalysis(analysis, true);
    QCOMPARE(m_skips->plan().ranges(), (MediaRanges{{0s, 5s}, {60s, 120s}}));
    QCOMPARE(playback().playedEnd(), milliseconds(60s));
}

void TestSkipService::littleLeftBeforeTheLastSecondsIsPlayed()
{
    set({.last = 60s});
    play(33s);
    playback().pause();
    QTRY_COMPARE(m_all->stored(m_id).row.state.play, PlayState::Played);
    QCOMPARE(milliseconds(playback().playedEnd() / 1s * 1s),
             milliseconds((playback().duration() - 60s) / 1s * 1s));
}

void TestSkipService::nextAndPreviousPassOverIt()
{
    untick(m_id, 1);
    play(10s);
    playback().nextChapter();
    QCOMPARE(position(), milliseconds(60s));
    playback().previousChapter();
    QCOMPARE(position(), milliseconds(0));
}

void TestSkipService::aRewindStaysOutOfIt()
{
    untick(m_id, 1);
    play(61s);
    playback().pause();
    m_all->now = m_all->now.addDays(2); // 20 s back, if there was no chapter and no skip
    playback().resume();
    QVERIFY(position() >= 60s);
}

void TestSkipService::rulesFollowWhatPlays()
{
    set({.first = 5s});
    untick(m_id, 2);
    QSignalSpy changed(m_skips.get(), &SkipService::planChanged);
    QVERIFY(m_skips->plan().skips.isEmpty());
    play(10s);
    QCOMPARE(m_skips->plan().skips.size(), 2);
    playback().play(m_all->ids.at(1));
    QTRY_COMPARE(m_skips->plan().ranges(), (MediaRanges{{0s, 5s}}));
    QVERIFY(changed.size() >= 2);
    m_all->undo.undo();
    playback().play(m_id);
    QTRY_COMPARE(playback().episode()->row.id, m_id);
    QTRY_COMPARE(m_skips->plan().ranges(), (MediaRanges{{0s, 5s}}));
}

void TestSkipService::whatIsNotFollowedIsTold()
{
    set({.first = 10min});
    QSignalSpy told(m_skips.get(), &SkipService::told);
    playback().play(m_id);
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, 15000);
    QVERIFY(told.first().first().toString().endsWith(u'.'));
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays() && position() > 1s, 15000);
    QVERIFY(position() < 30s);
}

void TestSkipService::savedTimeIsCountedAndKept()
{
    untick(m_id, 1);
    playback().setSpeed(2);
    play(28s);
    QTRY_VERIFY_WITH_TIMEOUT(position() > 62s, 15000);
    m_saved->refresh();
    // Half of the 30 s, as they would have been heard.
    QVERIFY(std::chrono::abs(m_saved->onEpisode().bySkipping - 15s) < 200ms);
    QVERIFY(m_saved->onEpisode().bySpeed > 500ms);
    QCOMPARE(m_saved->inAll(), m_saved->onEpisode());
    playback().play(m_all->ids.at(1));
    QTRY_COMPARE(playback().episode()->row.id, m_all->ids.at(1));
    QVERIFY(m_saved->onEpisode().bySkipping == 0ms);
    const TimeSaved kept = *resultOf(m_all->episodes.timeSaved(m_id));
    QVERIFY(std::chrono::abs(kept.bySkipping - 15s) < 200ms);

    playback().pause();
    restart();
    playback().play(m_id);
    QTRY_VERIFY(m_saved->onEpisode().bySkipping == kept.bySkipping);
    QTRY_VERIFY(m_saved->inAll().total() >= kept.total());
}

void TestSkipService::aPreviewSavesTimeToo()
{
    Episode preview = m_all->stored(m_id);
    preview.row.id = {};
    preview.row.podcastId = {};
    m_rules->setTicked(preview, ChapterService::shown(preview).chapters, 1, false);
    playback().playPreview(preview);
    QTRY_COMPARE(m_skips->plan().ranges(), (MediaRanges{{30s, 60s}}));
    QTRY_VERIFY_WITH_TIMEOUT(m_all->plays(), 15000);
    playback().seek(29s);
    QTRY_VERIFY_WITH_TIMEOUT(position() > 60s, 15000);
    QVERIFY(resultOf(playback().savePosition()));
    QVERIFY(resultOf(m_all->episodes.timeSavedInAll())->bySkipping > 29s);
    QCOMPARE(*resultOf(m_all->episodes.timeSaved(m_id)), TimeSaved());
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QGuiApplication app(argc, argv);
    TestSkipService test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_skipservice.moc"
