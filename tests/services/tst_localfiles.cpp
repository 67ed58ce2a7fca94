// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed/transcripts.h"
#include "services/chapterservice.h"
#include "services/folderfixture.h"
#include "services/logins.h"
#include "services/podcastaccess.h"
#include "support/fakesecrets.h"

#include <QBuffer>
#include <QImage>
#include <QSignalSpy>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The files of a folder that is a podcast: what stands beside them, and who may open them.
class TestLocalFiles : public QObject, private FolderFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { beginFolder(); }
    void cleanup() { endFolder(); }

    void theCoverIsKeptAndShown();
    void filesBesideAreFoundByWhatTheyAre();
    void chaptersBesideAreShownAndReadAgainWhenTheyChange();
    void anEpisodeIsOpenedInItsFolderAlone_data();
    void anEpisodeIsOpenedInItsFolderAlone();
    void aFeedThatNamesAFileGetsNothing();
    void noStrangerSubscribesToAFolder();
    void aFileByItselfIsAnEpisodeOfItsFolder();
};

namespace {

QByteArray picture()
{
    QImage image(64, 64, QImage::Format_RGB32);
    image.fill(Qt::green);
    QBuffer png;
    image.save(&png, "PNG");
    return png.data();
}

} // namespace

void TestLocalFiles::theCoverIsKeptAndShown()
{
    putSound(u"a.mp3"_s);
    put(u"Cover.png"_s, picture());
    const QUrl cover = podcast(add()).image;
    QCOMPARE(cover.scheme(), u"earmark-image"_s);
    QTRY_VERIFY(!m_artwork->square(cover, 32).isNull());
    QCOMPARE(m_artwork->square(cover, 32).pixelColor(16, 16), QColor(Qt::green));

    put(u"Cover.png"_s, "<svg/>", 2);
    const PodcastId id = resultOf(m_library->podcasts())->first().id;
    QCOMPARE(refresh(id).error, QString());
    QVERIFY(podcast(id).image.isEmpty());
    put(u"b.mp3"_s, ffmpegFixture(u"b.mp3"_s, 1, ";FFMETADATA1\n", {}, picture()));
    QCOMPARE(refresh(id).error, QString());
    QCOMPARE(podcast(id).image, cover);
}

void TestLocalFiles::filesBesideAreFoundByWhatTheyAre()
{
    putSound(u"talk.mp3"_s);
    put(u"talk.vtt"_s, "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n");
    put(u"talk.json"_s, R"({"segments":[{"startTime":0,"endTime":1,"body":"Hello"}]})");
    put(u"talk.chapters.json"_s, R"({"version":"1.2.0","chapters":[{"startTime":0,"title":"A"}]})");
    put(u"talk.txt"_s, "First <b>line</b>\r\n\r\n0:00 Start");
    putSound(u"other.mp3"_s);
    put(u"other.json"_s, "{}");
    put(u"other.md"_s, "*Notes*");
    put(u"other.html"_s, "<p>Notes of <b>it</b></p>");
    const PodcastId id = add();
    const Episode talk = episode(id, u"talk.mp3"_s);
    QCOMPARE(talk.transcripts.size(), 2);
    QVERIFY(talk.row.hasTranscript);
    QCOMPARE(talk.chaptersUrl.fileName(), u"talk.chapters.json"_s);
    QCOMPARE(talk.notesHtml, u"<p>First &lt;b&gt;line&lt;/b&gt;<br><br>0:00 Start</p>"_s);
    for (const TranscriptReference &one : talk.transcripts) {
        const auto bytes = readLocalFile(talk, one.url, 1000);
        QVERIFY(bytes);
        QCOMPARE(readTranscript(*bytes, one.type)->first().text, u"Hello"_s);
    }
    QVERIFY(!readLocalFile(talk, talk.transcripts.first().url, 10));
    const Episode other = episode(id, u"other.mp3"_s);
    QVERIFY(other.transcripts.isEmpty());
    QVERIFY(other.chaptersUrl.isEmpty());
    QCOMPARE(other.notesHtml, u"<p>Notes of <b>it</b></p>"_s);
}

