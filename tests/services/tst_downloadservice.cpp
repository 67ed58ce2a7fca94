// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/downloadfixture.h"
#include "services/refreshschedule.h"

using namespace Earmark;
using namespace Qt::StringLiterals;

/// The queue of downloads, followed.
class TestDownloadService : public QObject, private DownloadFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY(setUp()); }
    void cleanup() { tearDown(); }
    void whatIsAskedForComesWhole();
    void aHostGetsOneAtATime();
    void whatIsPausedStaysAndGoesOn();
    void aCancelledOneLeavesTheQueueAndKeepsItsBytes();
    void theQueueOutlivesTheProgram();
    void aFailureIsTriedAgainLater();
    void aNoIsFinalAndSaidInWords();
    void askingAgainTriesAgain();
    void aFullDiskPausesWithASentence();
    void roomOnTheDiskResumes();
    void theTrashGivesItsRoomFirst();
    void allCanBePaused();
    void offlineAsksOnceAndThenWaits();
    void theNetworkThatIsBackTriesAtOnce();
    void theLimitHolds();
    void whatPlaysGoesFirst();
    void anEpisodeThatIsGoneLeavesTheQueue();
    void speedAndTimeLeftAreTold();
    void aWholeEpisodeIsNotFetchedAgain();

private:
    bool isSettled()
    {
        const auto settled = downloads->settled(ids);
        return waitUntil([&] { return settled.isFinished(); });
    }
};

void TestDownloadService::whatIsAskedForComesWhole()
{
    downloads->start();
    QSignalSpy finished(downloads.get(), &DownloadService::finished);

    downloads->download(ids);

    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 3, Patience);
    for (const EpisodeId id : ids) {
        QVERIFY(onDisk(id) == sound);
        QCOMPARE(store->media(id)->cause, DownloadCause::Listener);
        QVERIFY(!store->media(id)->download);
    }
    QVERIFY(downloads->downloads().isEmpty());
    QCOMPARE(files().size(), 3);
}

void TestDownloadService::aHostGetsOneAtATime()
{
    for (const auto *path : {"/0.mp3", "/1.mp3", "/2.mp3"})
        serve(path, {.fault = Fault::Hold});
    downloads->start();

    downloads->download(ids);

    QTRY_COMPARE_WITH_TIMEOUT(m_server->with([](TestHttpServer &server) { return server.held(); }),
                              1, Patience);
    const QList<DownloadView> all = downloads->downloads();
    QCOMPARE(all.size(), 3);
    QCOMPARE(all.at(0).item.state, DownloadState::Running);
    QCOMPARE(all.at(0).item.episode, ids.at(0));
    QCOMPARE(all.at(1).item.state, DownloadState::Waiting);
    QVERIFY2(all.at(1).text.contains(u"127.0.0.1"), qPrintable(all.at(1).text));
}

