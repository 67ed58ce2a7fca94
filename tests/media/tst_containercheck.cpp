// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/containercheck.h"
#include "media/hostilefiles.h"
#include "media/integritycheck.h"
#include "support/failonwarning.h"
#include "support/ffmpegfixture.h"
#include "support/id3builder.h"
#include "support/latebytes.h"
#include "support/mediafixtures.h"
#include "support/mp4builder.h"
#include "support/videofixture.h"

#include <QCryptographicHash>
#include <QTest>

#include <thread>

using namespace Earmark;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(Earmark::CheckDepth)

namespace {

constexpr auto Headers = CheckDepth::Headers;
constexpr auto ToTheEnd = CheckDepth::ToTheEnd;

Result<ContainerFacts> check(const QByteArray &bytes, CheckDepth depth)
{
    const auto source = std::make_shared<LateBytes>(bytes);
    source->setLocal(true);
    return checkContainer(source, depth, {});
}

/// A fixture, or another file that ffmpeg makes: "name ending options".
QByteArray fileOf(const QString &what)
{
    const QStringList words = what.split(u' ');
    if (words.size() == 1)
        return fixtureBytes(what);
    return ffmpegFixture(words.first(), 20, ffmetadata({}), words.sliced(1));
}

QByteArray replaced(QByteArray bytes, qsizetype at, const QByteArray &with)
{
    return bytes.replace(at, with.size(), with);
}

QString detailOf(const Result<ContainerFacts> &result)
{
    return result ? u"nothing is wrong"_s
                  : result.error().sentence + u" | "_s + result.error().detail;
}

} // namespace

class TestContainerCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whatIsNoSoundIsNamed_data();
    void whatIsNoSoundIsNamed();
    void aFileThatIsCutOffIsTold_data();
    void aFileThatIsCutOffIsTold();
    void whatTellsNothingPasses_data();
    void whatTellsNothingPasses();
    void aWholeFilePasses_data();
    void aWholeFilePasses();
    void sloppyWordsDoNotRefuseAWholeFile_data();
    void sloppyWordsDoNotRefuseAWholeFile();
    void headersAloneAreCheap_data();
    void headersAloneAreCheap();
    void anMp4BeforeItsTablesIsCutOff();
    void anotherPromiseAloneIsNoCut();
    void hostileFilesAreRefusedOrPass_data();
    void hostileFilesAreRefusedOrPass();
    void picturesAreFound();
    void aSourceThatBreaksOffSaysItsOwnSentence_data();
    void aSourceThatBreaksOffSaysItsOwnSentence();
    void aStopEndsTheCheck();
    void bytesAreWhatTheFeedSaysOrNot_data();
    void bytesAreWhatTheFeedSaysOrNot();
    void bytesOfWhichNothingIsSaidAreNotRead();
    void integrityIsStoppedAndBreaksOff();
};

void TestContainerCheck::whatIsNoSoundIsNamed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("thing");
    QTest::newRow("empty") << QByteArray() << u"empty"_s;
    QTest::newRow("web page") << QByteArray("\n <!DOCTYPE html><html><body>404</body></html>")
                              << u"a web page"_s;
    QTest::newRow("web page, BOM, upper case")
            << QByteArray("\xef\xbb\xbf<HTML><HEAD><TITLE>Log in</TITLE>") << u"a web page"_s;
    QTest::newRow("XHTML") << QByteArray("<?xml version=\"1.0\"?>\n<html xmlns=\"x\">")
                           << u"a web page"_s;
    QTest::newRow("S3's refusal") << QByteArray(
            "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>")
                                  << u"an XML document"_s;
    QTest::newRow("JSON") << QByteArray("{\"error\": \"expired\"}") << u"JSON"_s;
    QTest::newRow("text") << QByteArray("Too many requests.\r\n") << u"a text"_s;
    QTest::newRow("playlist") << QByteArray("#EXTM3U\nhttp://127.0.0.1:1/a.mp3\n")
                              << u"a playlist"_s;
    QTest::newRow("ZIP") << QByteArray("PK\x03\x04\x14\0\0\0\x08\0", 10) + QByteArray(2'000, 'x')
                         << u"a ZIP archive"_s;
    QTest::newRow("gzip") << QByteArray("\x1f\x8b\x08\0", 4) + QByteArray(2'000, '\x55')
                          << u"a packed file"_s;
    QTest::newRow("PDF") << QByteArray("%PDF-1.7\n%\xe2\xe3") << u"a PDF document"_s;
    QTest::newRow("zeros") << QByteArray(100'000, '\0') << u"not sound"_s;
}

void TestContainerCheck::whatIsNoSoundIsNamed()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, thing);

    for (const CheckDepth depth : {Headers, ToTheEnd}) {
        const auto checked = check(bytes, depth);

        QVERIFY(!checked);
        QCOMPARE(checked.error().kind, ErrorKind::Media);
        QVERIFY(checked.error().code != FileIsCutOff);
        QVERIFY2(checked.error().sentence.contains(thing), qPrintable(checked.error().sentence));
        QVERIFY(checked.error().sentence.endsWith(u'.'));
    }
}

