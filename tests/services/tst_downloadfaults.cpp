// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpclient.h"
#include "services/libraryservice.h"
#include "services/undostack.h"
#include "storage/mediarepository.h"
#include "storage/storage.h"
#include "support/failonwarning.h"
#include "support/feedbuilder.h"
#include "support/futures.h"
#include "support/serverthread.h"
#include "support/wavbytes.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

using Fault = TestHttpServer::Fault;
using Reply = TestHttpServer::Reply;
using Request = TestHttpServer::Request;

constexpr int Patience = 300'000; // ms, on a busy machine
constexpr int Versions = 3; // that a file can have, one after the other

/// A sound file that no other version or episode has a second of.
QByteArray fileOf(unsigned host, unsigned number, unsigned version)
{
    std::mt19937 random(host * 100'000 + number * 10 + version);
    std::vector<std::int16_t> samples(50'000 + random() % 350'000);
    std::generate(samples.begin(), samples.end(),
                  [&] { return static_cast<std::int16_t>(random() & 0xffffU); });
    return wavOf(samples, 44'100, 1);
}

/// Answers badly to the first questions for each file, and puts up others in its place; never so
/// that it could be whole by then. Used in its server's thread.
class Publisher
{
public:
    Publisher(unsigned host, unsigned seed) : m_host(host), m_random(seed) { }

    Reply reply(const Request &request)
    {
        ++requests;
        const unsigned number = request.path.mid(1).chopped(4).toUInt(); // "/12.wav"
        if (m_faults.value(number) >= faultsOfEach)
            return good(number);
        ++m_faults[number];
        ++faults;
        return bad(number, request.headers.value("range").mid(6).split('-').first().toLongLong());
    }

    QByteArray file(unsigned number)
    {
        QByteArray &bytes = m_files[number];
        if (bytes.isEmpty())
            bytes = fileOf(m_host, number, version(number));
        return bytes;
    }

    unsigned version(unsigned number) const { return m_versions.value(number, 0); }

    int faultsOfEach = 0;
    int faults = 0; ///< Of all.
    int requests = 0;

private:
    /// Each fifth of the files by another kind of server.
    Reply good(unsigned number)
    {
        const unsigned kind = number % 5; // ranges: 0, 1; validators: 0, 2; no length told: 4
        Reply reply{.body = file(number), .ranges = kind < 2, .chunked = kind == 4};
        if (kind == 0 || kind == 2)
            reply.headers.emplaceBack("ETag", '"' + QByteArray::number(version(number)) + '"');
        return reply;
    }

    Reply bad(unsigned number, qint64 from)
    {
        const auto kind = unsigned(m_random() % 12);
        if (kind == 4 && version(number) + 1 < Versions) {
            m_versions[number] = version(number) + 1;
            m_files.remove(number);
        }
        Reply reply = good(number);
        if (kind == 5) { // answers to no range any more
            reply.ranges = false;
            from = 0;
        }
        const qint64 left = std::max<qint64>(1, reply.body.size() - from);
        reply.faultAfter = qint64(m_random()) % left;
        switch (kind) {
        case 0:
            return {.status = 503, .body = "busy"};
        case 1:
            return {.status = 429, .body = "slowly", .headers = {{"Retry-After", "20"}}};
        case 2:
            return {.status = 500, .body = "<html>Oops</html>"};
        case 3:
            return {.status = 206, .body = "xx", .headers = {{"Content-Range", "bytes 5-6/7"}}};
        case 6:
            reply.fault = Fault::Silent;
            break;
        case 7:
        case 8:
            reply.fault = Fault::StallAfter;
            break;
        case 9:
            reply.fault = Fault::SilentAfterHead;
            break;
        default:
            reply.fault = Fault::DropAfter;
            break;
        }
        return reply;
    }

    const unsigned m_host;
    std::mt19937 m_random;
    QHash<unsigned, unsigned> m_versions;
    QHash<unsigned, int> m_faults;
    QHash<unsigned, QByteArray> m_files;
};

/// A server of its own for each podcast: two are asked at once.
struct Host
{
    Host(unsigned number, unsigned seed)
        : server(QHostAddress(0x7f000001U + number)), publisher(number, seed)
    {
    }

    ServerThread server;
    Publisher publisher;
};

int numberFrom(const char *variable, int otherwise)
{
    bool isNumber = false;
    const int number = qEnvironmentVariableIntValue(variable, &isNumber);
    return isNumber ? number : otherwise;
}

} // namespace

/// Downloads whose servers, program and disk fail at random: what is called whole is a file of the
/// server's, byte for byte, none is lost, and at last all are whole. EARMARK_FAULTS says how many
/// faults (50), EARMARK_FAULT_DOWNLOADS of how many files (10), EARMARK_FAULT_SEED which.
class TestDownloadFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }
    void whatIsCalledWholeIsTheServersFile();

