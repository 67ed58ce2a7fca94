// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/folderfixture.h"
#include "services/folderwatch.h"

#include <QSignalSpy>
#include <QTimer>

#include <algorithm>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What is put into a watched folder is an episode by itself.
class TestFolderWatch : public QObject, private FolderFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void whatCameWhileNobodyLookedIsSeenAtTheStart();
    void aNewFileBecomesAnEpisode();
    void aFileInANewFolderBecomesAnEpisode();
    void aFileThatStillGrowsIsWaitedFor();
    void aCopyThatStoodStillIsSeenWhenItIsWhole();
    void aFolderThatComesBackIsWatchedAgain();
    void anUnsubscribedFolderIsNotWatched();

private:
    void watch(FolderWatch::Pauses pauses = {.rest = 40ms, .later = 200ms})
    {
        m_watch = std::make_unique<FolderWatch>(*m_library, *m_folders, pauses);
        m_watch->start();
        QTRY_VERIFY(m_watch->watched().contains(folder()));
    }
    qsizetype count(PodcastId id) { return episodes(id).size(); }

    std::unique_ptr<FolderWatch> m_watch;
};

void TestFolderWatch::init()
{
    beginFolder();
    putSound(u"a.mp3"_s);
}

void TestFolderWatch::cleanup()
{
    m_watch.reset();
    endFolder();
}

void TestFolderWatch::whatCameWhileNobodyLookedIsSeenAtTheStart()
{
    const PodcastId id = add();
    putSound(u"b.mp3"_s);
    QSignalSpy changed(m_library.get(), &LibraryService::episodesChanged);
    watch();
    QTRY_VERIFY(!changed.isEmpty());
    QCOMPARE(count(id), 2);
}

void TestFolderWatch::aNewFileBecomesAnEpisode()
{
    const PodcastId id = add();
    watch();
    putSound(u"b.mp3"_s);
    QTRY_COMPARE(count(id), 2);
}

void TestFolderWatch::aFileInANewFolderBecomesAnEpisode()
{
    const PodcastId id = add();
    watch();
    QVERIFY(QDir().mkpath(path(u"CD 2/extra"_s)));
    QTRY_VERIFY(m_watch->watched().contains(path(u"CD 2/extra"_s)));
    putSound(u"CD 2/extra/b.mp3"_s);
    QTRY_COMPARE(count(id), 2);
}

/// Read too early it would be there for ever as long as it was then.
void TestFolderWatch::aFileThatStillGrowsIsWaitedFor()
{
    const PodcastId id = add();
    watch({.rest = 300ms, .later = 3s});
    QFile file(path(u"b.mp3"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray sound = plainSound();
    qsizetype written = 0;
    QTimer copy; // a piece every few milliseconds, for longer than the pause
    connect(&copy, &QTimer::timeout, &file, [&] {
        const qsizetype piece = std::min<qsizetype>(sound.size() / 20, sound.size() - written);
        written += file.write(sound.constData() + written, piece);
        file.flush();
        if (written == sound.size())
            copy.stop();
    });
    copy.start(10ms);
    QTRY_COMPARE(written, sound.size());
    QTRY_COMPARE(count(id), 2);
    QTRY_COMPARE(episode(id, u"b.mp3"_s).enclosure.length, sound.size());
    QCOMPARE(log(id).first().repairs, QStringList());
}

/// It looked like a whole file that is no sound; no folder changes when the rest comes.
void TestFolderWatch::aCopyThatStoodStillIsSeenWhenItIsWhole()
{
    const PodcastId id = add();
    watch({.rest = 40ms, .later = 3s});
    put(u"b.mp3"_s, QByteArray(5'000, '\0'), 2);
    QTRY_COMPARE(log(id).first().repairs.size(), 1);
    putSound(u"b.mp3"_s, 3);
    QTRY_COMPARE(count(id), 2);
    QTRY_COMPARE(log(id).first().repairs, QStringList());
}

void TestFolderWatch::aFolderThatComesBackIsWatchedAgain()
{
    const PodcastId id = add();
    watch();
    QVERIFY(QDir(folder()).removeRecursively());
    QTRY_VERIFY(m_watch->watched().isEmpty());
    QVERIFY(!refresh(id).error.isEmpty());
    QVERIFY(QDir().mkpath(folder()));
    putSound(u"a.mp3"_s, 2);
    QCOMPARE(refresh(id).error, QString());
    QTRY_VERIFY(m_watch->watched().contains(folder()));
    putSound(u"b.mp3"_s);
    QTRY_COMPARE(count(id), 2);
}

void TestFolderWatch::anUnsubscribedFolderIsNotWatched()
{
    const PodcastId id = add();
    watch();
    QVERIFY(resultOf(m_library->unsubscribe(id)));
    QTRY_VERIFY(m_watch->watched().isEmpty());
    m_undo->undo();
    QTRY_VERIFY(m_watch->watched().contains(folder()));
}

QTEST_GUILESS_MAIN(TestFolderWatch)
#include "tst_folderwatch.moc"