void TestContainerCheck::aFileThatIsCutOffIsTold_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<CheckDepth>("depth");
    QTest::newRow("m4a") << u"m4a"_s << Headers;
    QTest::newRow("m4a, tables first") << u"a.m4a -c:a aac -movflags +faststart"_s << Headers;
    QTest::newRow("m4a, fragments")
            << u"a.m4a -c:a aac -movflags +frag_keyframe+empty_moov -frag_duration 1000000"_s
            << Headers;
    QTest::newRow("wav") << u"wav"_s << Headers;
    QTest::newRow("RF64") << u"a.wav -rf64 always"_s << Headers;
    QTest::newRow("W64") << u"a.w64 -c:a pcm_s16le"_s << Headers;
    QTest::newRow("AIFF") << u"a.aiff -c:a pcm_s16be"_s << Headers;
    QTest::newRow("CAF") << u"a.caf -c:a pcm_s16le"_s << Headers;
    QTest::newRow("opus") << u"opus"_s << Headers;
    QTest::newRow("vorbis") << u"vorbis"_s << Headers;
    QTest::newRow("webm") << u"webm"_s << Headers;
    QTest::newRow("mka") << u"a.mka -c:a libvorbis"_s << Headers;
    QTest::newRow("mp3cbr") << u"mp3cbr"_s << ToTheEnd;
    QTest::newRow("mp3vbr") << u"mp3vbr"_s << ToTheEnd;
    QTest::newRow("mp3, mono, 22 kHz") << u"a.mp3 -c:a libmp3lame -ar 22050 -b:a 32k"_s << ToTheEnd;
    QTest::newRow("mp3, stereo") << u"a.mp3 -c:a libmp3lame -ac 2"_s << ToTheEnd;
    QTest::newRow("flac") << u"flac"_s << ToTheEnd;
}

void TestContainerCheck::aFileThatIsCutOffIsTold()
{
    QFETCH(QString, file);
    QFETCH(CheckDepth, depth);
    const QByteArray whole = fileOf(file);
    QVERIFY(!whole.isEmpty());

    for (const CheckDepth each : {depth, ToTheEnd}) {
        QVERIFY2(check(whole, each), qPrintable(detailOf(check(whole, each))));
        for (const double part : {0.5, 0.9, 0.99}) {
            const auto bytes = qsizetype(double(whole.size()) * part);
            const auto checked = check(whole.left(bytes), each);

            QVERIFY2(!checked, qPrintable(u"%1 of the file"_s.arg(part)));
            QCOMPARE(checked.error().kind, ErrorKind::Media);
            QCOMPARE(checked.error().code, FileIsCutOff);
            QVERIFY2(checked.error().sentence.startsWith(u"Only a part"),
                     qPrintable(checked.error().sentence));
        }
    }
}

