// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/folderfixture.h"
#include "services/folderlisting.h"

#include <unistd.h>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A folder on disk as a podcast: what is read of it, and what stays when it changes.
class TestLocalFolder : public QObject, private FolderFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { beginFolder(); }
    void cleanup() { endFolder(); }

    void aFolderBecomesAPodcast();
    void theSameFolderIsOnePodcast();
    void aRescanKeepsWhatTheListenerDid();
    void aRenamedFileWithATitleStaysTheEpisode();
    void anUnchangedFolderIsNotReadAgain();
    void filesThatWentStayInTheLibrary();
    void aFolderThatIsGoneIsASentenceAndLosesNothing();
    void aMovedFolderKeepsEverythingAtItsNewPlace();
    void nothingToHearIsNoPodcast_data();
    void nothingToHearIsNoPodcast();
    void badFilesAreToldAndTheOthersRead();
    void pipesLinksAndHiddenFilesAreNotTouched();
    void strangeNamesAreRead();
    void namesThatAreNoTextAreTold();
    void deepAndEndlessFoldersHaveLimits();
    void whatCannotBeReadIsTold();
    void exportLeavesFoldersOut();
};

void TestLocalFolder::aFolderBecomesAPodcast()
{
    put(u"One.mp3"_s, tagged("title=The first\nalbum=Talks\ncomment=Of it\\\n0:00 A\\\n0:10 B"), 1);
    put(u"sub/Two.mp3"_s, tagged("album=Talks\ndate=2024-01-09"), 2);
    putSound(u"Three.mp3"_s, 3);
    put(u"letter.pdf"_s, "not sound");

    const PodcastId id = add();
    const Podcast added = podcast(id);
    QCOMPARE(added.url, localAddress(QFileInfo(folder()).canonicalFilePath()));
    QCOMPARE(added.title, u"Talks"_s);
    QVERIFY(!added.serial);
    QCOMPARE(titles(id), (QStringList{u"Two"_s, u"Three"_s, u"The first"_s}));
    const Episode first = episode(id, u"One.mp3"_s);
    QCOMPARE(first.enclosure.url.toLocalFile(), path(u"One.mp3"_s));
    QCOMPARE(first.enclosure.type, u"audio/mpeg"_s);
    QVERIFY(first.row.duration > 900ms && first.row.duration < 1200ms);
    QCOMPARE(first.row.published.date(), QDate(2024, 1, 1));
    QVERIFY(first.notesHtml.startsWith(u"Of it"_s));
    QVERIFY(isLocalEpisode(first));
    const auto bytes = resultOf(MediaOpener(*m_http).openEpisode(first, {}));
    QVERIFY(bytes);
    QVERIFY((*bytes)->isWhole());
    QCOMPARE(log(id).size(), 1);
    QCOMPARE(log(id).first().result, FetchAttempt::Result::Updated);
    QCOMPARE(asked(), 0);
}

void TestLocalFolder::theSameFolderIsOnePodcast()
{
    putSound(u"a.mp3"_s);
    const PodcastId id = add();
    QVERIFY(QFile::link(folder(), m_dir->filePath(u"link"_s)));
    for (const QString &same :
         QStringList{folder() + u'/', folder() + u"/../music/."_s, m_dir->filePath(u"link"_s)}) {
        const auto again = resultOf(m_library->subscribeFolder(same));
        QVERIFY(again);
        QCOMPARE(again->id, id);
        QVERIFY(!again->isNew);
    }
}

void TestLocalFolder::aRescanKeepsWhatTheListenerDid()
{
    putSound(u"a.mp3"_s);
    put(u"b.mp3"_s, tagged("title=Before"));
    const PodcastId id = add();
    const EpisodeId known = episode(id, u"b.mp3"_s).row.id;
    QVERIFY(resultOf(m_episodes->savePosition(known, 700ms, 1s, PositionCause::Playing)));
    m_episodes->setFavourite({known}, true);

    put(u"b.mp3"_s, tagged("title=After"), 5);
    putSound(u"c.mp3"_s);
    const RefreshOutcome outcome = refresh(id);
    QCOMPARE(outcome.error, QString());
    QCOMPARE(outcome.inserted, 1);
    QCOMPARE(outcome.updated, 1);
    const Episode after = episode(id, u"b.mp3"_s);
    QCOMPARE(after.row.id, known);
    QCOMPARE(after.row.title, u"After"_s);
    QCOMPARE(after.row.state.position, 700ms);
    QVERIFY(after.row.state.favourite);
}

