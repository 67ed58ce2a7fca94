// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/audiodecoder.h"
#include "media/videodecoder.h"
#include "support/failonwarning.h"
#include "support/ffmpegfixture.h"
#include "support/latebytes.h"
#include "support/memorybytes.h"
#include "support/videofixture.h"

#include <QBuffer>
#include <QElapsedTimer>
#include <QImage>
#include <QTest>

#include <cmath>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

using Status = VideoSource::Status;

constexpr std::int64_t Second = 1'000'000;
constexpr PictureSize Large{1'920, 1'080};
#ifdef __SANITIZE_ADDRESS__
constexpr int Mutations = 6;
#else
constexpr int Mutations = 40;
#endif

const QStringList WithBFrames{u"-c:v"_s, u"libx264"_s, u"-bf"_s, u"3"_s, u"-g"_s, u"50"_s};
const QStringList Webm{u"-c:v"_s,      u"libvpx"_s, u"-deadline"_s, u"realtime"_s,
                       u"-cpu-used"_s, u"8"_s,      u"-c:a"_s,      u"libopus"_s};

std::optional<std::int64_t> pictureZero(const QByteArray &file)
{
    const auto sound = AudioDecoder::open(std::make_shared<MemoryBytes>(file), {});
    return sound ? (*sound)->pictureZero() : std::nullopt;
}

std::unique_ptr<VideoDecoder> openVideo(const QByteArray &file)
{
    auto decoder = VideoDecoder::open(std::make_shared<MemoryBytes>(file),
                                      pictureZero(file).value_or(0), {});
    if (!decoder) {
        qWarning("%s %s", qPrintable(decoder.error().sentence), qPrintable(decoder.error().detail));
        return nullptr;
    }
    return std::move(*decoder);
}

std::optional<int> numberOf(VideoDecoder &decoder, PictureSize fits = Large)
{
    const auto frame = decoder.picture(fits);
    return frame
            ? barsNumber(frame->bytes.get(), frame->size.width, frame->size.height, frame->stride)
            : std::nullopt;
}

} // namespace

class TestVideoDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void aCoverIsNoMovingPicture();
    void whatIsNotShownIsSaid();
    void aPictureThatIsTooLargeIsRefused();
    void damageInTheMiddleIsSkipped();
    void aTruncatedFileEndsEarly();
    void aSourceThatFailsIsAFailureAndThenGoesOn();
    void aStoppedReadGoesOnLater();
    void mutationsEnd();
    void everyPictureComesInOrder_data() { addContainers(); }
    void everyPictureComesInOrder();
    void seekingIsExact_data() { addContainers(); }
    void seekingIsExact();
    void zeroIsWhereTheSoundBegins_data();
    void zeroIsWhereTheSoundBegins();
    void behindTheEndTheLastPictureHolds();
    void hurryLeavesPicturesOut();
    void picturesFitAndKeepTheirShape_data();
    void picturesFitAndKeepTheirShape();
    void turnedPicturesAreUpright_data();
    void turnedPicturesAreUpright();

private:
    static void addContainers();
};

