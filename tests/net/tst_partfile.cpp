// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/partfile.h"
#include "support/failonwarning.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cerrno>
#include <future>
#include <random>
#include <sys/stat.h>
#include <unistd.h>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const PartTimes AtOnce{.every = 0ms, .bytes = 1};
const PartTimes Never{.every = 24h, .bytes = std::int64_t(1) << 40};

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::optional<PartMap> mapOf(const QString &path)
{
    return unpackPartMap(bytesOf(PartFile::mapPath(path)));
}

template<typename Start>
Result<> waitFor(Start start)
{
    std::promise<Result<>> promise;
    start([&](const Result<> &result) { promise.set_value(result); });
    return promise.get_future().get();
}

bool isFileAt(int descriptor, const QString &path)
{
    struct stat one = {};
    struct stat other = {};
    return ::fstat(descriptor, &one) == 0
            && ::stat(QFile::encodeName(path).constData(), &other) == 0
            && one.st_ino == other.st_ino;
}

} // namespace

/// A partly fetched file and its map on a real disk.
class TestPartFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void whatWasWrittenIsThereTheNextTime();
    void theMapNeverClaimsWhatIsNotSynced();
    void afterAFailedSyncNothingMoreIsClaimed();
    void aMapThatCannotBeWrittenIsTriedAgain();
    void whatIsNotToBeBelievedIsNothing_data();
    void whatIsNotToBeBelievedIsNothing();
    void claimsBehindTheRealEndAreCut();
    void aFileThatIsShortenedOrRemovedMeanwhileIsASentence_data();
    void aFileThatIsShortenedOrRemovedMeanwhileIsASentence();
    void aFolderThatIsNotThereOrNotOursIsASentence();
    void aLinkIsNotFollowed();
    void twoCannotWriteOnePath();
    void openingAgainRightAfterClosingWaits();
    void beginningAnewLeavesNothing();
    void whatIsForgottenCanBeReadButNotFoundAgain();
    void finishingNeedsEveryByteAndLetsGoOfTheName();
    void closingManyAtOnceLosesNothing();

private:
    struct Opened
    {
        std::shared_ptr<PartFile> part;
        Result<PartMap> found;
    };

    Opened open(const PartTimes &times = AtOnce, const QString &name = u"a.part"_s);
    /// All on the disk and nobody in it.
    void closeAll() { m_threads = std::make_unique<PartThreads>(); }
    QString path(const QString &name = u"a.part"_s) const { return m_folder->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<PartThreads> m_threads;
    const QByteArray m_address = addressDigest(QUrl(u"https://example.org/a.mp3"_s));
};

void TestPartFile::init()
{
    failOnAnyWarning();
    m_folder = std::make_unique<QTemporaryDir>();
    m_threads = std::make_unique<PartThreads>();
}

void TestPartFile::cleanup()
{
    m_threads.reset();
}

TestPartFile::Opened TestPartFile::open(const PartTimes &times, const QString &name)
{
    auto part = std::make_shared<PartFile>(path(name), m_address, times);
    std::promise<Result<PartMap>> promise;
    m_threads->start(part, [&](const Result<PartMap> &found) { promise.set_value(found); });
    return {part, promise.get_future().get()};
}

