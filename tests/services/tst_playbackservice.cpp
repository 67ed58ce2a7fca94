// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/async.h"
#include "net/httpclient.h"
#include "playback/player.h"
#include "services/artworkservice.h"
#include "services/chapterservice.h"
#include "services/episodeservice.h"
#include "services/libraryservice.h"
#include "services/mediaopener.h"
#include "services/playbackservice.h"
#include "services/queueservice.h"
#include "services/settingsservice.h"
#include "services/undostack.h"
#include "storage/storage.h"
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/mediafixtures.h"
#include "support/testhttpserver.h"

#include <QGuiApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
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
    void initTestCase();
    void init();
    void cleanup();

    void playingSavesWhereItIs();
    void anAddressBeginsAtItsSecond();
    void pauseAndSeekAreDurableAtOnce();
    void chaptersAreSteppedThrough();
    void aJumpIntoTheLastSecondsPlaysNothingOff();
    void theEndPlaysOnWithTheQueue();
    void aDoubleClickPlaysNowAndKeepsTheQueue();
    void theLastEpisodeComesBackPausedWithoutNetwork();
    void mediaThatCannotBePlayedSaysWhyAndTheNextWorks_data();
    void mediaThatCannotBePlayedSaysWhyAndTheNextWorks();
    void volumeIsRemembered();

private:
    ListeningState stored(EpisodeId id) { return resultOf(m_episodes->episode(id))->row.state; }
    bool plays() { return m_playback->state() == PlaybackService::State::Playing; }
    void build();

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<TestHttpServer> m_server;
    std::unique_ptr<Storage> m_storage;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<UndoStack> m_undo;
    std::unique_ptr<SettingsService> m_settings;
    std::unique_ptr<EpisodeService> m_episodes;
    std::unique_ptr<QueueService> m_queue;
    std::unique_ptr<LibraryService> m_library;
    std::unique_ptr<MediaOpener> m_media;
    std::unique_ptr<ArtworkService> m_artwork;
    std::unique_ptr<ChapterService> m_chapters;
    std::unique_ptr<Player> m_player;
    std::unique_ptr<PlaybackService> m_playback;
    QList<EpisodeId> m_ids; ///< newest first: guid-2, guid-1, guid-0
    QByteArray m_sound;
};

void TestPlaybackService::initTestCase()
{
    m_sound = fixtureBytes(u"mp3cbr"_s);
    QVERIFY(!m_sound.isEmpty());
}

void TestPlaybackService::build()
{
    m_storage = std::make_unique<Storage>();
    m_http = std::make_unique<HttpClient>(m_dir->filePath(u"stream"_s));
    m_undo = std::make_unique<UndoStack>();
    m_settings = std::make_unique<SettingsService>(m_dir->filePath(u"settings.ini"_s));
    m_episodes = std::make_unique<EpisodeService>(*m_storage, *m_undo);
    m_queue = std::make_unique<QueueService>(*m_storage, *m_undo);
    m_library = std::make_unique<LibraryService>(*m_storage, *m_http, *m_undo, systemClock());
    m_media = std::make_unique<MediaOpener>(*m_http);
    m_artwork = std::make_unique<ArtworkService>(*m_http, m_dir->filePath(u"artwork"_s));
    m_chapters = std::make_unique<ChapterService>(*m_storage, *m_http, *m_media, *m_artwork);
    m_player = std::make_unique<Player>();
    m_playback = std::make_unique<PlaybackService>(PlaybackService::Needs{.player = *m_player,
                                                                          .episodes = *m_episodes,
                                                                          .queue = *m_queue,
                                                                          .chapters = *m_chapters,
                                                                          .media = *m_media,
                                                                          .settings = *m_settings});
    QVERIFY(resultOf(m_storage->open(m_dir->filePath(u"library.db"_s))));
}

void TestPlaybackService::init()
{
    failOnAnyWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<TestHttpServer>();
    build();
    for (const auto *path : {"/0.mp3", "/1.mp3", "/2.mp3"}) {
        m_server->serve(
                path,
                {.body = m_sound, .headers = {{"Content-Type", "audio/mpeg"}}, .ranges = true});
    }
    QByteArray feed = feedXml(u"Pod"_s, 3, m_server->url(u"/"_s).toString() + u"%1.mp3"_s);
    feed.replace("Notes 2", "0:00 One&lt;br&gt;0:30 Two&lt;br&gt;1:00 Three");
    m_server->serve("/feed", {.body = feed, .headers = {}});
    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/feed"_s))));
    m_ids.clear();
    const auto rows = resultOf(m_episodes->firstRows(EpisodeQuery{}, 10));
    for (const EpisodeRow &row : *rows)
        m_ids.append(row.id);
    QCOMPARE(m_ids.size(), 3);
}

void TestPlaybackService::cleanup()
{
    m_playback.reset();
    m_player.reset();
    m_chapters.reset();
    m_artwork.reset();
    m_media.reset();
    m_library.reset();
    m_queue.reset();
    m_episodes.reset();
    m_settings.reset();
    m_undo.reset();
    m_http.reset();
    m_storage.reset();
    m_server.reset();
    m_dir.reset();
}

