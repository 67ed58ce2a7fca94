// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/async.h"
#include "net/httpclient.h"
#include "services/artworkservice.h"
#include "services/chapterservice.h"
#include "services/episodeservice.h"
#include "services/libraryservice.h"
#include "services/logins.h"
#include "services/mediaopener.h"
#include "services/queueservice.h"
#include "services/undostack.h"
#include "storage/storage.h"
#include "support/failonwarning.h"
#include "support/fakesecrets.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/testhttpserver.h"

#include <QBuffer>
#include <QImage>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>
#include <semaphore>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// States, queue and chapters of the episodes of one small podcast, through a real library.
class TestEpisodeService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void playedIsUndone();
    void archivingTakesOutOfTheListAndIsUndone();
    void undoingLeavesWhatCameSinceAlone();
    void aPositionMakesAnEpisodeInProgress();
    void theEndMakesItPlayed();
    void theLastThirtySecondsCountAsPlayed();
    void theCurrentEpisodeIsRemembered();
    void aPositionOfAnEpisodeThatIsGoneHarmsNothing();
    void notesAreSanitised();
    void theQueueLasts();
    void theQueueIsEditedAndUndone();
    void undoingInTheQueueKeepsWhatCameSince();
    void aPictureOfASoundFileIsThereAtOnce();
    void takingTheNextLeavesTheRest();
    void chaptersOfTheJsonFileGoBeforeTheNotes();
    void gatheredChaptersAreStored();
    void aBadChapterFileCostsNothing();
    void chaptersThatComeAfterUnsubscribingAreNoFault();
    void theChosenSourceLasts();
    void mediaIsOpenedByAddressOnlyOverTheWeb_data();
    void mediaIsOpenedByAddressOnlyOverTheWeb();

private:
    EpisodeRows rows(const EpisodeQuery &query = {})
    {
        return *resultOf(m_episodes->firstRows(query, 100));
    }
    ListeningState state(EpisodeId id) { return resultOf(m_episodes->episode(id))->row.state; }
    void savePosition(EpisodeId id, std::chrono::milliseconds position,
                      std::chrono::milliseconds duration, PositionCause cause)
    {
        QVERIFY(resultOf(m_episodes->savePosition(id, position, duration, cause)));
    }
    Episode gathered(EpisodeId id);
    void subscribe(const QString &more = {});

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<TestHttpServer> m_server;
    std::unique_ptr<Storage> m_storage;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<UndoStack> m_undo;
    std::unique_ptr<EpisodeService> m_episodes;
    std::unique_ptr<QueueService> m_queue;
    std::unique_ptr<LibraryService> m_library;
    std::unique_ptr<MediaOpener> m_media;
    std::unique_ptr<Logins> m_logins;
    std::unique_ptr<AccessService> m_access;
    std::unique_ptr<ArtworkService> m_artwork;
    std::unique_ptr<ChapterService> m_chapters;
    QList<EpisodeId> m_ids; ///< newest first
};

void TestEpisodeService::init()
{
    failOnAnyWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<TestHttpServer>();
    m_storage = std::make_unique<Storage>();
    m_http = std::make_unique<HttpClient>(m_dir->filePath(u"stream"_s));
    m_undo = std::make_unique<UndoStack>();
    m_episodes = std::make_unique<EpisodeService>(*m_storage, *m_undo);
    m_queue = std::make_unique<QueueService>(*m_storage, *m_undo);
    m_library = std::make_unique<LibraryService>(*m_storage, *m_http, *m_undo, systemClock());
    m_media = std::make_unique<MediaOpener>(*m_http);
    m_logins = std::make_unique<Logins>(std::make_unique<FakeSecrets>());
    m_access = std::make_unique<AccessService>(*m_storage, *m_logins);
    m_artwork = std::make_unique<ArtworkService>(*m_http, m_dir->filePath(u"artwork"_s));
    m_chapters = std::make_unique<ChapterService>(*m_storage, *m_http, *m_media, *m_artwork,
                                                  *m_access);
    QVERIFY(resultOf(m_storage->open(m_dir->filePath(u"library.db"_s))));
    subscribe();
}

void TestEpisodeService::subscribe(const QString &more)
{
    const QString chapters
            = u"<podcast:chapters url=\"%1\" type=\"application/json+chapters\"/>"_s.arg(
                    m_server->url(u"/chapters.json"_s).toString());
    QByteArray feed
            = feedXml(u"Pod"_s, 3, m_server->url(u"/"_s).toString() + u"%1.mp3"_s, chapters + more);
    feed.replace("Notes 2", "0:00 From notes&lt;br&gt;1:00 Also&lt;script&gt;x()&lt;/script&gt;");
    m_server->serve("/feed", {.body = feed, .headers = {}});
    QVERIFY(resultOf(m_library->subscribe(m_server->url(u"/feed"_s))));
    m_ids.clear();
    for (const EpisodeRow &row : rows())
        m_ids.append(row.id);
    QCOMPARE(m_ids.size(), 3);
}

