// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpclient.h"
#include "support/failonwarning.h"
#include "support/serverthread.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <future>
#include <memory>
#include <random>
#include <thread>
#include <vector>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Fault = TestHttpServer::Fault;
using Reply = TestHttpServer::Reply;
using Request = TestHttpServer::Request;
using Status = ByteSource::Status;

/// Only where a limit must be reached: a busy machine answers later than this.
constexpr HttpLimits Short{.connect = 5s, .idle = 300ms, .whole = 5s};
constexpr qint64 KiB = 1024;
constexpr qint64 MiB = 1024 * KiB;

QByteArray noise(qint64 size)
{
    std::mt19937 random{unsigned(size)}; // NOLINT: the same bytes every time
    QByteArray bytes(size, Qt::Uninitialized);
    std::generate(bytes.begin(), bytes.end(), [&] { return char(random()); });
    return bytes;
}

struct Got
{
    Status status = Status::Ok;
    QByteArray bytes;
};

/// Reads until count bytes are there or something else happens.
Got readAll(ByteSource &source, qint64 offset, qint64 count, const std::stop_token &stop = {})
{
    Got got;
    std::vector<char> buffer(std::size_t(64 * KiB));
    while (got.bytes.size() < count) {
        const auto wish = std::size_t(qMin(qint64(buffer.size()), count - got.bytes.size()));
        const auto read = source.readAt(offset + got.bytes.size(), {buffer.data(), wish}, stop);
        got.status = read.status;
        if (read.status != Status::Ok)
            break;
        got.bytes.append(buffer.data(), qsizetype(read.count));
    }
    return got;
}

qint64 rangeBegin(const Request &request)
{
    return request.headers.value("range").mid(6).split('-').first().toLongLong();
}

} // namespace

class TestRemoteBytes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aSilentServerFailsAndMayComeBack();
    void aServerThatIsGoneFailsWithASentence();
    void aStatusThatSaysNoFailsWithASentence();
    void onlyWebAddressesAreOpened();
    void aStallOrDropIsMendedOnce_data();
    void aStallOrDropIsMendedOnce();
    void aServerThatAlwaysStallsFailsAndKeepsWhatCame();
    void anotherPartThanAskedForIsRefused_data();
    void anotherPartThanAskedForIsRefused();
    void aFileThatChangedIsNeverMixed_data();
    void aFileThatChangedIsNeverMixed();
    void packedMediaIsRefused();
    void aFolderThatCannotBeWrittenIsASentence();
    void cancellingWakesABlockedReadAtOnce();
    void closingTheClientWakesABlockedRead();
    void lettingGoOfTheSourceEndsItsRequests();
    void bytesOutliveTheClient();
    void randomReadsEqualTheFile();
    void readersAtOnceGetTheirOwnBytes();
    void readingOnNeedsFewRequests();
    void twoSmallReadsFetchLittle();
    void aServerWithoutRangesIsReadOnce();
    void aLongStreamWithoutRangesGoesOnWhenRead();
    void aStreamThatEndsWhileHeldBackIsWhole();
    void aWholeFileThatChangedIsNeverMixed();
    void aChunkedStreamEndsWhereItEnds();
    void aServerThatSendsMoreThanAskedIsCutOff();
    void theEndAndTheEmptyFileAreEnds();
    void redirectsArePassedOnceAndAskedAgainWhenTheyExpire();
    void nothingHasANameOnDisk();

private:
    std::shared_ptr<ByteSource> open(const QString &path = u"/a.mp3"_s)
    {
        return m_client->open(m_server->url(path));
    }
    void serve(const Reply &reply) { m_server->serve("/a.mp3", reply); }
    void handle(std::function<Reply(const Request &)> handler)
    {
        m_server->with([&](TestHttpServer &server) { server.setHandler(handler); });
    }
    qint64 sent()
    {
        return m_server->with([](TestHttpServer &server) { return server.bodyBytesSent(); });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ServerThread> m_server;
    std::unique_ptr<HttpClient> m_client;
};

void TestRemoteBytes::init()
{
    failOnAnyWarning();
    m_folder = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<ServerThread>();
    m_client = std::make_unique<HttpClient>(m_folder->path());
}

void TestRemoteBytes::cleanup()
{
    m_client.reset();
    m_server.reset();
}

