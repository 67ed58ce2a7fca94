// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/chapterreader.h"
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

// An ID3 tag that says it has 256 MiB, from a server that goes on sending.
class EndlessTag final : public ByteSource
{
public:
    std::optional<std::int64_t> size() const override { return {}; }
    Read readAt(std::int64_t offset, std::span<char> into, std::stop_token /*stop*/) override
    {
        constexpr std::string_view Header("ID3\3\0\0\x7F\x7F\x7F\x7F", 10);
        for (std::size_t i = 0; i < into.size(); ++i) {
            const std::size_t at = static_cast<std::size_t>(offset) + i;
            into[i] = at < Header.size() ? Header[at] : '\0';
        }
        bytesRead += static_cast<std::int64_t>(into.size());
        return {Status::Ok, into.size()};
    }
    std::string failure() const override { return {}; }

    std::int64_t bytesRead = 0;
};

} // namespace

class ChapterReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void bytesThatAreNoMediaAreAnErrorWithASentence();
    void emptyFileIsAnErrorWithASentence();
    void brokenConnectionIsNoEmptyList_data();
    void brokenConnectionIsNoEmptyList();
    void stoppedReadingIsCancelled();
    void containersGiveTheirChapters_data();
    void containersGiveTheirChapters();
    void containersWithoutChaptersAreASuccess_data();
    void containersWithoutChaptersAreASuccess();
    void coversAreRead_data();
    void coversAreRead();
    void endlessTagIsReadToItsLimit();
    void vorbisLinksAreRead_data();
    void vorbisLinksAreRead();
    void vorbisTimesWithoutMillisecondsAreRead();
    void aStartOfAgesIsLeftOut();
    void flacBehindAnId3TagIsRead();
};

void ChapterReaderTest::bytesThatAreNoMediaAreAnErrorWithASentence()
{
    const auto page = readChapters("<!DOCTYPE html><html><body>Sign in first</body></html>");
    const auto playlist = readChapters("#EXTM3U\n#EXT-X-TARGETDURATION:9\nfile:///etc/passwd\n");

    QVERIFY(!page);
    QVERIFY(!page.error().sentence.isEmpty());
    QVERIFY(!playlist);
}

void ChapterReaderTest::emptyFileIsAnErrorWithASentence()
{
    const auto result = readChapters({});

    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Media);
    QVERIFY(!result.error().sentence.isEmpty());
}

void ChapterReaderTest::brokenConnectionIsNoEmptyList_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<qint64>("from");

    QTest::newRow("at once") << u"a.m4a"_s << qint64(0);
    QTest::newRow("in the middle") << u"a.m4a"_s << qint64(3000);
    QTest::newRow("in the tag") << u"a.mp3"_s << qint64(20);
    QTest::newRow("ogg") << u"a.opus"_s << qint64(100);
}

void ChapterReaderTest::brokenConnectionIsNoEmptyList()
{
    QFETCH(QString, name);
    QFETCH(qint64, from);
    const QByteArray file = ffmpegFixture(name, 4, threeChapters());
    QVERIFY(!file.isEmpty());
    MemoryBytes bytes(file);
    bytes.failsFrom = from;

    const auto result = readMediaChapters(bytes, {});

    QVERIFY(!result);
    QCOMPARE(result.error().sentence, QString::fromStdString(bytes.failure()));
}

void ChapterReaderTest::stoppedReadingIsCancelled()
{
    std::stop_source stop;
    stop.request_stop();
    MemoryBytes bytes(Id3Builder(3).tag(Id3Builder(3).chapter("a", 0, 1)));

    const auto result = readMediaChapters(bytes, stop.get_token());

    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Cancelled);
}

void ChapterReaderTest::containersGiveTheirChapters_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("options");

    QTest::newRow("m4a") << u"a.m4a"_s << QStringList();
    QTest::newRow("m4a, moov first") << u"a.m4a"_s << QStringList({u"-movflags"_s, u"faststart"_s});
    QTest::newRow("m4b") << u"a.m4b"_s << QStringList({u"-f"_s, u"ipod"_s});
    QTest::newRow("mov") << u"a.mov"_s << QStringList();
    QTest::newRow("QuickTime only")
            << u"a.mp4"_s << QStringList({u"-movflags"_s, u"disable_chpl+faststart"_s});
    QTest::newRow("matroska") << u"a.mka"_s << QStringList();
    QTest::newRow("webm") << u"a.webm"_s << QStringList();
}

