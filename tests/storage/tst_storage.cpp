// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/episoderepository.h"
#include "storage/feedmerge.h"
#include "storage/librarybuilders.h"
#include "storage/podcastrepository.h"
#include "storage/sql.h"
#include "storage/storage.h"
#include "support/failonwarning.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <semaphore>

using namespace Qt::StringLiterals;
using namespace Earmark;

class TestStorage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void whatCannotBeOpenedAnswersEverythingWithItsReason();
    void askingBeforeOpeningIsAnAnswerToo();
    void closingInTheMiddleOfAnImportKeepsWhatWasWritten();
    void failedStepEndsTheWork();
    void closingRunsWhatWasAskedFor();

    void workRunsOnTwoThreadsOfItsOwn();
    void readsOfANewLibraryWaitForIt();
    void readsOfAnUpToDateLibraryDoNotWaitForTheWriter();
    void readerIsNotBlockedByALongWrite();
    void aReadSeesOneStateOfTheLibrary();
    void positionGetsThroughAnImport();
    void twoMergesOfOneFeedMakeEachEpisodeOnce();
    void journalIsTidiedUpAtTheEnd();

private:
    template<typename T>
    T waitFor(QFuture<T> future);
    Result<PodcastId> addPodcast(Storage &storage);

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_path;
};

void TestStorage::init()
{
    failOnAnyWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    m_path = m_dir->filePath(u"library.db"_s);
}

template<typename T>
T TestStorage::waitFor(QFuture<T> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 30000))
        return fail(ErrorKind::Cancelled, u"It took longer than 30 s."_s);
    return future.result();
}

Result<PodcastId> TestStorage::addPodcast(Storage &storage)
{
    return waitFor(storage.write([](Database &database) -> Result<PodcastId> {
        return PodcastRepository(database)
                .add({.url = QUrl(u"https://feeds.test/a"_s),
                      .title = {},
                      .site = {},
                      .folder = {}})
                .transform([](const AddedPodcast &added) { return added.id; });
    }));
}

const auto CountPodcasts = [](Database &database) -> Result<qsizetype> {
    return PodcastRepository(database).all().transform(
            [](const PodcastList &podcasts) { return podcasts.size(); });
};

void TestStorage::whatCannotBeOpenedAnswersEverythingWithItsReason()
{
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no library");
    file.close();
    Storage storage;

    const auto opened = storage.open(m_path);
    const auto read = waitFor(storage.read(CountPodcasts));
    const auto written = waitFor(storage.write(CountPodcasts));

    QVERIFY(!waitFor(opened));
    QVERIFY(!read);
    QVERIFY(read.error().sentence.contains(u"damaged"_s));
    QVERIFY(!written);
    QCOMPARE(written.error(), waitFor(opened).error());
}

void TestStorage::askingBeforeOpeningIsAnAnswerToo()
{
    Storage storage;

    QVERIFY(!waitFor(storage.read(CountPodcasts)));
    QVERIFY(!waitFor(storage.write(CountPodcasts)));
}

void TestStorage::closingInTheMiddleOfAnImportKeepsWhatWasWritten()
{
    QFuture<Result<MergeSummary>> merged;
    {
        Storage storage;
        storage.open(m_path);
        const auto podcast = addPodcast(storage);
        VERIFY_RESULT(podcast);
        merged = mergeFeed(storage, aFeed(*podcast, someEpisodes(3000, u"e"_s)));
    }

    QVERIFY(merged.isFinished());
    const auto database = Database::open(m_path);
    VERIFY_RESULT(database);
    const auto podcasts = PodcastRepository(**database).all();
    VERIFY_RESULT(podcasts);
    QVERIFY(podcasts->first().episodes % FeedMerge::SliceSize == 0);
    QVERIFY(podcasts->first().episodes < 3000);
    QVERIFY(podcasts->first().validators == HttpValidators());
    QVERIFY(!merged.result());
    QCOMPARE(merged.result().error().kind, ErrorKind::Cancelled);
}

void TestStorage::failedStepEndsTheWork()
{
    Storage storage;
    storage.open(m_path);
    const auto steps = std::make_shared<int>(0);

    const auto done
            = waitFor(storage.writeInSlices([steps](Database &) -> Result<std::optional<int>> {
                  if (++*steps < 3)
                      return std::optional<int>();
                  return fail(ErrorKind::Storage, u"The third one failed."_s);
              }));

    QVERIFY(!done);
    QCOMPARE(done.error().sentence, u"The third one failed."_s);
    QCOMPARE(*steps, 3);
}

void TestStorage::closingRunsWhatWasAskedFor()
{
    QList<QFuture<Result<AddedPodcast>>> added;
    {
        Storage storage;
        storage.open(m_path);
        for (int i = 0; i < 50; ++i) {
            added.append(storage.write([i](Database &database) {
                const QUrl url(u"https://feeds.test/%1"_s.arg(i));
                return PodcastRepository(database).add(
                        {.url = url, .title = {}, .site = {}, .folder = {}});
            }));
        }
    }

    for (const auto &one : std::as_const(added))
        VERIFY_RESULT(one.result());
    const auto database = Database::openReadOnly(m_path);
    VERIFY_RESULT(database);
    QCOMPARE(PodcastRepository(**database).all()->size(), 50);
}

void TestStorage::workRunsOnTwoThreadsOfItsOwn()
{
    Storage storage;
    storage.open(m_path);
    const auto thread = [](Database &) -> Result<QThread *> { return QThread::currentThread(); };

    const auto writer = waitFor(storage.write(thread));
    const auto reader = waitFor(storage.read(thread));

    QVERIFY(*writer != *reader);
    QVERIFY(*writer != QThread::currentThread());
    QVERIFY(*reader != QThread::currentThread());
    QCOMPARE(*waitFor(storage.write(thread)), *writer);
    QCOMPARE(*waitFor(storage.read(thread)), *reader);
}