void TestContainerCheck::whatTellsNothingPasses_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<CheckDepth>("depth");
    QTest::newRow("mp3 without a header") << u"mp3vbr_noxing"_s << ToTheEnd;
    QTest::newRow("aac") << u"aac"_s << ToTheEnd;
    QTest::newRow("mp3, headers alone") << u"mp3cbr"_s << Headers;
    QTest::newRow("flac, headers alone") << u"flac"_s << Headers;
}

void TestContainerCheck::whatTellsNothingPasses()
{
    QFETCH(QString, file);
    QFETCH(CheckDepth, depth);
    const QByteArray whole = fileOf(file);

    const auto checked = check(whole.left(whole.size() / 2), depth);

    QVERIFY2(checked, qPrintable(detailOf(checked)));
}

void TestContainerCheck::aWholeFilePasses_data()
{
    QTest::addColumn<QString>("name");
    for (const MediaFixture &fixture : mediaFixtures())
        QTest::newRow(qPrintable(fixture.name)) << fixture.name;
}

void TestContainerCheck::aWholeFilePasses()
{
    QFETCH(QString, name);
    const QByteArray bytes = fixtureBytes(name);

    for (const CheckDepth depth : {Headers, ToTheEnd}) {
        const auto checked = check(bytes, depth);

        QVERIFY2(checked, qPrintable(detailOf(checked)));
        QVERIFY(!checked->container.isEmpty());
        QVERIFY(!checked->hasPictures);
        const bool isEstimate = depth == Headers && (name == u"mp3vbr_noxing" || name == u"aac");
        const auto off = std::chrono::abs(checked->duration - std::chrono::seconds(FixtureSeconds));
        QVERIFY2(isEstimate || off < std::chrono::milliseconds(200),
                 qPrintable(QString::number(checked->duration.count())));
    }
}

