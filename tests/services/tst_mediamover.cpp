// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/downloadfixture.h"
#include "services/mediamover.h"

using namespace Earmark;
using namespace Qt::StringLiterals;

/// The downloads move to another folder, all or none, and whoever listens goes on.
class TestMediaMover : public QObject, private DownloadFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void everythingIsInTheNewFolder_data();
    void everythingIsInTheNewFolder();
    void whoListensToAPartGoesOn();
    void aDownloadGoesOnInTheNewFolder();
    void aFileThatStandsThereStopsItAndNothingHasMoved();
    void movingAgainAfterACrashGoesOn();
    void cancelledNothingHasMoved();
    void aFolderInsideOfItIsRefused();
    void aFolderThatCannotBeWrittenIsRefused();
    void onlyOneMoveAtATime();

private:
    bool fetchAll();
    void sayMoved(const QString &to);

    std::unique_ptr<MediaMover> m_mover;
};

void TestMediaMover::init()
{
    QVERIFY(setUp());
    m_mover = std::make_unique<MediaMover>(
            MediaMover::Needs{.store = *store, .downloads = *downloads, .settings = *settings});
}

void TestMediaMover::cleanup()
{
    m_mover.reset();
    tearDown();
}

bool TestMediaMover::fetchAll()
{
    downloads->start();
    downloads->download(ids);
    return std::all_of(ids.cbegin(), ids.cend(), [this](EpisodeId id) { return waitForWhole(id); });
}

void TestMediaMover::sayMoved(const QString &to)
{
    QCOMPARE(store->folder(), to);
    QCOMPARE(settings->downloadsFolder(), to);
    QVERIFY(!QFileInfo::exists(folder()));
    for (const EpisodeId id : ids) {
        QVERIFY(store->pathOf(id).startsWith(to + u'/'));
        QVERIFY(onDisk(id) == sound);
    }
}

void TestMediaMover::everythingIsInTheNewFolder_data()
{
    QTest::addColumn<QString>("place");
    QTest::newRow("on the same disk") << QDir::tempPath();
    QTest::newRow("on another disk") << u"/dev/shm"_s;
}

void TestMediaMover::everythingIsInTheNewFolder()
{
    QFETCH(QString, place);
    const QTemporaryDir to(place + u"/earmark-move"_s);
    QVERIFY(to.isValid());
    QVERIFY(fetchAll());
    QSignalSpy progress(m_mover.get(), &MediaMover::progressed);

    QVERIFY(resultOf(m_mover->move(to.path())));

    sayMoved(to.path());
    const auto last = progress.constLast().at(0).value<CarryProgress>();
    QCOMPARE(last.files, last.ofFiles);
    QVERIFY(std::any_of(progress.cbegin(), progress.cend(), [this](const QVariantList &told) {
        const auto one = told.at(0).value<CarryProgress>();
        return one.files == 3 && one.bytes == 3 * sound.size();
    }));
    QVERIFY(!m_mover->isMoving());
    QVERIFY(resultOf(store->check()).missing.isEmpty());
}

void TestMediaMover::whoListensToAPartGoesOn()
{
    const auto source = open(ids.first());
    QCOMPARE(read(*source, 0, 100'000), sound.left(100'000));
    const QString to = m_dir->filePath(u"elsewhere"_s);

    QVERIFY(resultOf(m_mover->move(to)));

    QVERIFY(read(*source, 0, sound.size()) == sound);
    QVERIFY(waitForWhole(ids.first()));
    QVERIFY(store->pathOf(ids.first()).startsWith(to + u'/'));
    QVERIFY(onDisk(ids.first()) == sound);
    QVERIFY(!QFileInfo::exists(folder()));
}