void TestVideoDecoder::addContainers()
{
    QTest::addColumn<QString>("fileName");
    QTest::addColumn<QStringList>("encoding");
    QTest::newRow("h264 with B-frames in mp4") << u"v.mp4"_s << WithBFrames;
    QTest::newRow("h264, one key frame, in mkv")
            << u"v.mkv"_s << QStringList{u"-c:v"_s, u"libx264"_s, u"-g"_s, u"1000"_s};
    QTest::newRow("h264 in fragments")
            << u"v.mp4"_s
            << WithBFrames + QStringList{u"-movflags"_s, u"frag_keyframe+delay_moov"_s};
    QTest::newRow("mpeg4 in mov") << u"v.mov"_s
                                  << QStringList{u"-c:v"_s, u"mpeg4"_s, u"-bf"_s, u"2"_s};
    QTest::newRow("vp8 in webm") << u"v.webm"_s << Webm;
    QTest::newRow("vp9 in webm") << u"v.webm"_s
                                 << QStringList{u"-c:v"_s,     u"libvpx-vp9"_s, u"-deadline"_s,
                                                u"realtime"_s, u"-cpu-used"_s,  u"8"_s,
                                                u"-g"_s,       u"60"_s,         u"-c:a"_s,
                                                u"libopus"_s};
    QTest::newRow("hevc in mp4") << u"v.mp4"_s
                                 << QStringList{u"-c:v"_s,
                                                u"libx265"_s,
                                                u"-preset"_s,
                                                u"ultrafast"_s,
                                                u"-x265-params"_s,
                                                u"log-level=error:bframes=3:keyint=60"_s};
    QTest::newRow("av1 in mp4") << u"v.mp4"_s
                                << QStringList{u"-c:v"_s,     u"libaom-av1"_s, u"-usage"_s,
                                               u"realtime"_s, u"-cpu-used"_s,  u"8"_s,
                                               u"-g"_s,       u"60"_s};
    QTest::newRow("theora in ogg")
            << u"v.ogv"_s << QStringList{u"-c:v"_s, u"libtheora"_s, u"-c:a"_s, u"libvorbis"_s};
}

void TestVideoDecoder::aCoverIsNoMovingPicture()
{
    QByteArray cover;
    QBuffer buffer(&cover);
    QVERIFY(QImage(64, 64, QImage::Format_RGB32).save(&buffer, "PNG"));
    for (const auto &name : {u"c.m4a"_s, u"c.mp3"_s}) {
        const QByteArray file = ffmpegFixture(name, 2, {}, {}, cover);
        QVERIFY(!file.isEmpty());
        QCOMPARE(pictureZero(file), std::nullopt);
        const auto decoder = VideoDecoder::open(std::make_shared<MemoryBytes>(file), 0, {});
        QVERIFY(!decoder);
        QCOMPARE(decoder.error().kind, ErrorKind::Media);
    }
}

void TestVideoDecoder::whatIsNotShownIsSaid()
{
    const QByteArray file = barsVideo(
            {.fileName = u"v.mov"_s, .seconds = 0.5, .encoding = {u"-c:v"_s, u"prores"_s}});
    QVERIFY(pictureZero(file));
    const auto decoder = VideoDecoder::open(std::make_shared<MemoryBytes>(file), 0, {});
    QVERIFY(!decoder);
    QCOMPARE(decoder.error().sentence,
             u"The picture of this episode is in a format that Earmark does not show (prores). The "
             "sound is not concerned."_s);
}

void TestVideoDecoder::aPictureThatIsTooLargeIsRefused()
{
    const QByteArray file = barsVideo(
            {.seconds = 0.08, .size = {5'376, 2'048}, .encoding = {u"-c:v"_s, u"mpeg4"_s}});
    QVERIFY(pictureZero(file));
    const auto decoder = VideoDecoder::open(std::make_shared<MemoryBytes>(file), 0, {});
    QVERIFY(!decoder);
    QVERIFY2(decoder.error().sentence.contains(u"too large to be shown (5376 × 2048)"_s),
             qPrintable(decoder.error().sentence));
}

void TestVideoDecoder::damageInTheMiddleIsSkipped()
{
    QByteArray file
            = barsVideo({.seconds = 4, .encoding = {u"-c:v"_s, u"libx264"_s, u"-g"_s, u"25"_s}});
    const qsizetype begin = file.indexOf("mdat");
    for (qsizetype at = begin + file.size() / 3; at < begin + file.size() / 2; ++at)
        file[at] = static_cast<char>(at * 7);
    const auto decoder = openVideo(file);
    QVERIFY(decoder);
    QCOMPARE(decoder->seek(0, {}), Status::Ok);
    while (decoder->next(false, {}) == Status::Ok) { }
    QVERIFY2(decoder->time() > 3'800'000, qPrintable(QString::number(decoder->time())));
    QCOMPARE(numberOf(*decoder), 99);
}

