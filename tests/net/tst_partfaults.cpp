// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/partfixture.h"

#include <QSet>

using namespace Earmark;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(Earmark::TestHttpServer::Reply)

/// Publishers that change their file, servers that fail: what is called whole is the server's file,
/// byte for byte, and what came is not lost.
class TestPartFaults : public QObject, private PartFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        setUp(qstrcmp(QTest::currentTestFunction(), "randomFaultsNeverMakeABadFile") == 0);
    }
    void cleanup() { tearDown(); }
    void anotherFileIsBegunAnewWhenNobodyReadOfTheOld_data();
    void anotherFileIsBegunAnewWhenNobodyReadOfTheOld();
    void anotherFileFailsWhoReadOfTheOldAndTheNextTimeBeginsAnew_data();
    void anotherFileFailsWhoReadOfTheOldAndTheNextTimeBeginsAnew();
    void aFileThatChangesWhileItIsKeptIsBegunAnew();
    void aServerThatNeverGivesTheSameFileIsLeft();
    void withoutValidatorsOneSeamIsCompared();
    void aSeamThatCannotBeAskedForFailsTheReader();
    void aFailureIsToldAndTriedAgainOnDemand_data();
    void aFailureIsToldAndTriedAgainOnDemand();
    void aBreakIsMendedWithoutAWord_data();
    void aBreakIsMendedWithoutAWord();
    void anotherPartThanAskedForIsNeverWritten();
    void randomFaultsNeverMakeABadFile_data();
    void randomFaultsNeverMakeABadFile();

private:
    /// Answers badly, and puts up other files, until it is calm. On the server's thread.
    class Publisher
    {
    public:
        Publisher(unsigned seed, bool hasTags, bool hasRanges)
            : m_random(seed), m_hasTags(hasTags), m_hasRanges(hasRanges),
              m_files({next(), next(), next()})
        {
        }
        QByteArray file() const { return m_files.at(m_current); }
        Reply reply()
        {
            if (!isCalm && m_random() % 16 == 0 && m_current + 1 < m_files.size())
                ++m_current;
            const QByteArray tag = '"' + QByteArray::number(m_current) + '"';
            Reply reply = replyFor(file(), m_hasTags ? tag : QByteArray(), m_hasRanges);
            reply.faultAfter = qint64(m_random() % 400'000);
            switch (isCalm ? 99 : int(m_random() % 12)) {
            case 0:
                return {.status = 503, .body = "busy"};
            case 1:
                return {.status = 206, .body = "xx", .headers = {{"Content-Range", "bytes 5-6/7"}}};
            case 2:
                reply.fault = Fault::Silent;
                break;
            case 3:
                reply.fault = Fault::StallAfter;
                break;
            case 4:
            case 5:
                reply.fault = Fault::DropAfter;
                break;
            case 6:
                reply.ranges = false;
                break;
            default:
                break;
            }
            return reply;
        }

        bool isCalm = false;

    private:
        QByteArray next() { return noise(MiB + qint64(m_random() % (2 * MiB))); }

        std::mt19937 m_random;
        const bool m_hasTags;
        const bool m_hasRanges;
        const QList<QByteArray> m_files;
        qsizetype m_current = 0;
    };

    static void changeRows();
    QByteArray changeOnTheServer(const QByteArray &old);
    static Reply replyFor(const QByteArray &file, const QByteArray &etag, bool hasRanges)
    {
        Reply reply{.body = file, .ranges = hasRanges};
        if (!etag.isEmpty())
            reply.headers.emplaceBack("ETag", etag);
        return reply;
    }
};

void TestPartFaults::changeRows()
{
    QTest::addColumn<QByteArray>("etag");
    QTest::addColumn<QByteArray>("newEtag");
    QTest::addColumn<qint64>("newSize");
    QTest::addColumn<bool>("hasRanges");

    const qint64 same = 4 * MiB;
    QTest::newRow("etag") << QByteArray("\"1\"") << QByteArray("\"2\"") << same << true;
    QTest::newRow("etag, no ranges") << QByteArray("\"1\"") << QByteArray("\"2\"") << same << false;
    QTest::newRow("etag gone") << QByteArray("\"1\"") << QByteArray() << same << true;
    QTest::newRow("weak etag") << QByteArray("W/\"1\"") << QByteArray("W/\"1\"") << same << true;
    QTest::newRow("larger") << QByteArray() << QByteArray() << 5 * MiB << true;
    QTest::newRow("smaller") << QByteArray() << QByteArray() << 3 * MiB << true;
    QTest::newRow("behind its end") << QByteArray() << QByteArray() << MiB << true;
    QTest::newRow("same size") << QByteArray() << QByteArray() << same << true;
    QTest::newRow("same size, no ranges") << QByteArray() << QByteArray() << same << false;
}

