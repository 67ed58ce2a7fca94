// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/downloadfixture.h"
#include "storage/mediarepository.h"
#include "storage/sql.h"

using namespace Earmark;
using namespace Qt::StringLiterals;

/// What is heard of an episode is the download of it.
class TestMediaStore : public QObject, private DownloadFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY(setUp()); }
    void cleanup() { tearDown(); }
    void whatWasHeardStaysAndIsNotFetchedAgain();
    void hearingAllOfItIsDownloadingIt();
    void fetchingTheRestFetchesNothingTwice();
    void aWholeFileIsHeardWithoutANetwork();
    void twoWhoOpenAtOnceShareOneFile();
    void aPreviewIsKeptNowhere();
    void whatIsNoSoundIsNotCalledWhole();
    void aChecksumThatDoesNotHoldIsNoWholeFile();
    void aChangedFileBeginsAnewAndIsNotMixed();
    void readersGoOnWhenTheFileGetsItsName();
    void aFileWithTheNameOfAnotherIsNotTouched();
    void theNameSaysWhatItIsWhateverTheAddressSays();
    void aDeletedFileComesBack();
    void aDeletedFileDoesNotComeBackForEver();
    void missingAndForeignFilesAreFound();
    void aFolderThatIsGoneIsNoReasonToForget();
    void aNameThatWasGivenInTheLastMomentIsFound();
    void filesOfEpisodesThatAreGoneGo();
    void aFolderThatCannotBeWrittenIsNoReasonForSilence();
    void anAddressWithoutItsTrackingPrefixIsTriedFirst();
    void whyNothingIsHeardIsSaid();
    void lookingLeavesNothingBehind();
    void whoListensAfterLookingFetchesNothingTwice();
};

void TestMediaStore::whatWasHeardStaysAndIsNotFetchedAgain()
{
    {
        const auto source = open(ids.first());
        QVERIFY(source);
        QCOMPARE(read(*source, 0, 50'000), sound.left(50'000));
    }
    QTRY_COMPARE(store->media(ids.first()).value_or(StoredMedia{}).presence, MediaPresence::Partly);
    restart();
    m_server->with([](TestHttpServer &server) { server.stop(); });

    const auto source = open(ids.first());

    QVERIFY(source);
    QCOMPARE(read(*source, 0, 50'000), sound.left(50'000));
    QCOMPARE((*source)->size(), std::optional<std::int64_t>(sound.size()));
}

void TestMediaStore::hearingAllOfItIsDownloadingIt()
{
    const auto source = open(ids.first());
    QVERIFY(source);

    QVERIFY(read(*source, 0, sound.size()) == sound);

    QVERIFY(waitForWhole(ids.first()));
    QVERIFY(onDisk(ids.first()) == sound);
    QCOMPARE(files(), QStringList{u"Pod/2024-01-03 Episode 2.mp3"_s});
    QCOMPARE(store->media(ids.first())->cause, DownloadCause::Listening);
}

void TestMediaStore::fetchingTheRestFetchesNothingTwice()
{
    const Episode episode = stored(ids.first());
    const auto source = open(ids.first());
    QVERIFY(source);
    QCOMPARE(read(*source, 0, 20'000), sound.left(20'000));
    QCOMPARE(read(*source, sound.size() / 2, 20'000), sound.mid(sound.size() / 2, 20'000));

    QVERIFY(resultOf(store->fetch(episode, accessTo(episode))));

    QVERIFY(waitForWhole(ids.first()));
    QCOMPARE(askedTwice("/2.mp3"), 0);
    QVERIFY(onDisk(ids.first()) == sound);
}

void TestMediaStore::aWholeFileIsHeardWithoutANetwork()
{
    const Episode episode = stored(ids.first());
    QVERIFY(resultOf(store->fetch(episode, accessTo(episode))));
    QVERIFY(waitForWhole(ids.first()));
    restart();
    m_server->with([](TestHttpServer &server) { server.stop(); });

    const auto source = open(ids.first());

    QVERIFY(source);
    QVERIFY((*source)->isWhole());
    QVERIFY(read(*source, 0, sound.size()) == sound);
    QVERIFY(stored(ids.first()).row.media == MediaPresence::Whole);
}