void TestVideoDecoder::aTruncatedFileEndsEarly()
{
    const QByteArray whole = barsVideo(
            {.seconds = 6, .encoding = WithBFrames + QStringList{u"-movflags"_s, u"faststart"_s}});
    const auto decoder = openVideo(whole.left(whole.size() / 2));
    QVERIFY(decoder);
    QCOMPARE(decoder->seek(5 * Second, {}), Status::Ok);
    QVERIFY(decoder->time() < 5 * Second);
    QCOMPARE(decoder->until(), VideoFrame::Never);
    QCOMPARE(decoder->next(false, {}), Status::End);
    QCOMPARE(decoder->seek(Second, {}), Status::Ok);
    QCOMPARE(numberOf(*decoder), 25);
}

void TestVideoDecoder::aSourceThatFailsIsAFailureAndThenGoesOn()
{
    const QByteArray file = barsVideo(
            {.seconds = 6, .encoding = WithBFrames + QStringList{u"-movflags"_s, u"faststart"_s}});
    const auto source = std::make_shared<MemoryBytes>(file);
    const auto decoder = VideoDecoder::open(source, 0, {});
    QVERIFY(decoder);
    source->failsFrom = file.size() * 2 / 3;
    QCOMPARE((*decoder)->seek(5'500'000, {}), Status::Failed);
    QCOMPARE(QString::fromStdString((*decoder)->failure()), u"The test's server broke off."_s);
    source->failsFrom = file.size();
    QCOMPARE((*decoder)->seek(5'500'000, {}), Status::Ok);
    QCOMPARE(numberOf(**decoder), 137);
}