void TestPartFile::whatWasWrittenIsThereTheNextTime()
{
    {
        const auto [part, found] = open(Never);
        QCOMPARE(*found, PartMap{.address = m_address});
        part->describe(
                {.size = 1'000'000, .isSizeTold = false, .etag = "\"1\"", .lastModified = "Mon"});
        QVERIFY(part->write(500'000, QByteArray(1000, 'b')));
        QVERIFY(part->write(0, QByteArray(10, 'a')));
        QVERIFY(!mapOf(path()));
        part->close();
    }
    closeAll();
    const auto [part, found] = open();

    PartMap expected{.address = m_address,
                     .size = 1'000'000,
                     .isSizeTold = false,
                     .etag = "\"1\"",
                     .lastModified = "Mon"};
    expected.present.add(0, 10);
    expected.present.add(500'000, 501'000);
    QCOMPARE(*found, expected);
    char byte = 0;
    QCOMPARE(::pread(part->descriptor(), &byte, 1, 500'999), 1);
    QCOMPARE(byte, 'b');
}

/// A power cut at any moment leaves what was synced last, and a map: the old or the new one.
void TestPartFile::theMapNeverClaimsWhatIsNotSynced()
{
    QByteArray onDisk; // What a power cut would leave.
    std::atomic<int> checks = 0;
    std::atomic<bool> isHonest = true;
    const auto check = [&] {
        const auto map = mapOf(path());
        if (!map)
            return;
        ++checks;
        for (qsizetype at = 0; at < 4000; ++at) {
            if (map->present.contains(at)
                && (at >= onDisk.size() || onDisk[at] != char('a' + at % 23)))
                isHonest = false;
        }
    };
    const auto sync = [&](int descriptor) {
        check();
        if (isFileAt(descriptor, path()))
            onDisk = bytesOf(path());
        return 0;
    };
    {
        const auto [part, found] = open({.every = 0ms, .bytes = 1, .sync = sync});
        std::mt19937 random(9); // the same every time
        for (int i = 0; i < 300; ++i) {
            const auto from = qsizetype(random() % 3900);
            QByteArray bytes(qsizetype(random() % 100) + 1, '\0');
            for (qsizetype at = 0; at < bytes.size(); ++at)
                bytes[at] = char('a' + (from + at) % 23);
            QVERIFY(part->write(from, bytes));
        }
        part->close();
    }
    closeAll();
    check();

    QVERIFY(isHonest);
    QVERIFY(checks > 0);
    QVERIFY(mapOf(path())->present.total() > 3000);
}

void TestPartFile::afterAFailedSyncNothingMoreIsClaimed()
{
    std::atomic<bool> isBroken = false;
    const auto sync = [&](int) {
        errno = EIO;
        return isBroken ? -1 : 0;
    };
    {
        const auto [part, found] = open({.every = 0ms, .bytes = 1, .sync = sync});
        QVERIFY(part->write(0, "good"));
        QTRY_VERIFY(mapOf(path()));
        isBroken = true;
        QVERIFY(part->write(10, "lost"));
        QTRY_VERIFY(!part->write(20, "late"));
        isBroken = false;
        const auto refused = part->write(20, "late");
        QVERIFY2(refused.error().sentence.startsWith(u"The disk did not take"_s),
                 qPrintable(refused.error().sentence));
        part->close();
    }
    closeAll();

    RangeMap good;
    good.add(0, 4);
    QCOMPARE(mapOf(path())->present, good);
}

void TestPartFile::aMapThatCannotBeWrittenIsTriedAgain()
{
    std::atomic<int> refused = 0;
    const auto sync = [&](int descriptor) {
        if (isFileAt(descriptor, path()) || refused >= 3)
            return 0;
        ++refused;
        errno = ENOSPC;
        return -1;
    };
    const auto [part, found] = open({.every = 1ms, .bytes = 1 << 20, .sync = sync});
    QVERIFY(part->write(0, "bytes"));

    QTRY_VERIFY(mapOf(path()));
    QCOMPARE(refused, 3);
    QVERIFY(part->write(5, "more"));
}

void TestPartFile::whatIsNotToBeBelievedIsNothing_data()
{
    QTest::addColumn<QByteArray>("map");
    PartMap other{.address = addressDigest(QUrl(u"https://example.org/b.mp3"_s))};
    other.present.add(0, 100);
    const QByteArray good = packPartMap(other);

    QTest::newRow("no map") << QByteArray();
    QTest::newRow("of another address") << good;
    QTest::newRow("cut") << good.chopped(1);
    QTest::newRow("nonsense") << QByteArray(1000, 'x');
}

void TestPartFile::whatIsNotToBeBelievedIsNothing()
{
    QFETCH(QByteArray, map);
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(1000, 'o')) == 1000);
    file.close();
    QFile mapFile(PartFile::mapPath(path()));
    QVERIFY(map.isEmpty() || (mapFile.open(QIODevice::WriteOnly) && mapFile.write(map) > 0));
    mapFile.close();

    const auto [part, found] = open(Never);

    QCOMPARE(*found, PartMap{.address = m_address});
    QCOMPARE(QFile(path()).size(), 0);
    QVERIFY(!QFile::exists(PartFile::mapPath(path())));
}

void TestPartFile::claimsBehindTheRealEndAreCut()
{
    {
        const auto [part, found] = open();
        QVERIFY(part->write(0, QByteArray(1000, 'a')));
        QVERIFY(part->write(5000, QByteArray(1000, 'b')));
        part->close();
    }
    closeAll();
    QVERIFY(QFile::resize(path(), 5500));
    RangeMap left;
    left.add(0, 1000);
    left.add(5000, 5500);
    {
        const auto [part, found] = open();
        QCOMPARE(found->present, left);
        part->close();
    }
    closeAll();
    QVERIFY(QFile::remove(path()));

    QCOMPARE(open().found->present, RangeMap());
}

void TestPartFile::aFileThatIsShortenedOrRemovedMeanwhileIsASentence_data()
{
    QTest::addColumn<QString>("what");
    QTest::newRow("shortened") << u"shortened"_s;
    QTest::newRow("removed") << u"removed"_s;
    QTest::newRow("replaced") << u"replaced"_s;
}

void TestPartFile::aFileThatIsShortenedOrRemovedMeanwhileIsASentence()
{
    QFETCH(QString, what);
    const auto [part, found] = open(Never);
    QVERIFY(part->write(0, QByteArray(1000, 'a')));
    if (what == u"shortened"_s)
        QVERIFY(QFile::resize(path(), 999));
    else
        QVERIFY(QFile::remove(path()));
    if (what == u"replaced"_s)
        QVERIFY(QFile::copy(u"/proc/self/status"_s, path()));

    const auto refused = part->write(1000, QByteArray(1000, 'b'));

    QVERIFY(!refused);
    QVERIFY(refused.error().sentence.contains(u"Another program"_s));
    part->close();
    closeAll();
    QVERIFY(!QFile::exists(PartFile::mapPath(path())));
}

void TestPartFile::aFolderThatIsNotThereOrNotOursIsASentence()
{
    const auto missing = open(AtOnce, u"no/folder/a.part"_s);
    QVERIFY2(missing.found.error().sentence.contains(u"cannot be found"_s),
             qPrintable(missing.found.error().sentence));
    QVERIFY(!missing.part->write(0, "bytes"));
    QVERIFY(!waitFor([&](auto done) { missing.part->finish(done); }));

    QVERIFY(QDir(m_folder->path()).mkdir(u"a.part"_s));
    QVERIFY(!open().found);
}

void TestPartFile::aLinkIsNotFollowed()
{
    QFile other(path(u"other"_s));
    QVERIFY(other.open(QIODevice::WriteOnly) && other.write("precious") == 8);
    other.close();
    QVERIFY(QFile::link(path(u"other"_s), path()));

    QVERIFY(!open().found);

    QCOMPARE(bytesOf(path(u"other"_s)), "precious");
}

void TestPartFile::twoCannotWriteOnePath()
{
    const auto [first, found] = open();
    QVERIFY(first->write(0, "mine"));
    QTRY_VERIFY(mapOf(path()));
    PartThreads others; // As another process has.
    std::promise<Result<PartMap>> promise;
    const auto second = std::make_shared<PartFile>(path(), m_address, AtOnce);

    others.start(second, [&](const Result<PartMap> &opened) { promise.set_value(opened); });

    const auto refused = promise.get_future().get();
    QVERIFY(!refused);
    QVERIFY2(refused.error().sentence.contains(u"Another"_s), qPrintable(refused.error().sentence));
    QVERIFY(!second->write(0, "not mine"));
    QCOMPARE(bytesOf(path()), "mine");
    QVERIFY(mapOf(path()));
}

void TestPartFile::openingAgainRightAfterClosingWaits()
{
    std::promise<void> mayGoOn;
    const auto sync = [held = mayGoOn.get_future().share()](int) {
        held.wait();
        return 0;
    };
    auto [part, found] = open({.every = 24h, .bytes = 1 << 20, .sync = sync});
    QVERIFY(part->write(0, "bytes"));
    part->close();
    part.reset();
    const auto again = std::make_shared<PartFile>(path(), m_address, AtOnce);
    std::promise<Result<PartMap>> promise;
    m_threads->start(again, [&](const Result<PartMap> &opened) { promise.set_value(opened); });
    auto opened = promise.get_future();
    QCOMPARE(opened.wait_for(0ms), std::future_status::timeout);

    mayGoOn.set_value();

    QCOMPARE(opened.get()->present.total(), 5);
}

void TestPartFile::beginningAnewLeavesNothing()
{
    const auto part = open().part;
    part->describe({.size = 4000, .etag = "\"1\""});
    QVERIFY(part->write(0, QByteArray(4000, 'o')));
    QTRY_VERIFY(mapOf(path()) && mapOf(path())->present.total() == 4000);

    QVERIFY(waitFor([&](auto done) { part->beginAnew(done); }));

    QCOMPARE(QFile(path()).size(), 0);
    QVERIFY(!QFile::exists(PartFile::mapPath(path())));
    QVERIFY(part->write(100, "new"));
    RangeMap fresh;
    fresh.add(100, 103);
    QTRY_VERIFY(mapOf(path()) && mapOf(path())->present == fresh);
    QCOMPARE(mapOf(path())->etag, QByteArray());
}

void TestPartFile::whatIsForgottenCanBeReadButNotFoundAgain()
{
    {
        const auto [part, found] = open();
        QVERIFY(part->write(0, "old bytes"));
        QTRY_VERIFY(mapOf(path()));
        part->forget(fail(ErrorKind::Network, u"It changed."_s));
        QTRY_VERIFY(!QFile::exists(PartFile::mapPath(path())));
        QCOMPARE(part->write(9, "new").error().sentence, u"It changed."_s);
        char byte = 0;
        QCOMPARE(::pread(part->descriptor(), &byte, 1, 0), 1);
        part->close();
    }
    closeAll();

    QCOMPARE(open().found->present, RangeMap());
}

void TestPartFile::finishingNeedsEveryByteAndLetsGoOfTheName()
{
    const auto part = open(Never).part;
    part->describe({.size = 2000});
    QVERIFY(part->write(0, QByteArray(1000, 'a')));
    QCOMPARE(waitFor([&](auto done) { part->finish(done); }).error().kind, ErrorKind::Usage);
    QVERIFY(part->write(1000, QByteArray(1000, 'b')));

    QVERIFY(waitFor([&](auto done) { part->finish(done); }));

    QVERIFY(mapOf(path())->isWhole());
    QVERIFY(QFile::rename(path(), path(u"whole.mp3"_s)));
    QVERIFY(QFile::remove(PartFile::mapPath(path())));
    part->close();
    closeAll();
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{u"whole.mp3"_s});
    char byte = 0;
    QCOMPARE(::pread(part->descriptor(), &byte, 1, 1999), 1);
    QCOMPARE(byte, 'b');
}

void TestPartFile::closingManyAtOnceLosesNothing()
{
    for (int i = 0; i < 20; ++i) {
        const auto opened = open(Never, u"%1.part"_s.arg(i));
        QVERIFY(opened.part->write(i, QByteArray(100, 'a')));
    }
    closeAll();

    for (int i = 0; i < 20; ++i)
        QCOMPARE(mapOf(path(u"%1.part"_s.arg(i)))->present.total(), 100);
}

QTEST_GUILESS_MAIN(TestPartFile)
#include "tst_partfile.moc"
