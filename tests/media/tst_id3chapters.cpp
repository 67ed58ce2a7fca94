// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/chapterreader.h"
#include "media/chaptertidy.h"
#include "support/chapterlists.h"
#include "support/failonwarning.h"
#include "support/ffmpegfixture.h"
#include "support/id3builder.h"
#include "support/memorybytes.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {

namespace {

const QByteArray Jpeg("\xFF\xD8\xFF\xE0\x00\x10JFIF\xFF\x00\xFF\x00\x00\xFF\xE1tail\xFF\xD9", 23);

void versions()
{
    QTest::addColumn<int>("version");
    QTest::newRow("2.3") << 3;
    QTest::newRow("2.4") << 4;
}

} // namespace

class Id3ChaptersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void id3ChaptersHaveTitlesLinksAndPictures_data();
    void id3ChaptersHaveTitlesLinksAndPictures();
    void id3TitlesOfEveryEncodingAreRead_data();
    void id3TitlesOfEveryEncodingAreRead();
    void id3UnsynchronisationIsUndoneOnce_data();
    void id3UnsynchronisationIsUndoneOnce();
    void id3ExtendedHeaderIsSkipped_data();
    void id3ExtendedHeaderIsSkipped();
    void id3PlainSizesInVersion4AreUnderstood();
    void id3ChaptersOutsideTheTableAreHidden();
    void id3NestedTablesAreFollowed();
    void id3TableThatHidesAllHidesNone();
    void id3ChaptersWithoutTableAreAllVisible();
    void id3TableWithOverflowingCountListsAll();
    void id3OddTimesAreMended();
    void id3OnlyWebLinksAreTaken();
    void id3PictureByAddressIsAnAddress();
    void id3FrontCoverIsPreferred();
    void id3TooLargePictureIsLeftOut();
    void id3CompressedFramesAreNotInflated();
    void id3ChaptersAreCapped();
    void id3LongTitleIsCut();
    void id3ReadsTheTagAndNoSound();
    void mp3WithoutTagHasNoChaptersAndIsHardlyRead();
    void id3WrittenByFfmpegIsRead();
};

void Id3ChaptersTest::id3ChaptersHaveTitlesLinksAndPictures_data()
{
    versions();
}

void Id3ChaptersTest::id3ChaptersHaveTitlesLinksAndPictures()
{
    QFETCH(int, version);
    const Id3Builder id3(version);
    const QByteArray file
            = id3.tag(id3.text("TIT2", u"The episode"_s) + id3.picture("cover-bytes", "image/png")
                              + id3.chapter("b", 1500, 4000, id3.text("TIT2", u"Second"_s))
                              + id3.chapter("a", 0, 1500,
                                            id3.text("TIT2", u"First 🎙"_s)
                                                    + id3.userLink("https://example.org/a?b=c")
                                                    + id3.picture(Jpeg)),
                      64)
            + silentMp3(100);

    const auto result = readChapters(file);

    QCOMPARE(titles(result), QStringList({u"First 🎙"_s, u"Second"_s}));
    QCOMPARE(starts(result), QList<qint64>({0, 1500}));
    QCOMPARE(result->title, u"The episode"_s);
    QCOMPARE(result->cover, QByteArray("cover-bytes"));
    const Chapter &first = result->chapters.first();
    QCOMPARE(first.end, 1500ms);
    QCOMPARE(first.link, QUrl(u"https://example.org/a?b=c"_s));
    QCOMPARE(first.embeddedImage, Jpeg);
    QVERIFY(result->chapters.last().embeddedImage.isEmpty());
    QVERIFY(result->chapters.last().link.isEmpty());
}