void TestLocalFolder::aRenamedFileWithATitleStaysTheEpisode()
{
    put(u"b.mp3"_s, tagged("title=Its title"), 4);
    const PodcastId id = add();
    const EpisodeId known = episode(id, u"b.mp3"_s).row.id;
    QVERIFY(QFile::rename(path(u"b.mp3"_s), path(u"renamed.mp3"_s)));
    QCOMPARE(refresh(id).updated, 1);
    QCOMPARE(episodes(id).size(), 1);
    QCOMPARE(episode(id, u"renamed.mp3"_s).row.id, known);
}

void TestLocalFolder::anUnchangedFolderIsNotReadAgain()
{
    putSound(u"a.mp3"_s);
    const PodcastId id = add();
    QCOMPARE(refresh(id).status, RefreshOutcome::Status::Unchanged);
    QCOMPARE(log(id).first().result, FetchAttempt::Result::Unchanged);
}

void TestLocalFolder::filesThatWentStayInTheLibrary()
{
    putSound(u"a.mp3"_s);
    putSound(u"b.mp3"_s);
    const PodcastId id = add();
    QVERIFY(QFile::remove(path(u"a.mp3"_s)));
    QCOMPARE(refresh(id).status, RefreshOutcome::Status::Updated);
    QCOMPARE(episodes(id).size(), 2);
    const auto gone = resultOf(MediaOpener(*m_http).openEpisode(episode(id, u"a.mp3"_s), {}));
    QVERIFY(!gone);
    QVERIFY2(gone.error().sentence.contains(u"\"a.mp3\" is not there any more"_s),
             qPrintable(gone.error().sentence));
}

void TestLocalFolder::aFolderThatIsGoneIsASentenceAndLosesNothing()
{
    putSound(u"a.mp3"_s);
    const PodcastId id = add();
    const Episode known = episode(id, u"a.mp3"_s);
    QVERIFY(QDir().rename(folder(), m_dir->filePath(u"elsewhere"_s)));
    const RefreshOutcome outcome = refresh(id);
    QCOMPARE(outcome.status, RefreshOutcome::Status::Failed);
    QCOMPARE(outcome.error, u"The folder %1 is not there; is its disk connected?"_s.arg(folder()));
    QCOMPARE(m_library->notice(), QString()); // it says nothing about the network
    QCOMPARE(episodes(id).size(), 1);
    const auto bytes = resultOf(MediaOpener(*m_http).openEpisode(known, {}));
    QVERIFY(!bytes);
    QCOMPARE(bytes.error().sentence, outcome.error);

    QVERIFY(QDir().rename(m_dir->filePath(u"elsewhere"_s), folder()));
    QCOMPARE(refresh(id).error, QString());
    QCOMPARE(podcast(id).failures, 0);
}

void TestLocalFolder::aMovedFolderKeepsEverythingAtItsNewPlace()
{
    putSound(u"a.mp3"_s);
    putSound(u"CD 2/a.mp3"_s);
    const PodcastId id = add();
    const EpisodeId known = episode(id, u"CD 2/a.mp3"_s).row.id;
    QVERIFY(resultOf(m_episodes->savePosition(known, 700ms, 1s, PositionCause::Playing)));
    const QString elsewhere = QFileInfo(folder()).path() + u"/elsewhere"_s;
    QVERIFY(QDir().rename(folder(), elsewhere));

    const auto moved = resultOf(m_library->changeFolder(id, elsewhere));
    QVERIFY2(moved, moved ? "" : qPrintable(moved.error().sentence));
    QCOMPARE(podcast(id).url, localAddress(elsewhere));
    QCOMPARE(episodes(id).size(), 2);
    const Episode after = episode(id, u"CD 2/a.mp3"_s);
    QCOMPARE(after.row.id, known);
    QCOMPARE(after.row.state.position, 700ms);
    QVERIFY(openLocalFile(after));
    QCOMPARE(refresh(id).status, RefreshOutcome::Status::Unchanged);

    const PodcastId web = subscribe("/feed", feedXml(u"Web"_s, 1));
    QVERIFY(!resultOf(m_library->changeFolder(web, elsewhere, true)));
    QVERIFY(!resultOf(m_library->changeFolder(id, elsewhere + u"2"_s)));
    QCOMPARE(podcast(id).url, localAddress(elsewhere));
}