void TestMediaStore::twoWhoOpenAtOnceShareOneFile()
{
    const Episode episode = stored(ids.first());
    const PodcastAccess allowed = accessTo(episode);
    const auto one = store->openEpisode(episode, allowed);
    const auto other = store->openEpisode(episode, allowed);
    const auto first = resultOf(one);
    const auto second = resultOf(other);
    QVERIFY(first && second);

    QCOMPARE(read(*first, 0, 50'000), sound.left(50'000));
    QCOMPARE(read(*second, 0, 50'000), sound.left(50'000));

    QCOMPARE(askedTwice("/2.mp3"), 0);
    QCOMPARE(files().filter(u".part"_s).filter(u".map"_s).size() + 1, files().size());
}

void TestMediaStore::aPreviewIsKeptNowhere()
{
    Episode episode = stored(ids.first());
    episode.row.id = {};

    const auto source = resultOf(store->openEpisode(episode, accessTo(stored(ids.first()))));

    QVERIFY(source);
    QCOMPARE(read(*source, 0, 1000), sound.left(1000));
    QCOMPARE(files(), QStringList());
}

void TestMediaStore::whatIsNoSoundIsNotCalledWhole()
{
    serve("/2.mp3", {.body = "<!DOCTYPE html><html><body>Sign in to this network</body></html>"});
    const Episode episode = stored(ids.first());
    QSignalSpy failures(store.get(), &MediaStore::fetchFailed);

    QVERIFY(resultOf(store->fetch(episode, accessTo(episode))));

    QTRY_COMPARE_WITH_TIMEOUT(failures.size(), 1, Patience);
    const Error error = failures.at(0).at(1).value<Error>();
    QCOMPARE(error.kind, ErrorKind::Media);
    QVERIFY2(error.sentence.contains(u"web page"), qPrintable(error.sentence));
    QVERIFY(!isWhole(ids.first()));
    QTRY_COMPARE(files(), QStringList()); // The next try begins anew.
}

void TestMediaStore::aChecksumThatDoesNotHoldIsNoWholeFile()
{
    Episode episode = stored(ids.first());
    episode.enclosure.integrity
            = u"sha256-"_s + QString::fromLatin1(QByteArray(32, 'x').toBase64());
    QSignalSpy failures(store.get(), &MediaStore::fetchFailed);

    QVERIFY(resultOf(store->fetch(episode, accessTo(episode))));

    QTRY_COMPARE_WITH_TIMEOUT(failures.size(), 1, Patience);
    QVERIFY(!isWhole(ids.first()));
}

void TestMediaStore::aChangedFileBeginsAnewAndIsNotMixed()
{
    {
        const auto source = open(ids.first());
        QCOMPARE(read(*source, 0, 20'000), sound.left(20'000));
    }
    QTRY_VERIFY(!store->isRead(ids.first()));
    restart();
    const QByteArray other = fixtureBytes(u"mp3vbr"_s);
    m_server->serve("/2.mp3", {.body = other, .headers = {{"ETag", "\"2\""}}, .ranges = true});
    const Episode episode = stored(ids.first());

    QVERIFY(resultOf(store->fetch(episode, accessTo(episode))));

    QVERIFY(waitForWhole(ids.first()));
    QVERIFY(onDisk(ids.first()) == other);
}

void TestMediaStore::readersGoOnWhenTheFileGetsItsName()
{
    const auto source = open(ids.first());
    const Episode episode = stored(ids.first());
    QCOMPARE(read(*source, 0, 1000), sound.left(1000));
    QVERIFY(resultOf(store->fetch(episode, accessTo(episode))));
    QVERIFY(waitForWhole(ids.first()));

    QVERIFY(read(*source, 0, sound.size()) == sound);
    QVERIFY((*source)->isWhole());
}

