// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/partfixture.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSignalSpy>

#include <future>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// A media file that stays on the disk: what is listened to is downloaded, and nothing twice.
class TestPartMedia : public QObject, private PartFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }
    void whatIsNoWebAddressIsASentence();
    void whatWasHeardIsThereTheNextTimeWithoutAnyNetwork();
    void nothingIsFetchedTwiceBetweenListeningAndKeeping();
    void keepingGoesOnWhereTheLastTimeEnded();
    void aServerWithoutRangesIsStreamedOnceToTheEnd();
    void aStreamOfUnknownLengthIsWholeAtItsEnd();
    void readersAreServedBeforeWhatIsKept();
    void whatIsPausedWaitsAndReadersDoNot();
    void theLimitHoldsForWhatIsKept();
    void theStateIsToldOnTheOpenersThread();
    void aWholeFileIsRenamedUnderItsReaders();
    void aSecondOpeningIsRefusedAndTheFirstGoesOn();
    void openingAgainAtOnceFindsEverything();
    void closingTheClientBringsEverythingToTheDisk();
    void whoLetsGoEndsTheKeeping();
    void aDiskThatRefusesIsASentenceAndReadersGoOn();
    void randomReadersWhileKeepingGetTheirBytes();
};

void TestPartMedia::whatIsNoWebAddressIsASentence()
{
    const auto media = m_client->openPart(
            {.media = {.url = QUrl(u"file:///etc/hostname"_s)}, .path = path()});
    media->setKept(true);

    QVERIFY(media->state().failure);
    QCOMPARE(readAll(*media->source(), 0, 10).status, Status::Failed);
    QVERIFY(!media->finish().result());
    QVERIFY(!QFile::exists(path()));
}

void TestPartMedia::whatWasHeardIsThereTheNextTimeWithoutAnyNetwork()
{
    const QByteArray file = noise(2 * MiB);
    serve({.body = file, .headers = {{"ETag", "\"1\""}}, .ranges = true});
    auto media = openPart();
    QCOMPARE(readAll(*media->source(), 0, 100 * KiB).bytes, file.left(100 * KiB));
    QCOMPARE(readAll(*media->source(), MiB, KiB).bytes, file.mid(MiB, KiB));
    media.reset();
    restart();
    m_server->with([](TestHttpServer &server) { server.stop(); });

    media = openPart();

    QCOMPARE(readAll(*media->source(), 0, 100 * KiB).bytes, file.left(100 * KiB));
    QCOMPARE(readAll(*media->source(), MiB, KiB).bytes, file.mid(MiB, KiB));
    QCOMPARE(media->source()->size(), std::optional<std::int64_t>(file.size()));
    QVERIFY(media->source()->isThere(0, 100 * KiB));
    QVERIFY(!media->source()->isWhole());
    QCOMPARE(readAll(*media->source(), MiB - 10, 10).status, Status::Failed);
}

void TestPartMedia::nothingIsFetchedTwiceBetweenListeningAndKeeping()
{
    const QByteArray file = noise(40 * MiB);
    serve({.body = file, .headers = {{"ETag", "\"1\""}}, .ranges = true});
    const auto media = openPart();
    // Ten seconds at 256 kbit/s, then from the middle on.
    QCOMPARE(readAll(*media->source(), 0, 320 * KiB).bytes, file.left(320 * KiB));
    QCOMPARE(readAll(*media->source(), 20 * MiB, 320 * KiB).bytes, file.mid(20 * MiB, 320 * KiB));
    QVERIFY2(sent() <= 3 * MiB, qPrintable(QString::number(sent())));

    QVERIFY(keepToTheEnd(*media));

    QCOMPARE(askedTwice(), 0);
    QCOMPARE(sent(), file.size());
    QVERIFY(onDisk() == file);
    QCOMPARE(media->state().present, file.size());
    QVERIFY(media->source()->isWhole());
    const auto requests = m_server->requests().size();
    QVERIFY2(requests <= 10, qPrintable(QString::number(requests)));
}

void TestPartMedia::keepingGoesOnWhereTheLastTimeEnded()
{
    const QByteArray file = noise(8 * MiB);
    serve({.body = file,
           .headers = {{"Last-Modified", "Mon, 02 Jan 2023 10:00:00 GMT"}},
           .ranges = true});
    auto media = openPart();
    // Little enough that nothing is read ahead; what is on its way at the end comes twice.
    QCOMPARE(readAll(*media->source(), 3 * MiB, KiB).bytes, file.mid(3 * MiB, KiB));
    QTRY_COMPARE(media->state().present, 256 * KiB);
    media.reset();
    restart();

    media = openPart();
    QVERIFY(keepToTheEnd(*media));

    QCOMPARE(askedTwice(), 0);
    QVERIFY(onDisk() == file);
    QCOMPARE(m_server->requests().last().headers.value("if-range"),
             "Mon, 02 Jan 2023 10:00:00 GMT");
    restart();
    forgetRequests();
    media = openPart();
    media->setKept(true);
    QVERIFY(readAll(*media->source(), 0, file.size()).bytes == file);
    QVERIFY(media->state().isWhole);
    QCOMPARE(m_server->requests().size(), 0);
}

