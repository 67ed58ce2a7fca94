// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/partfixture.h"

#include <QProcess>

using namespace Earmark;
using namespace Qt::StringLiterals;

/// A program of its own downloads, and is killed, or its disk is full.
class TestPartCrash : public QObject, private PartFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }
    void killedTwentyTimesItGoesOnToAWholeFile_data();
    void killedTwentyTimesItGoesOnToAWholeFile();
    void aFullDiskLosesNothingAndGoesOnWhenThereIsRoom();

private:
    /// What is claimed is on the disk, byte for byte.
    bool isAllOf(const QByteArray &file, const RangeMap &claimed) const
    {
        const QByteArray there = onDisk();
        std::int64_t to = 0;
        for (auto from = std::optional(firstOf(claimed)); from; from = claimed.nextRun(to)) {
            to = claimed.endOfRun(*from);
            if (there.mid(*from, to - *from) != file.mid(*from, to - *from))
                return false;
        }
        return true;
    }
    static std::int64_t firstOf(const RangeMap &claimed)
    {
        return claimed.contains(0) ? 0 : claimed.nextRun(0).value_or(0);
    }

    void start(QProcess &child, int every, qint64 largest = 0)
    {
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QStringLiteral(EARMARK_PART_CHILD),
                    {m_server->url(u"/a.mp3"_s).toString(), path(), QString::number(every),
                     QString::number(largest)});
    }
};

void TestPartCrash::killedTwentyTimesItGoesOnToAWholeFile_data()
{
    QTest::addColumn<bool>("hasTag");
    QTest::newRow("validators") << true;
    QTest::newRow("none") << false;
}

/// The server stalls after a random number of bytes; when some are claimed on the disk, or enough
/// came for it, the program is killed, wherever it is.
void TestPartCrash::killedTwentyTimesItGoesOnToAWholeFile()
{
    QFETCH(bool, hasTag);
    const QByteArray file = noise(24 * MiB);
    std::mt19937 random(hasTag ? 21 : 22);
    qint64 stallAfter = 0;
    handle([&](const Request &) {
        Reply reply{
                .body = file, .ranges = true, .fault = Fault::StallAfter, .faultAfter = stallAfter};
        if (hasTag)
            reply.headers.emplaceBack("ETag", "\"1\"");
        return reply;
    });
    qint64 claimedBefore = 0;
    for (int kill = 0; kill < 20; ++kill) {
        m_server->with([&](TestHttpServer &server) {
            stallAfter = 100'000 + qint64(random() % (MiB));
            server.clearRequests();
        });
        const qint64 wanted = qint64(random() % unsigned(stallAfter));
        const auto claimed = mapOnDisk();
        QProcess child;
        start(child, kill % 3 * 20);
        // Some are killed right after the bytes came, some when the map says so.
        const bool afterMap = kill % 2 == 0;
        QVERIFY(QTest::qWaitFor(
                [&] {
                    const auto map = mapOnDisk();
                    return afterMap ? map && map->present.total() > claimedBefore + wanted
                                    : sent() > 0 && !m_server->requests().isEmpty();
                },
                Patience));
        child.kill();
        QVERIFY(child.waitForFinished());

        const auto map = mapOnDisk();
        if (!map) {
            QVERIFY(!claimed);
            continue;
        }
        // What the map claims is there, and what it claimed was not asked for again.
        QVERIFY(isAllOf(file, map->present));
        QVERIFY(map->present.total() >= claimedBefore);
        claimedBefore = map->present.total();
        if (claimed) {
            for (const Request &request : m_server->requests()) {
                const qint64 from = rangeBegin(request);
                QVERIFY(claimed->present.endOfRun(from) - from <= (hasTag ? 0 : 16 * KiB));
            }
        }
    }
    m_server->with([&](TestHttpServer &) { stallAfter = file.size(); });
    QProcess child;
    start(child, 2000);
    QVERIFY(child.waitForFinished(Patience));

    QCOMPARE(child.exitCode(), 0);
    QVERIFY(onDisk() == file);
    QVERIFY(mapOnDisk()->isWhole());
}

void TestPartCrash::aFullDiskLosesNothingAndGoesOnWhenThereIsRoom()
{
    const QByteArray file = noise(6 * MiB);
    serve({.body = file, .headers = {{"ETag", "\"1\""}}, .ranges = true});
    for (const qint64 room : {MiB, 3 * MiB + 12345, 5 * MiB}) {
        QProcess child;
        start(child, 2000, room);
        QVERIFY(child.waitForFinished(Patience));
        QCOMPARE(child.exitStatus(), QProcess::NormalExit);
        QCOMPARE(child.exitCode(), 1);
        const QByteArray said = child.readAllStandardOutput();
        QVERIFY2(said.contains("disk is full"), said.constData());
        QVERIFY(mapOnDisk() && mapOnDisk()->present.total() > room - 512 * KiB);
    }
    QProcess child;
    start(child, 2000);
    QVERIFY(child.waitForFinished(Patience));

    QCOMPARE(child.exitCode(), 0);
    QVERIFY(onDisk() == file);
}

QTEST_GUILESS_MAIN(TestPartCrash)
#include "tst_partcrash.moc"