void TestRemoteBytes::aSilentServerFailsAndMayComeBack()
{
    const QByteArray file = noise(100 * KiB);
    m_client = std::make_unique<HttpClient>(m_folder->path(), Short);
    serve({.fault = Fault::Silent});
    const auto source = open();

    QCOMPARE(readAll(*source, 0, 10).status, Status::Failed);
    QVERIFY(source->failure().find("stopped answering") != std::string::npos);
    QVERIFY(!source->size());

    serve({.body = file, .ranges = true});
    QCOMPARE(readAll(*source, 0, file.size()).bytes, file);
}

void TestRemoteBytes::aServerThatIsGoneFailsWithASentence()
{
    const auto source = open();
    m_server->with([](TestHttpServer &server) { server.stop(); });

    QCOMPARE(readAll(*source, 0, 10).status, Status::Failed);
    QVERIFY(source->failure().find("refuses") != std::string::npos);
}

void TestRemoteBytes::aStatusThatSaysNoFailsWithASentence()
{
    serve({.status = 404, .body = "no"});
    const auto source = open();

    QCOMPARE(readAll(*source, 0, 10).status, Status::Failed);
    QVERIFY(source->failure().find("nothing at this address") != std::string::npos);
}

void TestRemoteBytes::onlyWebAddressesAreOpened()
{
    const auto source = m_client->open(QUrl(u"file:///etc/hostname"_s));

    QCOMPARE(readAll(*source, 0, 10).status, Status::Failed);
    QVERIFY(source->failure().find("not a web address") != std::string::npos);
}

void TestRemoteBytes::aStallOrDropIsMendedOnce_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<bool>("ranges");

    QTest::newRow("stall") << Fault::StallAfter << true;
    QTest::newRow("drop") << Fault::DropAfter << true;
    QTest::newRow("stall, no ranges") << Fault::StallAfter << false;
    QTest::newRow("drop, no ranges") << Fault::DropAfter << false;
}

void TestRemoteBytes::aStallOrDropIsMendedOnce()
{
    QFETCH(Fault, fault);
    m_client = std::make_unique<HttpClient>(m_folder->path(), Short);
    QFETCH(bool, ranges);
    const QByteArray file = noise(200 * KiB);
    handle([=, count = 0](const Request &) mutable {
        return Reply{.body = file,
                     .ranges = ranges,
                     .fault = count++ == 0 ? fault : Fault::None,
                     .faultAfter = 100000};
    });
    const auto source = open();

    QCOMPARE(readAll(*source, 0, file.size()).bytes, file);
    const auto requests = m_server->requests();
    // When the connection breaks early Qt asks once more by itself, and drops the answer.
    QVERIFY(requests.size() == 2 || (fault == Fault::DropAfter && requests.size() == 3));
    QCOMPARE(rangeBegin(requests.last()), ranges ? 100000 : 0);
}

void TestRemoteBytes::aServerThatAlwaysStallsFailsAndKeepsWhatCame()
{
    const QByteArray file = noise(200 * KiB);
    m_client = std::make_unique<HttpClient>(m_folder->path(), Short);
    serve({.body = file, .ranges = true, .fault = Fault::StallAfter, .faultAfter = 5000});
    const auto source = open();

    const Got got = readAll(*source, 0, file.size());

    QCOMPARE(got.status, Status::Failed);
    QCOMPARE(got.bytes, file.left(10000));
    QVERIFY(source->failure().find("stopped answering") != std::string::npos);
    QCOMPARE(readAll(*source, 0, 5000).bytes, file.left(5000));
}

void TestRemoteBytes::anotherPartThanAskedForIsRefused_data()
{
    QTest::addColumn<QByteArray>("range");

    QTest::newRow("elsewhere") << QByteArray("bytes 7-1006/5000");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("backward") << QByteArray("bytes 0--1/5000");
    QTest::newRow("nonsense") << QByteArray("bytes all");
    QTest::newRow("behind its own end") << QByteArray("bytes 0-999/500");
    QTest::newRow("too large for a number") << QByteArray("bytes 0-9223372036854775807/*");
}

void TestRemoteBytes::anotherPartThanAskedForIsRefused()
{
    QFETCH(QByteArray, range);
    serve({.status = 206, .body = noise(1000), .headers = {{"Content-Range", range}}});
    const auto source = open();

    QCOMPARE(readAll(*source, 0, 10).status, Status::Failed);
    QVERIFY2(source->failure().find("another part") != std::string::npos,
             source->failure().c_str());
}

