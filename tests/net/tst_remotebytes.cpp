// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/remotefixture.h"

#include <QDir>
#include <QElapsedTimer>

#include <future>
#include <random>
#include <vector>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Reading a remote file: which bytes come, how few are asked for, and how a read is ended.
class TestRemoteBytes : public QObject, private RemoteFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }
    void onlyWebAddressesAreOpened();
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
    void aChunkedStreamEndsWhereItEnds();
    void theEndAndTheEmptyFileAreEnds();
    void redirectsArePassedOnceAndAskedAgainWhenTheyExpire();
    void nothingHasANameOnDisk();
};

void TestRemoteBytes::onlyWebAddressesAreOpened()
{
    const auto source = m_client->open({.url = QUrl(u"file:///etc/hostname"_s)});

    QCOMPARE(readAll(*source, 0, 10).status, Status::Failed);
    QVERIFY(source->failure().find("not a web address") != std::string::npos);
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
    std::mt19937 random(3); // the same order every time
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
        std::mt19937 random(seed); // the same order every time
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
