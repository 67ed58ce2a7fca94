// SPDX-License-Identifier: GPL-3.0-or-later
#include "playbackfixture.h"
#include "support/failonwarning.h"

#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Listening through the whole stack below the window: a library, a server, real sound.
class TestPlaybackService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void whoHearsOfAFailureHearsWhy();
    void playingSavesWhereItIs();
    void anAddressBeginsAtItsSecond();
    void pauseAndSeekAreDurableAtOnce();
    void chaptersAreSteppedThrough();
    void aJumpIntoTheLastSecondsPlaysNothingOff();
    void theEndPlaysOnWithTheQueue();
    void aDoubleClickPlaysNowAndKeepsTheQueue();
    void anEpisodeThatIsGoneLeavesWhatPlaysAlone();
    void theLastEpisodeComesBackPausedWithoutNetwork();
    void mediaThatCannotBePlayedSaysWhyAndTheNextWorks_data();
    void mediaThatCannotBePlayedSaysWhyAndTheNextWorks();
    void volumeIsRemembered();
    void theRealLengthIsKeptBesideWhatTheFeedSays();

private:
    ListeningState stored(EpisodeId id) { return m_all->stored(id).row.state; }
    bool plays() const { return m_all->plays(); }

    std::unique_ptr<PlaybackFixture> m_all;
    PlaybackService *m_playback = nullptr; ///< m_all's
};

void TestPlaybackService::init()
{
    failOnAnyWarning();
    m_all = std::make_unique<PlaybackFixture>();
    QVERIFY(m_all->build());
    m_playback = m_all->playback.get();
}

void TestPlaybackService::cleanup()
{
    m_all.reset();
}

void TestPlaybackService::whoHearsOfAFailureHearsWhy()
{
    m_all->server.serve("/2.mp3", {.status = 404});
    QStringList told;
    connect(m_playback, &PlaybackService::stateChanged, this, [&] {
        if (m_playback->state() == PlaybackService::State::Failed)
            told.append(m_playback->failure());
    });

    m_playback->play(m_all->ids.first());

    QTRY_COMPARE(told.size(), 1);
    QVERIFY2(told.first().contains(u"404"), qPrintable(told.first()));
}

void TestPlaybackService::playingSavesWhereItIs()
{
    m_playback->play(m_all->ids.at(1));
    QTRY_VERIFY_WITH_TIMEOUT(plays(), 15000);
    QTRY_VERIFY_WITH_TIMEOUT(stored(m_all->ids.at(1)).position > 2s, 15000);
    QCOMPARE(stored(m_all->ids.at(1)).play, PlayState::InProgress);
    QVERIFY(m_playback->position() - stored(m_all->ids.at(1)).position < 5s);
    QVERIFY(m_playback->duration() > 119s);
}

void TestPlaybackService::anAddressBeginsAtItsSecond()
{
    QSignalSpy moved(m_playback, &PlaybackService::positionChanged);
    m_playback->play(m_all->ids.at(1), 42s);
    QTRY_VERIFY_WITH_TIMEOUT(plays() && m_playback->position() > 42s, 15000);
    for (const auto &arguments : moved) {
        const auto position = arguments.first().value<std::chrono::milliseconds>();
        QVERIFY2(position >= 42s, "it was somewhere else on the way");
    }
}

void TestPlaybackService::pauseAndSeekAreDurableAtOnce()
{
    m_playback->play(m_all->ids.at(1));
    QTRY_VERIFY_WITH_TIMEOUT(plays(), 15000);

    m_playback->seek(50s);
    QTRY_COMPARE(stored(m_all->ids.at(1)).position, 50s);

    QTRY_VERIFY_WITH_TIMEOUT(plays() && m_playback->position() > 50500ms, 15000);
    m_playback->pause();
    QTRY_COMPARE(stored(m_all->ids.at(1)).position, m_playback->position());
    QVERIFY(m_playback->position() > 50s);
}

void TestPlaybackService::chaptersAreSteppedThrough()
{
    m_playback->play(m_all->ids.at(0));
    QTRY_VERIFY_WITH_TIMEOUT(plays(), 15000);
    QCOMPARE(m_playback->chapters().chapters.size(), 3);
    QCOMPARE(m_playback->chapter(), 0);

    m_playback->nextChapter();
    QCOMPARE(m_playback->position(), 30s);
    QCOMPARE(m_playback->chapter(), 1);
    m_playback->nextChapter();
    QCOMPARE(m_playback->chapter(), 2);
    m_playback->previousChapter();
    QCOMPARE(m_playback->position(), 30s);
    QTRY_VERIFY_WITH_TIMEOUT(plays() && m_playback->position() > 30s, 15000);
}

void TestPlaybackService::aJumpIntoTheLastSecondsPlaysNothingOff()
{
    m_playback->play(m_all->ids.at(1));
    QTRY_VERIFY_WITH_TIMEOUT(plays(), 15000);
    m_playback->seek(m_playback->duration() - 20s);
    QTRY_VERIFY_WITH_TIMEOUT(plays() && m_playback->position() > m_playback->duration() - 19s,
                             15000);
    m_playback->pause();
    QTRY_COMPARE(stored(m_all->ids.at(1)).position, m_playback->position());
    QVERIFY(stored(m_all->ids.at(1)).play != PlayState::Played);
}