void TestMediaMover::aDownloadGoesOnInTheNewFolder()
{
    serve("/2.mp3", {.fault = Fault::StallAfter, .faultAfter = 300'000});
    downloads->start();
    downloads->download({ids.first()});
    QTRY_VERIFY_WITH_TIMEOUT(downloads->status(ids.first()).present >= 300'000, Patience);
    serve("/2.mp3");

    const QString to = m_dir->filePath(u"elsewhere"_s);
    QVERIFY(resultOf(m_mover->move(to)));

    QVERIFY(waitForWhole(ids.first()));
    QVERIFY(store->pathOf(ids.first()).startsWith(to + u'/'));
    QVERIFY(onDisk(ids.first()) == sound);
    QTRY_COMPARE(stateOf(ids.first()), DownloadState::Done);
}

void TestMediaMover::aFileThatStandsThereStopsItAndNothingHasMoved()
{
    QVERIFY(fetchAll());
    const QString to = m_dir->filePath(u"elsewhere"_s);
    QVERIFY(QDir().mkpath(to + u"/Pod"_s));
    QFile theirs(to + u"/Pod/2024-01-01 Episode 0.mp3"_s);
    QVERIFY(theirs.open(QIODevice::WriteOnly));
    theirs.write("mine");
    theirs.close();

    const auto moved = resultOf(m_mover->move(to));

    QVERIFY(!moved);
    QVERIFY2(moved.error().sentence.contains(u"Episode 0"), qPrintable(moved.error().sentence));
    QCOMPARE(store->folder(), folder());
    for (const EpisodeId id : ids)
        QVERIFY(onDisk(id) == sound);
    QCOMPARE(QDir(to + u"/Pod"_s).entryList(QDir::Files),
             QStringList{u"2024-01-01 Episode 0.mp3"_s});
    QVERIFY(theirs.open(QIODevice::ReadOnly));
    QCOMPARE(theirs.readAll(), "mine");
}

void TestMediaMover::movingAgainAfterACrashGoesOn()
{
    QVERIFY(fetchAll());
    const QString to = m_dir->filePath(u"elsewhere"_s);
    QVERIFY(QDir().mkpath(to + u"/Pod"_s));
    for (const QString &file : files().first(2)) // one as a copy would be, one as a link
        QVERIFY(QFile::copy(folder() + u'/' + file, to + u'/' + file));

    QVERIFY(resultOf(m_mover->move(to)));

    sayMoved(to);
}

void TestMediaMover::cancelledNothingHasMoved()
{
    QVERIFY(fetchAll());
    const QString to = m_dir->filePath(u"elsewhere"_s);

    const auto moved = m_mover->move(to);
    m_mover->cancel();

    const auto done = resultOf(moved);
    QVERIFY(!done);
    QCOMPARE(done.error().kind, ErrorKind::Cancelled);
    QCOMPARE(store->folder(), folder());
    for (const EpisodeId id : ids)
        QVERIFY(onDisk(id) == sound);
    QVERIFY(QDir(to).isEmpty());
}

void TestMediaMover::aFolderInsideOfItIsRefused()
{
    QVERIFY(fetchAll());

    const QStringList wrong{folder(), folder() + u"/new"_s, m_dir->path()};
    for (const QString &to : wrong) {
        const auto moved = resultOf(m_mover->move(to));
        QVERIFY(!moved);
        QCOMPARE(moved.error().kind, ErrorKind::Usage);
    }
    QVERIFY(onDisk(ids.first()) == sound);
}

void TestMediaMover::aFolderThatCannotBeWrittenIsRefused()
{
    QVERIFY(fetchAll());

    const auto moved = resultOf(m_mover->move(u"/proc/earmark"_s));

    QVERIFY(!moved);
    QVERIFY2(moved.error().sentence.contains(u"/proc/earmark"), qPrintable(moved.error().sentence));
    QVERIFY(onDisk(ids.first()) == sound);
}

void TestMediaMover::onlyOneMoveAtATime()
{
    QVERIFY(fetchAll());
    const auto first = m_mover->move(m_dir->filePath(u"elsewhere"_s));

    QVERIFY(!resultOf(m_mover->move(m_dir->filePath(u"third"_s))));

    QVERIFY(resultOf(first));
    sayMoved(m_dir->filePath(u"elsewhere"_s));
}

QTEST_GUILESS_MAIN(TestMediaMover)
#include "tst_mediamover.moc"
