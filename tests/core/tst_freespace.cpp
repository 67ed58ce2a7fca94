// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/amounts.h"
#include "core/freespace.h"
#include "support/failonwarning.h"

#include <QTest>

#include <random>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 MB = 1'000'000;
constexpr qint64 GB = 1'000 * MB;

} // namespace

class TestFreeSpace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whatDoesNotFitIsNotBegun();
    void whatOthersStillNeedIsNotFree();
    void anUnknownSizeNeedsRoomForALongEpisode();
    void theReserveIsSmallOnASmallDisk();
    void theRestIsWhatCounts();
    void whatIsWholeNeedsNothing();
    void itStopsWhenTheRestDoesNotFit();
    void ofUnknownSizeItStopsNearTheEnd();
    void whatWasLetInIsNotStoppedByItsOwnBytes();
    void amountsInWords_data();
    void amountsInWords();
    void waitsInWords_data();
    void waitsInWords();
};

void TestFreeSpace::whatDoesNotFitIsNotBegun()
{
    const DiskSpace disk{.free = 550 * MB, .total = 100 * GB};

    const RoomDecision decision = roomToStart(disk, {.size = 80 * MB}, 0);

    QVERIFY(!decision.isEnough);
    QCOMPARE(decision.missing, 30 * MB);
    QCOMPARE(decision.sentence,
             u"There is not enough room on the disk: this file needs 80 MB, and 50 MB can be used. "
             "Delete something, or choose another folder for downloads."_s);
    QCOMPARE(roomToStart(disk, {.size = 50 * MB}, 0), RoomDecision());
    QCOMPARE(roomToStart({.free = 0, .total = 100 * GB}, {.size = 1 * MB}, 0).missing, 501 * MB);
}

void TestFreeSpace::whatOthersStillNeedIsNotFree()
{
    const DiskSpace disk{.free = 600 * MB, .total = 100 * GB};

    QVERIFY(roomToStart(disk, {.size = 80 * MB}, 20 * MB).isEnough);
    QVERIFY(!roomToStart(disk, {.size = 80 * MB}, 21 * MB).isEnough);
}

void TestFreeSpace::anUnknownSizeNeedsRoomForALongEpisode()
{
    for (const RoomAsked &asked : {RoomAsked{}, RoomAsked{.size = 0}, RoomAsked{.size = -5}}) {
        QVERIFY(!roomToStart({.free = 600 * MB, .total = 100 * GB}, asked, 0).isEnough);
        QVERIFY(roomToStart({.free = 620 * MB, .total = 100 * GB}, asked, 0).isEnough);
    }
    QVERIFY(!roomToStart({.free = 500 * MB, .total = 100 * GB}, {.present = 900 * MB}, 0).isEnough);
}

void TestFreeSpace::theReserveIsSmallOnASmallDisk()
{
    QCOMPARE(reservedSpace({.free = 0, .total = 2'000 * GB}), 500 * MB);
    QCOMPARE(reservedSpace({.free = 0, .total = 8 * GB}), 160 * MB);
    QCOMPARE(reservedSpace({.free = 0, .total = 0}), 500 * MB);
}

void TestFreeSpace::theRestIsWhatCounts()
{
    const DiskSpace disk{.free = 550 * MB, .total = 100 * GB};

    QVERIFY(roomToStart(disk, {.size = 80 * MB, .present = 30 * MB}, 0).isEnough);
    QVERIFY(roomToGoOn(disk, {.size = 400 * MB, .present = 100 * MB}).isEnough);
}

void TestFreeSpace::whatIsWholeNeedsNothing()
{
    const DiskSpace full{.free = 0, .total = 100 * GB};
    const RoomAsked whole{.size = 80 * MB, .present = 80 * MB};

    QVERIFY(roomToStart(full, whole, 70 * MB).isEnough);
    QVERIFY(roomToGoOn(full, whole).isEnough);
}

void TestFreeSpace::itStopsWhenTheRestDoesNotFit()
{
    const RoomDecision decision = roomToGoOn({.free = 300 * MB, .total = 100 * GB},
                                             {.size = 80 * MB, .present = 10 * MB});

    QVERIFY(!decision.isEnough);
    QCOMPARE(decision.missing, 20 * MB);
    QCOMPARE(
            decision.sentence,
            u"The disk is nearly full: 300 MB are free, and what is left of this file may not fit. "
            "What came is kept. Delete something, then resume."_s);
}

void TestFreeSpace::ofUnknownSizeItStopsNearTheEnd()
{
    QVERIFY(roomToGoOn({.free = 251 * MB, .total = 100 * GB}, {}).isEnough);
    QVERIFY(!roomToGoOn({.free = 250 * MB, .total = 100 * GB}, {}).isEnough);
}

void TestFreeSpace::whatWasLetInIsNotStoppedByItsOwnBytes()
{
    std::mt19937 random(31);
    int let = 0;
    for (int round = 0; round < 3'000; ++round) {
        DiskSpace disk{.free = qint64(random() % 1'000) * MB, .total = qint64(random() % 100) * GB};
        const qint64 others = qint64(random() % 200) * MB;
        RoomAsked asked{.size = qint64(random() % 400) * MB + 1};
        if (!roomToStart(disk, asked, others).isEnough)
            continue;
        ++let;
        disk.free -= others; // They write all they need.
        while (asked.present < asked.size) {
            QVERIFY(roomToGoOn(disk, asked).isEnough);
            const qint64 written = std::min(*asked.size - asked.present, 7 * MB);
            asked.present += written;
            disk.free -= written;
        }
        QVERIFY(disk.free >= reservedSpace(disk));
    }
    QVERIFY(let > 300);
}

void TestFreeSpace::amountsInWords_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("words");
    const auto row = [](qint64 bytes, const char *words) {
        QTest::addRow("%lld", static_cast<long long>(bytes)) << bytes << QString::fromLatin1(words);
    };
    row(-5, "0 kB");
    row(0, "0 kB");
    row(640'000, "640 kB");
    row(999'499, "999 kB");
    row(999'500, "1 MB");
    row(80 * MB, "80 MB");
    row(999'700'000, "1 GB");
    row(1'240 * MB, "1.2 GB");
    row(9'940 * MB, "9.9 GB");
    row(9'960 * MB, "10 GB");
    row(2'500 * GB, "2.5 TB");
}

void TestFreeSpace::amountsInWords()
{
    QFETCH(qint64, bytes);
    QFETCH(QString, words);

    QCOMPARE(sizeInWords(bytes), words);
}

void TestFreeSpace::waitsInWords_data()
{
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("words");
    const auto row = [](int seconds, const char *words) {
        QTest::addRow("%d", seconds) << seconds << QString::fromLatin1(words);
    };
    row(-3, "1 s");
    row(10, "10 s");
    row(59, "59 s");
    row(60, "1 min");
    row(61, "2 min");
    row(3'540, "59 min");
    row(3'541, "1 h");
    row(3'600, "1 h");
    row(3'601, "2 h");
    row(23 * 3'600, "23 h");
    row(24 * 3'600, "1 day");
    row(24 * 3'600 + 1, "2 days");
}

void TestFreeSpace::waitsInWords()
{
    QFETCH(int, seconds);
    QFETCH(QString, words);

    QCOMPARE(waitInWords(std::chrono::seconds(seconds)), words);
    QCOMPARE(daysInWords(1), u"1 day"_s);
}

QTEST_GUILESS_MAIN(TestFreeSpace)
#include "tst_freespace.moc"
