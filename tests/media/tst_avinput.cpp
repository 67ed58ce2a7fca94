// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/avinput.h"
#include "media/filebytes.h"
#include "support/failonwarning.h"
#include "support/latebytes.h"
#include "support/mediafixtures.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

extern "C" {
#include <libavformat/avformat.h>
}

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

Result<std::unique_ptr<AvInput>> openBytes(const QByteArray &bytes,
                                           AvInput::Tags tags = AvInput::Tags::Read)
{
    return AvInput::open(std::make_shared<LateBytes>(bytes), {}, tags);
}

QByteArray id3Tag(qsizetype payload)
{
    QByteArray tag("ID3\x04\x00\x00", 6);
    for (int shift = 21; shift >= 0; shift -= 7)
        tag += static_cast<char>((payload >> shift) & 0x7f);
    return tag + QByteArray(payload, '\0');
}

} // namespace

class TestAvInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whatIsNoSoundIsRefused_data();
    void whatIsNoSoundIsRefused();
    void aPlaylistBehindATagIsRefused();
    void aTruncatedFileOpensOrFailsButNeverCrashes_data();
    void aTruncatedFileOpensOrFailsButNeverCrashes();
    void aFailingSourceSaysItsOwnSentence();
    void aStoppedOpenReturnsAtOnce();
    void everyFormatOpens_data();
    void everyFormatOpens();
    void tagsLargerThanAnyProbeAreSkipped();
    void soundAloneNeedsNoLookAtTheEnd();
    void aFileThatIsNotThereIsASentence();
    void aFileReadsTheSameFromAnyOffset();
};

void TestAvInput::whatIsNoSoundIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray target = mediaFixture(u"wav"_s).toUtf8(); // exists: opening it would work
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("one byte") << QByteArray("I");
    QTest::newRow("web page") << QByteArray("<!DOCTYPE html><html><body>404</body></html>");
    QTest::newRow("zeros") << QByteArray(100'000, '\0');
    QTest::newRow("HLS") << "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + target + '\n';
    QTest::newRow("HLS to the network")
            << QByteArray("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nhttp://127.0.0.1:1/a.m3u8\n");
    QTest::newRow("M3U") << "#EXTM3U\n" + target + '\n';
    QTest::newRow("concat") << "ffconcat version 1.0\nfile '" + target + "'\n";
    QTest::newRow("DASH")
            << "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" "
               "profiles=\"urn:mpeg:dash:profile:isoff-main:2011\"><Period><BaseURL>"
                    + target + "</BaseURL></Period></MPD>";
    QTest::newRow("SDP") << QByteArray("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\n"
                                       "t=0 0\nm=audio 5004 RTP/AVP 0\n");
    QTest::newRow("PNG") << QByteArray::fromHex("89504e470d0a1a0a0000000d49484452000000010000000108"
                                                "0600000000000000");
    QTest::newRow("subtitles") << QByteArray("1\n00:00:01,000 --> 00:00:02,000\nHello\n\n");
}

void TestAvInput::whatIsNoSoundIsRefused()
{
    QFETCH(QByteArray, bytes);

    const auto input = openBytes(bytes);

    QVERIFY(!input);
    QCOMPARE(input.error().kind, ErrorKind::Media);
    QVERIFY(input.error().sentence.startsWith(u"This file is not sound"));
    QVERIFY(!openBytes(bytes, AvInput::Tags::Skip));
}

void TestAvInput::aPlaylistBehindATagIsRefused()
{
    const QByteArray playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n"
            + mediaFixture(u"wav"_s).toUtf8() + '\n';

    QVERIFY(!openBytes(id3Tag(200) + playlist));
    QVERIFY(!openBytes(id3Tag(200) + playlist, AvInput::Tags::Skip));
}

void TestAvInput::aTruncatedFileOpensOrFailsButNeverCrashes_data()
{
    QTest::addColumn<QString>("name");
    for (const MediaFixture &fixture : mediaFixtures())
        QTest::newRow(qPrintable(fixture.name)) << fixture.name;
}