void TestMediaStore::aFileWithTheNameOfAnotherIsNotTouched()
{
    QVERIFY(QDir().mkpath(folder() + u"/Pod"_s));
    const QString theirs = folder() + u"/Pod/2024-01-03 Episode 2.mp3"_s;
    {
        QFile file(theirs);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("mine");
    }
    const Episode episode = stored(ids.first());

    QVERIFY(resultOf(store->fetch(episode, accessTo(episode))));

    QVERIFY(waitForWhole(ids.first()));
    QVERIFY(onDisk(ids.first()) == sound);
    QCOMPARE(QFileInfo(store->pathOf(ids.first())).fileName(), u"2024-01-03 Episode 2 (2).mp3"_s);
    QFile file(theirs);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), "mine");
}

void TestMediaStore::theNameSaysWhatItIsWhateverTheAddressSays()
{
    const QByteArray m4a = fixtureBytes(u"m4a"_s);
    serve("/2.mp3", {.body = m4a});
    const Episode episode = stored(ids.first());

    QVERIFY(resultOf(store->fetch(episode, accessTo(episode))));

    QVERIFY(waitForWhole(ids.first()));
    QCOMPARE(files(), QStringList{u"Pod/2024-01-03 Episode 2.m4a"_s});
    QVERIFY(onDisk(ids.first()) == m4a);
}

void TestMediaStore::aDeletedFileComesBack()
{
    const Episode episode = stored(ids.first());
    QVERIFY(resultOf(store->fetch(episode, accessTo(episode))));
    QVERIFY(waitForWhole(ids.first()));

    QVERIFY(resultOf(store->removeFile(ids.first())));
    QVERIFY(!isWhole(ids.first()));
    QVERIFY(!QFileInfo::exists(folder() + u"/Pod"_s));
    QVERIFY(resultOf(store->restoreFile(ids.first())));

    QVERIFY(isWhole(ids.first()));
    QVERIFY(onDisk(ids.first()) == sound);
    QCOMPARE(files(), QStringList{u"Pod/2024-01-03 Episode 2.mp3"_s});
}

void TestMediaStore::aDeletedFileDoesNotComeBackForEver()
{
    const Episode episode = stored(ids.first());
    QVERIFY(resultOf(store->fetch(episode, accessTo(episode))));
    QVERIFY(waitForWhole(ids.first()));
    QVERIFY(resultOf(store->removeFile(ids.first())));
    QCOMPARE(files().size(), 1);

    store->emptyTrash();

    const auto back = resultOf(store->restoreFile(ids.first()));
    QVERIFY(!back);
    QCOMPARE(back.error().kind, ErrorKind::NotFound);
    QTRY_COMPARE(files(), QStringList());
}

void TestMediaStore::missingAndForeignFilesAreFound()
{
    for (const EpisodeId id : ids) {
        const Episode episode = stored(id);
        QVERIFY(resultOf(store->fetch(episode, accessTo(episode))));
        QVERIFY(waitForWhole(id));
    }
    QVERIFY(QFile::remove(store->pathOf(ids.at(0))));
    QVERIFY(QFile::resize(store->pathOf(ids.at(1)), 100));
    QFile foreign(folder() + u"/Pod/holiday.jpg"_s);
    QVERIFY(foreign.open(QIODevice::WriteOnly));
    restart();

    const MediaFindings found = resultOf(store->check());

    QCOMPARE(QSet<EpisodeId>(found.missing.cbegin(), found.missing.cend()),
             (QSet<EpisodeId>{ids.at(0), ids.at(1)}));
    QVERIFY(found.foreign.contains(u"Pod/holiday.jpg"_s));
    QVERIFY(!isWhole(ids.at(0)));
    QVERIFY(!isWhole(ids.at(1)));
    QVERIFY(isWhole(ids.at(2)));
    QVERIFY(resultOf(store->check()).missing.isEmpty());
}

void TestMediaStore::aFolderThatIsGoneIsNoReasonToForget()
{
    const Episode episode = stored(ids.first());
    QVERIFY(resultOf(store->fetch(episode, accessTo(episode))));
    QVERIFY(waitForWhole(ids.first()));
    QVERIFY(QDir().rename(folder(), folder() + u".away"_s));

    QVERIFY(!resultOf(store->check()).isFolderThere);
    const auto source = open(ids.first());
    QVERIFY(source);
    QCOMPARE(read(*source, 0, 1000), sound.left(1000)); // by the network

    QVERIFY(!QFileInfo::exists(folder()));
    QVERIFY(QDir().rename(folder() + u".away"_s, folder()));
    QVERIFY(isWhole(ids.first()));
    QVERIFY(resultOf(store->check()).missing.isEmpty());
}