void TestContainerCheck::sloppyWordsDoNotRefuseAWholeFile_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray wav = fixtureBytes(u"wav"_s);
    const qsizetype data = wav.indexOf("data") + 4;
    QTest::newRow("RIFF and data of 0")
            << replaced(replaced(wav, 4, QByteArray(4, '\0')), data, QByteArray(4, '\0'));
    QTest::newRow("RIFF and data left open")
            << replaced(replaced(wav, 4, QByteArray(4, '\xff')), data, QByteArray(4, '\xff'));
    QTest::newRow("data of 0x7ffff000") << replaced(wav, data, QByteArray::fromHex("00f0ff7f"));
    QTest::newRow("data of 0x80000000") << replaced(wav, data, QByteArray::fromHex("00000080"));
    QTest::newRow("RIFF too large") << replaced(wav, 4, QByteArray::fromHex("ffffff10"));
    QTest::newRow("into a pipe: wav")
            << ffmpegFixture(u"a.wav"_s, 5, ffmetadata({}), {u"-seekable"_s, u"0"_s});
    QTest::newRow("live: webm") << ffmpegFixture(u"a.webm"_s, 5, ffmetadata({}),
                                                 {u"-c:a"_s, u"libopus"_s, u"-live"_s, u"1"_s});
    const QByteArray tag = "TAG" + QByteArray(125, ' ');
    for (const MediaFixture &fixture : mediaFixtures())
        QTest::newRow(qPrintable(u"a tag behind "_s + fixture.name))
                << fixtureBytes(fixture.name) + tag;
    for (const char *name : {"m4a", "mp3cbr", "mp3vbr_noxing", "wav", "opus", "webm", "aac"})
        QTest::newRow(qPrintable(u"zeros behind "_s + QString::fromLatin1(name)))
                << fixtureBytes(QString::fromLatin1(name)) + QByteArray(3'000, '\0');
    const QByteArray mp3 = fixtureBytes(u"mp3cbr"_s);
    QTest::newRow("a tag in front") << Id3Builder(4).tag({}, 5'000) + mp3;
    QTest::newRow("another one in front: advertising was put in") << mp3.left(100'000) + mp3;
    Mp4Builder builder;
    builder.duration = 60'000;
    const QByteArray last = builder.build();
    QTest::newRow("tables last") << last;
    builder.moovFirst = true;
    QByteArray first = builder.build();
    QTest::newRow("tables first") << first;
    // Behind the sound lies what no player needs.
    QTest::newRow("a box that reaches beyond the end") << first + QByteArray("\0\x01\0\0free", 8);
    const qsizetype mdat = first.indexOf("mdat");
    QTest::newRow("mdat to the end") << replaced(first, mdat - 4, QByteArray(4, '\0'));
    QTest::newRow("mdat too large") << replaced(first, mdat - 4, QByteArray::fromHex("00ffffff"));
}

void TestContainerCheck::sloppyWordsDoNotRefuseAWholeFile()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(!bytes.isEmpty());

    for (const CheckDepth depth : {Headers, ToTheEnd}) {
        const auto checked = check(bytes, depth);

        QVERIFY2(checked, qPrintable(detailOf(checked)));
    }
}

void TestContainerCheck::headersAloneAreCheap_data()
{
    aWholeFilePasses_data();
}

void TestContainerCheck::headersAloneAreCheap()
{
    QFETCH(QString, name);
    const auto source = std::make_shared<LateBytes>(fixtureBytes(name));

    QVERIFY(checkContainer(source, Headers, {}));

    QVERIFY2(source->reads() < 200, qPrintable(QString::number(source->reads())));
}

void TestContainerCheck::anMp4BeforeItsTablesIsCutOff()
{
    Mp4Builder builder;
    builder.duration = 60'000;
    const QByteArray bytes = builder.build();
    const qsizetype moov = bytes.indexOf("moov") - 4;

    for (const qsizetype length : {moov - 10, moov, moov + 5, moov + 60}) {
        const auto checked = check(bytes.left(length), Headers);

        QVERIFY(!checked);
        QCOMPARE(checked.error().code, FileIsCutOff);
    }
}

/// A host that cuts a minute out leaves the first frame's word on the length as it was.
void TestContainerCheck::anotherPromiseAloneIsNoCut()
{
    const QByteArray frame = silentMp3(1);
    QByteArray xing = frame;
    const bool isMono = uchar(frame.at(3)) >> 6U == 3;
    const QByteArray tag = "Info"
            + QByteArray::fromHex("00000003"
                                  "00004000"
                                  "00700000");
    xing.replace(isMono ? 21 : 36, tag.size(), tag);
    const QByteArray sound = xing + silentMp3(4'000);

    const auto whole = check(sound, ToTheEnd);
    const auto cut = check(sound.chopped(20), ToTheEnd);
    const auto tagged = check(sound.chopped(20) + "TAG" + QByteArray(125, ' '), ToTheEnd);

    QVERIFY2(whole, qPrintable(detailOf(whole)));
    QVERIFY(!cut);
    QCOMPARE(cut.error().code, FileIsCutOff);
    QVERIFY2(tagged, qPrintable(detailOf(tagged)));
}

void TestContainerCheck::hostileFilesAreRefusedOrPass_data()
{
    QTest::addColumn<QByteArray>("bytes");
    addFilesToRefuse();
    addBrokenFiles();
    addPlentifulFiles();
}

void TestContainerCheck::hostileFilesAreRefusedOrPass()
{
    QFETCH(QByteArray, bytes);

    const auto checked = check(bytes, ToTheEnd);

    if (!checked)
        QVERIFY(!checked.error().sentence.isEmpty());
}

void TestContainerCheck::picturesAreFound()
{
    const QByteArray video = barsVideo({.seconds = 2});

    const auto checked = check(video, ToTheEnd);

    QVERIFY2(checked, qPrintable(detailOf(checked)));
    QVERIFY(checked->hasPictures);
    QVERIFY(checked->container.contains(u"mp4"));
    const auto cut = check(video.chopped(video.size() / 20), Headers);
    QVERIFY(!cut);
    QCOMPARE(cut.error().code, FileIsCutOff);
}

void TestContainerCheck::aSourceThatBreaksOffSaysItsOwnSentence_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("percent");
    QTest::newRow("at once") << u"mp3cbr"_s << 0;
    QTest::newRow("mp3") << u"mp3cbr"_s << 50;
    QTest::newRow("flac") << u"flac"_s << 50;
    QTest::newRow("ogg's last page") << u"opus"_s << 95;
    QTest::newRow("m4a's tables") << u"m4a"_s << 99;
}

void TestContainerCheck::aSourceThatBreaksOffSaysItsOwnSentence()
{
    QFETCH(QString, name);
    QFETCH(int, percent);
    const QByteArray bytes = fixtureBytes(name);
    const auto source = std::make_shared<LateBytes>(bytes);
    source->failAt(bytes.size() * percent / 100);

    const auto checked = checkContainer(source, ToTheEnd, {});

    QVERIFY(!checked);
    QCOMPARE(checked.error().kind, ErrorKind::Network);
    QCOMPARE(checked.error().sentence, u"The server broke off. Try again later."_s);
}

void TestContainerCheck::aStopEndsTheCheck()
{
    for (const char *name : {"mp3cbr", "flac", "opus"}) {
        const QByteArray bytes = fixtureBytes(QString::fromLatin1(name));
        const auto source = std::make_shared<LateBytes>(bytes);
        source->stallAt(bytes.size() * 3 / 4);
        std::stop_source stop;
        std::optional<Result<ContainerFacts>> checked;

        std::thread checking([&] { checked = checkContainer(source, ToTheEnd, stop.get_token()); });
        const bool isReading = QTest::qWaitFor([&] { return source->reads() > 0; });
        stop.request_stop();
        checking.join();

        QVERIFY(isReading);
        QVERIFY(!*checked);
        QCOMPARE(checked->error().kind, ErrorKind::Cancelled);
    }
}

void TestContainerCheck::bytesAreWhatTheFeedSaysOrNot_data()
{
    QTest::addColumn<QCryptographicHash::Algorithm>("algorithm");
    QTest::addColumn<QString>("name");
    QTest::newRow("256") << QCryptographicHash::Sha256 << u"sha256-"_s;
    QTest::newRow("384") << QCryptographicHash::Sha384 << u"sha384-"_s;
    QTest::newRow("512") << QCryptographicHash::Sha512 << u"sha512-"_s;
}

void TestContainerCheck::bytesAreWhatTheFeedSaysOrNot()
{
    QFETCH(QCryptographicHash::Algorithm, algorithm);
    QFETCH(QString, name);
    const QByteArray bytes = fixtureBytes(u"wav"_s);
    const auto said = [&](const QByteArray &of) -> QString {
        return name + QString::fromLatin1(QCryptographicHash::hash(of, algorithm).toBase64());
    };
    LateBytes source(bytes);
    LateBytes shorter(bytes.chopped(1));

    const Result<> right = checkIntegrity(source, said("other") + u' ' + said(bytes), {});
    const Result<> wrong = checkIntegrity(shorter, said(bytes), {});

    QVERIFY(right);
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().kind, ErrorKind::Media);
    QCOMPARE(wrong.error().code, FileIsAnother);
}

void TestContainerCheck::bytesOfWhichNothingIsSaidAreNotRead()
{
    LateBytes source("abc");

    QVERIFY(checkIntegrity(source, {}, {}));
    QVERIFY(checkIntegrity(source, u"sha256-tooShort md5-abc"_s, {}));
    QCOMPARE(source.reads(), 0);
}

void TestContainerCheck::integrityIsStoppedAndBreaksOff()
{
    const QString said = u"sha256-"_s + QString::fromLatin1(QByteArray(32, 'a').toBase64());
    LateBytes source(QByteArray(1'000, 'a'));
    std::stop_source stop;
    stop.request_stop();

    const Result<> stopped = checkIntegrity(source, said, stop.get_token());
    source.failAt(500);
    const Result<> broken = checkIntegrity(source, said, {});

    QVERIFY(!stopped);
    QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
    QVERIFY(!broken);
    QCOMPARE(broken.error().kind, ErrorKind::Network);
    QCOMPARE(broken.error().sentence, u"The server broke off. Try again later."_s);
}

QTEST_GUILESS_MAIN(TestContainerCheck)
#include "tst_containercheck.moc"