void TestPlaybackService::theEndPlaysOnWithTheQueue()
{
    m_all->queue.addLast({m_all->ids.at(2)});
    m_playback->play(m_all->ids.at(1), 118s);

    QTRY_VERIFY_WITH_TIMEOUT(
            m_playback->episode() && m_playback->episode()->row.id == m_all->ids.at(2) && plays(),
            30000);
    QCOMPARE(stored(m_all->ids.at(1)).play, PlayState::Played);
    QVERIFY(m_all->queue.queue().isEmpty());
}

void TestPlaybackService::aDoubleClickPlaysNowAndKeepsTheQueue()
{
    m_all->queue.addLast({m_all->ids.at(2), m_all->ids.at(1)});
    m_playback->play(m_all->ids.at(1));
    QTRY_VERIFY_WITH_TIMEOUT(plays(), 15000);
    QCOMPARE(m_all->queue.queue(), PlayQueue{m_all->ids.at(2)});
}

void TestPlaybackService::anEpisodeThatIsGoneLeavesWhatPlaysAlone()
{
    m_playback->play(m_all->ids.at(1));
    QTRY_VERIFY_WITH_TIMEOUT(plays(), 15000);
    const QSignalSpy failed(m_playback, &PlaybackService::failed);
    m_playback->play(EpisodeId(4711));
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(plays());
    QCOMPARE(m_playback->episode()->row.id, m_all->ids.at(1));
    QTRY_VERIFY_WITH_TIMEOUT(stored(m_all->ids.at(1)).position > 2s, 15000);
}

void TestPlaybackService::theLastEpisodeComesBackPausedWithoutNetwork()
{
    m_playback->play(m_all->ids.at(0), 35s);
    QTRY_VERIFY_WITH_TIMEOUT(plays(), 15000);
    QVERIFY(resultOf(m_playback->savePosition()));
    m_all->server.clearRequests();
    m_all->makePlayback();
    m_playback = m_all->playback.get();

    m_playback->restoreLast();

    QTRY_VERIFY(m_playback->episode());
    QCOMPARE(m_playback->state(), PlaybackService::State::Paused);
    QVERIFY(m_playback->position() >= 35s);
    QCOMPARE(m_playback->chapter(), 1);
    QCOMPARE(m_all->server.requests().size(), 0);

    m_playback->togglePlay();
    QTRY_VERIFY_WITH_TIMEOUT(plays() && m_playback->position() > 35s, 15000);
}

void TestPlaybackService::mediaThatCannotBePlayedSaysWhyAndTheNextWorks_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("missing") << QByteArray("no") << 404;
    QTest::newRow("a page instead of sound") << QByteArray("<html>Log in</html>") << 200;
    QTest::newRow("a playlist") << QByteArray("#EXTM3U\n#EXTINF:10,\n/etc/passwd\n") << 200;
    QTest::newRow("nothing") << QByteArray() << 200;
}

void TestPlaybackService::mediaThatCannotBePlayedSaysWhyAndTheNextWorks()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    m_all->server.serve("/1.mp3", {.status = status, .body = body, .headers = {}, .ranges = true});
    QSignalSpy failed(m_playback, &PlaybackService::failed);

    m_playback->play(m_all->ids.at(1));
    QTRY_COMPARE_WITH_TIMEOUT(m_playback->state(), PlaybackService::State::Failed, 20000);
    QVERIFY(m_playback->failure().endsWith(u'.'));
    QCOMPARE(failed.size(), 1);

    m_playback->play(m_all->ids.at(2));
    QTRY_VERIFY_WITH_TIMEOUT(plays() && m_playback->position() > 500ms, 15000);
    QCOMPARE(stored(m_all->ids.at(1)).play, PlayState::New);
}

void TestPlaybackService::volumeIsRemembered()
{
    m_playback->setVolume(0.4);
    QCOMPARE(m_playback->volume(), 0.4);
    const SettingsService settings(m_all->dir.filePath(u"settings.ini"_s));
    QCOMPARE(settings.volume(), 0.4);
}

void TestPlaybackService::theRealLengthIsKeptBesideWhatTheFeedSays()
{
    const auto feedSays = [this](int seconds) {
        m_all->server.serve(
                "/feed",
                {.body = feedXml(u"Pod"_s, 3, m_all->server.url(u"/"_s).toString() + u"%1.mp3"_s,
                                 u"<itunes:duration>%1</itunes:duration>"_s.arg(seconds)),
                 .headers = {}});
        resultOf(m_all->library.refresh());
    };
    const EpisodeId id = m_all->ids.at(1);
    feedSays(3600);
    QCOMPARE(m_all->stored(id).row.duration, 3600s);
    QVERIFY(!m_all->stored(id).isLengthReal);
    QSignalSpy changed(&m_all->episodes, &EpisodeService::episodesChanged);

    m_playback->play(id);
    QTRY_VERIFY_WITH_TIMEOUT(m_all->stored(id).row.duration < 121s, 15000);
    const auto real = m_all->stored(id).row.duration;
    QVERIFY(real > 119s && m_all->stored(id).isLengthReal);
    QCOMPARE(m_playback->realLength(), real);
    QCOMPARE(m_all->stored(id).places.declared, 3600s);
    QCOMPARE(m_playback->episode()->places.declared, 3600s);
    QTRY_VERIFY(!changed.isEmpty());
    QCOMPARE(changed.first().first().value<QList<EpisodeId>>(), QList{id});

    feedSays(1800);
    QCOMPARE(m_all->stored(id).row.duration, real);
    QCOMPARE(m_all->stored(id).places.declared, 1800s);
    QCOMPARE(m_all->stored(m_all->ids.at(2)).row.duration, 1800s);
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QGuiApplication application(argc, argv);
    TestPlaybackService test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_playbackservice.moc"