void TestPartMedia::aServerWithoutRangesIsStreamedOnceToTheEnd()
{
    const QByteArray file = noise(24 * MiB);
    serve({.body = file});
    const auto media = openPart();
    QCOMPARE(readAll(*media->source(), 0, KiB).bytes, file.left(KiB));

    QVERIFY(keepToTheEnd(*media));

    QCOMPARE(m_server->requests().size(), 1);
    QVERIFY(onDisk() == file);
}

void TestPartMedia::aStreamOfUnknownLengthIsWholeAtItsEnd()
{
    const QByteArray file = noise(MiB);
    serve({.body = file, .chunked = true});
    const auto media = openPart();

    QVERIFY(keepToTheEnd(*media));

    QCOMPARE(media->state().total, std::optional<std::int64_t>(file.size()));
    QVERIFY(!media->state().isTotalTold);
    QVERIFY(onDisk() == file);
}

void TestPartMedia::readersAreServedBeforeWhatIsKept()
{
    const QByteArray file = noise(40 * MiB);
    serve({.body = file, .headers = {{"ETag", "\"1\""}}, .ranges = true});
    const auto media = openPart();
    media->setKeepLimit(64 * KiB); // Ten minutes for all of it.
    media->setKept(true);
    QTRY_VERIFY(media->state().present > 0);

    QCOMPARE(readAll(*media->source(), 30 * MiB, MiB).bytes, file.mid(30 * MiB, MiB));
    QCOMPARE(readAll(*media->source(), 0, MiB).bytes, file.left(MiB));
    QVERIFY(media->state().present < 20 * MiB);
    media->setKeepLimit(0);

    QVERIFY(keepToTheEnd(*media));
    QVERIFY(onDisk() == file);
}

void TestPartMedia::whatIsPausedWaitsAndReadersDoNot()
{
    const QByteArray file = noise(8 * MiB);
    serve({.body = file, .headers = {{"ETag", "\"1\""}}, .ranges = true});
    const auto media = openPart();
    media->setKeepPaused(true);
    media->setKept(true);

    QCOMPARE(readAll(*media->source(), 4 * MiB, 10 * KiB).bytes, file.mid(4 * MiB, 10 * KiB));
    QCOMPARE(m_server->requests().size(), 1);
    QVERIFY(media->state().isKept);
    media->setKeepPaused(false);

    QVERIFY(keepToTheEnd(*media));
    QCOMPARE(askedTwice(), 0);
}

void TestPartMedia::theLimitHoldsForWhatIsKept()
{
    for (const bool hasRanges : {true, false}) {
        const QByteArray file = noise(3 * MiB);
        serve({.body = file, .headers = {{"ETag", "\"1\""}}, .ranges = hasRanges});
        auto media = openPart();
        media->setKeepLimit(2 * MiB);
        QElapsedTimer clock;
        clock.start();

        QVERIFY(keepToTheEnd(*media));

        // A quarter of a second of it was saved up, and a MiB was in Qt's buffers at the end.
        QVERIFY2(clock.elapsed() >= 500, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(onDisk() == file);
        media.reset();
        restart();
        QVERIFY(QFile::remove(path()));
    }
}

void TestPartMedia::theStateIsToldOnTheOpenersThread()
{
    const QByteArray file = noise(4 * MiB);
    serve({.body = file, .ranges = true});
    const auto media = openPart();
    QSignalSpy spy(media.get(), &PartMedia::changed);
    std::int64_t before = 0;
    connect(media.get(), &PartMedia::changed, this, [&] {
        QCOMPARE(QThread::currentThread(), thread());
        QVERIFY(media->state().present >= before);
        before = media->state().present;
    });
    media->setKept(true);

    QTRY_VERIFY(before == file.size());

    QVERIFY(!spy.isEmpty());
    QVERIFY(media->state().isWhole && media->state().isKept && media->state().isOpen);
    QCOMPARE(media->state().total, std::optional<std::int64_t>(file.size()));
    QVERIFY(!media->state().failure);
}

void TestPartMedia::aWholeFileIsRenamedUnderItsReaders()
{
    const QByteArray file = noise(2 * MiB);
    serve({.body = file, .ranges = true});
    auto media = openPart();
    QVERIFY(!media->finish().result());
    QVERIFY(keepToTheEnd(*media));

    QVERIFY(media->finish().result());

    const QString whole = m_folder->filePath(u"a.mp3"_s);
    QVERIFY(QFile::rename(path(), whole));
    QVERIFY(QFile::remove(PartFile::mapPath(path())));
    QVERIFY(readAll(*media->source(), 0, file.size()).bytes == file);
    media.reset();
    restart();
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{u"a.mp3"_s});
    QFile renamed(whole);
    QVERIFY(renamed.open(QIODevice::ReadOnly) && renamed.readAll() == file);
}