void Id3ChaptersTest::id3TitlesOfEveryEncodingAreRead_data()
{
    QTest::addColumn<int>("encoding");
    QTest::addColumn<QString>("title");

    QTest::newRow("Latin-1") << int(Id3Builder::Latin1) << u"Übergröße"_s;
    QTest::newRow("UTF-16") << int(Id3Builder::Utf16) << u"Übergröße 日本 🎧"_s;
    QTest::newRow("UTF-16BE") << int(Id3Builder::Utf16Be) << u"Übergröße 日本 🎧"_s;
    QTest::newRow("UTF-8") << int(Id3Builder::Utf8) << u"Übergröße 日本 🎧"_s;
    QTest::newRow("empty") << int(Id3Builder::Utf16) << QString(u""_s);
}

void Id3ChaptersTest::id3TitlesOfEveryEncodingAreRead()
{
    QFETCH(int, encoding);
    QFETCH(QString, title);
    const Id3Builder id3(4);
    const auto as = static_cast<Id3Builder::Encoding>(encoding);

    const auto result
            = readChapters(id3.tag(id3.chapter("a", 0, 1000, id3.text("TIT2", title, as))));

    QCOMPARE(titles(result), QStringList(title));
}

void Id3ChaptersTest::id3UnsynchronisationIsUndoneOnce_data()
{
    versions();
}

void Id3ChaptersTest::id3UnsynchronisationIsUndoneOnce()
{
    QFETCH(int, version);
    Id3Builder id3(version);
    id3.unsynchronise = true;
    const QByteArray tag
            = id3.tag(id3.chapter("a", 0, 0xFFFF, id3.text("TIT2", u"One"_s) + id3.picture(Jpeg))
                      + id3.chapter("b", 0xFFFF, 0x1FFFF, id3.text("TIT2", u"Two"_s)));

    const auto result = readChapters(tag);

    QCOMPARE(titles(result), QStringList({u"One"_s, u"Two"_s}));
    QCOMPARE(starts(result), QList<qint64>({0, 0xFFFF}));
    QCOMPARE(result->chapters.first().embeddedImage, Jpeg);
}

void Id3ChaptersTest::id3ExtendedHeaderIsSkipped_data()
{
    versions();
}

void Id3ChaptersTest::id3ExtendedHeaderIsSkipped()
{
    QFETCH(int, version);
    Id3Builder id3(version);
    id3.extendedHeader = true;

    const auto result = readChapters(id3.tag(id3.chapter("a", 7, 9, id3.text("TIT2", u"One"_s))));

    QCOMPARE(titles(result), QStringList(u"One"_s));
}

void Id3ChaptersTest::id3PlainSizesInVersion4AreUnderstood()
{
    Id3Builder id3(4);
    id3.plainSizes = true;
    const QString longTitle(300, u'x');

    const auto result = readChapters(id3.tag(
            id3.chapter("a", 0, 5, id3.text("TIT2", longTitle) + id3.userLink("http://a.b/"))
            + id3.chapter("b", 5, 9, id3.text("TIT2", longTitle + u'2'))));

    QCOMPARE(titles(result), QStringList({longTitle, longTitle + u'2'}));
    QCOMPARE(result->chapters.first().link, QUrl(u"http://a.b/"_s));
}

void Id3ChaptersTest::id3ChaptersOutsideTheTableAreHidden()
{
    const Id3Builder id3(3);
    const auto named = [&](const QByteArray &id, quint32 start) {
        return id3.chapter(id, start, start + 1000, id3.text("TIT2", QString::fromLatin1(id)));
    };

    const auto result
            = readChapters(id3.tag(named("one", 0) + named("art", 500) + named("two", 1000)
                                   + id3.toc("toc", Id3Builder::TopLevel | Id3Builder::Ordered,
                                             {"one", "two", "missing"})));

    QCOMPARE(titles(result), QStringList({u"one"_s, u"art*"_s, u"two"_s}));
}

void Id3ChaptersTest::id3NestedTablesAreFollowed()
{
    const Id3Builder id3(3);
    const auto named = [&](const QByteArray &id, quint32 start) {
        return id3.chapter(id, start, start + 10, id3.text("TIT2", QString::fromLatin1(id)));
    };

    const auto result = readChapters(
            id3.tag(id3.toc("top", Id3Builder::TopLevel, {"part1", "part2", "top"})
                    + id3.toc("part1", 0, {"a", "b"}) + id3.toc("part2", 0, {"c", "part1"})
                    + named("a", 0) + named("b", 10) + named("c", 20) + named("d", 30)));

    QCOMPARE(titles(result), QStringList({u"a"_s, u"b"_s, u"c"_s, u"d*"_s}));
}