void TestAvInput::aTruncatedFileOpensOrFailsButNeverCrashes()
{
    QFETCH(QString, name);
    const QByteArray whole = fixtureBytes(name);

    for (const qsizetype length : {3, 11, 40, 100, 700, 5'000, 60'000}) {
        const auto input = openBytes(whole.left(length));
        if (!input)
            QVERIFY(!input.error().sentence.isEmpty());
    }
}

void TestAvInput::aFailingSourceSaysItsOwnSentence()
{
    const auto source = std::make_shared<LateBytes>(fixtureBytes(u"mp3cbr"_s));
    source->failAt(0);

    const auto input = AvInput::open(source, {});

    QVERIFY(!input);
    QCOMPARE(input.error().kind, ErrorKind::Network);
    QCOMPARE(input.error().sentence, u"The server broke off. Try again later."_s);
}

void TestAvInput::aStoppedOpenReturnsAtOnce()
{
    const auto source = std::make_shared<LateBytes>(fixtureBytes(u"m4a"_s));
    source->stallAt(1'000);
    std::stop_source stop;
    std::optional<Result<std::unique_ptr<AvInput>>> input;

    std::thread opening([&] { input = AvInput::open(source, stop.get_token()); });
    const bool reading = QTest::qWaitFor([&] { return source->reads() > 0; });
    stop.request_stop();
    opening.join();

    QVERIFY(reading);
    QVERIFY(!*input);
    QCOMPARE(input->error().kind, ErrorKind::Cancelled);
}

void TestAvInput::everyFormatOpens_data()
{
    aTruncatedFileOpensOrFailsButNeverCrashes_data();
}

void TestAvInput::everyFormatOpens()
{
    QFETCH(QString, name);

    const auto input = openBytes(fixtureBytes(name));

    QVERIFY2(input, input ? "" : qPrintable(input.error().detail));
    QCOMPARE((*input)->context()->nb_streams, 1U);
}

void TestAvInput::tagsLargerThanAnyProbeAreSkipped()
{
    const QByteArray tag = id3Tag(3 * 1024 * 1024);
    const QByteArray sound = fixtureBytes(u"mp3vbr_noxing"_s);

    const auto read = openBytes(tag + sound);
    const auto skipped = openBytes(tag + id3Tag(100) + sound, AvInput::Tags::Skip);

    QVERIFY(read);
    QVERIFY(skipped);
    QVERIFY((*skipped)->base() > tag.size());
}

void TestAvInput::soundAloneNeedsNoLookAtTheEnd()
{
    const QByteArray sound = fixtureBytes(u"mp3cbr"_s);
    const auto source = std::make_shared<LateBytes>(sound);
    source->failAt(sound.size() - 200'000);

    const auto input = AvInput::open(source, {}, AvInput::Tags::Skip);

    QVERIFY(input);
    QVERIFY(!(*input)->sourceFailed());
}

void TestAvInput::aFileThatIsNotThereIsASentence()
{
    const auto bytes = FileBytes::open(u"/nowhere/at/all.mp3"_s);

    QVERIFY(!bytes);
    QCOMPARE(bytes.error().kind, ErrorKind::FileSystem);
}

void TestAvInput::aFileReadsTheSameFromAnyOffset()
{
    const QByteArray whole = fixtureBytes(u"m4a"_s);
    const auto opened = FileBytes::open(mediaFixture(u"m4a"_s));
    QVERIFY(opened);
    ByteSource &bytes = **opened;
    QCOMPARE(bytes.size(), std::optional<std::int64_t>(whole.size()));

    QByteArray piece(1'000, '\0');
    const auto read = bytes.readAt(5'000, std::span(piece.data(), 1'000), {});
    const auto end = bytes.readAt(whole.size(), std::span(piece.data(), 1'000), {});

    QCOMPARE(read.count, std::size_t{1'000});
    QCOMPARE(piece, whole.mid(5'000, 1'000));
    QCOMPARE(end.status, ByteSource::Status::End);
}

QTEST_GUILESS_MAIN(TestAvInput)
#include "tst_avinput.moc"
