// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/pcmdevice.h"
#include "playback/pcmpipe.h"
#include "support/countingsource.h"
#include "support/failonwarning.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace Earmark;
using namespace std::chrono_literals;

namespace {

constexpr PcmFormat Format{8'000, 1};
constexpr std::int64_t Bytes = 4; // per frame

std::unique_ptr<PcmPipe> makePipe(std::shared_ptr<CountingSource::Control> control)
{
    return std::make_unique<PcmPipe>(
            [control](const std::stop_token &stop) { return CountingSource::open(control, stop); },
            [] {});
}

/// Where the pipe gives out this media frame, unshaped.
std::int64_t byteOf(const PcmPipe &pipe, std::int64_t frame)
{
    const PcmPipe::State state = pipe.state();
    return (state.start + frame - state.media) * Bytes;
}

/// What the pipe gives at this byte: the number of the media frame (modulo 2^15), or -1 for an end.
int valueAtByte(PcmPipe &pipe, std::int64_t byte)
{
    float value = -1;
    const auto got = pipe.read(byte, std::span(reinterpret_cast<char *>(&value), sizeof value));
    return got == 0 ? -1 : static_cast<int>(value * 32'768);
}

int valueAt(PcmPipe &pipe, std::int64_t frame)
{
    return valueAtByte(pipe, byteOf(pipe, frame));
}

} // namespace

class TestPcmPipe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        failOnAnyWarning();
        m_control = std::make_shared<CountingSource::Control>();
        m_control->format = Format;
        m_control->frames = 8'000 * 60;
    }

    void anOpenThatFailsSaysWhy();
    void aFailureInTheMiddleIsSeenAndPrepareTriesAgain();
    void aHeldReadNeverWaits();
    void aFlowingReadWaitsAndIsStarving();
    void holdFreesAReaderThatWaits();
    void prepareBeforeOpeningIsKept();
    void theLastOfManyWishesWins();
    void aShortWayBackNeedsNoSeek();
    void noPlaceIsUsedForTwoMoments();
    void anotherSpeedIsMadeAnew();
    void atTwiceTheSpeedThereIsHalfAsMuch();
    void theEndIsTheEnd();
    void theRingIsNotOverrunByTheDecoder();
    void anEstimatedLengthIsMeasuredOnce();
    void closingDoesNotWaitForTheSource();
    void theHeaderIsRf64();
    void theDeviceAnswersHeaderAndEndFromMemory();
    void theDeviceIsSilentAndEndlessBeforeTheSound();
    void theDeviceGivesFloatsFromAnyByteOn();

private:
    std::shared_ptr<CountingSource::Control> m_control;
};

void TestPcmPipe::anOpenThatFailsSaysWhy()
{
    m_control->openFailure = "No.";
    const auto pipe = makePipe(m_control);

    QTRY_VERIFY(pipe->state().finished);
    QVERIFY(pipe->state().failed);
    QVERIFY(!pipe->state().open);
    QCOMPARE(pipe->state().trouble.sentence, std::string("No."));

    pipe->prepare(5s); // a wish that comes late, on a busy machine, does not make it well
    QVERIFY(pipe->state().failed);
}