void TestMediaStore::aNameThatWasGivenInTheLastMomentIsFound()
{
    const Episode episode = stored(ids.first());
    QVERIFY(resultOf(store->fetch(episode, accessTo(episode))));
    QVERIFY(waitForWhole(ids.first()));
    StoredMedia before = *store->media(ids.first());
    before.presence = MediaPresence::Partly; // what the library said in that moment
    QVERIFY(resultOf(storage->write(
            [before](Database &database) { return MediaRepository(database).keep(before); })));
    restart();
    QVERIFY(resultOf(store->load()));
    QVERIFY(!isWhole(ids.first()));

    const MediaFindings found = resultOf(store->check());

    QCOMPARE(found.arrived, QList<EpisodeId>{ids.first()});
    QVERIFY(isWhole(ids.first()));
    QVERIFY(onDisk(ids.first()) == sound);
}

void TestMediaStore::filesOfEpisodesThatAreGoneGo()
{
    const Episode episode = stored(ids.first());
    QVERIFY(resultOf(store->fetch(episode, accessTo(episode))));
    QVERIFY(waitForWhole(ids.first()));
    QCOMPARE(files().size(), 1);
    QVERIFY(resultOf(storage->write([id = ids.first()](Database &database) {
        return Sql::exec(database.handle(), u"DELETE FROM episode WHERE id = :id"_s,
                         {{u":id"_s, id.value()}})
                .transform([](const QSqlQuery &) {});
    })));

    QVERIFY(resultOf(store->removeLost()));

    QCOMPARE(files(), QStringList());
}

void TestMediaStore::aFolderThatCannotBeWrittenIsNoReasonForSilence()
{
    QFile file(folder()); // where the folder should be
    QVERIFY(file.open(QIODevice::WriteOnly));

    const auto source = open(ids.first());

    QVERIFY(source);
    QVERIFY(read(*source, 0, sound.size()) == sound);
    QVERIFY(!isWhole(ids.first()));
}

void TestMediaStore::anAddressWithoutItsTrackingPrefixIsTriedFirst()
{
    QCOMPARE(store->hostOf(QUrl(u"https://pdst.fm/e/media.test/a.mp3"_s)), u"media.test"_s);
    QCOMPARE(store->hostOf(QUrl(u"https://Media.test/a.mp3"_s)), u"media.test"_s);
}

void TestMediaStore::whyNothingIsHeardIsSaid()
{
    serve("/2.mp3", {.status = 404});

    const auto source = open(ids.first());

    QVERIFY(source);
    QCOMPARE(read(*source, 0, 1000), QByteArray());
    QVERIFY2((*source)->failure().find("404") != std::string::npos, (*source)->failure().c_str());
}

void TestMediaStore::lookingLeavesNothingBehind()
{
    for (const EpisodeId id : ids) {
        const Episode episode = stored(id);
        const auto source = resultOf(
                store->openEpisode(episode, accessTo(episode), MediaOpener::Purpose::Looking));
        QVERIFY(source);
        QCOMPARE(read(*source, 0, 20'000), sound.left(20'000));
        QCOMPARE(stored(id).row.media, MediaPresence::Absent);
    }
    restart();

    QCOMPARE(files(), QStringList());
    for (const EpisodeId id : ids)
        QCOMPARE(stored(id).row.media, MediaPresence::Absent);
}

void TestMediaStore::whoListensAfterLookingFetchesNothingTwice()
{
    const Episode episode = stored(ids.first());
    {
        const auto source = resultOf(
                store->openEpisode(episode, accessTo(episode), MediaOpener::Purpose::Looking));
        QCOMPARE(read(*source, 0, 20'000), sound.left(20'000));
    }

    const auto source = open(ids.first());
    QVERIFY(read(*source, 0, sound.size()) == sound);

    QCOMPARE(askedTwice("/2.mp3"), 0);
    QVERIFY(waitForWhole(ids.first()));
}

QTEST_GUILESS_MAIN(TestMediaStore)
#include "tst_mediastore.moc"