void TestVideoDecoder::aStoppedReadGoesOnLater()
{
    const auto decoder = openVideo(barsVideo({.seconds = 4, .encoding = WithBFrames}));
    QVERIFY(decoder);
    QCOMPARE(decoder->seek(2 * Second, {}), Status::Ok);
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(decoder->next(false, stop.get_token()), Status::Cancelled);
    QCOMPARE(decoder->next(false, {}), Status::Ok);
    const auto number = numberOf(*decoder);
    QVERIFY(number);
    QCOMPARE(std::int64_t{*number} * 40'000, decoder->time());
    QCOMPARE(decoder->seek(Second, stop.get_token()), Status::Cancelled);
    QCOMPARE(decoder->seek(Second, {}), Status::Ok);
    QCOMPARE(numberOf(*decoder), 25);
}

/// What comes out does not matter, only that it ends.
void TestVideoDecoder::mutationsEnd()
{
    for (const QByteArray &file :
         {barsVideo({.seconds = 1, .encoding = WithBFrames}),
          barsVideo({.fileName = u"v.webm"_s, .seconds = 1, .encoding = Webm})}) {
        QVERIFY(!file.isEmpty());
        for (int run = 0; run < Mutations; ++run) {
            QByteArray broken = file;
            quint32 random = static_cast<quint32>(run) * 2'654'435'761U + 1;
            for (int i = 0; i < 1 + run; ++i) {
                random = random * 1'664'525U + 1'013'904'223U;
                broken[static_cast<qsizetype>(random % static_cast<quint32>(broken.size()))]
                        = static_cast<char>(random >> 24U);
            }
            const auto decoder = VideoDecoder::open(std::make_shared<MemoryBytes>(broken), 0, {});
            if (!decoder)
                continue;
            int pictures = 0;
            (*decoder)->seek(Second / 2, {});
            while ((*decoder)->next(false, {}) == Status::Ok && ++pictures < 1'000)
                (*decoder)->picture({64, 64});
            QVERIFY(pictures < 1'000);
        }
    }
}

void TestVideoDecoder::everyPictureComesInOrder()
{
    QFETCH(QString, fileName);
    QFETCH(QStringList, encoding);
    const QByteArray file = barsVideo({.fileName = fileName, .seconds = 3, .encoding = encoding});
    const auto decoder = openVideo(file);
    QVERIFY(decoder);
    QCOMPARE(decoder->seek(0, {}), Status::Ok);
    for (int number = 0; number < 75; ++number) {
        QCOMPARE(numberOf(*decoder), number);
        const double shift = static_cast<double>(decoder->time()) / 1'000 - number * 40.0;
        QVERIFY2(std::abs(shift) < 25, qPrintable(u"%1: %2 ms"_s.arg(number).arg(shift)));
        QCOMPARE(decoder->next(false, {}), number < 74 ? Status::Ok : Status::End);
    }
}

void TestVideoDecoder::seekingIsExact()
{
    QFETCH(QString, fileName);
    QFETCH(QStringList, encoding);
    const QByteArray file = barsVideo({.fileName = fileName, .seconds = 10, .encoding = encoding});
    const auto decoder = openVideo(file);
    QVERIFY(decoder);
    for (const double second : {5.0, 1.0, 9.9, 0.0, 4.02, 4.10, 4.14, 8.0, 2.5, 2.46, 0.04}) {
        const auto wanted = std::llround(second * Second);
        QCOMPARE(decoder->seek(wanted, {}), Status::Ok);
        QVERIFY(decoder->time() <= wanted || decoder->time() < Second / 10);
        QVERIFY(decoder->until() > wanted);
        const auto number = numberOf(*decoder);
        QVERIFY2(number, qPrintable(QString::number(second)));
        const double error = second - *number / 25.0;
        QVERIFY2(error > -0.03 && error < 0.07,
                 qPrintable(u"%1 s: picture %2"_s.arg(second).arg(*number)));
    }
}

void TestVideoDecoder::zeroIsWhereTheSoundBegins_data()
{
    QTest::addColumn<QString>("fileName");
    QTest::addColumn<QStringList>("encoding");
    QTest::addColumn<double>("pictureBegins");
    QTest::addColumn<double>("soundBegins");
    for (const bool isLate : {false, true}) {
        const char *name = isLate ? "picture later, " : "sound later, ";
        QTest::addRow("%smp4", name)
                << u"v.mp4"_s << WithBFrames << (isLate ? 1.0 : 0.0) << (isLate ? 0.0 : 1.0);
        QTest::addRow("%smkv", name)
                << u"v.mkv"_s << WithBFrames << (isLate ? 1.0 : 0.0) << (isLate ? 0.0 : 1.0);
        QTest::addRow("%swebm", name)
                << u"v.webm"_s << Webm << (isLate ? 1.0 : 0.0) << (isLate ? 0.0 : 1.0);
    }
}

void TestVideoDecoder::zeroIsWhereTheSoundBegins()
{
    QFETCH(QString, fileName);
    QFETCH(QStringList, encoding);
    QFETCH(double, pictureBegins);
    QFETCH(double, soundBegins);
    const auto decoder = openVideo(barsVideo({.fileName = fileName,
                                              .seconds = 4,
                                              .encoding = encoding,
                                              .pictureBegins = pictureBegins,
                                              .soundBegins = soundBegins}));
    QVERIFY(decoder);
    QCOMPARE(decoder->seek(2 * Second, {}), Status::Ok);
    const auto number = numberOf(*decoder);
    QVERIFY(number);
    const double shown = *number / 25.0 + pictureBegins - soundBegins;
    QVERIFY2(std::abs(shown - 2) < 0.08, qPrintable(QString::number(shown)));

    QCOMPARE(decoder->seek(0, {}), Status::Ok); // the first one, though it begins later
    QCOMPARE(numberOf(*decoder).value_or(-1) == 0, pictureBegins > 0);
}

void TestVideoDecoder::behindTheEndTheLastPictureHolds()
{
    const auto decoder = openVideo(barsVideo({.seconds = 2, .encoding = WithBFrames}));
    QVERIFY(decoder);
    QCOMPARE(decoder->seek(60 * Second, {}), Status::Ok);
    QCOMPARE(numberOf(*decoder), 49);
    QCOMPARE(decoder->next(false, {}), Status::End);
    QCOMPARE(decoder->seek(-Second, {}), Status::Ok);
    QCOMPARE(numberOf(*decoder), 0);
}

void TestVideoDecoder::hurryLeavesPicturesOut()
{
    const auto decoder = openVideo(barsVideo({.seconds = 4, .encoding = WithBFrames}));
    QVERIFY(decoder);
    QCOMPARE(decoder->seek(0, {}), Status::Ok);
    int pictures = 1;
    while (decoder->next(true, {}) == Status::Ok) {
        ++pictures;
        const auto number = numberOf(*decoder);
        QVERIFY(number);
        QCOMPARE(std::int64_t{*number} * 40'000, decoder->time());
    }
    QVERIFY2(pictures > 20 && pictures < 70, qPrintable(QString::number(pictures)));
}

void TestVideoDecoder::picturesFitAndKeepTheirShape_data()
{
    QTest::addColumn<QString>("aspect");
    QTest::addColumn<QSize>("fits");
    QTest::addColumn<QSize>("natural");
    QTest::addColumn<QSize>("shown");
    QTest::newRow("as it is") << u"1/1"_s << QSize(1'920, 1'080) << QSize(224, 128)
                              << QSize(224, 128);
    QTest::newRow("wide place") << u"1/1"_s << QSize(1'000, 64) << QSize(224, 128)
                                << QSize(112, 64);
    QTest::newRow("high place") << u"1/1"_s << QSize(112, 1'000) << QSize(224, 128)
                                << QSize(112, 64);
    QTest::newRow("odd") << u"1/1"_s << QSize(101, 101) << QSize(224, 128) << QSize(101, 58);
    QTest::newRow("wide pixels") << u"2/1"_s << QSize(1'920, 1'080) << QSize(448, 128)
                                 << QSize(448, 128);
    QTest::newRow("high pixels") << u"1/2"_s << QSize(112, 1'000) << QSize(224, 256)
                                 << QSize(112, 128);
}

void TestVideoDecoder::picturesFitAndKeepTheirShape()
{
    QFETCH(QString, aspect);
    QFETCH(QSize, fits);
    QFETCH(QSize, natural);
    QFETCH(QSize, shown);
    const auto decoder = openVideo(
            barsVideo({.seconds = 0.4,
                       .encoding = WithBFrames + QStringList{u"-vf"_s, u"setsar="_s + aspect}}));
    QVERIFY(decoder);
    QCOMPARE(decoder->seek(0, {}), Status::Ok);
    QCOMPARE(decoder->naturalSize(), (PictureSize{natural.width(), natural.height()}));
    const auto frame = decoder->picture({fits.width(), fits.height()});
    QVERIFY(frame);
    QCOMPARE(frame->size, (PictureSize{shown.width(), shown.height()}));
    QCOMPARE(numberOf(*decoder, {fits.width(), fits.height()}), 0);
    QCOMPARE(frame->bytes.get()[3], 0xff); // opaque
}

void TestVideoDecoder::turnedPicturesAreUpright_data()
{
    using Turn = std::array<qint32, 4>;
    QTest::addColumn<QString>("filter");
    QTest::addColumn<Turn>("matrix");
    QTest::newRow("a quarter to the right") << u"transpose=cclock"_s << Turn{0, 1, -1, 0};
    QTest::newRow("a quarter to the left") << u"transpose=clock"_s << Turn{0, -1, 1, 0};
    QTest::newRow("upside down") << u"hflip,vflip"_s << Turn{-1, 0, 0, -1};
    QTest::newRow("mirrored") << u"hflip"_s << Turn{-1, 0, 0, 1};
}

void TestVideoDecoder::turnedPicturesAreUpright()
{
    using Turn = std::array<qint32, 4>;
    QFETCH(QString, filter);
    QFETCH(Turn, matrix);
    const QByteArray file = withMatrix(
            barsVideo({.seconds = 1, .encoding = WithBFrames + QStringList{u"-vf"_s, filter}}),
            matrix);
    const auto decoder = openVideo(file);
    QVERIFY(decoder);
    QCOMPARE(decoder->seek(Second / 2, {}), Status::Ok);
    QCOMPARE(decoder->naturalSize(), (PictureSize{224, 128}));
    QCOMPARE(numberOf(*decoder), 12);
    QCOMPARE(numberOf(*decoder, {112, 500}), 12);
}

QTEST_GUILESS_MAIN(TestVideoDecoder)
#include "tst_videodecoder.moc"