void TestPartMedia::aSecondOpeningIsRefusedAndTheFirstGoesOn()
{
    const QByteArray file = noise(MiB);
    serve({.body = file, .ranges = true});
    const auto first = openPart();
    QCOMPARE(readAll(*first->source(), 0, KiB).bytes, file.left(KiB));
    HttpClient other(m_folder->path());

    const auto second
            = other.openPart({.media = {.url = m_server->url(u"/a.mp3"_s)}, .path = path()});

    QVERIFY(waitForFailure(*second));
    QCOMPARE(readAll(*second->source(), 0, 10).status, Status::Failed);
    QVERIFY2(second->source()->failure().find("Another") != std::string::npos,
             second->source()->failure().c_str());
    QVERIFY(keepToTheEnd(*first));
    QVERIFY(onDisk() == file);
}

void TestPartMedia::openingAgainAtOnceFindsEverything()
{
    const QByteArray file = noise(4 * MiB);
    serve({.body = file, .headers = {{"ETag", "\"1\""}}, .ranges = true});
    for (int i = 0; i < 10; ++i) {
        const auto media = openPart();
        const qint64 at = qint64(i) * 300 * KiB;
        QCOMPARE(readAll(*media->source(), at, 1000).bytes, file.mid(at, 1000));
        QVERIFY(media->source()->isThere(0, 1000));
    }
    const auto media = openPart();
    QVERIFY(keepToTheEnd(*media));

    QVERIFY(onDisk() == file);
}

void TestPartMedia::closingTheClientBringsEverythingToTheDisk()
{
    const QByteArray file = noise(2 * MiB);
    serve({.body = file, .headers = {{"ETag", "\"1\""}}, .ranges = true});
    const auto media = openPart({.every = std::chrono::hours(1), .bytes = 1024 * MiB});
    QVERIFY(keepToTheEnd(*media));
    QVERIFY(!mapOnDisk());

    m_client.reset();

    QVERIFY(mapOnDisk()->isWhole());
    QCOMPARE(readAll(*media->source(), 0, KiB).bytes, file.left(KiB));
}

void TestPartMedia::whoLetsGoEndsTheKeeping()
{
    serve({.fault = Fault::Silent});
    auto media = openPart();
    media->setKept(true);
    QTRY_COMPARE(m_server->requests().size(), 1);

    media.reset();

    QTRY_COMPARE(m_server->with([](TestHttpServer &server) { return server.connections(); }), 0);
}

void TestPartMedia::aDiskThatRefusesIsASentenceAndReadersGoOn()
{
    const QByteArray file = noise(8 * MiB);
    serve({.body = file, .headers = {{"ETag", "\"1\""}}, .ranges = true});
    const auto media = openPart();
    QCOMPARE(readAll(*media->source(), 0, KiB).bytes, file.left(KiB));
    QVERIFY(QFile::remove(path()));

    media->setKept(true);

    QVERIFY(waitForFailure(*media));
    QVERIFY(media->state().failure->sentence.contains(u"Another program"_s));
    QCOMPARE(media->state().failure->kind, ErrorKind::FileSystem);
    QVERIFY(!media->state().isKept && !media->state().isWhole);
    QCOMPARE(readAll(*media->source(), 0, KiB).bytes, file.left(KiB));
    QCOMPARE(readAll(*media->source(), 6 * MiB, 10).status, Status::Failed);
}

void TestPartMedia::randomReadersWhileKeepingGetTheirBytes()
{
    const QByteArray file = noise(30 * MiB);
    serve({.body = file, .headers = {{"ETag", "\"1\""}}, .ranges = true});
    const auto media = openPart();
    media->setKeepLimit(20 * MiB);
    media->setKept(true);
    const auto readSome = [&](unsigned seed) {
        std::mt19937 random(seed); // the same order every time
        for (int i = 0; i < 40; ++i) {
            const auto offset = qint64(random()) % file.size();
            const auto count = qMin(qint64(random() % 40000), file.size() - offset);
            if (readAll(*media->source(), offset, count).bytes != file.mid(offset, count))
                return false;
        }
        return true;
    };
    std::vector<std::future<bool>> readers;
    for (unsigned seed = 0; seed < 3; ++seed)
        readers.push_back(std::async(std::launch::async, readSome, seed));
    for (auto &reader : readers)
        QVERIFY(reader.get());
    media->setKeepLimit(0);

    QVERIFY(keepToTheEnd(*media));
    QVERIFY(onDisk() == file);
}

QTEST_GUILESS_MAIN(TestPartMedia)
#include "tst_partmedia.moc"