void TestPlaybackService::playingSavesWhereItIs()
{
    m_playback->play(m_ids.at(1));
    QTRY_VERIFY_WITH_TIMEOUT(plays(), 15000);
    QTRY_VERIFY_WITH_TIMEOUT(stored(m_ids.at(1)).position > 2s, 15000);
    QCOMPARE(stored(m_ids.at(1)).play, PlayState::InProgress);
    QVERIFY(m_playback->position() - stored(m_ids.at(1)).position < 5s);
    QVERIFY(m_playback->duration() > 119s);
}

void TestPlaybackService::anAddressBeginsAtItsSecond()
{
    QSignalSpy moved(m_playback.get(), &PlaybackService::positionChanged);
    m_playback->play(m_ids.at(1), 42s);
    QTRY_VERIFY_WITH_TIMEOUT(plays() && m_playback->position() > 42s, 15000);
    for (const auto &arguments : moved) {
        const auto position = arguments.first().value<std::chrono::milliseconds>();
        QVERIFY2(position >= 42s, "it was somewhere else on the way");
    }
}

void TestPlaybackService::pauseAndSeekAreDurableAtOnce()
{
    m_playback->play(m_ids.at(1));
    QTRY_VERIFY_WITH_TIMEOUT(plays(), 15000);

    m_playback->seek(50s);
    QTRY_COMPARE(stored(m_ids.at(1)).position, 50s);

    QTRY_VERIFY_WITH_TIMEOUT(plays() && m_playback->position() > 50500ms, 15000);
    m_playback->pause();
    QTRY_COMPARE(stored(m_ids.at(1)).position, m_playback->position());
    QVERIFY(m_playback->position() > 50s);
}

void TestPlaybackService::chaptersAreSteppedThrough()
{
    m_playback->play(m_ids.at(0));
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
    m_playback->play(m_ids.at(1));
    QTRY_VERIFY_WITH_TIMEOUT(plays(), 15000);
    m_playback->seek(m_playback->duration() - 20s);
    QTRY_VERIFY_WITH_TIMEOUT(plays() && m_playback->position() > m_playback->duration() - 19s,
                             15000);
    m_playback->pause();
    QTRY_COMPARE(stored(m_ids.at(1)).position, m_playback->position());
    QVERIFY(stored(m_ids.at(1)).play != PlayState::Played);
}

void TestPlaybackService::theEndPlaysOnWithTheQueue()
{
    m_queue->addLast({m_ids.at(2)});
    m_playback->play(m_ids.at(1), 118s);

    QTRY_VERIFY_WITH_TIMEOUT(m_playback->episode() && m_playback->episode()->row.id == m_ids.at(2)
                                     && plays(),
                             30000);
    QCOMPARE(stored(m_ids.at(1)).play, PlayState::Played);
    QVERIFY(m_queue->queue().isEmpty());
}

void TestPlaybackService::aDoubleClickPlaysNowAndKeepsTheQueue()
{
    m_queue->addLast({m_ids.at(2), m_ids.at(1)});
    m_playback->play(m_ids.at(1));
    QTRY_VERIFY_WITH_TIMEOUT(plays(), 15000);
    QCOMPARE(m_queue->queue(), PlayQueue{m_ids.at(2)});
}

void TestPlaybackService::theLastEpisodeComesBackPausedWithoutNetwork()
{
    m_playback->play(m_ids.at(0), 35s);
    QTRY_VERIFY_WITH_TIMEOUT(plays(), 15000);
    QVERIFY(resultOf(m_playback->savePosition()));
    m_playback.reset();
    m_player = std::make_unique<Player>();
    m_server->clearRequests();

    m_playback = std::make_unique<PlaybackService>(PlaybackService::Needs{.player = *m_player,
                                                                          .episodes = *m_episodes,
                                                                          .queue = *m_queue,
                                                                          .chapters = *m_chapters,
                                                                          .media = *m_media,
                                                                          .settings = *m_settings});
    m_playback->restoreLast();

    QTRY_VERIFY(m_playback->episode());
    QCOMPARE(m_playback->state(), PlaybackService::State::Paused);
    QVERIFY(m_playback->position() >= 35s);
    QCOMPARE(m_playback->chapter(), 1);
    QCOMPARE(m_server->requests().size(), 0);

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
    m_server->serve("/1.mp3", {.status = status, .body = body, .headers = {}, .ranges = true});
    QSignalSpy failed(m_playback.get(), &PlaybackService::failed);

    m_playback->play(m_ids.at(1));
    QTRY_COMPARE_WITH_TIMEOUT(m_playback->state(), PlaybackService::State::Failed, 20000);
    QVERIFY(m_playback->failure().endsWith(u'.'));
    QCOMPARE(failed.size(), 1);

    m_playback->play(m_ids.at(2));
    QTRY_VERIFY_WITH_TIMEOUT(plays() && m_playback->position() > 500ms, 15000);
    QCOMPARE(stored(m_ids.at(1)).play, PlayState::New);
}

void TestPlaybackService::volumeIsRemembered()
{
    m_playback->setVolume(0.4);
    QCOMPARE(m_playback->volume(), 0.4);
    const SettingsService settings(m_dir->filePath(u"settings.ini"_s));
    QCOMPARE(settings.volume(), 0.4);
}

int main(int argc, char **argv)
{
    qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    QGuiApplication application(argc, argv);
    TestPlaybackService test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_playbackservice.moc"