void TestEpisodeService::cleanup()
{
    m_chapters.reset();
    m_artwork.reset();
    m_media.reset();
    m_library.reset();
    m_queue.reset();
    m_episodes.reset();
    m_undo.reset();
    m_http.reset();
    m_storage.reset();
    m_server.reset();
    m_dir.reset();
}

void TestEpisodeService::playedIsUndone()
{
    const QSignalSpy changed(m_episodes.get(), &EpisodeService::episodesChanged);
    savePosition(m_ids.at(0), 5s, 100s, PositionCause::Playing);

    m_episodes->setPlayed(m_ids, true);
    QTRY_COMPARE(state(m_ids.at(0)).play, PlayState::Played);
    QTRY_VERIFY(m_undo->canUndo());

    m_undo->undo();
    QTRY_COMPARE(state(m_ids.at(0)).play, PlayState::InProgress);
    QCOMPARE(state(m_ids.at(0)).position, 5s);
    QCOMPARE(state(m_ids.at(1)).play, PlayState::New);
    QTRY_COMPARE(changed.size(), 3);
}

void TestEpisodeService::archivingTakesOutOfTheListAndIsUndone()
{
    m_episodes->setArchived({m_ids.at(1)}, true);
    QTRY_COMPARE(rows().size(), 2);
    QCOMPARE(rows({.place = Place::Archive}).size(), 1);
    QTRY_VERIFY(m_undo->canUndo());

    m_undo->undo();
    QTRY_COMPARE(rows().size(), 3);
}

void TestEpisodeService::undoingLeavesWhatCameSinceAlone()
{
    const EpisodeId id = m_ids.at(0);
    m_episodes->setArchived({id}, true);
    QTRY_VERIFY(m_undo->canUndo());
    savePosition(id, 40s, 100s, PositionCause::Playing);
    m_undo->undo();
    QTRY_VERIFY(!state(id).archived);
    QCOMPARE(state(id).position, 40s);
    QCOMPARE(state(id).play, PlayState::InProgress);

    m_episodes->setPlayed({id}, true);
    QTRY_VERIFY(m_undo->canUndo());
    m_episodes->setFavourite({id}, true);
    QTRY_VERIFY(state(id).favourite);
    m_undo->undo();
    QTRY_COMPARE(state(id).play, PlayState::InProgress);
    QCOMPARE(state(id).position, 40s);
    QVERIFY(state(id).favourite);
}

void TestEpisodeService::aPositionMakesAnEpisodeInProgress()
{
    QVERIFY(resultOf(m_episodes->savePosition(m_ids.at(0), 12s, 100s, PositionCause::Seek)));
    QCOMPARE(state(m_ids.at(0)).play, PlayState::InProgress);
    QCOMPARE(rows({.place = Place::InProgress}).size(), 1);
}

void TestEpisodeService::theEndMakesItPlayed()
{
    savePosition(m_ids.at(0), 100s, 100s, PositionCause::End);
    QCOMPARE(state(m_ids.at(0)).play, PlayState::Played);
    QCOMPARE(state(m_ids.at(0)).position, 0s);
}

void TestEpisodeService::theLastThirtySecondsCountAsPlayed()
{
    savePosition(m_ids.at(0), 75s, 100s, PositionCause::Seek);
    QCOMPARE(state(m_ids.at(0)).play, PlayState::New);
    savePosition(m_ids.at(0), 76s, 100s, PositionCause::Playing);
    QCOMPARE(state(m_ids.at(0)).play, PlayState::Played);
}

void TestEpisodeService::theCurrentEpisodeIsRemembered()
{
    QVERIFY(!resultOf(m_episodes->current())->isValid());
    QVERIFY(resultOf(m_episodes->setCurrent(m_ids.at(2))));
    QCOMPARE(*resultOf(m_episodes->current()), m_ids.at(2));
}

void TestEpisodeService::aPositionOfAnEpisodeThatIsGoneHarmsNothing()
{
    QVERIFY(resultOf(m_episodes->savePosition(EpisodeId(4711), 5s, 100s, PositionCause::Playing)));
}

void TestEpisodeService::notesAreSanitised()
{
    const Episode episode = *resultOf(m_episodes->episode(m_ids.at(0)));
    QVERIFY(episode.notesHtml.contains(u"<script>"_s));
    const QString html = resultOf(m_episodes->notesHtml(episode, false));
    QVERIFY(!html.contains(u"script"_s));
    QVERIFY(html.contains(u"earmark:seek?t=60"_s));
}

