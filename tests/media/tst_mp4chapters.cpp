// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/chapterreader.h"
#include "media/mp4chapters.h"
#include "support/chapterlists.h"
#include "support/failonwarning.h"
#include "support/ffmpegfixture.h"
#include "support/memorybytes.h"
#include "support/mp4builder.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {

namespace {

const QByteArray Jpeg("\xFF\xD8\xFF\xE0\x00\x10JFIF\xFF\x00\xFF\x00\x00\xFF\xE1tail\xFF\xD9", 23);

} // namespace

class Mp4ChaptersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void moovAtTheEndIsReachedWithoutTheSound();
    void quickTimeLinksAndPicturesAreRead();
    void quickTimeTitlesInUtf16AreRead();
    void quickTimeIsBelievedBeforeNero();
    void neroAloneIsRead();
    void quickTimePictureInsideAChapterIsAHiddenOne();
    void brokenQuickTimeSamplesAreSurvived_data();
    void brokenQuickTimeSamplesAreSurvived();
};

void Mp4ChaptersTest::moovAtTheEndIsReachedWithoutTheSound()
{
    const QByteArray file = ffmpegFixture(u"a.m4a"_s, 120, threeChapters(),
                                          {u"-c:a"_s, u"aac"_s, u"-b:a"_s, u"128k"_s});
    QVERIFY(file.indexOf("moov") > file.size() / 2);
    MemoryBytes bytes(file);

    const auto result = readMediaChapters(bytes, {});

    QCOMPARE(result->chapters.size(), 3);
    const qint64 moov = file.size() - file.indexOf("moov");
    QVERIFY(bytes.bytesRead < moov + 256 * 1024);
}

void Mp4ChaptersTest::quickTimeLinksAndPicturesAreRead()
{
    Mp4Builder mp4;
    mp4.texts = {{0, Mp4Builder::text("One", "https://example.org/1")},
                 {4000, Mp4Builder::text("Größe", "file:///etc/passwd")},
                 {7000, Mp4Builder::text("")}};
    mp4.pictures = {{0, Jpeg + "1"}, {4000, Jpeg + "2"}};

    const auto result = readChapters(mp4.build());

    QCOMPARE(titles(result), QStringList({u"One"_s, u"Größe"_s, u""_s}));
    QCOMPARE(starts(result), QList<qint64>({0, 4000, 7000}));
    QCOMPARE(result->chapters.at(0).end, 4000ms);
    QCOMPARE(result->chapters.at(0).link, QUrl(u"https://example.org/1"_s));
    QVERIFY(result->chapters.at(1).link.isEmpty());
    QCOMPARE(result->chapters.at(0).embeddedImage, Jpeg + "1");
    QCOMPARE(result->chapters.at(1).embeddedImage, Jpeg + "2");
    QCOMPARE(result->chapters.at(2).embeddedImage, Jpeg + "2");
    QCOMPARE(result->duration, 10'000ms);
    QVERIFY(result->cover.isEmpty());
}

void Mp4ChaptersTest::quickTimeTitlesInUtf16AreRead()
{
    Mp4Builder mp4;
    mp4.texts = {{0, Mp4Builder::text(QByteArray("\xFE\xFF\0\xDC\0b", 6), "http://example.org/")},
                 {4000, Mp4Builder::text(QByteArray("\xFF\xFE\xDC\0b\0", 6))}};

    const auto result = readChapters(mp4.build());

    QCOMPARE(titles(result), QStringList({u"Üb"_s, u"Üb"_s}));
    QCOMPARE(result->chapters.first().link, QUrl(u"http://example.org/"_s));
}

void Mp4ChaptersTest::quickTimeIsBelievedBeforeNero()
{
    Mp4Builder mp4;
    mp4.moovFirst = true;
    mp4.texts = {{0, Mp4Builder::text("One")}, {4100, Mp4Builder::text("Two")}};
    mp4.nero = {{0, "One"}, {4000, "Two"}, {4000, "Two again"}};

    const auto result = readChapters(mp4.build());

    QCOMPARE(titles(result), QStringList({u"One"_s, u"Two"_s}));
    QCOMPARE(starts(result), QList<qint64>({0, 4100}));
}

void Mp4ChaptersTest::neroAloneIsRead()
{
    Mp4Builder mp4;
    mp4.nero = {{0, "One"}, {4000, QByteArray(200, 'x')}, {7000, "Größe"}};

    const auto result = readChapters(mp4.build());

    QCOMPARE(titles(result), QStringList({u"One"_s, QString(200, u'x'), u"Größe"_s}));
    QCOMPARE(starts(result), QList<qint64>({0, 4000, 7000}));
}

void Mp4ChaptersTest::quickTimePictureInsideAChapterIsAHiddenOne()
{
    Mp4Builder mp4;
    mp4.texts = {{0, Mp4Builder::text("One")}, {5000, Mp4Builder::text("Two")}};
    mp4.pictures = {{0, Jpeg + "1"}, {2000, Jpeg + "2"}, {5000, Jpeg + "3"}};

    const auto result = readChapters(mp4.build());

    QCOMPARE(titles(result), QStringList({u"One"_s, u"*"_s, u"Two"_s}));
    QCOMPARE(starts(result), QList<qint64>({0, 2000, 5000}));
    QCOMPARE(result->chapters.at(1).embeddedImage, Jpeg + "2");
    QCOMPARE(result->chapters.at(2).embeddedImage, Jpeg + "3");
}

void Mp4ChaptersTest::brokenQuickTimeSamplesAreSurvived_data()
{
    QTest::addColumn<QByteArray>("sample");
    QTest::addColumn<QString>("title");

    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("one byte") << QByteArray("\0", 1) << QString();
    QTest::newRow("length beyond the end") << QByteArray("\0\11Ab", 4) << u"Ab"_s;
    QTest::newRow("atom of no size") << QByteArray("\0\1A\0\0\0\0href", 11) << u"A"_s;
    QTest::newRow("atom beyond the end") << QByteArray("\0\1A\xFF\0\0\0href", 11) << u"A"_s;
    QTest::newRow("link cut off") << QByteArray("\0\1A\0\0\0\x0Dhref\0\0\0\0\x40", 16) << u"A"_s;
    QTest::newRow("UTF-16 cut off") << QByteArray("\0\5\xFE\xFF\0A\0", 7) << u"A"_s;
}

void Mp4ChaptersTest::brokenQuickTimeSamplesAreSurvived()
{
    QFETCH(QByteArray, sample);
    QFETCH(QString, title);

    const QuickTimeText text = readQuickTimeText(sample);

    QCOMPARE(text.title.left(1), title.left(1));
    QVERIFY(text.link.isEmpty());
}

} // namespace Earmark

QTEST_GUILESS_MAIN(Earmark::Mp4ChaptersTest)
#include "tst_mp4chapters.moc"
