// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/remotefixture.h"

using namespace Earmark;

/// Servers that are silent, stall, drop, refuse, send another part or changed the file.
class TestRemoteFaults : public QObject, private RemoteFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }
    void aSilentServerFailsAndMayComeBack();
    void aServerThatIsGoneFailsWithASentence();
    void aStatusThatSaysNoFailsWithASentence();
    void aStallOrDropIsMendedOnce_data();
    void aStallOrDropIsMendedOnce();
    void aServerThatAlwaysStallsFailsAndKeepsWhatCame();
    void anotherPartThanAskedForIsRefused_data();
    void anotherPartThanAskedForIsRefused();
    void aFileThatChangedIsNeverMixed_data();
    void aFileThatChangedIsNeverMixed();
    void aWholeFileThatChangedIsNeverMixed();
    void packedMediaIsRefused();
    void aServerThatSendsMoreThanAskedIsCutOff();
};

void TestRemoteFaults::aSilentServerFailsAndMayComeBack()
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

void TestRemoteFaults::aServerThatIsGoneFailsWithASentence()
{
    const auto source = open();
    m_server->with([](TestHttpServer &server) { server.stop(); });

    QCOMPARE(readAll(*source, 0, 10).status, Status::Failed);
    QVERIFY(source->failure().find("refuses") != std::string::npos);
}

void TestRemoteFaults::aStatusThatSaysNoFailsWithASentence()
{
    serve({.status = 404, .body = "no"});
    const auto source = open();

    QCOMPARE(readAll(*source, 0, 10).status, Status::Failed);
    QVERIFY(source->failure().find("nothing at this address") != std::string::npos);
}

void TestRemoteFaults::aStallOrDropIsMendedOnce_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<bool>("ranges");

    QTest::newRow("stall") << Fault::StallAfter << true;
    QTest::newRow("drop") << Fault::DropAfter << true;
    QTest::newRow("stall, no ranges") << Fault::StallAfter << false;
    QTest::newRow("drop, no ranges") << Fault::DropAfter << false;
}

void TestRemoteFaults::aStallOrDropIsMendedOnce()
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

void TestRemoteFaults::aServerThatAlwaysStallsFailsAndKeepsWhatCame()
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

void TestRemoteFaults::anotherPartThanAskedForIsRefused_data()
{
    QTest::addColumn<QByteArray>("range");

    QTest::newRow("elsewhere") << QByteArray("bytes 7-1006/5000");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("backward") << QByteArray("bytes 0--1/5000");
    QTest::newRow("nonsense") << QByteArray("bytes all");
    QTest::newRow("behind its own end") << QByteArray("bytes 0-999/500");
    QTest::newRow("too large for a number") << QByteArray("bytes 0-9223372036854775807/*");
}

void TestRemoteFaults::anotherPartThanAskedForIsRefused()
{
    QFETCH(QByteArray, range);
    serve({.status = 206, .body = noise(1000), .headers = {{"Content-Range", range}}});
    const auto source = open();

    QCOMPARE(readAll(*source, 0, 10).status, Status::Failed);
    QVERIFY2(source->failure().find("another part") != std::string::npos,
             source->failure().c_str());
}

void TestRemoteFaults::aFileThatChangedIsNeverMixed_data()
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

void TestRemoteFaults::aFileThatChangedIsNeverMixed()
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

void TestRemoteFaults::aWholeFileThatChangedIsNeverMixed()
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

void TestRemoteFaults::packedMediaIsRefused()
{
    serve({.body = noise(1000), .headers = {{"Content-Encoding", "gzip"}}});
    const auto source = open();

    QCOMPARE(readAll(*source, 0, 10).status, Status::Failed);
    QCOMPARE(m_server->requests().first().headers.value("accept-encoding"), "identity");
}

void TestRemoteFaults::aServerThatSendsMoreThanAskedIsCutOff()
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

QTEST_GUILESS_MAIN(TestRemoteFaults)
#include "tst_remotefaults.moc"
