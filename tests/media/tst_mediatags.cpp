// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/filebytes.h"
#include "media/mediatags.h"
#include "support/failonwarning.h"
#include "support/ffmpegfixture.h"
#include "support/memorybytes.h"

#include <QBuffer>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What a stranger's file says of itself, and what is believed of it.
class TestMediaTags : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void everyContainerTellsItsTags_data();
    void everyContainerTellsItsTags();
    void aFileWithoutTagsSaysNothingButItsLength();
    void thePictureIsTheOneInIt();
    void theLongestTextIsTheNotes();
    void endlessTagsAreCapped();
    void numbersThatAreNoneAreNotTold_data();
    void numbersThatAreNoneAreNotTold();
    void whatIsNoSoundIsASentence_data();
    void whatIsNoSoundIsASentence();
    void aSourceThatBreaksOffIsAnError();
    void stoppedReadingIsCancelled();
    void plainFilesAreOpenedAndNothingElse();

private:
    static Result<MediaTags> tagsOf(const QByteArray &bytes)
    {
        return readMediaTags(std::make_shared<MemoryBytes>(bytes), {});
    }
    static QByteArray picture()
    {
        QImage image(8, 8, QImage::Format_RGB32);
        image.fill(Qt::red);
        QBuffer png;
        image.save(&png, "PNG");
        return png.data();
    }
};

void TestMediaTags::everyContainerTellsItsTags_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("options");
    QTest::newRow("mp3") << u"a.mp3"_s << QStringList{};
    QTest::newRow("m4a") << u"a.m4a"_s << QStringList{u"-c:a"_s, u"aac"_s};
    QTest::newRow("opus") << u"a.opus"_s << QStringList{u"-c:a"_s, u"libopus"_s};
    QTest::newRow("ogg") << u"a.ogg"_s << QStringList{u"-c:a"_s, u"libvorbis"_s};
    QTest::newRow("flac") << u"a.flac"_s << QStringList{};
    QTest::newRow("mka") << u"a.mka"_s << QStringList{};
}

void TestMediaTags::everyContainerTellsItsTags()
{
    QFETCH(QString, name);
    QFETCH(QStringList, options);
    const QByteArray bytes = ffmpegFixture(
            name, 2,
            ";FFMETADATA1\ntitle=Der zw\xc3\xb6lfte Tag\nalbum=Ein Buch\nartist=Anna\ntrack=3/12\n"
            "disc=2/2\ndate=2019-05-04\ncomment=Notes of it\n",
            options);
    const auto tags = tagsOf(bytes);
    QVERIFY2(tags, tags ? "" : qPrintable(tags.error().detail));

    QCOMPARE(tags->title, u"Der zwölfte Tag"_s);
    QCOMPARE(tags->album, u"Ein Buch"_s);
    QCOMPARE(tags->artist, u"Anna"_s);
    QCOMPARE(tags->date, u"2019-05-04"_s);
    QCOMPARE(tags->notes, u"Notes of it"_s);
    QCOMPARE(tags->track, 3);
    QCOMPARE(tags->disc, 2);
    QVERIFY(!tags->hasPicture);
    QVERIFY(tags->duration);
    QVERIFY2(*tags->duration > 1900ms && *tags->duration < 2200ms,
             qPrintable(QString::number(tags->duration->count())));
}

void TestMediaTags::aFileWithoutTagsSaysNothingButItsLength()
{
    const auto tags = tagsOf(ffmpegFixture(u"a.wav"_s, 2, ";FFMETADATA1\n"));
    QVERIFY(tags);
    MediaTags nothing;
    nothing.duration = tags->duration;
    QCOMPARE(tags->duration, 2000ms);
    QCOMPARE(*tags, nothing);
}

void TestMediaTags::thePictureIsTheOneInIt()
{
    const QByteArray bytes
            = ffmpegFixture(u"a.mp3"_s, 1, ";FFMETADATA1\ntitle=With\n", {}, picture());
    const auto tags = tagsOf(bytes);
    QVERIFY(tags);
    QVERIFY(tags->hasPicture);
    const auto found = readMediaPicture(std::make_shared<MemoryBytes>(bytes), {});
    QVERIFY(found);
    QCOMPARE(*found, picture());

    const auto none = readMediaPicture(
            std::make_shared<MemoryBytes>(ffmpegFixture(u"a.mp3"_s, 1, ";FFMETADATA1\n")), {});
    QVERIFY(none);
    QVERIFY(none->isEmpty());
}

