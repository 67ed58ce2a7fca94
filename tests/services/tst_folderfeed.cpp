// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/folderfeed.h"
#include "services/folderlisting.h"
#include "services/localfolder.h"
#include "support/failonwarning.h"

#include <QTest>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What a folder's listing and its files' tags make of it: plain values in, a document out.
class TestFolderFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void onlyPathsOfThisComputerAreLocal_data();
    void onlyPathsOfThisComputerAreLocal();
    void pathsAreInsideByTheirNamesAlone_data();
    void pathsAreInsideByTheirNamesAlone();
    void whatIsTypedAsAPathIsOne_data();
    void whatIsTypedAsAPathIsOne();
    void namesAreInNaturalOrder();
    void filesOfOneNameStandBesideEachOther();
    void theCoverIsInTheFolderItself();
    void anyChangeIsAnotherFingerprint();

    void titlesAreTagsOrNames_data();
    void titlesAreTagsOrNames();
    void theAlbumOfMostNamesThePodcast();
    void datesAreTheTagsUnlessTheySayLess_data();
    void datesAreTheTagsUnlessTheySayLess();
    void numberedFilesAreASerialInTheirOrder();
    void otherFilesAreNewestFirst();
    void namesComposedDifferentlyAreOneEpisode();
    void whatStandsBesideIsNamed();

private:
    static FolderFile file(const QString &path, qint64 size = 1000,
                           const QDateTime &modified = may(1))
    {
        return {.path = path, .size = size, .modified = modified.toMSecsSinceEpoch()};
    }
    static QDateTime may(int day) { return {QDate(2024, 5, day), QTime(12, 0), Qt::UTC}; }
    static SoundFacts sound(const QString &path, const MediaTags &tags = {},
                            const QDateTime &modified = may(1))
    {
        return {.sound = {.file = file(path, 1000, modified), .beside = {}},
                .tags = tags,
                .notesHtml = {},
                .chapters = {},
                .transcripts = {}};
    }
    static MediaTags track(int number, int disc = 0)
    {
        MediaTags tags;
        tags.track = number;
        tags.disc = disc;
        tags.date = u"2019"_s;
        return tags;
    }
    static QStringList guids(const FeedDocument &document)
    {
        QStringList all;
        for (const FeedEpisode &episode : document.episodes)
            all.append(episode.guid);
        return all;
    }
    static FolderListing listing(const QStringList &paths)
    {
        FolderListing made;
        made.folder = u"/music"_s;
        for (const QString &path : paths)
            made.files.append(file(path));
        return made;
    }
};

void TestFolderFeed::onlyPathsOfThisComputerAreLocal_data()
{
    QTest::addColumn<QUrl>("url");
    QTest::addColumn<bool>("isLocal");
    QTest::newRow("folder") << QUrl(u"file:///music"_s) << true;
    QTest::newRow("other host") << QUrl(u"file://host/music"_s) << false;
    QTest::newRow("relative") << QUrl(u"file:music"_s) << false;
    QTest::newRow("web") << QUrl(u"https://a.test/music"_s) << false;
    QTest::newRow("demo") << QUrl(u"earmark-demo:feed"_s) << false;
    QTest::newRow("resource") << QUrl(u"qrc:/demo"_s) << false;
    QTest::newRow("nothing") << QUrl() << false;
}

void TestFolderFeed::onlyPathsOfThisComputerAreLocal()
{
    QFETCH(QUrl, url);
    QTEST(isLocalAddress(url), "isLocal");
}

void TestFolderFeed::pathsAreInsideByTheirNamesAlone_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("inside");
    QTest::newRow("in it") << u"/music"_s << u"/music/a.mp3"_s << u"a.mp3"_s;
    QTest::newRow("below") << u"/music"_s << u"/music/CD 1/a.mp3"_s << u"CD 1/a.mp3"_s;
    QTest::newRow("of the root") << u"/"_s << u"/a.mp3"_s << u"a.mp3"_s;
    QTest::newRow("strange name") << u"/m#?%41"_s << u"/m#?%41/a%2Fb#1?.mp3"_s << u"a%2Fb#1?.mp3"_s;
    QTest::newRow("itself") << u"/music"_s << u"/music"_s << QString();
    QTest::newRow("of like name") << u"/music"_s << u"/musical/a.mp3"_s << QString();
    QTest::newRow("elsewhere") << u"/music"_s << u"/etc/passwd"_s << QString();
    QTest::newRow("up") << u"/music"_s << u"/music/../etc/passwd"_s << QString();
    QTest::newRow("dot") << u"/music"_s << u"/music/./a.mp3"_s << QString();
    QTest::newRow("doubled") << u"/music"_s << u"/music//etc/passwd"_s << QString();
}