/// 100 KiB of old are on the disk, and the server has what is returned, as the row says.
QByteArray TestPartFaults::changeOnTheServer(const QByteArray &old)
{
    QFETCH(QByteArray, etag);
    QFETCH(QByteArray, newEtag);
    QFETCH(qint64, newSize);
    QFETCH(bool, hasRanges);
    serve(replyFor(old, etag, true));
    auto media = openPart();
    if (readAll(*media->source(), 2 * MiB, 100 * KiB).bytes != old.mid(2 * MiB, 100 * KiB))
        return {};
    media.reset();
    restart();
    QByteArray fresh = noise(newSize);
    std::reverse(fresh.begin(), fresh.end());
    serve(replyFor(fresh, newEtag, hasRanges));
    return fresh;
}

void TestPartFaults::anotherFileIsBegunAnewWhenNobodyReadOfTheOld_data()
{
    changeRows();
}

void TestPartFaults::anotherFileIsBegunAnewWhenNobodyReadOfTheOld()
{
    const QByteArray fresh = changeOnTheServer(noise(4 * MiB));
    QVERIFY(!fresh.isEmpty());

    const auto media = openPart();
    QVERIFY(keepToTheEnd(*media));

    QVERIFY(onDisk() == fresh);
    QCOMPARE(media->state().timesBegunAnew, 1);
    QVERIFY(!media->state().isStale && !media->state().failure);
    QVERIFY(readAll(*media->source(), 0, fresh.size()).bytes == fresh);
    QCOMPARE(media->state().total, std::optional<std::int64_t>(fresh.size()));
}

void TestPartFaults::anotherFileFailsWhoReadOfTheOldAndTheNextTimeBeginsAnew_data()
{
    changeRows();
}

void TestPartFaults::anotherFileFailsWhoReadOfTheOldAndTheNextTimeBeginsAnew()
{
    const QByteArray old = noise(4 * MiB);
    const QByteArray fresh = changeOnTheServer(old);
    QVERIFY(!fresh.isEmpty());
    auto media = openPart();
    QCOMPARE(readAll(*media->source(), 2 * MiB, KiB).bytes, old.mid(2 * MiB, KiB));

    const Got got = readAll(*media->source(), 100, 100);

    QCOMPARE(got.status, Status::Failed);
    QVERIFY(got.bytes.isEmpty());
    QVERIFY2(media->source()->failure().find("changed") != std::string::npos,
             media->source()->failure().c_str());
    QTRY_VERIFY(media->state().isStale);
    QCOMPARE(readAll(*media->source(), 2 * MiB, KiB).bytes, old.mid(2 * MiB, KiB));
    media->setKept(true);
    QVERIFY(media->state().failure);
    media.reset();
    media = openPart();
    QVERIFY(keepToTheEnd(*media));
    QVERIFY(onDisk() == fresh);
    QCOMPARE(media->state().timesBegunAnew, 0);
}

void TestPartFaults::aFileThatChangesWhileItIsKeptIsBegunAnew()
{
    const QByteArray old = noise(40 * MiB);
    QByteArray fresh = old;
    std::reverse(fresh.begin(), fresh.end());
    handle([=, count = 0](const Request &) mutable {
        return ++count <= 2 ? replyFor(old, "\"1\"", true) : replyFor(fresh, "\"2\"", true);
    });
    const auto media = openPart();

    QVERIFY(keepToTheEnd(*media));

    QVERIFY(onDisk() == fresh);
    QCOMPARE(media->state().timesBegunAnew, 1);
}

void TestPartFaults::aServerThatNeverGivesTheSameFileIsLeft()
{
    const QByteArray file = noise(20 * MiB);
    handle([=, count = 0](const Request &) mutable {
        return replyFor(file, '"' + QByteArray::number(++count) + '"', true);
    });
    const auto media = openPart();
    media->setKept(true);

    QVERIFY(waitForFailure(*media));

    QVERIFY(media->state().isStale && !media->state().isWhole);
    QVERIFY(m_server->requests().size() <= 8);
}

void TestPartFaults::withoutValidatorsOneSeamIsCompared()
{
    const QByteArray file = noise(20 * MiB);
    serve(replyFor(file, {}, true));
    auto media = openPart();
    QCOMPARE(readAll(*media->source(), 8 * MiB, 100 * KiB).bytes, file.mid(8 * MiB, 100 * KiB));
    QTRY_COMPARE(media->state().present, 256 * KiB); // What is on its way at the end comes twice.
    media.reset();
    restart();
    media = openPart();
    // Nothing lies before this one: the seam is asked for by itself.
    QCOMPARE(readAll(*media->source(), 15 * MiB, KiB).bytes, file.mid(15 * MiB, KiB));

    QVERIFY(keepToTheEnd(*media));

    QVERIFY(onDisk() == file);
    QVERIFY2(askedTwice() > 0 && askedTwice() <= 16 * KiB,
             qPrintable(QString::number(askedTwice())));
}

void TestPartFaults::aSeamThatCannotBeAskedForFailsTheReader()
{
    const QByteArray file = noise(4 * MiB);
    serve(replyFor(file, {}, true));
    auto media = openPart();
    QCOMPARE(readAll(*media->source(), MiB, KiB).bytes, file.mid(MiB, KiB));
    media.reset();
    restart();
    serve({.status = 500, .body = "no"});
    media = openPart();

    QCOMPARE(readAll(*media->source(), 3 * MiB, 10).status, Status::Failed);
    QCOMPARE(readAll(*media->source(), MiB, KiB).bytes, file.mid(MiB, KiB));
    QCOMPARE(m_server->requests().size(), 2);
}