void TestLocalFolder::nothingToHearIsNoPodcast_data()
{
    QTest::addColumn<QString>("what");
    QTest::newRow("empty folder") << u"empty"_s;
    QTest::newRow("no folder") << u"none"_s;
    QTest::newRow("a file") << u"music/a.txt"_s;
    QTest::newRow("no sound in it") << u"music"_s;
}

void TestLocalFolder::nothingToHearIsNoPodcast()
{
    QFETCH(QString, what);
    QVERIFY(QDir().mkpath(m_dir->filePath(u"empty"_s)));
    put(u"a.txt"_s, "words");
    put(u"a.mp3"_s, "<html>404</html>");
    const auto added = resultOf(m_library->subscribeFolder(m_dir->filePath(what)));
    QVERIFY(!added);
    QVERIFY(added.error().sentence.endsWith(u'.') || added.error().sentence.endsWith(u'?'));
    QVERIFY(resultOf(m_library->podcasts())->isEmpty());
}

void TestLocalFolder::badFilesAreToldAndTheOthersRead()
{
    putSound(u"good.mp3"_s);
    put(u"empty.mp3"_s, {});
    put(u"page.mp3"_s, "<!DOCTYPE html><html>404</html>");
    put(u"playlist.mp3"_s, "#EXTM3U\nfile:///etc/passwd\n");
    put(u"cut.mp3"_s, QByteArray("ID3\x04\x00\x00\x00\x00\x00\x0a", 10));
    const PodcastId id = add();
    QCOMPARE(titles(id), QStringList{u"good"_s});
    const QStringList told = log(id).first().repairs;
    QCOMPARE(told.size(), 4);
    QVERIFY2(told.first().startsWith(u"cut.mp3: "_s), qPrintable(told.first()));
}

void TestLocalFolder::pipesLinksAndHiddenFilesAreNotTouched()
{
    putSound(u"good.mp3"_s);
    putSound(u".hidden.mp3"_s);
    putSound(u".thumbs/in.mp3"_s);
    putSound(u"../outside.mp3"_s);
    putPipe(u"pipe.mp3"_s);
    QVERIFY(QFile::link(path(u"../outside.mp3"_s), path(u"out.mp3"_s)));
    QVERIFY(QFile::link(path(u"good.mp3"_s), path(u"in.mp3"_s)));
    QVERIFY(QFile::link(u"."_s, path(u"loop"_s)));
    QVERIFY(QFile::link(m_dir->path(), path(u"up"_s)));
    QVERIFY(QFile::link(u"/dev/zero"_s, path(u"zero.mp3"_s)));
    const PodcastId id = add();
    QCOMPARE(titles(id), QStringList{u"good"_s});
    QCOMPARE(log(id).first().repairs, QStringList());
}

void TestLocalFolder::strangeNamesAreRead()
{
    const QStringList names{u"line\nend.mp3"_s, u"a\u202ecod.mp3"_s, u"100% #1?.mp3"_s,
                            u"a\u0308.mp3"_s,   u"-rf ~.mp3"_s,      u"\u97f3\u697d.mp3"_s};
    for (const QString &name : names)
        putSound(name);
    const PodcastId id = add();
    QCOMPARE(episodes(id).size(), names.size());
    MediaOpener opener(*m_http);
    for (const QString &name : names) {
        const Episode one = episode(id, name.normalized(QString::NormalizationForm_C));
        QVERIFY2(one.row.id.isValid(), qPrintable(name));
        QVERIFY(!one.row.title.contains(u'\n') && !one.row.title.contains(QChar(0x202e)));
        QVERIFY2(resultOf(opener.openEpisode(one, {})), qPrintable(name));
    }
}