void TestFolderFeed::pathsAreInsideByTheirNamesAlone()
{
    QFETCH(QString, folder);
    QFETCH(QString, file);
    QTEST(pathInFolder(localAddress(folder), localAddress(file)), "inside");
    QCOMPARE(pathInFolder(QUrl(u"https://a.test/"_s), localAddress(file)), QString());
}

void TestFolderFeed::whatIsTypedAsAPathIsOne_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("path");
    QTest::newRow("path") << u" /music/Ann's talks/ "_s << u"/music/Ann's talks"_s;
    QTest::newRow("address") << u"file:///music/a%20b"_s << u"/music/a b"_s;
    QTest::newRow("with dots") << u"/music/../other"_s << u"/other"_s;
    QTest::newRow("web") << u"https://a.test/"_s << QString();
    QTest::newRow("words") << u"music"_s << QString();
    QTest::newRow("other host") << u"file://host/music"_s << QString();
    QTest::newRow("nothing") << QString() << QString();
}

void TestFolderFeed::whatIsTypedAsAPathIsOne()
{
    QFETCH(QString, text);
    QTEST(pathFromInput(text), "path");
}

void TestFolderFeed::namesAreInNaturalOrder()
{
    const QStringList ordered{u"1.mp3"_s,     u"01.mp3"_s,    u"2.mp3"_s,   u"10.mp3"_s,
                              u"a/1.mp3"_s,   u"a/b/1.mp3"_s, u"A 1.mp3"_s, u"a 02.mp3"_s,
                              u"a 2 b.mp3"_s, u"a 10.mp3"_s,  u"b.mp3"_s};
    for (qsizetype i = 0; i < ordered.size(); ++i) {
        for (qsizetype j = 0; j < ordered.size(); ++j) {
            const bool mirrored = isNaturallyBefore(ordered.at(j), ordered.at(i));
            QVERIFY(!(isNaturallyBefore(ordered.at(i), ordered.at(j)) && mirrored));
        }
    }
    QVERIFY(isNaturallyBefore(u"Track 2.mp3", u"track 10.mp3"));
    QVERIFY(isNaturallyBefore(u"9.mp3", u"00010.mp3"));
    QVERIFY(isNaturallyBefore(u"z/1.mp3", u"z 0.mp3"));
    QVERIFY(isNaturallyBefore(u"12345678901234567890123.mp3", u"12345678901234567890124.mp3"));
    QVERIFY(!isNaturallyBefore(u"same", u"same"));
}

void TestFolderFeed::filesOfOneNameStandBesideEachOther()
{
    const auto sounds = soundFilesOf(listing(
            {u"X.mp3"_s, u"X.vtt"_s, u"X.en.srt"_s, u"X.chapters.json"_s, u"X.TXT"_s, u"X.jpg"_s,
             u"Y.vtt"_s, u"CD/X.mp3"_s, u"CD/X.json"_s, u"X.en.mp3"_s, u"vtt"_s, u".mp3"_s}));
    QCOMPARE(sounds.size(), 3);
    const auto names = [](const SoundFile &one) {
        QStringList all;
        for (const FolderFile &file : one.beside)
            all.append(file.path);
        return all;
    };
    QCOMPARE(sounds.at(0).file.path, u"X.mp3"_s);
    QCOMPARE(names(sounds.at(0)),
             (QStringList{u"X.vtt"_s, u"X.en.srt"_s, u"X.chapters.json"_s, u"X.TXT"_s}));
    QCOMPARE(names(sounds.at(1)), QStringList{u"CD/X.json"_s});
    QCOMPARE(names(sounds.at(2)), QStringList{u"X.en.srt"_s});
}

void TestFolderFeed::theCoverIsInTheFolderItself()
{
    QCOMPARE(coverOf(listing({u"a.jpg"_s, u"Folder.PNG"_s, u"CD/cover.jpg"_s})), u"Folder.PNG"_s);
    QCOMPARE(coverOf(listing({u"folder.jpg"_s, u"cover.webp"_s})), u"cover.webp"_s);
    QCOMPARE(coverOf(listing({u"cover.txt"_s, u"CD/cover.jpg"_s})), QString());
}