void Id3ChaptersTest::id3TableThatHidesAllHidesNone()
{
    const Id3Builder id3(3);

    const auto result = readChapters(
            id3.tag(id3.chapter("a", 0, 5) + id3.toc("toc", Id3Builder::TopLevel, {"x"})));

    QCOMPARE(titles(result), QStringList(QString(u""_s)));
}

void Id3ChaptersTest::id3ChaptersWithoutTableAreAllVisible()
{
    const Id3Builder id3(3);

    const auto result = readChapters(id3.tag(id3.chapter("a", 0, 5, id3.text("TIT2", u"A"_s))
                                             + id3.chapter("b", 5, 9, id3.text("TIT2", u"B"_s))));

    QCOMPARE(titles(result), QStringList({u"A"_s, u"B"_s}));
}

void Id3ChaptersTest::id3TableWithOverflowingCountListsAll()
{
    const Id3Builder id3(3);
    QByteArray frames;
    QList<QByteArray> names;
    for (quint32 i = 0; i < 300; ++i) {
        names << "ch" + QByteArray::number(i);
        frames += id3.chapter(names.last(), i * 10, i * 10 + 10);
    }

    const auto result = readChapters(id3.tag(id3.toc("toc", Id3Builder::TopLevel, names) + frames));

    QCOMPARE(result->chapters.size(), 300);
    QVERIFY(std::none_of(result->chapters.begin(), result->chapters.end(),
                         [](const Chapter &c) { return c.hidden; }));
}

void Id3ChaptersTest::id3OddTimesAreMended()
{
    const Id3Builder id3(3);

    const auto result = readChapters(id3.tag(
            id3.chapter("late", 900, 100) + id3.chapter("none", 500, 500)
            + id3.chapter("open", 700, Id3Builder::NoTime)
            + id3.chapter("nowhere", Id3Builder::NoTime, 5) + id3.chapter("start", 0, 500)));

    QCOMPARE(starts(result), QList<qint64>({0, 500, 700, 900}));
    QCOMPARE(result->chapters.at(0).end, 500ms);
    for (qsizetype i = 1; i < 4; ++i)
        QVERIFY(!result->chapters.at(i).end);
}

void Id3ChaptersTest::id3OnlyWebLinksAreTaken()
{
    const Id3Builder id3(4);
    const auto linked = [&](const QByteArray &id, quint32 start, const QByteArray &url) {
        return id3.chapter(id, start, start + 1, id3.userLink(url, "chapter url"));
    };

    const auto result = readChapters(
            id3.tag(linked("a", 0, "javascript:alert(1)") + linked("b", 1, "file:///etc")
                    + linked("c", 2, "relative/path") + linked("d", 3, "http://")
                    + linked("e", 4, "HTTPS://Example.org/x")
                    + id3.chapter("f", 5, 6, id3.frame("WOAF", "http://example.org/f"))));

    for (qsizetype i = 0; i < 4; ++i)
        QVERIFY(result->chapters.at(i).link.isEmpty());
    QCOMPARE(result->chapters.at(4).link, QUrl(u"https://example.org/x"_s));
    QCOMPARE(result->chapters.at(5).link, QUrl(u"http://example.org/f"_s));
}

void Id3ChaptersTest::id3PictureByAddressIsAnAddress()
{
    const Id3Builder id3(3);

    const auto result = readChapters(
            id3.tag(id3.chapter("a", 0, 5, id3.picture("https://example.org/a.jpg", "-->"))
                    + id3.chapter("b", 5, 9, id3.picture("file:///etc/passwd", "-->"))));

    QCOMPARE(result->chapters.first().image, QUrl(u"https://example.org/a.jpg"_s));
    QVERIFY(result->chapters.first().embeddedImage.isEmpty());
    QVERIFY(result->chapters.last().image.isEmpty());
    QVERIFY(result->chapters.last().embeddedImage.isEmpty());
}

