// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/audiodecoder.h"
#include "media/filebytes.h"
#include "support/failonwarning.h"
#include "support/latebytes.h"
#include "support/mediafixtures.h"
#include "support/timetone.h"

#include <QDataStream>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <cmath>
#include <thread>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

using Samples = std::vector<std::int16_t>;

std::unique_ptr<AudioDecoder> openDecoder(std::shared_ptr<ByteSource> source)
{
    auto decoder = AudioDecoder::open(std::move(source), {});
    if (!decoder) {
        qWarning("%s", qPrintable(decoder.error().detail));
        return nullptr;
    }
    return std::move(*decoder);
}

std::unique_ptr<AudioDecoder> openFixture(const QString &name)
{
    return openDecoder(std::make_shared<LateBytes>(fixtureBytes(name)));
}

/// At most so many frames from where the decoder stands.
Samples readFrames(AudioDecoder &decoder, std::size_t frames)
{
    const auto channels = static_cast<std::size_t>(decoder.format().channels);
    Samples samples(frames * channels);
    std::size_t got = 0;
    while (got < frames) {
        const auto read = decoder.read(std::span(samples).subspan(got * channels), {});
        if (read.status != PcmSource::Status::Ok)
            break;
        got += read.frames;
    }
    samples.resize(got * channels);
    return samples;
}

double meanDifference(std::span<const std::int16_t> a, std::span<const std::int16_t> b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::abs(double{static_cast<double>(a[i])} - b[i]);
    return sum / static_cast<double>(a.size());
}

} // namespace

class TestAudioDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void damageInTheMiddleIsSkipped_data() { addFormats(); }
    void damageInTheMiddleIsSkipped();
    void aTruncatedFileEndsEarly_data() { addFormats(); }
    void aTruncatedFileEndsEarly();
    void aSourceThatFailsIsReadOnWhenItIsBack_data() { addFormats(); }
    void aSourceThatFailsIsReadOnWhenItIsBack();
    void aStalledReadIsStoppedAndGoesOnLater();
    void aFileWithoutSoundIsRefused();
    void seekingIsExactToTheSample_data() { addFormats(); }
    void seekingIsExactToTheSample();
    void bytesStillToComeAreJumpedOver_data();
    void bytesStillToComeAreJumpedOver();
    void theLengthIsTold_data() { addFormats(); }
    void theLengthIsTold();
    void aLengthOfAgesIsNotBelieved();
    void aVbrFileWithoutHeaderIsMeasured();
    void stereoHighRateAndManyChannelsComeAsTheyCanBePlayed();

private:
    static void addFormats()
    {
        QTest::addColumn<QString>("name");
        for (const MediaFixture &fixture : mediaFixtures())
            QTest::newRow(qPrintable(fixture.name)) << fixture.name;
    }
};

void TestAudioDecoder::damageInTheMiddleIsSkipped()
{
    QFETCH(QString, name);
    QByteArray bytes = fixtureBytes(name);
    QRandomGenerator random(7);
    for (qsizetype i = bytes.size() / 3; i < bytes.size() / 3 + bytes.size() / 20; ++i)
        bytes[i] = static_cast<char>(random.generate());
    const auto decoder = openDecoder(std::make_shared<LateBytes>(bytes));
    QVERIFY(decoder);
    const int rate = decoder->format().sampleRate;

    const Samples all = readFrames(*decoder, static_cast<std::size_t>(rate) * 200);
    const double length = static_cast<double>(all.size()) / rate;

    QVERIFY2(length > 100 && length < 140, qPrintable(QString::number(length)));
    const auto last = std::span(all).last(static_cast<std::size_t>(rate));
    const auto heard = heardTime(last, rate);
    QVERIFY(heard);
    QVERIFY2(std::abs(*heard - 119.5) < 0.2, qPrintable(QString::number(*heard)));
}