void TestLocalFiles::chaptersBesideAreShownAndReadAgainWhenTheyChange()
{
    Logins logins{std::make_unique<FakeSecrets>()};
    AccessService access(*m_storage, logins);
    MediaOpener opener(*m_http);
    put(u"talk.mp3"_s,
        ffmpegFixture(u"a.mp3"_s, 2, ffmetadata({{0, 1000, "Inside"}, {1000, 2000, "Too"}})));
    put(u"talk.chapters.json"_s, R"({"chapters":[{"startTime":0,"title":"Beside"}]})");
    const PodcastId id = add();
    const auto titleOf = [&](ChapterSource source) {
        ChapterService chapters(*m_storage, *m_http, opener, *m_artwork, access);
        QSignalSpy gathered(&chapters, &ChapterService::gathered);
        chapters.gather(episode(id, u"talk.mp3"_s));
        if (!gathered.wait())
            return QString();
        for (const ChapterList &list : episode(id, u"talk.mp3"_s).chapterSources) {
            if (list.source == source)
                return list.chapters.first().title;
        }
        return QString();
    };
    QCOMPARE(titleOf(ChapterSource::Json), u"Beside"_s);
    QCOMPARE(titleOf(ChapterSource::File), u"Inside"_s);

    put(u"talk.chapters.json"_s, R"({"chapters":[{"startTime":0,"title":"Changed"}]})", 2);
    QCOMPARE(refresh(id).updated, 1);
    QCOMPARE(titleOf(ChapterSource::Json), u"Changed"_s);
    QVERIFY(QFile::remove(path(u"talk.chapters.json"_s)));
    QCOMPARE(refresh(id).updated, 1);
    QCOMPARE(titleOf(ChapterSource::Json), QString());
}

void TestLocalFiles::anEpisodeIsOpenedInItsFolderAlone_data()
{
    QTest::addColumn<QString>("podcast");
    QTest::addColumn<QString>("file");
    QTest::newRow("a feed's") << u"https://a.test/feed"_s << u"file://%1/music/good.mp3"_s;
    QTest::newRow("outside") << u"file://%1/music"_s << u"file://%1/outside.mp3"_s;
    QTest::newRow("up") << u"file://%1/music"_s << u"file://%1/music/../outside.mp3"_s;
    QTest::newRow("hidden up") << u"file://%1/music"_s << u"file://%1/music/%2E%2E/outside.mp3"_s;
    QTest::newRow("link") << u"file://%1/music"_s << u"file://%1/music/link.mp3"_s;
    QTest::newRow("linked folder") << u"file://%1/music"_s << u"file://%1/music/up/outside.mp3"_s;
    QTest::newRow("pipe") << u"file://%1/music"_s << u"file://%1/music/pipe.mp3"_s;
    QTest::newRow("folder") << u"file://%1/music"_s << u"file://%1/music/sub"_s;
    QTest::newRow("itself") << u"file://%1/music"_s << u"file://%1/music"_s;
    QTest::newRow("nothing") << u"file://%1/music"_s << QString();
    QTest::newRow("web") << u"file://%1/music"_s << u"http://127.0.0.1:9/a.mp3"_s;
    QTest::newRow("other host") << u"file://host%1/music"_s << u"file://host%1/music/good.mp3"_s;
}

void TestLocalFiles::anEpisodeIsOpenedInItsFolderAlone()
{
    QFETCH(QString, podcast);
    QFETCH(QString, file);
    putSound(u"good.mp3"_s);
    putSound(u"sub/in.mp3"_s);
    putSound(u"../outside.mp3"_s);
    QVERIFY(QFile::link(path(u"../outside.mp3"_s), path(u"link.mp3"_s)));
    QVERIFY(QFile::link(m_dir->path(), path(u"up"_s)));
    putPipe(u"pipe.mp3"_s);
    const QString here = QFileInfo(m_dir->path()).canonicalFilePath();
    const auto filled = [&here](QString text) { return QUrl(text.replace(u"%1"_s, here)); };
    Episode episode;
    episode.podcastUrl = filled(u"file://%1/music"_s);
    episode.enclosure.url = filled(u"file://%1/music/good.mp3"_s);
    QVERIFY(openLocalFile(episode));

    episode.podcastUrl = filled(podcast);
    episode.enclosure.url = filled(file);
    const auto opened = resultOf(MediaOpener(*m_http).openEpisode(episode, {}));
    QVERIFY(!opened);
    QVERIFY(opened.error().sentence.endsWith(u'.'));
    QVERIFY(!openLocalFile(episode));
}