void Id3ChaptersTest::id3FrontCoverIsPreferred()
{
    const Id3Builder id3(3);

    const auto result = readChapters(id3.tag(id3.picture("other", "image/png", 0)
                                             + id3.picture("front", "image/png", 3)
                                             + id3.picture("second", "image/png", 3)));

    QCOMPARE(result->cover, QByteArray("front"));
}

void Id3ChaptersTest::id3TooLargePictureIsLeftOut()
{
    const Id3Builder id3(4);
    const QByteArray large(ChapterLimits::ImageBytes + 1, 'x');

    const auto result = readChapters(
            id3.tag(id3.chapter("a", 0, 5, id3.picture(large) + id3.text("TIT2", u"After it"_s))));

    QCOMPARE(titles(result), QStringList(u"After it"_s));
    QVERIFY(result->chapters.first().embeddedImage.isEmpty());
}

void Id3ChaptersTest::id3CompressedFramesAreNotInflated()
{
    const Id3Builder id3(3);
    const QByteArray bomb = qCompress(QByteArray(1'000'000, 'x'));

    const auto result = readChapters(
            id3.tag(id3.frame("TIT2", bomb, Id3Builder::Compressed2v3)
                    + id3.chapter("a", 0, 5, id3.frame("TIT2", bomb, Id3Builder::Compressed2v3))));

    QCOMPARE(titles(result), QStringList(QString(u""_s)));
    QVERIFY(result->title.isEmpty());
}

void Id3ChaptersTest::id3ChaptersAreCapped()
{
    const Id3Builder id3(3);
    QByteArray frames;
    for (quint32 i = 0; i < 12'000; ++i)
        frames += id3.chapter(QByteArray::number(i), i, i + 1);

    const auto result = readChapters(id3.tag(frames));

    QCOMPARE(result->chapters.size(), ChapterLimits::Chapters);
}

void Id3ChaptersTest::id3LongTitleIsCut()
{
    const Id3Builder id3(4);
    const QString title = QString(999, u'x') + u"🎧 and more"_s;

    const auto result = readChapters(id3.tag(id3.chapter("a", 0, 5, id3.text("TIT2", title))));

    QCOMPARE(titles(result), QStringList(QString(999, u'x')));
}

void Id3ChaptersTest::id3ReadsTheTagAndNoSound()
{
    const Id3Builder id3(3);
    const QByteArray tag = id3.tag(id3.chapter("a", 0, 5, id3.picture(QByteArray(100'000, 'j'))));
    MemoryBytes bytes(tag + silentMp3(5000));

    const auto result = readMediaChapters(bytes, {});

    QCOMPARE(result->chapters.size(), 1);
    QVERIFY(bytes.bytesRead <= tag.size() + 64);
}

void Id3ChaptersTest::mp3WithoutTagHasNoChaptersAndIsHardlyRead()
{
    MemoryBytes bytes(silentMp3(5000));

    const auto result = readMediaChapters(bytes, {});

    QVERIFY(result);
    QVERIFY(result->chapters.isEmpty());
    QVERIFY(bytes.bytesRead <= 64);
}

void Id3ChaptersTest::id3WrittenByFfmpegIsRead()
{
    const auto result = readChapters(ffmpegFixture(u"a.mp3"_s, 4, threeChapters()));

    QCOMPARE(titles(result), QStringList({u"Opening"_s, u"Größe 日本"_s, u"End"_s}));
    QCOMPARE(starts(result), QList<qint64>({0, 1000, 2500}));
    QCOMPARE(result->title, u"The episode"_s);
}

} // namespace Earmark

QTEST_GUILESS_MAIN(Earmark::Id3ChaptersTest)
#include "tst_id3chapters.moc"