void TestEpisodeService::theQueueLasts()
{
    m_queue->addLast({m_ids.at(2), m_ids.at(0)});
    m_queue->addNext({m_ids.at(1)});
    const PlayQueue wanted{m_ids.at(1), m_ids.at(2), m_ids.at(0)};
    QCOMPARE(m_queue->queue(), wanted);

    QueueService again(*m_storage, *m_undo);
    QTRY_VERIFY(resultOf(again.load()) && again.queue() == wanted);
    const EpisodeRows shown = rows({.place = Place::Queue});
    QCOMPARE(shown.size(), 3);
    QCOMPARE(shown.first().id, m_ids.at(1));
}

void TestEpisodeService::theQueueIsEditedAndUndone()
{
    m_queue->addLast(m_ids);
    m_queue->move(m_ids.at(2), 0);
    QCOMPARE(m_queue->queue().first(), m_ids.at(2));
    m_queue->remove({m_ids.at(0)});
    QCOMPARE(m_queue->queue().size(), 2);

    m_undo->undo();
    QTRY_COMPARE(m_queue->queue().size(), 3);
    m_undo->undo();
    QTRY_COMPARE(m_queue->queue(), m_ids);
}

void TestEpisodeService::undoingInTheQueueKeepsWhatCameSince()
{
    m_queue->addLast({m_ids.at(0), m_ids.at(1)});
    m_queue->remove({m_ids.at(0)});
    m_queue->addLast({m_ids.at(2)});
    m_undo->undo();
    QCOMPARE(m_queue->queue(), m_ids);

    m_queue->move(m_ids.at(2), 0);
    m_queue->started(m_ids.at(2)); // it plays: no longer to be moved anywhere
    m_undo->undo();
    QCOMPARE(m_queue->queue(), PlayQueue({m_ids.at(0), m_ids.at(1)}));

    m_queue->remove({m_ids.at(0), m_ids.at(1)});
    m_queue->started(m_ids.at(0));
    m_undo->undo();
    QCOMPARE(m_queue->queue(), PlayQueue{m_ids.at(1)});
}

/// The list of chapters names its picture as soon as it is stored: who asks then must find it.
void TestEpisodeService::aPictureOfASoundFileIsThereAtOnce()
{
    QImage picture(900, 600, QImage::Format_RGB32);
    picture.fill(Qt::red);
    QByteArray png;
    QBuffer buffer(&png);
    QVERIFY(buffer.open(QIODevice::WriteOnly) && picture.save(&buffer, "PNG"));

    QSignalSpy ready(m_artwork.get(), &ArtworkService::ready);
    const QUrl url = m_artwork->keep(png);
    QCOMPARE(url, m_artwork->keep(png));
    m_artwork->square(url, 16);
    QTRY_COMPARE(ready.size(), 1);
    QCOMPARE(m_artwork->square(url, 16).size(), QSize(16, 16));
}

void TestEpisodeService::takingTheNextLeavesTheRest()
{
    QVERIFY(!m_queue->takeNext(m_ids.at(0)).isValid());
    m_queue->addLast(m_ids);
    QCOMPARE(m_queue->takeNext(m_ids.at(0)), m_ids.at(1));
    QCOMPARE(m_queue->queue(), PlayQueue({m_ids.at(0), m_ids.at(2)}));
}

Episode TestEpisodeService::gathered(EpisodeId id)
{
    QSignalSpy done(m_chapters.get(), &ChapterService::gathered);
    m_chapters->gather(*resultOf(m_episodes->episode(id)));
    [&done] { QTRY_COMPARE(done.size(), 1); }();
    return *resultOf(m_episodes->episode(id));
}

void TestEpisodeService::chaptersOfTheJsonFileGoBeforeTheNotes()
{
    m_server->serve("/chapters.json",
                    {.body = R"({"version":"1.2.0","chapters":[{"startTime":0,"title":"One"},
                               {"startTime":"60.5","title":"Two","url":"https://example.org"}]})",
                     .headers = {}});

    const Episode before = *resultOf(m_episodes->episode(m_ids.at(0)));
    QCOMPARE(ChapterService::shown(before).source, ChapterSource::Notes);
    const ShownChapters shown = ChapterService::shown(gathered(m_ids.at(0)));

    QCOMPARE(shown.source, ChapterSource::Json);
    QCOMPARE(shown.chapters.at(1).start, 60500ms);
    QCOMPARE(shown.chapters.at(1).link, QUrl(u"https://example.org"_s));
}