private:
    void prepare(int downloads, unsigned seed);
    QString path(const QString &name) const { return m_folder.filePath(name); }
    int sum(int Publisher::*number);
    void runOnce(std::mt19937 &random);
    void runCalmly();
    QString badFile();
    void count(const QString &kind) { ++m_counts[kind]; }

    QTemporaryDir m_folder;
    std::vector<std::unique_ptr<Host>> m_hosts;
    QHash<qint64, QString> m_whole; ///< Paths of episodes that were found to be right.
    QMap<QString, int> m_counts;
};

void TestDownloadFaults::prepare(int downloads, unsigned seed)
{
    Storage storage;
    HttpClient http(path(u"stream"_s));
    UndoStack undo;
    LibraryService library(storage, http, undo, systemClock());
    QVERIFY(resultOf(storage.open(path(u"library.db"_s))));
    for (unsigned number = 0; number < 2; ++number) {
        m_hosts.push_back(std::make_unique<Host>(number, seed + number));
        Host &host = *m_hosts.back();
        const QString base = host.server.url(u"/"_s).toString();
        host.server.serve(
                "/feed",
                {.body = feedXml(u"Pod %1"_s.arg(number), downloads / 2, base + u"%1.wav"_s)});
        host.server.with([&](TestHttpServer &server) {
            server.setHandler(
                    [&host](const Request &asked) { return host.publisher.reply(asked); });
        });
        QVERIFY(resultOf(library.subscribe(host.server.url(u"/feed"_s))));
    }
}

int TestDownloadFaults::sum(int Publisher::*number)
{
    int sum = 0;
    for (const auto &host : m_hosts)
        sum += host->server.with([&](TestHttpServer &) { return host->publisher.*number; });
    return sum;
}

/// The program, once: left alone, killed after some requests, or with a disk that becomes full.
void TestDownloadFaults::runOnce(std::mt19937 &random)
{
    QProcess child;
    child.setProcessChannelMode(QProcess::MergedChannels);
    const auto how = unsigned(random() % 6);
    const bool isKilled = how <= 1;
    const bool isShort = how == 2 || how == 3;
    const QString largest = QString::number(isShort ? 100'000 + random() % 500'000 : 0);
    const QString room = how == 4 ? QString::number(random() % 1'000'000) : u"-1"_s;
    const int requestsAtMost = isKilled ? 1 + int(random() % 6) : 0;
    const int requestsBefore = sum(&Publisher::requests);
    child.start(QStringLiteral(EARMARK_DOWNLOAD_CHILD), {m_folder.path(), largest, room});
    const bool isOver = QTest::qWaitFor(
            [&] {
                return child.state() == QProcess::NotRunning
                        || (isKilled
                            && sum(&Publisher::requests) >= requestsBefore + requestsAtMost);
            },
            Patience);
    QVERIFY2(isOver, child.readAll().constData());
    if (child.state() != QProcess::NotRunning) {
        child.kill();
        QVERIFY(child.waitForFinished());
        count(u"killed"_s);
        return;
    }
    QVERIFY2(child.exitStatus() == QProcess::NormalExit
                     && (child.exitCode() == 0 || child.exitCode() == 3),
             child.readAll().constData());
    if (child.exitCode() == 3)
        count(isShort ? u"largest file"_s : u"no room"_s);
}