void TestDownloadService::whatIsPausedStaysAndGoesOn()
{
    serve("/2.mp3", {.fault = Fault::StallAfter, .faultAfter = 300'000});
    downloads->start();
    downloads->download({ids.first()});
    QTRY_VERIFY_WITH_TIMEOUT(downloads->status(ids.first()).present >= 300'000, Patience);

    downloads->pause({ids.first()});
    QCOMPARE(stateOf(ids.first()), DownloadState::Paused);
    serve("/2.mp3");
    downloads->resume({ids.first()});

    QVERIFY(waitForWhole(ids.first()));
    QVERIFY(onDisk(ids.first()) == sound);
}

void TestDownloadService::aCancelledOneLeavesTheQueueAndKeepsItsBytes()
{
    serve("/2.mp3", {.fault = Fault::StallAfter, .faultAfter = 300'000});
    downloads->start();
    downloads->download({ids.first()});
    QTRY_VERIFY_WITH_TIMEOUT(downloads->status(ids.first()).present >= 300'000, Patience);

    downloads->cancel({ids.first()});

    QVERIFY(downloads->downloads().isEmpty());
    const auto media = store->media(ids.first());
    QVERIFY(media->isRefused);
    QCOMPARE(media->cause, DownloadCause::Listening);
    QVERIFY(media->bytes >= 300'000);
    QCOMPARE(media->presence, MediaPresence::Partly);
}

void TestDownloadService::theQueueOutlivesTheProgram()
{
    for (const auto *path : {"/0.mp3", "/1.mp3", "/2.mp3"})
        serve(path, {.fault = Fault::StallAfter, .faultAfter = 300'000});
    downloads->start();
    downloads->download(ids);
    QTRY_VERIFY_WITH_TIMEOUT(downloads->status(ids.first()).present >= 300'000, Patience);
    downloads->pause({ids.at(1)});

    restart();
    m_server->with([](TestHttpServer &server) { server.clearRequests(); });
    for (const auto *path : {"/0.mp3", "/1.mp3", "/2.mp3"})
        serve(path);
    downloads->start();

    QVERIFY(waitForWhole(ids.at(0)));
    QVERIFY(waitForWhole(ids.at(2)));
    QVERIFY(onDisk(ids.at(0)) == sound);
    QCOMPARE(stateOf(ids.at(1)), DownloadState::Paused);
    // What was there is not asked for again.
    qint64 asked = 0;
    for (const Request &request : m_server->requests()) {
        const QList<QByteArray> ends = request.headers.value("range").mid(6).split('-');
        if (request.path == "/2.mp3")
            asked += std::min<qint64>(ends.value(1).toLongLong() + 1, sound.size())
                    - ends.value(0).toLongLong();
    }
    QVERIFY2(asked <= sound.size() - 200'000, qPrintable(QString::number(asked)));
}

void TestDownloadService::aFailureIsTriedAgainLater()
{
    serve("/2.mp3", {.status = 500});
    downloads->start();
    downloads->download({ids.first()});

    QTRY_COMPARE_WITH_TIMEOUT(downloads->view(ids.first()).value_or(DownloadView{}).item.tries, 1,
                              Patience);
    const DownloadView view = *downloads->view(ids.first());
    QCOMPARE(view.item.state, DownloadState::Waiting);
    QCOMPARE(view.item.nextTry, now.addSecs(10));
    QVERIFY(!view.item.reason.isEmpty());

    serve("/2.mp3");
    now = now.addSecs(11);
    downloads->setFacts({}); // As when anything makes it look at the clock.
    QVERIFY(waitForWhole(ids.first()));
}

void TestDownloadService::aNoIsFinalAndSaidInWords()
{
    serve("/2.mp3", {.status = 404});
    downloads->start();

    downloads->download({ids.first()});

    QTRY_COMPARE_WITH_TIMEOUT(stateOf(ids.first()), DownloadState::Failed, Patience);
    QVERIFY2(downloads->view(ids.first())->text.contains(u"nothing at this address"),
             qPrintable(downloads->view(ids.first())->text));
    QVERIFY(store->media(ids.first())->isRefused);
}

void TestDownloadService::askingAgainTriesAgain()
{
    serve("/2.mp3", {.status = 404});
    downloads->start();
    downloads->download({ids.first()});
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(ids.first()), DownloadState::Failed, Patience);
    serve("/2.mp3");

    downloads->download({ids.first()});

    QVERIFY(waitForWhole(ids.first()));
}

void TestDownloadService::aFullDiskPausesWithASentence()
{
    disk = DiskSpace{.free = 1'000'000, .total = 10'000'000'000};
    QSignalSpy failed(downloads.get(), &DownloadService::failed);
    downloads->start();

    downloads->download({ids.first()});

    QTRY_COMPARE_WITH_TIMEOUT(stateOf(ids.first()), DownloadState::Paused, Patience);
    const DownloadView view = *downloads->view(ids.first());
    QCOMPARE(view.item.pause, PauseCause::Disk);
    QVERIFY2(view.text.contains(u"disk"), qPrintable(view.text));
    QCOMPARE(failed.size(), 1);
    QCOMPARE(m_server->requests().size(), 0);
}

void TestDownloadService::roomOnTheDiskResumes()
{
    disk = DiskSpace{.free = 1'000'000, .total = 10'000'000'000};
    downloads->start();
    downloads->download({ids.first()});
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(ids.first()), DownloadState::Paused, Patience);

    disk = DiskSpace{.free = 9'000'000'000, .total = 10'000'000'000};
    downloads->setFacts({});

    QVERIFY(waitForWhole(ids.first()));
}

void TestDownloadService::theTrashGivesItsRoomFirst()
{
    downloads->start();
    downloads->download({ids.at(1)});
    QVERIFY(waitForWhole(ids.at(1)));
    QVERIFY(resultOf(store->removeFile(ids.at(1))));
    QCOMPARE(files().size(), 1);
    disk = DiskSpace{.free = 1'000'000, .total = 10'000'000'000};

    downloads->download({ids.first()});

    QTRY_COMPARE_WITH_TIMEOUT(stateOf(ids.first()), DownloadState::Paused, Patience);
    QTRY_COMPARE(files(), QStringList());
}

void TestDownloadService::allCanBePaused()
{
    downloads->start();
    downloads->setAllPaused(true);

    downloads->download({ids.first()});

    QTRY_COMPARE_WITH_TIMEOUT(downloads->downloads().size(), 1, Patience);
    QVERIFY(isSettled());
    QCOMPARE(stateOf(ids.first()), DownloadState::Waiting);
    QCOMPARE(m_server->requests().size(), 0);
    restart();
    downloads->start();
    QVERIFY(downloads->areAllPaused());
    downloads->setAllPaused(false);
    QVERIFY(waitForWhole(ids.first()));
}

void TestDownloadService::offlineAsksOnceAndThenWaits()
{
    m_server->with([](TestHttpServer &server) { server.stop(); });
    downloads->start();
    downloads->setFacts({.isOffline = true});

    downloads->download({ids.first()});

    QTRY_VERIFY_WITH_TIMEOUT(downloads->view(ids.first())
                                     && !downloads->view(ids.first())->item.reason.isEmpty(),
                             Patience);
    QVERIFY(isSettled());
    QCOMPARE(stateOf(ids.first()), DownloadState::Waiting);
    QCOMPARE(downloads->view(ids.first())->item.tries, 0); // That is not its fault.
}

void TestDownloadService::theNetworkThatIsBackTriesAtOnce()
{
    m_server->with([](TestHttpServer &server) { server.stop(); });
    downloads->start();
    downloads->download({ids.first()});
    QTRY_COMPARE_WITH_TIMEOUT(downloads->view(ids.first()).value_or(DownloadView{}).item.tries, 1,
                              Patience);
    m_server->with([](TestHttpServer &server) { server.start(); });

    downloads->setFacts({.isOffline = true});
    downloads->setFacts({.isOffline = false});

    QVERIFY(waitForWhole(ids.first()));
}

void TestDownloadService::theLimitHolds()
{
    // So long that what a socket holds makes no difference.
    const QByteArray hour = sound.repeated(10);
    serve("/2.mp3", {.body = hour});
    settings->setDownloads({.limit = 3'000'000});
    downloads->start();
    QElapsedTimer timer;
    timer.start();

    downloads->download({ids.first()});

    QVERIFY(waitForWhole(ids.first()));
    QVERIFY2(timer.elapsed() >= 1500, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(onDisk(ids.first()) == hour);
}

void TestDownloadService::whatPlaysGoesFirst()
{
    for (const auto *path : {"/0.mp3", "/1.mp3", "/2.mp3"})
        serve(path, {.fault = Fault::StallAfter, .faultAfter = 300'000});
    downloads->start();
    downloads->download(ids);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(ids.first()), DownloadState::Running, Patience);

    downloads->setPlaying(ids.last());

    QTRY_COMPARE_WITH_TIMEOUT(stateOf(ids.last()), DownloadState::Running, Patience);
    QCOMPARE(stateOf(ids.first()), DownloadState::Waiting);
    QCOMPARE(downloads->downloads().first().item.episode, ids.last());
}

void TestDownloadService::anEpisodeThatIsGoneLeavesTheQueue()
{
    downloads->start();
    downloads->setAllPaused(true);
    downloads->download({ids.first()});
    QTRY_COMPARE_WITH_TIMEOUT(downloads->downloads().size(), 1, Patience);
    LibraryService library(*storage, *http, *undo, systemClock());
    QVERIFY(resultOf(library.unsubscribe(stored(ids.first()).row.podcastId)));

    downloads->setAllPaused(false);

    QTRY_COMPARE_WITH_TIMEOUT(downloads->downloads().size(), 0, Patience);
    QCOMPARE(m_server->requests().size(), 0);
}

void TestDownloadService::speedAndTimeLeftAreTold()
{
    // Longer than what a socket takes at once, or nothing would be left to be held back.
    const QByteArray large(qsizetype(16) * 1024 * 1024, 'x');
    serve("/2.mp3", {.body = large});
    settings->setDownloads({.limit = 2'000'000});
    downloads->start();
    downloads->download({ids.first()});

    QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                const auto view = downloads->view(ids.first());
                return view && view->speed > 0 && view->left && view->present > 0
                        && view->size == large.size();
            }(),
            Patience);
}

void TestDownloadService::aWholeEpisodeIsNotFetchedAgain()
{
    downloads->start();
    downloads->download({ids.first()});
    QVERIFY(waitForWhole(ids.first()));
    m_server->with([](TestHttpServer &server) { server.clearRequests(); });

    downloads->download({ids.first()});
    QVERIFY(isSettled());

    QVERIFY(downloads->downloads().isEmpty());
    QCOMPARE(m_server->requests().size(), 0);
}

QTEST_GUILESS_MAIN(TestDownloadService)
#include "tst_downloadservice.moc"