void TestMediaTags::theLongestTextIsTheNotes()
{
    const auto tags
            = tagsOf(ffmpegFixture(u"a.m4a"_s, 1,
                                   ";FFMETADATA1\ncomment=Short\ndescription=Longer than that\n"
                                   "synopsis=The longest\\\n0:00 One\\\n0:30 Two of them all\n"));
    QVERIFY(tags);
    QCOMPARE(tags->notes, u"The longest\n0:00 One\n0:30 Two of them all"_s);
}

void TestMediaTags::endlessTagsAreCapped()
{
    const QByteArray many(200'000, 'x');
    const auto tags = tagsOf(ffmpegFixture(
            u"a.flac"_s, 1, ";FFMETADATA1\ntitle=" + many + "\nalbum=a\x07z\ncomment=" + many));
    QVERIFY(tags);
    QCOMPARE(tags->title.size(), 1'000);
    QCOMPARE(tags->album, u"a z"_s);
    QCOMPARE(tags->notes.size(), 64 * 1024);
}

void TestMediaTags::numbersThatAreNoneAreNotTold_data()
{
    QTest::addColumn<QByteArray>("track");
    QTest::newRow("word") << QByteArray("first");
    QTest::newRow("negative") << QByteArray("-3");
    QTest::newRow("zero") << QByteArray("0/9");
    QTest::newRow("far too many") << QByteArray("99999999999");
    QTest::newRow("many") << QByteArray("100000");
}

void TestMediaTags::numbersThatAreNoneAreNotTold()
{
    QFETCH(QByteArray, track);
    const auto tags = tagsOf(ffmpegFixture(u"a.flac"_s, 1, ";FFMETADATA1\ntrack=" + track + '\n'));
    QVERIFY(tags);
    QCOMPARE(tags->track, 0);
}

void TestMediaTags::whatIsNoSoundIsASentence_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("one byte") << QByteArray("I");
    QTest::newRow("web page") << QByteArray("<!DOCTYPE html><html><body>404</body></html>");
    QTest::newRow("zeros") << QByteArray(100'000, '\0');
    QTest::newRow("playlist") << QByteArray("#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n");
    QTest::newRow("picture") << picture();
    QTest::newRow("tag alone")
            << QByteArray("ID3\x04\x00\x00\x00\x00\x00\x0a", 10).append(10, '\0');
}

void TestMediaTags::whatIsNoSoundIsASentence()
{
    QFETCH(QByteArray, bytes);
    const auto tags = tagsOf(bytes);
    QVERIFY(!tags);
    QCOMPARE(tags.error().kind, ErrorKind::Media);
    QVERIFY(tags.error().sentence.endsWith(u'.'));
}

void TestMediaTags::aSourceThatBreaksOffIsAnError()
{
    const auto source = std::make_shared<MemoryBytes>(
            ffmpegFixture(u"a.m4a"_s, 2, ";FFMETADATA1\n", {u"-c:a"_s, u"aac"_s}));
    source->failsFrom = 40;
    const auto tags = readMediaTags(source, {});
    QVERIFY(!tags);
    QCOMPARE(tags.error().kind, ErrorKind::Network);
}

void TestMediaTags::stoppedReadingIsCancelled()
{
    std::stop_source stop;
    stop.request_stop();
    const auto source
            = std::make_shared<MemoryBytes>(ffmpegFixture(u"a.mp3"_s, 1, ";FFMETADATA1\n"));
    const auto tags = readMediaTags(source, stop.get_token());
    QVERIFY(!tags);
    QCOMPARE(tags.error().kind, ErrorKind::Cancelled);
}

/// A pipe must not be waited at: nobody may ever write into it.
void TestMediaTags::plainFilesAreOpenedAndNothingElse()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(u"a.mp3"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("bytes");
    file.close();
    const auto plain = FileBytes::openPlain(path);
    QVERIFY(plain);
    QCOMPARE((*plain)->size(), 5);
    std::array<char, 8> bytes{};
    QCOMPARE((*plain)->readAt(1, bytes, {}).count, std::size_t(4));
    QCOMPARE(QByteArray(bytes.data(), 4), QByteArray("ytes"));

    const QString pipe = dir.filePath(u"pipe.mp3"_s);
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    const QString link = dir.filePath(u"link.mp3"_s);
    QVERIFY(QFile::link(path, link));
    for (const QString &other : {pipe, link, dir.path(), dir.filePath(u"none"_s), u"/dev/null"_s}) {
        const auto refused = FileBytes::openPlain(other);
        QVERIFY2(!refused, qPrintable(other));
        QCOMPARE(refused.error().kind, ErrorKind::FileSystem);
        QVERIFY(refused.error().sentence.endsWith(u'.'));
    }
}

QTEST_GUILESS_MAIN(TestMediaTags)
#include "tst_mediatags.moc"