void TestEpisodeService::gatheredChaptersAreStored()
{
    m_server->serve("/chapters.json",
                    {.body = R"({"chapters":[{"startTime":0,"title":"One"},
                               {"startTime":60,"title":"Two"}]})",
                     .headers = {}});
    const auto mayWrite = std::make_shared<std::counting_semaphore<2>>(0);
    const auto letWrite = qScopeGuard([mayWrite] { mayWrite->release(); });
    const auto held = m_storage->write([mayWrite](Database &) -> Result<> {
        mayWrite->acquire();
        return {};
    });
    QSignalSpy done(m_chapters.get(), &ChapterService::gathered);
    m_chapters->gather(*resultOf(m_episodes->episode(m_ids.at(0))));
    const auto wasSent = [this](const QByteArray &path) {
        return std::ranges::count(m_server->requests(), path, &TestHttpServer::Request::path) > 0;
    };
    QTRY_VERIFY(wasSent("/chapters.json") && wasSent("/2.mp3"));
    // A round over each thread that takes part, so that the answers can have come.
    QCOMPARE(resultOf(m_http->get({.url = m_server->url(u"/feed"_s)}))->status, 200);
    QVERIFY(resultOf(m_episodes->episode(m_ids.at(0))));

    QVERIFY(done.isEmpty());
    mayWrite->release();

    QTRY_COMPARE(done.size(), 1);
    QCOMPARE(ChapterService::shown(*resultOf(m_episodes->episode(m_ids.at(0)))).source,
             ChapterSource::Json);
}

void TestEpisodeService::aBadChapterFileCostsNothing()
{
    m_server->serve("/chapters.json", {.body = "{{{{", .headers = {}});
    const ShownChapters shown = ChapterService::shown(gathered(m_ids.at(0)));
    QCOMPARE(shown.source, ChapterSource::Notes);
    QCOMPARE(shown.chapters.size(), 2);
}

void TestEpisodeService::chaptersThatComeAfterUnsubscribingAreNoFault()
{
    m_server->serve("/chapters.json",
                    {.body = R"({"chapters":[{"startTime":0,"title":"One"},
                               {"startTime":60,"title":"Two"}]})",
                     .headers = {},
                     .fault = TestHttpServer::Fault::Hold});
    const Episode episode = *resultOf(m_episodes->episode(m_ids.at(0)));
    QSignalSpy done(m_chapters.get(), &ChapterService::gathered);
    QSignalSpy changed(m_chapters.get(), &ChapterService::episodeChaptersChanged);
    m_chapters->gather(episode);
    QTRY_COMPARE(m_server->held(), 1);

    QVERIFY(resultOf(m_library->unsubscribe(episode.row.podcastId)));
    m_server->releaseHeld();

    QTRY_COMPARE(done.size(), 1);
    QVERIFY(resultOf(m_storage->write([](Database &) { return Result<>(); }))); // behind them
    QCoreApplication::sendPostedEvents();
    QCOMPARE(changed.size(), 0);
}

void TestEpisodeService::theChosenSourceLasts()
{
    m_server->serve("/chapters.json",
                    {.body = R"({"chapters":[{"startTime":0,"title":"One"},
                               {"startTime":60,"title":"Two"}]})",
                     .headers = {}});
    gathered(m_ids.at(0));

    QSignalSpy changed(m_chapters.get(), &ChapterService::episodeChaptersChanged);
    m_chapters->chooseSource(m_ids.at(0), ChapterSource::Notes);
    QTRY_COMPARE(changed.size(), 1);

    const Episode episode = *resultOf(m_episodes->episode(m_ids.at(0)));
    QCOMPARE(ChapterService::shown(episode).source, ChapterSource::Notes);
}

void TestEpisodeService::mediaIsOpenedByAddressOnlyOverTheWeb_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("opens");
    QTest::newRow("http") << u"http://127.0.0.1:9/a.mp3"_s << true;
    QTest::newRow("https") << u"https://127.0.0.1:9/a.mp3"_s << true;
    for (const auto &bad :
         {u"file:///etc/passwd"_s, u"ftp://127.0.0.1/a.mp3"_s, u""_s, u"qrc:/demo/feed.xml"_s,
          u":/demo/feed.xml"_s, u"concat:a|b"_s, u"earmark-demo:../x"_s, u"data:audio/mpeg,x"_s})
        QTest::newRow(qPrintable(bad)) << bad << false;
}

void TestEpisodeService::mediaIsOpenedByAddressOnlyOverTheWeb()
{
    QFETCH(QString, address);
    QFETCH(bool, opens);
    const auto source = m_media->open({.url = QUrl(address), .type = {}}, {});
    QCOMPARE(source.has_value(), opens);
    QVERIFY(opens || source.error().sentence.endsWith(u'.'));
}

QTEST_GUILESS_MAIN(TestEpisodeService)
#include "tst_episodeservice.moc"