void TestDownloadFaults::runCalmly()
{
    QProcess child;
    child.setProcessChannelMode(QProcess::MergedChannels);
    child.start(QStringLiteral(EARMARK_DOWNLOAD_CHILD), {m_folder.path(), u"0"_s, u"-1"_s});
    const bool isOver
            = QTest::qWaitFor([&] { return child.state() == QProcess::NotRunning; }, Patience);
    const QByteArray said = child.readAll();
    QVERIFY2(isOver && child.exitCode() == 0, said.constData());
}

/// Looks at what is called whole since the last time, and whether what was whole still is. Empty:
/// all is well.
QString TestDownloadFaults::badFile()
{
    Storage storage;
    if (!resultOf(storage.openReadOnly(path(u"library.db"_s))))
        return u"The library cannot be read."_s;
    const auto all = resultOf(storage.read([](Database &db) { return MediaRepository(db).all(); }));
    if (!all)
        return all.error().detail;
    QHash<qint64, QString> whole;
    for (const StoredMedia &media : *all) {
        if (media.presence == MediaPresence::Whole)
            whole.insert(media.episode.value(), media.path);
        if (media.presence != MediaPresence::Whole || m_whole.contains(media.episode.value()))
            continue;
        QFile file(path(u"downloads/"_s) + media.path);
        const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        const unsigned number = media.address.fileName().chopped(4).toUInt();
        const unsigned host = media.address.host().endsWith(u".2"_s) ? 1 : 0;
        bool isKnown = false;
        for (unsigned version = 0; version < Versions; ++version)
            isKnown = isKnown || bytes == fileOf(host, number, version);
        if (!isKnown)
            return media.path + u" is no file of the server's."_s;
    }
    for (auto known = m_whole.cbegin(); known != m_whole.cend(); ++known) {
        if (whole.value(known.key()) != *known || !QFile::exists(path(u"downloads/"_s) + *known))
            return *known + u" was lost."_s;
    }
    m_whole = whole;
    return {};
}

void TestDownloadFaults::whatIsCalledWholeIsTheServersFile()
{
    const int faults = numberFrom("EARMARK_FAULTS", 50);
    const int downloads = numberFrom("EARMARK_FAULT_DOWNLOADS", 10);
    const auto seed = unsigned(numberFrom("EARMARK_FAULT_SEED", 3));
    std::mt19937 random(seed);
    prepare(downloads, seed);
    for (const auto &host : m_hosts)
        host->server.with(
                [&](TestHttpServer &) { host->publisher.faultsOfEach = faults / downloads; });
    int runs = 0;
    while (m_whole.size() < downloads && sum(&Publisher::faults) < faults) {
        runOnce(random);
        const QString bad = badFile();
        QVERIFY2(bad.isEmpty(), qPrintable(bad));
        ++runs;
    }
    runCalmly();

    m_whole.clear(); // every byte of every file
    const QString bad = badFile();
    qInfo("streaming.faults_bad_files %d (seed %u: %d runs, %d faults of the servers, %d kills, %d "
          "times a full disk)",
          bad.isEmpty() ? 0 : 1, seed, runs, sum(&Publisher::faults), m_counts.value(u"killed"_s),
          m_counts.value(u"largest file"_s) + m_counts.value(u"no room"_s));
    QVERIFY2(bad.isEmpty(), qPrintable(bad));
    QCOMPARE(m_whole.size(), downloads);
    QCOMPARE(sum(&Publisher::faults), faults);
}

QTEST_GUILESS_MAIN(TestDownloadFaults)
#include "tst_downloadfaults.moc"