void TestFolderFeed::anyChangeIsAnotherFingerprint()
{
    const FolderListing before = listing({u"a.mp3"_s, u"b.mp3"_s});
    QCOMPARE(fingerprintOf(before), fingerprintOf(listing({u"a.mp3"_s, u"b.mp3"_s})));
    FolderListing grown = before;
    grown.files[0].size += 1;
    FolderListing touched = before;
    touched.files[1].modified += 1;
    FolderListing renamed = before;
    renamed.files[1].path = u"c.mp3"_s;
    FolderListing fewer = before;
    fewer.files.removeLast();
    for (const FolderListing &other : {grown, touched, renamed, fewer})
        QVERIFY(fingerprintOf(other) != fingerprintOf(before));
}

void TestFolderFeed::titlesAreTagsOrNames_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QString>("title");
    QTest::newRow("tag") << u"a.mp3"_s << u"Of the tag"_s << u"Of the tag"_s;
    QTest::newRow("name") << u"CD 1/The name.v2.mp3"_s << QString() << u"The name.v2"_s;
    QTest::newRow("line end") << u"one\ntwo\tthree.mp3"_s << QString() << u"one two three"_s;
    QTest::newRow("bidi") << u"a\u202ecod.mp3"_s << QString() << u"a cod"_s;
    QTest::newRow("hidden ending") << u"...mp3"_s << QString() << u".."_s;
}

void TestFolderFeed::titlesAreTagsOrNames()
{
    QFETCH(QString, path);
    QFETCH(QString, tag);
    MediaTags tags;
    tags.title = tag;
    const auto document = folderDocument(u"/music"_s, {sound(path, tags)});
    QTEST(document.episodes.constFirst().title, "title");
}

void TestFolderFeed::theAlbumOfMostNamesThePodcast()
{
    MediaTags book;
    book.album = u"A book"_s;
    book.artist = u"Ann"_s;
    const QList<SoundFacts> half{sound(u"1.mp3"_s, book), sound(u"2.mp3"_s)};
    QCOMPARE(folderDocument(u"/music/My.Talks"_s, half).title, u"A book"_s);
    QCOMPARE(folderDocument(u"/music/My.Talks"_s, half).author, u"Ann"_s);
    QCOMPARE(folderDocument(u"/music/My.Talks"_s, half + QList{sound(u"3.mp3"_s)}).title,
             u"My.Talks"_s);
    QCOMPARE(folderDocument(u"/"_s, {sound(u"1.mp3"_s)}).title, u"/"_s);
}

void TestFolderFeed::datesAreTheTagsUnlessTheySayLess_data()
{
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QDateTime>("date");
    const auto day
            = [](int y, int m, int d) { return QDateTime(QDate(y, m, d), QTime(0, 0), Qt::UTC); };
    QTest::newRow("day") << u"2019-03-04"_s << day(2019, 3, 4);
    QTest::newRow("month") << u"2019-03"_s << day(2019, 3, 1);
    QTest::newRow("year") << u"2019"_s << day(2019, 1, 1);
    QTest::newRow("the file's year") << u"2024"_s << may(1);
    QTest::newRow("moment") << u"2019-03-04T05:06:07Z"_s
                            << QDateTime(QDate(2019, 3, 4), QTime(5, 6, 7), Qt::UTC);
    QTest::newRow("nothing") << QString() << may(1);
    QTest::newRow("no date") << u"2019-99-99"_s << may(1);
    QTest::newRow("zeros") << u"0000"_s << may(1);
    QTest::newRow("words") << u"long ago"_s << may(1);
}

void TestFolderFeed::datesAreTheTagsUnlessTheySayLess()
{
    QFETCH(QString, tag);
    MediaTags tags;
    tags.date = tag;
    const auto document = folderDocument(u"/music"_s, {sound(u"a.mp3"_s, tags)});
    QTEST(document.episodes.constFirst().published, "date");
}

