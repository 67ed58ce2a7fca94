// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/chapterreader.h"
#include "media/chaptertidy.h"
#include "support/chapterlists.h"
#include "support/failonwarning.h"
#include "support/ffmpegfixture.h"
#include "support/id3builder.h"
#include "support/memorybytes.h"
#include "support/mp4builder.h"

#include <QElapsedTimer>
#include <QTest>

#include <random>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr int Mutations = 500; // Of each file, each by the next numbers of one fixed seed.
constexpr qint64 LongestMs = 2000; // Under a sanitizer on a busy machine; a good file takes 2.

using Random = std::mt19937;

quint32 below(Random &random, qsizetype limit)
{
    return limit < 1 ? 0 : static_cast<quint32>(random() % static_cast<quint32>(limit));
}

QByteArray id3File(int version)
{
    const Id3Builder id3(version);
    return id3.tag(id3.text("TIT2", u"Episode"_s) + id3.picture(QByteArray(300, '\xFF'))
                           + id3.toc("toc", Id3Builder::TopLevel, {"a", "b", "sub"})
                           + id3.toc("sub", 0, {"c", "toc"})
                           + id3.chapter("a", 0, 1000,
                                         id3.text("TIT2", u"First"_s)
                                                 + id3.userLink("https://example.org/")
                                                 + id3.picture(QByteArray(300, 'j')))
                           + id3.chapter("b", 1000, 2000, id3.text("TIT2", u"Größe"_s))
                           + id3.chapter("c", 2000, 3000, id3.text("TIT2", u"Third"_s)),
                   100)
            + silentMp3(4);
}

QByteArray mp4File()
{
    Mp4Builder mp4;
    mp4.duration = 500;
    mp4.moovFirst = true;
    mp4.texts = {{0, Mp4Builder::text("One", "https://example.org/1")},
                 {200, Mp4Builder::text("Two", "https://example.org/2")}};
    mp4.pictures = {{0, QByteArray(200, '1')}, {200, QByteArray(200, '2')}};
    mp4.nero = {{0, "One"}, {200, "Two"}};
    return mp4.build();
}

// Where the structure is: flips in the sound teach nothing.
constexpr qsizetype HeadBytes = 4096;

QByteArray mutated(const QByteArray &file, Random &random)
{
    QByteArray result = file;
    const bool atEnd = below(random, 3) == 0; // An MP4's moov.
    const qsizetype span = std::min(HeadBytes, file.size());
    const qsizetype from = atEnd ? file.size() - span : 0;
    const quint32 changes = 1 + below(random, 12);
    for (quint32 i = 0; i < changes; ++i) {
        const qsizetype at = from + below(random, span);
        switch (below(random, 3)) {
        case 0:
            result[at] = static_cast<char>(result[at] ^ (1 << below(random, 8)));
            break;
        case 1:
            result[at] = static_cast<char>(random());
            break;
        default:
            for (qsizetype k = at; k < std::min(at + 4, result.size()); ++k)
                result[k] = '\xFF';
        }
    }
    if (below(random, 4) == 0)
        result.truncate(below(random, result.size()));
    return result;
}

} // namespace

class ChapterFuzzTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void brokenFilesGiveChaptersOrASentence_data();
    void brokenFilesGiveChaptersOrASentence();
    void everyTruncationOfATagIsSurvived_data();
    void everyTruncationOfATagIsSurvived();
};

void ChapterFuzzTest::brokenFilesGiveChaptersOrASentence_data()
{
    QTest::addColumn<QByteArray>("file");

    QTest::newRow("ID3v2.3") << id3File(3);
    QTest::newRow("ID3v2.4") << id3File(4);
    QTest::newRow("QuickTime") << mp4File();
    const QStringList comments{u"-metadata"_s, u"CHAPTER000=00:00:00.000"_s, u"-metadata"_s,
                               u"CHAPTER000URL=https://example.org/"_s};
    for (const char *name : {"a.m4a", "a.opus", "a.flac", "a.mka", "a.webm", "a.mp3"}) {
        const QString fileName = QString::fromLatin1(name);
        QTest::newRow(name) << ffmpegFixture(
                fileName, 1, threeChapters(),
                fileName == u"a.flac" || fileName == u"a.opus" ? comments : QStringList());
    }
}

void ChapterFuzzTest::brokenFilesGiveChaptersOrASentence()
{
    QFETCH(QByteArray, file);
    QVERIFY(!file.isEmpty());
    QVERIFY(!readChapters(file)->chapters.isEmpty());
    Random random(20260113);
    qint64 longest = 0;
    for (int i = 0; i < Mutations; ++i) {
        QElapsedTimer timer;
        timer.start();

        const auto result = readChapters(mutated(file, random));

        longest = std::max(longest, timer.elapsed());
        if (!result) {
            QVERIFY(!result.error().sentence.isEmpty());
            continue;
        }
        QVERIFY(result->chapters.size() <= ChapterLimits::Chapters);
        for (const Chapter &chapter : result->chapters) {
            QVERIFY(chapter.title.size() <= ChapterLimits::TitleLength);
            QVERIFY(chapter.embeddedImage.size() <= ChapterLimits::ImageBytes);
            QVERIFY(chapter.link.isEmpty() || chapter.link.scheme().startsWith(u"http"));
            QVERIFY(!chapter.end || *chapter.end > chapter.start);
        }
    }
    QVERIFY2(longest < LongestMs, qPrintable(QString::number(longest)));
}

void ChapterFuzzTest::everyTruncationOfATagIsSurvived_data()
{
    QTest::addColumn<QByteArray>("file");

    QTest::newRow("ID3v2.3") << id3File(3);
    QTest::newRow("ID3v2.4") << id3File(4);
}

void ChapterFuzzTest::everyTruncationOfATagIsSurvived()
{
    QFETCH(QByteArray, file);
    for (qsizetype size = 10; size < file.size(); ++size) {
        const auto result = readChapters(file.left(size));

        QVERIFY(result);
        QVERIFY(result->chapters.size() <= 3);
    }
}

} // namespace Earmark

QTEST_GUILESS_MAIN(Earmark::ChapterFuzzTest)
#include "tst_chapterfuzz.moc"