void TestRemoteBytes::aFileThatChangedIsNeverMixed_data()
{
    QTest::addColumn<QByteArray>("etag");
    QTest::addColumn<qint64>("size");
    QTest::addColumn<bool>("ranges");

    QTest::newRow("new etag") << QByteArray("\"2\"") << MiB << true;
    QTest::newRow("new size") << QByteArray("\"1\"") << MiB - 1 << true;
    QTest::newRow("new etag, whole") << QByteArray("\"2\"") << MiB << false;
    QTest::newRow("new size, whole") << QByteArray("\"1\"") << MiB - 1 << false;
    QTest::newRow("etag gone") << QByteArray() << MiB << true;
}

void TestRemoteBytes::aFileThatChangedIsNeverMixed()
{
    QFETCH(QByteArray, etag);
    QFETCH(qint64, size);
    QFETCH(bool, ranges);
    const QByteArray file = noise(MiB);
    serve({.body = file, .headers = {{"ETag", "\"1\""}}, .ranges = true});
    const auto source = open();
    QCOMPARE(readAll(*source, 0, 1000).bytes, file.left(1000));
    Reply changed{.body = noise(size), .ranges = ranges};
    if (!etag.isEmpty())
        changed.headers.emplaceBack("ETag", etag);
    serve(changed);

    const Got got = readAll(*source, 900 * KiB, 1000);

    QCOMPARE(got.status, Status::Failed);
    QVERIFY(got.bytes.isEmpty());
    QVERIFY2(source->failure().find("changed") != std::string::npos, source->failure().c_str());
    QCOMPARE(m_server->requests().last().headers.value("if-range"), "\"1\"");
    QCOMPARE(readAll(*source, 0, 1000).bytes, file.left(1000));
}

void TestRemoteBytes::packedMediaIsRefused()
{
    serve({.body = noise(1000), .headers = {{"Content-Encoding", "gzip"}}});
    const auto source = open();

    QCOMPARE(readAll(*source, 0, 10).status, Status::Failed);
    QCOMPARE(m_server->requests().first().headers.value("accept-encoding"), "identity");
}

void TestRemoteBytes::aFolderThatCannotBeWrittenIsASentence()
{
    m_client = std::make_unique<HttpClient>(u"/proc/earmark"_s, Short);
    serve({.body = noise(1000), .ranges = true});
    const auto source = open();

    QCOMPARE(readAll(*source, 0, 10).status, Status::Failed);
    QVERIFY2(source->failure().find("no place") != std::string::npos, source->failure().c_str());
}