void TestLocalFolder::namesThatAreNoTextAreTold()
{
    putSound(u"good.mp3"_s);
    const QByteArray bad = QFile::encodeName(folder()) + "/bad\xff\xfe.mp3";
    QVERIFY(QFile::exists(path(u"good.mp3"_s)));
    QCOMPARE(::link(QFile::encodeName(path(u"good.mp3"_s)).constData(), bad.constData()), 0);
    const PodcastId id = add();
    QCOMPARE(titles(id), QStringList{u"good"_s});
    QCOMPARE(log(id).first().repairs.size(), 1);
    ::unlink(bad.constData()); // Qt would leave it, and the folder with it
}

void TestLocalFolder::deepAndEndlessFoldersHaveLimits()
{
    QString deep;
    for (int depth = 1; depth < FolderLimits::Depth; ++depth) {
        putSound(deep + u"a.mp3"_s);
        deep += u"d/"_s;
    }
    putSound(deep + u"last.mp3"_s);
    putSound(deep + u"d/too deep.mp3"_s);
    const PodcastId id = add();
    QCOMPARE(episodes(id).size(), FolderLimits::Depth);
    QVERIFY(episode(id, deep + u"last.mp3"_s).row.id.isValid());
    QCOMPARE(log(id).first().repairs,
             QStringList{u"Folders more than 8 levels deep were left out."_s});

    const QString many = m_dir->filePath(u"many"_s);
    QVERIFY(QDir().mkpath(many));
    const QByteArray first = QFile::encodeName(many) + "/first.mp3";
    QVERIFY(QFile::copy(path(u"a.mp3"_s), many + u"/first.mp3"_s));
    for (qsizetype i = 1; i <= FolderLimits::Files; ++i) {
        const QByteArray name = QFile::encodeName(many) + '/' + QByteArray::number(i) + ".mp3";
        if (::link(first.constData(), name.constData()) != 0)
            QVERIFY(QFile::copy(many + u"/first.mp3"_s, QFile::decodeName(name)));
    }
    const auto listing = listFolder(many, {});
    QVERIFY(listing);
    QCOMPARE(soundFilesOf(*listing).size(), FolderLimits::Files);
    QCOMPARE(listing->remarks.size(), 1);
}

void TestLocalFolder::whatCannotBeReadIsTold()
{
    putSound(u"good.mp3"_s);
    putSound(u"secret.mp3"_s);
    putSound(u"closed/in.mp3"_s);
    QVERIFY(QFile::setPermissions(path(u"secret.mp3"_s), {}));
    QVERIFY(QFile::setPermissions(path(u"closed"_s), {}));
    const PodcastId id = add();
    QVERIFY(QFile::setPermissions(path(u"closed"_s),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    const bool mayReadAll = ::geteuid() == 0; // the superuser
    QCOMPARE(titles(id).size(), mayReadAll ? 3 : 1);
    const QStringList told = log(id).first().repairs;
    QCOMPARE(told.size(), mayReadAll ? 0 : 1);
    QVERIFY(mayReadAll || told.first().startsWith(u"secret.mp3: "_s));
}

void TestLocalFolder::exportLeavesFoldersOut()
{
    putSound(u"a.mp3"_s);
    add();
    subscribe("/feed", feedXml(u"Public"_s, 1));
    const auto exported = resultOf(m_library->exportOpml(true));
    QVERIFY(exported);
    QVERIFY(exported->document.contains("/feed"));
    QVERIFY(!exported->document.contains("file:"));
    QCOMPARE(exported->folders, 1);
}

QTEST_GUILESS_MAIN(TestLocalFolder)
#include "tst_localfolder.moc"