void TestLocalFiles::aFeedThatNamesAFileGetsNothing()
{
    put(u"secret.mp3"_s, plainSound());
    const QString secret = localAddress(path(u"secret.mp3"_s)).toString();
    const PodcastId id = subscribe(
            "/feed",
            feedXml(u"Hostile"_s, 1, secret,
                    u"<podcast:chapters url=\"%1\" type=\"application/json\"/>"_s.arg(secret)));
    const Episode one = episodes(id).value(0);
    QVERIFY(one.row.id.isValid());
    QVERIFY(!isLocalEpisode(one));
    const auto opened = resultOf(MediaOpener(*m_http).openEpisode(one, {}));
    QVERIFY(!opened);
    QVERIFY(!readLocalFile(one, localAddress(path(u"secret.mp3"_s)), 1'000'000));

    const QByteArray moved
            = "<itunes:new-feed-url xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\">"
            + localAddress(folder()).toEncoded() + "</itunes:new-feed-url>";
    m_server->serve("/moves", {.body = aFeed(u"Hostile"_s, 1, moved), .headers = {}});
    const auto moving = resultOf(m_library->subscribe(url(u"/moves"_s)));
    QVERIFY(moving);
    QCOMPARE(refresh(moving->id).error, QString());
    QCOMPARE(podcast(moving->id).url, url(u"/moves"_s));
}

void TestLocalFiles::noStrangerSubscribesToAFolder()
{
    putSound(u"a.mp3"_s);
    const QUrl address = localAddress(folder());
    for (const bool fetch : {true, false}) {
        const auto added = resultOf(m_library->subscribe(address, {.fetch = fetch}));
        QVERIFY(!added);
        QCOMPARE(added.error().kind, ErrorKind::Usage);
    }
    const QByteArray opml = "<opml version=\"2.0\"><body><outline type=\"rss\" text=\"x\" xmlUrl=\""
            + address.toEncoded() + "\"/></body></opml>";
    const auto report = resultOf(m_library->importOpml(opml));
    QVERIFY(!report || report->added == 0);
    m_server->serve("/page",
                    {.body = "<html><head><link rel=\"alternate\" "
                             "type=\"application/rss+xml\" href=\""
                             + address.toEncoded() + "\"></head></html>",
                     .headers = {}});
    QVERIFY(!resultOf(m_library->subscribe(url(u"/page"_s))));
    QVERIFY(resultOf(m_library->podcasts())->isEmpty());
}

void TestLocalFiles::aFileByItselfIsAnEpisodeOfItsFolder()
{
    put(u"talk.mp3"_s, ffmpegFixture(u"a.mp3"_s, 1, ";FFMETADATA1\ntitle=The talk\nalbum=Talks\n"));
    put(u"talk.chapters.json"_s, R"({"chapters":[{"startTime":0,"title":"Beside"}]})");
    put(u"talking.vtt"_s, "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n");
    QVERIFY(QFile::link(path(u"talk.mp3"_s), m_dir->filePath(u"link.mp3"_s)));
    for (const QString &name : {path(u"talk.mp3"_s), m_dir->filePath(u"link.mp3"_s)}) {
        const auto found = resultOf(m_folders->file(name));
        QVERIFY2(found, found ? "" : qPrintable(found.error().sentence));
        QVERIFY(!found->row.id.isValid());
        QCOMPARE(found->row.title, u"The talk"_s);
        QCOMPARE(found->row.podcastTitle, u"Talks"_s);
        QCOMPARE(found->guid, u"talk.mp3"_s);
        QCOMPARE(found->chaptersUrl.fileName(), u"talk.chapters.json"_s);
        QVERIFY(found->transcripts.isEmpty());
        QVERIFY(openLocalFile(*found));
    }
    put(u"sound without an ending"_s, plainSound());
    QCOMPARE(resultOf(m_folders->file(path(u"sound without an ending"_s)))->row.title,
             u"sound without an ending"_s);

    putPipe(u"pipe.mp3"_s);
    for (const QString &none :
         {path(u"none.mp3"_s), path(u"pipe.mp3"_s), folder(), path(u"talking.vtt"_s)}) {
        const auto refused = resultOf(m_folders->file(none));
        QVERIFY2(!refused, qPrintable(none));
        QVERIFY(refused.error().sentence.endsWith(u'.'));
    }
}

QTEST_GUILESS_MAIN(TestLocalFiles)
#include "tst_localfiles.moc"