void TestRemoteBytes::cancellingWakesABlockedReadAtOnce()
{
    m_client = std::make_unique<HttpClient>(m_folder->path());
    serve({.fault = Fault::Silent});
    const auto source = open();
    std::stop_source stop;
    auto reader = std::async(std::launch::async,
                             [&] { return readAll(*source, 0, 10, stop.get_token()).status; });
    QTRY_COMPARE(m_server->requests().size(), 1);
    QElapsedTimer clock;
    clock.start();

    stop.request_stop();

    QCOMPARE(reader.get(), Status::Cancelled);
    QVERIFY2(clock.elapsed() < 50, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(readAll(*source, 0, 10, stop.get_token()).status, Status::Cancelled);
}

void TestRemoteBytes::closingTheClientWakesABlockedRead()
{
    m_client = std::make_unique<HttpClient>(m_folder->path());
    serve({.fault = Fault::Silent});
    auto source = open();
    auto reader = std::async(std::launch::async,
                             [held = source] { return readAll(*held, 0, 10).status; });
    QTRY_COMPARE(m_server->requests().size(), 1);

    source.reset();
    m_client.reset();

    QCOMPARE(reader.wait_for(2s), std::future_status::ready);
    QCOMPARE(reader.get(), Status::Failed);
}

void TestRemoteBytes::lettingGoOfTheSourceEndsItsRequests()
{
    m_client = std::make_unique<HttpClient>(m_folder->path());
    serve({.fault = Fault::Silent});
    auto source = open();
    std::stop_source stop;
    auto reader = std::async(std::launch::async, [held = source, token = stop.get_token()] {
        return readAll(*held, 0, 10, token).status;
    });
    QTRY_COMPARE(m_server->requests().size(), 1);
    source.reset();
    stop.request_stop();
    QCOMPARE(reader.get(), Status::Cancelled);
    reader = {}; // The reader's own share goes with it.

    QTRY_COMPARE(m_server->with([](TestHttpServer &server) { return server.connections(); }), 0);
}

void TestRemoteBytes::bytesOutliveTheClient()
{
    const QByteArray file = noise(MiB);
    serve({.body = file, .ranges = true});
    const auto source = open();
    QCOMPARE(readAll(*source, 0, 1000).bytes, file.left(1000));

    m_client.reset();

    QCOMPARE(readAll(*source, 0, 1000).bytes, file.left(1000));
    QCOMPARE(readAll(*source, 900 * KiB, 10).status, Status::Failed);
    QVERIFY(!source->failure().empty());
}

void TestRemoteBytes::randomReadsEqualTheFile()
{
    const QByteArray file = noise(3 * MiB);
    serve({.body = file, .headers = {{"ETag", "\"1\""}}, .ranges = true});
    const auto source = open();
    std::mt19937 random(3); // NOLINT: the same order every time
    for (int i = 0; i < 300; ++i) {
        const auto offset = qint64(random()) % file.size();
        const auto count = qMin(qint64(random()) % 40000 + 1, file.size() - offset);
        QCOMPARE(readAll(*source, offset, count).bytes, file.mid(offset, count));
    }
    QCOMPARE(source->size(), std::optional<std::int64_t>(file.size()));
    QVERIFY(sent() < 2 * file.size());
}

void TestRemoteBytes::readersAtOnceGetTheirOwnBytes()
{
    const QByteArray file = noise(3 * MiB);
    serve({.body = file, .ranges = true});
    const auto source = open();
    const auto readSome = [&](unsigned seed) {
        std::mt19937 random(seed); // NOLINT: the same order every time
        for (int i = 0; i < 60; ++i) {
            const auto offset = qint64(random()) % file.size();
            const auto count = qMin(qint64(20000), file.size() - offset);
            if (readAll(*source, offset, count).bytes != file.mid(offset, count))
                return false;
        }
        return true;
    };
    std::vector<std::future<bool>> readers;
    for (unsigned seed = 0; seed < 4; ++seed)
        readers.push_back(std::async(std::launch::async, readSome, seed));

    for (auto &reader : readers)
        QVERIFY(reader.get());
}

void TestRemoteBytes::readingOnNeedsFewRequests()
{
    const QByteArray file = noise(16 * MiB);
    serve({.body = file, .ranges = true});
    const auto source = open();

    QVERIFY(readAll(*source, 0, file.size()).bytes == file);

    QVERIFY2(m_server->requests().size() <= 10,
             qPrintable(QString::number(m_server->requests().size())));
    QCOMPARE(sent(), file.size());
}

void TestRemoteBytes::twoSmallReadsFetchLittle()
{
    const QByteArray file = noise(16 * MiB);
    serve({.body = file, .ranges = true});
    const auto source = open();

    QCOMPARE(readAll(*source, 0, 32 * KiB).bytes, file.left(32 * KiB));
    QCOMPARE(readAll(*source, file.size() - 1000, 1000).bytes, file.right(1000));

    QVERIFY2(sent() <= 512 * KiB, qPrintable(QString::number(sent())));
    QCOMPARE(m_server->requests().size(), 2);
}

void TestRemoteBytes::aServerWithoutRangesIsReadOnce()
{
    const QByteArray file = noise(2 * MiB);
    serve({.body = file});
    const auto source = open();

    QCOMPARE(readAll(*source, file.size() - 1000, 1000).bytes, file.right(1000));
    QVERIFY(readAll(*source, 0, file.size()).bytes == file);

    QCOMPARE(m_server->requests().size(), 1);
    QCOMPARE(source->size(), std::optional<std::int64_t>(file.size()));
}

void TestRemoteBytes::aLongStreamWithoutRangesGoesOnWhenRead()
{
    const QByteArray file = noise(24 * MiB);
    serve({.body = file});
    const auto source = open();

    QVERIFY(readAll(*source, 0, 12 * MiB).bytes == file.left(12 * MiB));
    QVERIFY(readAll(*source, file.size() - 1000, 1000).bytes == file.right(1000));

    QCOMPARE(m_server->requests().size(), 1);
}

void TestRemoteBytes::aStreamThatEndsWhileHeldBackIsWhole()
{
    const QByteArray file = noise(8 * MiB + 400 * KiB);
    serve({.body = file});
    const auto source = open();
    QCOMPARE(readAll(*source, 0, 1).bytes, file.left(1));

    QVERIFY(readAll(*source, 0, file.size()).bytes == file);
    QCOMPARE(readAll(*source, file.size(), 1).status, Status::End);

    QCOMPARE(m_server->requests().size(), 1);
}

void TestRemoteBytes::aWholeFileThatChangedIsNeverMixed()
{
    const QByteArray file = noise(200 * KiB);
    QByteArray other = file;
    other[10] = char(~other[10]);
    handle([=, count = 0](const Request &) mutable {
        const bool isFirst = count++ == 0;
        return Reply{.body = isFirst ? file : other,
                     .fault = isFirst ? Fault::DropAfter : Fault::None,
                     .faultAfter = 100000};
    });
    const auto source = open();

    const Got got = readAll(*source, 0, file.size());

    QCOMPARE(got.status, Status::Failed);
    QCOMPARE(got.bytes, file.left(100000));
    QVERIFY2(source->failure().find("changed") != std::string::npos, source->failure().c_str());
}

void TestRemoteBytes::aChunkedStreamEndsWhereItEnds()
{
    const QByteArray file = noise(300000);
    serve({.body = file, .chunked = true});
    const auto source = open();

    const Got got = readAll(*source, 0, file.size() + 1);

    QCOMPARE(got.status, Status::End);
    QVERIFY(got.bytes == file);
    QCOMPARE(source->size(), std::optional<std::int64_t>(file.size()));
}

void TestRemoteBytes::aServerThatSendsMoreThanAskedIsCutOff()
{
    const QByteArray file = noise(MiB);
    handle([=](const Request &request) {
        const qint64 from = rangeBegin(request);
        return Reply{.status = 206,
                     .body = file.mid(from),
                     .headers = {{"Content-Range",
                                  "bytes " + QByteArray::number(from) + '-'
                                          + QByteArray::number(file.size() - 1) + '/'
                                          + QByteArray::number(file.size())}}};
    });
    const auto source = open();

    QVERIFY(readAll(*source, 0, file.size()).bytes == file);
    QVERIFY(readAll(*source, 500 * KiB, 1000).bytes == file.mid(500 * KiB, 1000));
}

void TestRemoteBytes::theEndAndTheEmptyFileAreEnds()
{
    serve({.body = noise(1000), .ranges = true});
    m_server->serve("/empty", {.body = "", .ranges = true});
    const auto source = open();
    const auto empty = open(u"/empty"_s);

    QCOMPARE(readAll(*source, 1000, 1).status, Status::End);
    QCOMPARE(readAll(*source, 5000, 1).status, Status::End);
    QCOMPARE(readAll(*source, 990, 100).bytes.size(), 10);
    QCOMPARE(readAll(*empty, 0, 1).status, Status::End);
}

void TestRemoteBytes::redirectsArePassedOnceAndAskedAgainWhenTheyExpire()
{
    const QByteArray file = noise(2 * MiB);
    handle([=, behind = 0](const Request &request) mutable {
        if (request.path == "/a.mp3") {
            return Reply{.status = 302, .headers = {{"Location", behind < 2 ? "/one" : "/two"}}};
        }
        ++behind;
        if (request.path == "/one" && behind > 2)
            return Reply{.status = 403, .body = "expired"};
        return Reply{.body = file, .ranges = true};
    });
    const auto source = open();

    for (const qint64 offset : {qint64(0), MiB / 2, MiB, 3 * MiB / 2})
        QCOMPARE(readAll(*source, offset, 100).bytes, file.mid(offset, 100));

    QList<QByteArray> paths;
    for (const Request &request : m_server->requests())
        paths.append(request.path);
    QCOMPARE(paths.count("/a.mp3"), 2);
    QVERIFY(paths.contains("/two"));
}

void TestRemoteBytes::nothingHasANameOnDisk()
{
    const QByteArray file = noise(MiB);
    serve({.body = file, .ranges = true});
    const auto source = open();

    QVERIFY(readAll(*source, 0, file.size()).bytes == file);

    QCOMPARE(QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
             QStringList());
}

QTEST_GUILESS_MAIN(TestRemoteBytes)
#include "tst_remotebytes.moc"