void TestAudioDecoder::aTruncatedFileEndsEarly()
{
    QFETCH(QString, name);
    if (name == u"m4a")
        return; // its index is at its end: nothing of it can be decoded
    const QByteArray bytes = fixtureBytes(name);
    const auto decoder = openDecoder(std::make_shared<LateBytes>(bytes.left(bytes.size() / 2)));
    QVERIFY(decoder);
    const int rate = decoder->format().sampleRate;

    const Samples all = readFrames(*decoder, static_cast<std::size_t>(rate) * 200);

    const double length = static_cast<double>(all.size()) / rate;
    QVERIFY2(length > 40 && length < 80, qPrintable(QString::number(length)));
    QVERIFY(decoder->length().exact);
    QCOMPARE(decoder->length().frames, static_cast<std::int64_t>(all.size()));
    QCOMPARE(decoder->seek(decoder->length().frames + rate * 30, {}), PcmSource::Status::Ok);
    QVERIFY(readFrames(*decoder, 1'000).empty());
}

void TestAudioDecoder::aSourceThatFailsIsReadOnWhenItIsBack()
{
    QFETCH(QString, name);
    const QByteArray bytes = fixtureBytes(name);
    const auto source = std::make_shared<LateBytes>(bytes);
    source->setLocal(false);
    const auto decoder = openDecoder(source);
    QVERIFY(decoder);
    const int rate = decoder->format().sampleRate;
    QVERIFY(decoder->seek(rate * 20, {}) == PcmSource::Status::Ok);
    source->failAt(bytes.size() / 2);

    const Samples before = readFrames(*decoder, static_cast<std::size_t>(rate) * 100);
    Samples more(1'000);
    const auto failed = decoder->read(more, {});
    source->failAt(std::numeric_limits<qint64>::max());
    const Samples after = readFrames(*decoder, static_cast<std::size_t>(rate) / 4);

    QVERIFY(before.size() > 10'000);
    QCOMPARE(failed.status, PcmSource::Status::Failed);
    QCOMPARE(decoder->failure(), std::string("The server broke off. Try again later."));
    const auto heard = heardTime(after, rate);
    QVERIFY(heard);
    const double due = 20 + static_cast<double>(before.size() + after.size() / 2) / rate;
    QVERIFY2(std::abs(*heard - due) < 0.05, qPrintable(QString::number(*heard - due)));
}

void TestAudioDecoder::aStalledReadIsStoppedAndGoesOnLater()
{
    const auto source = std::make_shared<LateBytes>(fixtureBytes(u"mp3cbr"_s));
    const auto decoder = openDecoder(source);
    QVERIFY(decoder);
    source->stallAt(300'000);
    std::stop_source stop;
    PcmSource::Status status = PcmSource::Status::Ok;
    const int before = source->reads();

    std::thread seeking([&] { status = decoder->seek(44'100 * 80, stop.get_token()); });
    const bool reading = QTest::qWaitFor([&] { return source->reads() > before; });
    stop.request_stop();
    seeking.join();
    source->goOn();

    QVERIFY(reading);
    QCOMPARE(status, PcmSource::Status::Cancelled);
    QCOMPARE(decoder->seek(44'100 * 30, {}), PcmSource::Status::Ok);
    const auto heard = heardTime(readFrames(*decoder, 8'820), 44'100);
    QVERIFY(heard);
    QVERIFY(std::abs(*heard - 30.1) < 0.05);
}

void TestAudioDecoder::aFileWithoutSoundIsRefused()
{
    const QString video = makeFixture(u"mute.mp4"_s, mediaFixture(u"wav"_s),
                                      {u"-f"_s, u"lavfi"_s, u"-i"_s, u"color=s=64x64:d=1"_s,
                                       u"-map"_s, u"1:v"_s, u"-c:v"_s, u"mpeg4"_s});
    const auto bytes = FileBytes::open(video);
    QVERIFY(bytes);

    const auto decoder = AudioDecoder::open(*bytes, {});

    QVERIFY(!decoder);
    QCOMPARE(decoder.error().sentence, u"There is no sound in this file."_s);
}

void TestAudioDecoder::seekingIsExactToTheSample()
{
    QFETCH(QString, name);
    const auto through = openFixture(name);
    QVERIFY(through);
    const int rate = through->format().sampleRate;
    const Samples all = readFrames(*through, static_cast<std::size_t>(rate) * 200);
    const auto decoder = openFixture(name);
    QRandomGenerator random(1);
    constexpr std::size_t Piece = 12'000;

    for (int i = 0; i < 40; ++i) {
        const auto frame = i == 0 ? 0 : random.bounded(static_cast<int>(all.size() - Piece));
        QCOMPARE(decoder->seek(frame, {}), PcmSource::Status::Ok);
        const Samples piece = readFrames(*decoder, Piece);

        QCOMPARE(piece.size(), Piece);
        const auto due = std::span(all).subspan(static_cast<std::size_t>(frame), Piece);
        const double difference = meanDifference(piece, due); // one sample off gives 300 and more
        // WebM counts in whole ms, so its places are right to half of one.
        QVERIFY2(difference < 60 || name == u"webm",
                 qPrintable(u"at %1: %2"_s.arg(frame).arg(difference)));
        const auto heard = heardTime(piece, rate);
        QVERIFY(heard);
        const double media = static_cast<double>(frame + int{Piece / 2}) / rate;
        QVERIFY2(std::abs(*heard - media) < 0.05, qPrintable(QString::number(*heard - media)));
    }
}

void TestAudioDecoder::bytesStillToComeAreJumpedOver_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isJumped");
    const QByteArray constant = fixtureBytes(u"mp3cbr"_s);
    QTest::newRow("constant rate") << constant << true;
    // Without what its first frames say: ID3 tag and Info.
    QTest::newRow("no header") << constant.mid(constant.indexOf("\xff\xfb", 500)) << true;
    QTest::newRow("changing rate") << fixtureBytes(u"mp3vbr"_s) << false;
    QTest::newRow("changing rate, no header") << fixtureBytes(u"mp3vbr_noxing"_s) << false;
}

void TestAudioDecoder::bytesStillToComeAreJumpedOver()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isJumped);
    const auto source = std::make_shared<LateBytes>(bytes);
    source->setLocal(false);
    const auto decoder = openDecoder(source);
    QVERIFY(decoder);
    const int rate = decoder->format().sampleRate;

    for (const int second : {100, 110, 5, 60}) {
        const int before = source->reads();
        QCOMPARE(decoder->seek(std::int64_t{second} * rate, {}), PcmSource::Status::Ok);
        const Samples piece = readFrames(*decoder, 12'000);

        QVERIFY2(!isJumped || source->reads() - before < 6,
                 qPrintable(QString::number(source->reads() - before)));
        const auto heard = heardTime(piece, rate);
        QVERIFY(heard);
        QVERIFY2(std::abs(*heard - second - 6'000.0 / rate) < 0.08,
                 qPrintable(QString::number(*heard)));
    }
}

void TestAudioDecoder::theLengthIsTold()
{
    QFETCH(QString, name);
    const auto decoder = openFixture(name);
    QVERIFY(decoder);
    const int rate = decoder->format().sampleRate;

    QCOMPARE(decoder->measure({}), PcmSource::Status::Ok);
    const PcmLength told = decoder->length();
    const Samples all = readFrames(*decoder, static_cast<std::size_t>(rate) * 200);

    QVERIFY(told.exact);
    const auto real = static_cast<double>(all.size()) / rate;
    const double error = static_cast<double>(told.frames) / rate - real;
    QVERIFY2(std::abs(error) < 0.06, qPrintable(QString::number(error)));
    QCOMPARE(decoder->length(), (PcmLength{static_cast<std::int64_t>(all.size()), true}));
    QVERIFY2(std::abs(real - FixtureSeconds) < 0.09, qPrintable(QString::number(real)));
}

/// A WAV file of a second that claims 2^60 bytes: frames times 1,000 would not fit into 64 bits.
void TestAudioDecoder::aLengthOfAgesIsNotBelieved()
{
    QByteArray file;
    QDataStream out(&file, QIODevice::WriteOnly);
    out.setByteOrder(QDataStream::LittleEndian);
    const quint64 claimed = (1ULL << 60) - 2;
    out.writeRawData("RF64\xff\xff\xff\xffWAVEds64", 16);
    out << quint32{28} << claimed << claimed << claimed / 2 << quint32{0};
    out.writeRawData("fmt ", 4);
    out << quint32{16} << quint16{1} << quint16{1} << quint32{8'000} << quint32{16'000}
        << quint16{2} << quint16{16};
    out.writeRawData("data\xff\xff\xff\xff", 8);
    file += QByteArray(16'000, '\0');

    const auto decoder = openDecoder(std::make_shared<LateBytes>(file));
    QVERIFY(decoder);
    QCOMPARE(decoder->length(), PcmLength());
    QCOMPARE(readFrames(*decoder, 20'000).size(), std::size_t(8'000));
    QCOMPARE(decoder->length(), (PcmLength{8'000, true}));
}

void TestAudioDecoder::aVbrFileWithoutHeaderIsMeasured()
{
    const auto far = std::make_shared<LateBytes>(fixtureBytes(u"mp3vbr_noxing"_s));
    far->setLocal(false);
    const auto remote = openDecoder(far);
    const auto local = openFixture(u"mp3vbr_noxing"_s);

    QVERIFY(remote->measure({}) == PcmSource::Status::Ok);
    QVERIFY(local->measure({}) == PcmSource::Status::Ok);

    QVERIFY(!remote->length().exact); // reading all of it would be a download
    QVERIFY(remote->length().frames > 0);
    QVERIFY(local->length().exact);
    const auto heard = heardTime(readFrames(*local, 8'820), 44'100);
    QVERIFY(heard);
    QVERIFY(std::abs(*heard - 0.1) < 0.05); // goes on where it stood
}

void TestAudioDecoder::stereoHighRateAndManyChannelsComeAsTheyCanBePlayed()
{
    const QString path = makeFixture(u"surround96.flac"_s, mediaFixture(u"wav"_s),
                                     {u"-ar"_s, u"96000"_s, u"-ac"_s, u"6"_s, u"-t"_s, u"20"_s});
    const auto bytes = FileBytes::open(path);
    QVERIFY(bytes);
    const auto decoder = openDecoder(*bytes);
    QVERIFY(decoder);

    QCOMPARE(decoder->format(), (PcmFormat{48'000, 2}));
    QCOMPARE(decoder->seek(48'000 * 10, {}), PcmSource::Status::Ok);
    const Samples stereo = readFrames(*decoder, 12'000);
    Samples left;
    for (std::size_t i = 0; i < stereo.size(); i += 2)
        left.push_back(stereo[i]);
    const auto heard = heardTime(left, 48'000);
    QVERIFY(heard);
    QVERIFY(std::abs(*heard - 10.125) < 0.05);
    const Samples rest = readFrames(*decoder, 48'000 * 20);
    QVERIFY(std::abs(static_cast<double>(rest.size()) / 2 - 48'000 * 9.75) < 100);
}

QTEST_GUILESS_MAIN(TestAudioDecoder)
#include "tst_audiodecoder.moc"