void TestPartFaults::aFailureIsToldAndTriedAgainOnDemand_data()
{
    QTest::addColumn<Reply>("bad");

    QTest::newRow("503") << Reply{.status = 503, .body = "busy", .headers = {{"Retry-After", "7"}}};
    QTest::newRow("404") << Reply{.status = 404, .body = "gone"};
    QTest::newRow("another part") << Reply{
            .status = 206, .body = "x", .headers = {{"Content-Range", "bytes 7-7/100"}}};
    QTest::newRow("packed") << Reply{.body = "x", .headers = {{"Content-Encoding", "gzip"}}};
    QTest::newRow("silent") << Reply{.fault = Fault::Silent};
}

void TestPartFaults::aFailureIsToldAndTriedAgainOnDemand()
{
    QFETCH(Reply, bad);
    const QByteArray file = noise(40 * MiB);
    m_client = std::make_unique<HttpClient>(m_folder->path(), Short);
    handle([=, count = 0](const Request &) mutable {
        return ++count == 2 ? bad : replyFor(file, "\"1\"", true);
    });
    const auto media = openPart();
    media->setKept(true);

    QVERIFY(waitForFailure(*media));

    QVERIFY(!media->state().failure->sentence.isEmpty());
    QVERIFY(media->state().failure->code != 503
            || media->state().failure->retryAfter == std::chrono::seconds(7));
    QVERIFY(!media->state().isKept && media->state().present > 0);
    QVERIFY(keepToTheEnd(*media));
    QVERIFY(onDisk() == file);
    QVERIFY(!media->state().failure);
}

void TestPartFaults::aBreakIsMendedWithoutAWord_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<bool>("hasRanges");

    QTest::newRow("stall") << Fault::StallAfter << true;
    QTest::newRow("drop") << Fault::DropAfter << true;
    QTest::newRow("stall, no ranges") << Fault::StallAfter << false;
    QTest::newRow("drop, no ranges") << Fault::DropAfter << false;
}

void TestPartFaults::aBreakIsMendedWithoutAWord()
{
    QFETCH(Fault, fault);
    QFETCH(bool, hasRanges);
    const QByteArray file = noise(4 * MiB);
    m_client = std::make_unique<HttpClient>(m_folder->path(), Short);
    handle([=, count = 0](const Request &) mutable {
        Reply reply = replyFor(file, "\"1\"", hasRanges);
        reply.fault = ++count <= 3 ? fault : Fault::None;
        reply.faultAfter = qint64(count) * 500'000;
        return reply;
    });
    const auto media = openPart();

    QVERIFY(keepToTheEnd(*media));

    QVERIFY(onDisk() == file);
    QVERIFY(!media->state().failure);
}

void TestPartFaults::anotherPartThanAskedForIsNeverWritten()
{
    const QByteArray file = noise(2 * MiB);
    serve(replyFor(file, "\"1\"", true));
    const auto media = openPart();
    QCOMPARE(readAll(*media->source(), 0, KiB).bytes, file.left(KiB));
    serve({.status = 206,
           .body = QByteArray(int(MiB), 'x'),
           .headers = {{"ETag", "\"1\""}, {"Content-Range", "bytes 0-1048575/2097152"}}});
    media->setKept(true);

    QVERIFY(waitForFailure(*media));

    serve(replyFor(file, "\"1\"", true));
    QVERIFY(keepToTheEnd(*media));
    QVERIFY(onDisk() == file);
}

void TestPartFaults::randomFaultsNeverMakeABadFile_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 12; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

/// Every answer may be broken, the file may change, the reader hops about, and it is closed and
/// opened again in between.
void TestPartFaults::randomFaultsNeverMakeABadFile()
{
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    const bool hasRanges = random() % 4 != 0;
    const bool hasTags = random() % 3 != 0;
    Publisher publisher(seed + 1000, hasTags, hasRanges);
    m_client = std::make_unique<HttpClient>(m_folder->path(), Short);
    handle([&](const Request &) { return publisher.reply(); });

    auto media = openPart();
    for (int step = 0; step < 15 && !media->state().isWhole; ++step) {
        if (random() % 4 == 0) {
            media.reset();
            media = openPart();
        }
        media->setKept(random() % 3 != 0);
        const auto offset = qint64(random() % (3 * MiB));
        readAll(*media->source(), offset, qint64(random() % 100'000));
    }
    m_server->with([&](TestHttpServer &) { publisher.isCalm = true; });
    media.reset();
    media = openPart();
    QVERIFY(keepToTheEnd(*media));

    const QByteArray whole = onDisk();
    QVERIFY(whole == m_server->with([&](TestHttpServer &) { return publisher.file(); }));
    QVERIFY(media->finish().result());
}

QTEST_GUILESS_MAIN(TestPartFaults)
#include "tst_partfaults.moc"