void TestPcmPipe::aFailureInTheMiddleIsSeenAndPrepareTriesAgain()
{
    m_control->failAt = 20'000;
    const auto pipe = makePipe(m_control);
    QTRY_VERIFY(pipe->state().failed);
    QCOMPARE(pipe->state().end, std::int64_t{20'000});
    QCOMPARE(pipe->state().trouble.sentence, std::string("It broke."));

    m_control->failAt = CountingSource::Never;
    pipe->prepare(3s);

    QTRY_VERIFY(pipe->state().ready);
    QVERIFY(!pipe->state().failed);
    QCOMPARE(valueAt(*pipe, 24'000), 24'000);
}

void TestPcmPipe::aHeldReadNeverWaits()
{
    m_control->stallAt = 1'000;
    const auto pipe = makePipe(m_control);
    QTRY_COMPARE(pipe->state().end, std::int64_t{1'000});

    QCOMPARE(valueAt(*pipe, 999), 999);
    QCOMPARE(valueAt(*pipe, 1'000), -1);
    QCOMPARE(valueAt(*pipe, 1'000'000), -1);
    QVERIFY(pipe->isEnd(1'000 * Bytes));
    QVERIFY(!pipe->state().starving);
}

void TestPcmPipe::aFlowingReadWaitsAndIsStarving()
{
    m_control->stallAt = 16'000;
    const auto pipe = makePipe(m_control);
    QTRY_COMPARE(pipe->state().end, std::int64_t{16'000});
    pipe->flow();
    std::atomic<int> value = -2;

    std::thread reader([&] { value = valueAt(*pipe, 16'000); });
    const bool starved = QTest::qWaitFor([&] { return pipe->state().starving; });
    m_control->stallAt = 20'000; // half a second more: not enough to go on
    const bool more = QTest::qWaitFor([&] { return pipe->state().end == 20'000; });
    const int tooEarly = value;
    m_control->stallAt = CountingSource::Never;
    reader.join();

    QVERIFY(starved);
    QVERIFY(more);
    QCOMPARE(tooEarly, -2);
    QCOMPARE(value.load(), 16'000);
    QVERIFY(!pipe->state().starving);
}

void TestPcmPipe::holdFreesAReaderThatWaits()
{
    m_control->stallAt = 0;
    const auto pipe = makePipe(m_control);
    QTRY_VERIFY(pipe->state().open);
    pipe->flow();
    std::atomic<int> value = -2;

    std::thread reader([&] { value = valueAt(*pipe, 0); });
    const bool starved = QTest::qWaitFor([&] { return pipe->state().starving; });
    pipe->hold();
    reader.join();

    QVERIFY(starved);
    QCOMPARE(value.load(), -1);
}

void TestPcmPipe::prepareBeforeOpeningIsKept()
{
    m_control->openStalls = true;
    const auto pipe = makePipe(m_control);
    pipe->prepare(2s);
    pipe->prepare(4s);

    m_control->openStalls = false;

    QTRY_VERIFY(pipe->state().ready);
    QCOMPARE(pipe->state().media, std::int64_t{32'000});
    QCOMPARE(pipe->mediaAt(pipe->state().start + 100), std::int64_t{32'100});
    QCOMPARE(valueAt(*pipe, 32'000), 32'000);
}

void TestPcmPipe::theLastOfManyWishesWins()
{
    const auto pipe = makePipe(m_control);
    QTRY_VERIFY(pipe->state().open);
    for (int i = 0; i < 200; ++i)
        pipe->prepare(std::chrono::milliseconds((i * 7'919) % 55'000));

    pipe->prepare(3s);

    QTRY_VERIFY(pipe->state().ready);
    QCOMPARE(valueAt(*pipe, 24'000), 24'000);
}

void TestPcmPipe::aShortWayBackNeedsNoSeek()
{
    const auto pipe = makePipe(m_control);
    QTRY_VERIFY(pipe->state().ready);
    const int seeks = m_control->seeks;

    pipe->prepare(500ms);
    QVERIFY(pipe->state().ready);
    QCOMPARE(valueAt(*pipe, 4'000), 4'000);
    QCOMPARE(m_control->seeks.load(), seeks);
}

void TestPcmPipe::noPlaceIsUsedForTwoMoments()
{
    const auto pipe = makePipe(m_control);
    QTRY_VERIFY(pipe->state().ready);
    const PcmPipe::State first = pipe->state();

    pipe->prepare(50s);
    QTRY_VERIFY(pipe->state().ready);

    QVERIFY(pipe->state().start > first.end + 8'000);
    QCOMPARE(pipe->state().start % PcmPipe::Grid, std::int64_t{0});
    QCOMPARE(pipe->state().start % 8, std::int64_t{0}); // a whole millisecond
    QCOMPARE(valueAtByte(*pipe, first.start * Bytes), -1);
    QCOMPARE(valueAt(*pipe, 400'000), 400'000 % 32'768);
}

void TestPcmPipe::anotherSpeedIsMadeAnew()
{
    const auto pipe = makePipe(m_control);
    QTRY_VERIFY(pipe->state().ready);
    const int seeks = m_control->seeks;
    SoundSettings fast;
    fast.speed = 2;

    pipe->prepare(10s, fast);
    QTRY_VERIFY(pipe->state().ready);

    QCOMPARE(m_control->seeks.load(), seeks + 1);
    const PcmPipe::State state = pipe->state();
    QCOMPARE(pipe->mediaAt(state.start), std::int64_t{80'000});
    QCOMPARE(pipe->mediaAt(state.start + 4'000), std::int64_t{88'000});

    pipe->prepare(11s, fast); // in the ring
    QVERIFY(pipe->state().ready);
    const std::int64_t place = state.start + 4'000;
    QCOMPARE(pipe->state().start, place - place % PcmPipe::Packet);
    QCOMPARE(pipe->state().media, pipe->mediaAt(pipe->state().start));
    QCOMPARE(m_control->seeks.load(), seeks + 1);
}

void TestPcmPipe::atTwiceTheSpeedThereIsHalfAsMuch()
{
    const auto pipe = makePipe(m_control);
    SoundSettings fast;
    fast.speed = 2;
    pipe->prepare(50s, fast);

    QTRY_VERIFY(pipe->state().ended);

    const PcmPipe::State state = pipe->state();
    QVERIFY2(std::abs(state.end - state.start - 40'000) <= 8, // ms
             qPrintable(QString::number(state.end - state.start)));
    QCOMPARE(pipe->mediaAt(state.end), std::int64_t{480'000});
}

void TestPcmPipe::theEndIsTheEnd()
{
    const auto pipe = makePipe(m_control);
    pipe->prepare(59'900ms);
    QTRY_VERIFY(pipe->state().ready);
    pipe->flow();

    QCOMPARE(valueAt(*pipe, 479'999), 479'999 % 32'768);
    QCOMPARE(valueAt(*pipe, 480'000), -1);
    QVERIFY(pipe->isEnd(byteOf(*pipe, 480'000)));
    QVERIFY(!pipe->isEnd(byteOf(*pipe, 479'999)));

    pipe->prepare(2h);
    QTRY_VERIFY(pipe->state().ready);
    QVERIFY(pipe->state().ended);
}

void TestPcmPipe::theRingIsNotOverrunByTheDecoder()
{
    const auto pipe = makePipe(m_control);
    QTRY_VERIFY(pipe->state().ready);
    pipe->flow();

    for (std::int64_t frame = 0; frame < 479'000; frame += 997)
        QCOMPARE(valueAt(*pipe, frame), static_cast<int>(frame % 32'768));
    QVERIFY(pipe->state().begin > 0);
}

void TestPcmPipe::anEstimatedLengthIsMeasuredOnce()
{
    m_control->estimated = true;
    const auto pipe = makePipe(m_control);

    QTRY_VERIFY(pipe->state().length.exact);
    QCOMPARE(m_control->measured.load(), 1);
}

void TestPcmPipe::closingDoesNotWaitForTheSource()
{
    m_control->stallAt = 0;
    const auto pipe = makePipe(m_control);
    QTRY_VERIFY(pipe->state().open);

    pipe->close();

    QTRY_VERIFY(pipe->state().finished);
    QCOMPARE(valueAt(*pipe, 0), -1);
}

void TestPcmPipe::theHeaderIsRf64()
{
    const QByteArray header = rf64Header({44'100, 2}, 10'000'000'000);

    QCOMPARE(header.size(), 80);
    QCOMPARE(header.left(16), QByteArray("RF64\xff\xff\xff\xffWAVEds64", 16));
    QCOMPARE(header.mid(56, 4), QByteArray::fromHex("03000200")); // floats, 2 channels
    QCOMPARE(header.mid(68, 4),
             QByteArray::fromHex("00202000")); // 1,024 frames of 8 bytes, 32 bits
    QCOMPARE(header.mid(72, 8), QByteArray("data\xff\xff\xff\xff", 8));
    QCOMPARE(header.mid(28, 8), QByteArray::fromHex("00e40b5402000000")); // 10^10, little-endian
}

void TestPcmPipe::theDeviceAnswersHeaderAndEndFromMemory()
{
    m_control->stallAt = 0; // there is no sound at all
    const std::shared_ptr<PcmPipe> pipe = makePipe(m_control);
    QTRY_VERIFY(pipe->state().open);
    PcmDevice device(pipe);

    QCOMPARE(device.read(4), QByteArray("RF64"));
    QVERIFY(device.seek(device.size()));
    QVERIFY(device.atEnd());
    QVERIFY(device.read(8).isEmpty());
    QVERIFY(device.seek(device.soundBegin()));
    QVERIFY(device.atEnd()); // held
    QVERIFY(device.read(100).isEmpty());
}

void TestPcmPipe::theDeviceIsSilentAndEndlessBeforeTheSound()
{
    m_control->stallAt = 0;
    const std::shared_ptr<PcmPipe> pipe = makePipe(m_control);
    QTRY_VERIFY(pipe->state().open);
    PcmDevice device(pipe);
    QVERIFY(device.soundBegin() > 100'000); // further than libavformat skips by reading

    QVERIFY(device.seek(80));
    QVERIFY(!device.atEnd());
    QCOMPARE(device.read(32'768), QByteArray(32'768, '\0'));
    QVERIFY(device.seek(device.soundBegin() - 3));
    QCOMPARE(device.read(100), QByteArray(3, '\0'));
    QVERIFY(device.atEnd()); // held, and nothing is there
}

void TestPcmPipe::theDeviceGivesFloatsFromAnyByteOn()
{
    const std::shared_ptr<PcmPipe> pipe = makePipe(m_control);
    QTRY_VERIFY(pipe->state().ready);
    PcmDevice device(pipe);
    QByteArray expected;
    for (int frame = 0; frame < 40; ++frame) {
        const float value = static_cast<float>(frame) / 32'768;
        expected.append(reinterpret_cast<const char *>(&value), sizeof value);
    }

    for (qint64 from = 0; from < 12; ++from) {
        for (const qint64 size : {1, 3, 4, 7, 100}) {
            QVERIFY(device.seek(device.soundBegin() + from));
            QByteArray got;
            while (got.size() < size) {
                const QByteArray part = device.read(size - got.size());
                QVERIFY(!part.isEmpty());
                got += part;
            }
            QCOMPARE(got, expected.mid(from, size));
        }
    }
}

QTEST_GUILESS_MAIN(TestPcmPipe)
#include "tst_pcmpipe.moc"