/// Newest first in the document, as feeds have them: the library then gives ids in order.
void TestFolderFeed::numberedFilesAreASerialInTheirOrder()
{
    const auto document
            = folderDocument(u"/book"_s,
                             {sound(u"z.mp3"_s, track(2)), sound(u"b.mp3"_s, track(10)),
                              sound(u"c.mp3"_s, track(1)), sound(u"CD 2/a.mp3"_s, track(1)),
                              sound(u"extra 1.mp3"_s), sound(u"y.mp3"_s, track(1, 2))});
    QCOMPARE(document.type, u"serial"_s);
    QCOMPARE(guids(document),
             (QStringList{u"CD 2/a.mp3"_s, u"extra 1.mp3"_s, u"y.mp3"_s, u"b.mp3"_s, u"z.mp3"_s,
                          u"c.mp3"_s}));
    for (qsizetype i = 1; i < document.episodes.size(); ++i)
        QVERIFY(document.episodes.at(i).published < document.episodes.at(i - 1).published);
    QCOMPARE(document.episodes.constLast().published.date(), QDate(2019, 1, 1));
    QCOMPARE(document.episodes.constLast().number, 1);
}

void TestFolderFeed::otherFilesAreNewestFirst()
{
    const auto document = folderDocument(
            u"/music"_s,
            {sound(u"b.mp3"_s, {}, may(2)), sound(u"a.mp3"_s, {}, may(3)),
             sound(u"track 10.mp3"_s, {}, may(1)), sound(u"track 9.mp3"_s, track(1), may(1))});
    QCOMPARE(document.type, u"episodic"_s);
    QCOMPARE(guids(document),
             (QStringList{u"a.mp3"_s, u"b.mp3"_s, u"track 10.mp3"_s, u"track 9.mp3"_s}));
}

void TestFolderFeed::namesComposedDifferentlyAreOneEpisode()
{
    const QString composed = u"\u00e4.mp3"_s;
    const QString apart = u"a\u0308.mp3"_s;
    const auto one = folderDocument(u"/m"_s, {sound(apart)});
    QCOMPARE(guids(one), QStringList{composed});
    QCOMPARE(one.episodes.constFirst().enclosure.url.toLocalFile(), u"/m/"_s + apart);

    const auto both = folderDocument(u"/m"_s, {sound(composed), sound(apart)});
    QCOMPARE(both.episodes.size(), 2);
    QVERIFY(both.episodes.at(0).guid != both.episodes.at(1).guid);
}

void TestFolderFeed::whatStandsBesideIsNamed()
{
    SoundFacts facts = sound(u"CD/X #1.mp3"_s);
    facts.chapters = file(u"CD/X #1.chapters.json"_s, 7);
    facts.transcripts = {file(u"CD/X #1.de.srt"_s), file(u"CD/X #1.vtt"_s)};
    facts.tags.notes = u"Of the tag"_s;
    facts.tags.duration = 90500ms;
    const auto document
            = folderDocument(u"/music"_s, {facts}, QUrl(u"earmark-image:1"_s), {u"A sentence."_s});
    const FeedEpisode &episode = document.episodes.constFirst();
    QCOMPARE(episode.chaptersUrl.toLocalFile(), u"/music/CD/X #1.chapters.json"_s);
    QCOMPARE(pathInFolder(localAddress(u"/music"_s), episode.chaptersUrl),
             u"CD/X #1.chapters.json"_s);
    QCOMPARE(episode.transcripts.size(), 2);
    QCOMPARE(episode.transcripts.at(0).type, u"application/x-subrip"_s);
    QCOMPARE(episode.transcripts.at(0).language, u"de"_s);
    QCOMPARE(episode.transcripts.at(1).type, u"text/vtt"_s);
    QCOMPARE(episode.transcripts.at(1).language, QString());
    QCOMPARE(episode.descriptionHtml, u"Of the tag"_s);
    QCOMPARE(episode.durationSeconds, 90.5);
    QCOMPARE(episode.enclosure.type, u"audio/mpeg"_s);
    QCOMPARE(document.image, QUrl(u"earmark-image:1"_s));
    QCOMPARE(document.repairs, QStringList{u"A sentence."_s});

    facts.chapters.size = 8; // a changed file is another address, and is read again
    const auto changed = folderDocument(u"/music"_s, {facts});
    QVERIFY(changed.episodes.constFirst().chaptersUrl != episode.chaptersUrl);
    facts.notesHtml = u"<p>Of the file</p>"_s;
    QCOMPARE(folderDocument(u"/music"_s, {facts}).episodes.constFirst().descriptionHtml,
             u"<p>Of the file</p>"_s);
}

QTEST_GUILESS_MAIN(TestFolderFeed)
#include "tst_folderfeed.moc"