void TestStorage::readsOfANewLibraryWaitForIt()
{
    Storage storage;

    storage.open(m_path);
    const auto first = storage.read(CountPodcasts);
    const auto second = storage.read(CountPodcasts);

    VERIFY_RESULT(waitFor(first));
    QCOMPARE(*waitFor(second), 0);
}

void TestStorage::readsOfAnUpToDateLibraryDoNotWaitForTheWriter()
{
    VERIFY_RESULT(Database::open(m_path));
    // Another writer holds the file's lock: ours cannot even begin.
    const auto other = Database::open(m_path);
    VERIFY_RESULT(other);
    Sql::Transaction holds((*other)->handle());
    VERIFY_RESULT(holds.begin());
    Storage storage;

    storage.open(m_path);
    const auto written = storage.write(
            [](Database &database) { return PodcastRepository(database).purgeRemoved(day(0)); });
    const auto read = waitFor(storage.read(CountPodcasts));

    VERIFY_RESULT(read);
    QVERIFY(!written.isFinished());
    VERIFY_RESULT(holds.commit());
    VERIFY_RESULT(waitFor(written));
}

void TestStorage::readerIsNotBlockedByALongWrite()
{
    Storage storage;
    VERIFY_RESULT(waitFor(storage.open(m_path)));
    const auto mayEnd = std::make_shared<std::binary_semaphore>(0);
    const auto written = storage.write([mayEnd](Database &database) -> Result<> {
        const QSqlDatabase db = database.handle();
        return Sql::inTransaction(db, [&]() -> Result<> {
            const auto done = Sql::change(db, u"INSERT INTO podcast (url) VALUES ('x')"_s);
            mayEnd->acquire();
            return done ? Result<>() : done.error();
        });
    });

    const auto during = waitFor(storage.read(CountPodcasts));
    mayEnd->release();

    QCOMPARE(*during, 0);
    VERIFY_RESULT(waitFor(written));
    QCOMPARE(*waitFor(storage.read(CountPodcasts)), 1);
}

void TestStorage::aReadSeesOneStateOfTheLibrary()
{
    Storage storage;
    VERIFY_RESULT(waitFor(storage.open(m_path)));
    const auto hasLooked = std::make_shared<std::binary_semaphore>(0);
    const auto mayLookAgain = std::make_shared<std::binary_semaphore>(0);
    const auto read = storage.read([hasLooked, mayLookAgain](Database &database) {
        const auto before = CountPodcasts(database);
        hasLooked->release();
        mayLookAgain->acquire();
        return CountPodcasts(database).transform(
                [&before](qsizetype after) { return std::pair(*before, after); });
    });
    const auto written = storage.write([hasLooked](Database &database) -> Result<int> {
        hasLooked->acquire();
        return Sql::change(database.handle(), u"INSERT INTO podcast (url) VALUES ('x')"_s);
    });

    const auto added = waitFor(written);
    mayLookAgain->release();

    VERIFY_RESULT(added);
    const auto counts = waitFor(read);
    VERIFY_RESULT(counts);
    QCOMPARE(*counts, std::pair(qsizetype(0), qsizetype(0)));
    QCOMPARE(*waitFor(storage.read(CountPodcasts)), 1);
}

void TestStorage::positionGetsThroughAnImport()
{
    Storage storage;
    storage.open(m_path);
    const auto podcast = addPodcast(storage);
    VERIFY_RESULT(podcast);
    VERIFY_RESULT(waitFor(mergeFeed(storage, aFeed(*podcast, {anEpisode(u"playing"_s)}))));
    const auto id = waitFor(storage.read([](Database &database) {
        return EpisodeRepository(database).find(QUrl(u"https://feeds.test/a"_s), u"playing"_s);
    }));
    VERIFY_RESULT(id);

    const auto merged
            = mergeFeed(storage, aFeed(*podcast, someEpisodes(6 * FeedMerge::SliceSize, u"e"_s)));
    const ListeningState heard{.play = PlayState::InProgress, .position = std::chrono::seconds(5)};
    const auto saved = waitFor(storage.write([id, heard](Database &database) {
        return EpisodeRepository(database).savePosition(**id, heard);
    }));

    VERIFY_RESULT(saved);
    QVERIFY(!merged.isFinished());
    VERIFY_RESULT(waitFor(merged));
    QCOMPARE(merged.result()->inserted, 6 * int(FeedMerge::SliceSize));
}

void TestStorage::twoMergesOfOneFeedMakeEachEpisodeOnce()
{
    Storage storage;
    storage.open(m_path);
    const auto podcast = addPodcast(storage);
    VERIFY_RESULT(podcast);
    const PreparedFeed feed = aFeed(*podcast, someEpisodes(1200, u"e"_s));

    const auto first = mergeFeed(storage, feed);
    const auto second = mergeFeed(storage, feed);

    VERIFY_RESULT(waitFor(first));
    VERIFY_RESULT(waitFor(second));
    QCOMPARE(first.result()->inserted + second.result()->inserted, 1200);
}

void TestStorage::journalIsTidiedUpAtTheEnd()
{
    {
        Storage storage;
        storage.open(m_path);
        VERIFY_RESULT(addPodcast(storage));
        VERIFY_RESULT(waitFor(storage.read(CountPodcasts)));
    }

    QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files), QStringList{u"library.db"_s});
}

QTEST_GUILESS_MAIN(TestStorage)
#include "tst_storage.moc"