void ChapterReaderTest::containersGiveTheirChapters()
{
    QFETCH(QString, name);
    QFETCH(QStringList, options);
    const QByteArray file = ffmpegFixture(name, 4, threeChapters(), options);
    QVERIFY(!file.isEmpty());

    const auto result = readChapters(file);

    QCOMPARE(titles(result), QStringList({u"Opening"_s, u"Größe 日本"_s, u"End"_s}));
    QCOMPARE(starts(result), QList<qint64>({0, 1000, 2500}));
    QCOMPARE(result->title, u"The episode"_s);
    QVERIFY(result->duration);
    QVERIFY(std::chrono::abs(*result->duration - 4000ms) < 100ms);
}

void ChapterReaderTest::containersWithoutChaptersAreASuccess_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"a.m4a", "a.opus", "a.flac", "a.mka", "a.mp3", "a.wav"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void ChapterReaderTest::containersWithoutChaptersAreASuccess()
{
    QFETCH(QString, name);

    const auto result = readChapters(ffmpegFixture(name, 2, ffmetadata({})));

    QCOMPARE(titles(result), QStringList());
    QVERIFY(result);
}

void ChapterReaderTest::coversAreRead_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"a.mp3", "a.m4a", "a.flac"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void ChapterReaderTest::coversAreRead()
{
    QFETCH(QString, name);
    const QByteArray png = QByteArray::fromBase64( // One pixel.
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+"
            "M9QDwADhgGAWjR9awAAAABJRU5E"
            "rkJggg==");

    const auto result = readChapters(ffmpegFixture(name, 1, threeChapters(), {}, png));

    QVERIFY(result);
    QCOMPARE(result->cover, png);
}

void ChapterReaderTest::endlessTagIsReadToItsLimit()
{
    EndlessTag bytes;

    const auto result = readMediaChapters(bytes, {});

    QVERIFY(!result);
    QVERIFY(!result.error().sentence.isEmpty());
    QCOMPARE(bytes.bytesRead, std::int64_t{64 * 1024 * 1024});
}

void ChapterReaderTest::vorbisLinksAreRead_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"a.ogg", "a.opus", "a.flac"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void ChapterReaderTest::vorbisLinksAreRead()
{
    QFETCH(QString, name);
    QStringList options;
    for (const auto &comment :
         {u"CHAPTER000=00:00:00.000"_s, u"CHAPTER000NAME=One"_s,
          u"Chapter000Url=https://example.org/1"_s, u"CHAPTER001=00:00:01.250"_s,
          u"CHAPTER001NAME=Two"_s, u"CHAPTER001URL=file:///etc/passwd"_s})
        options << u"-metadata"_s << comment;
    if (name == u"a.ogg")
        options << u"-c:a"_s << u"libvorbis"_s;

    const auto result = readChapters(ffmpegFixture(name, 3, ffmetadata({}), options));

    QCOMPARE(titles(result), QStringList({u"One"_s, u"Two"_s}));
    QCOMPARE(starts(result), QList<qint64>({0, 1250}));
    QVERIFY(result->duration);
    QVERIFY(std::chrono::abs(*result->duration - 3000ms) < 100ms);
    QCOMPARE(result->chapters.first().link, QUrl(u"https://example.org/1"_s));
    QVERIFY(result->chapters.last().link.isEmpty());
}

void ChapterReaderTest::vorbisTimesWithoutMillisecondsAreRead()
{
    QStringList options;
    for (const auto &comment : {u"CHAPTER001=00:00:00"_s, u"CHAPTER001NAME=One"_s,
                                u"CHAPTER002=01:02:03"_s, u"CHAPTER002NAME=Two"_s})
        options << u"-metadata"_s << comment;

    const auto result = readChapters(ffmpegFixture(u"a.opus"_s, 3, ffmetadata({}), options));

    QCOMPARE(titles(result), QStringList({u"One"_s, u"Two"_s}));
    QCOMPARE(starts(result), QList<qint64>({0, 3'723'000}));
}

void ChapterReaderTest::aStartOfAgesIsLeftOut()
{
    QStringList options;
    for (const auto &comment : {u"CHAPTER001=00:00:01.000"_s, u"CHAPTER002=9999:00:00.000"_s})
        options << u"-metadata"_s << comment;
    const auto result = readChapters(ffmpegFixture(u"a.opus"_s, 3, ffmetadata({}), options));
    QCOMPARE(starts(result), QList<qint64>({1000}));
}

void ChapterReaderTest::flacBehindAnId3TagIsRead()
{
    const Id3Builder id3(3);
    const QByteArray flac = ffmpegFixture(u"a.flac"_s, 4, ffmetadata({}),
                                          {u"-metadata"_s, u"CHAPTER001=00:00:01.000"_s});

    const auto result = readChapters(id3.tag(id3.text("TIT2", u"Tag"_s)) + flac);

    QCOMPARE(starts(result), QList<qint64>({1000}));
}

} // namespace Earmark

QTEST_GUILESS_MAIN(Earmark::ChapterReaderTest)
#include "tst_chapterreader.moc"
