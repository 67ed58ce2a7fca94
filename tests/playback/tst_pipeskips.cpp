// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/pcmpipe.h"
#include "support/countingsource.h"
#include "support/failonwarning.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace Earmark;
using namespace std::chrono_literals;

namespace {

constexpr PcmFormat Format{8'000, 1};
constexpr std::int64_t Second = 8'000; // frames
constexpr std::int64_t Fade = 40; // frames: 5 ms at each side of a skip

} // namespace

/// Parts that are left out, as the pipe's reader is given them. Every frame is its own number, so
/// that it is seen which ones came.
class TestPipeSkips : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        failOnAnyWarning();
        m_control = std::make_shared<CountingSource::Control>();
        m_control->format = Format;
        m_control->frames = Second * 60;
        m_pipe = std::make_unique<PcmPipe>(
                [control = m_control](const std::stop_token &stop) {
                    return CountingSource::open(control, stop);
                },
                [] {});
    }

    void aPartIsLeftOutToTheFrame();
    void whatBeginsInAPartIsPlayed();
    void whatBeginsWhereAPartBeginsIsBehindIt();
    void aPartAtTheEndIsTheEnd();
    void severalPartsFollowOneAnother();
    void aSkipFadesAndDoesNotClick();
    void skippedAndTrimmedAreCountedApart();
    void skipsFarAheadChangeNothingThatIsThere();
    void skipsOfWhatIsDecodedNeedItAnew();
    void aPartThatFailsToComeIsAFailure();

private:
    std::vector<float> soundFrom(std::int64_t output, std::size_t frames);

    std::shared_ptr<CountingSource::Control> m_control;
    std::unique_ptr<PcmPipe> m_pipe;
};

std::vector<float> TestPipeSkips::soundFrom(std::int64_t output, std::size_t frames)
{
    std::vector<float> sound(frames);
    m_pipe->flow();
    std::size_t got = 0;
    while (got < frames) {
        const auto into = std::span(sound).subspan(got);
        const std::size_t bytes
                = m_pipe->read((output + static_cast<std::int64_t>(got)) * 4,
                               std::span(reinterpret_cast<char *>(into.data()), into.size_bytes()));
        if (bytes == 0)
            break;
        got += bytes / sizeof(float);
    }
    sound.resize(got);
    return sound;
}

void TestPipeSkips::aPartIsLeftOutToTheFrame()
{
    m_pipe->prepare(1s, {}, {{2s, 4s}});
    QTRY_VERIFY(m_pipe->state().ready);
    const std::int64_t start = m_pipe->state().start;
    const auto sound = soundFrom(start, static_cast<std::size_t>(3 * Second));

    for (std::int64_t i = 0; i < std::ssize(sound); ++i) {
        const std::int64_t media = Second + i + (i < Second ? 0 : 2 * Second);
        QCOMPARE(m_pipe->mediaAt(start + i), media);
        if (std::abs(i - Second) > Fade) {
            QCOMPARE(std::lround(sound[static_cast<std::size_t>(i)] * 32'768), media % 32'768);
        }
    }
}

void TestPipeSkips::whatBeginsInAPartIsPlayed()
{
    m_pipe->prepare(3s, {}, {{2s, 4s}});
    QTRY_VERIFY(m_pipe->state().ready);

    const std::int64_t start = m_pipe->state().start;
    QCOMPARE(m_pipe->mediaAt(start), 3 * Second);
    QCOMPARE(m_pipe->mediaAt(start + 2 * Second), 5 * Second);
}

void TestPipeSkips::whatBeginsWhereAPartBeginsIsBehindIt()
{
    m_pipe->prepare(0s, {}, {{0s, 30s}});
    QTRY_VERIFY(m_pipe->state().ready);

    QCOMPARE(m_pipe->mediaAt(m_pipe->state().start), 30 * Second);
}

void TestPipeSkips::aPartAtTheEndIsTheEnd()
{
    m_pipe->prepare(50s, {}, {{55s, 60s}});
    QTRY_VERIFY(m_pipe->state().ended);

    const PcmPipe::State state = m_pipe->state();
    QCOMPARE(state.end - state.start, 5 * Second);
}

void TestPipeSkips::severalPartsFollowOneAnother()
{
    m_pipe->prepare(0s, {}, {{0s, 10s}, {10'500ms, 20s}, {20'001ms, 58s}});
    QTRY_VERIFY(m_pipe->state().ended);

    const PcmPipe::State state = m_pipe->state();
    QCOMPARE(state.end - state.start, 4'000 + 8 + 2 * Second);
    QCOMPARE(m_pipe->mediaAt(state.start + 4'000), 20 * Second);
    QCOMPARE(m_pipe->mediaAt(state.start + 4'008), 58 * Second);
}

void TestPipeSkips::aSkipFadesAndDoesNotClick()
{
    m_pipe->prepare(1s, {}, {{2s, 4s}});
    QTRY_VERIFY(m_pipe->state().ready);
    const auto sound = soundFrom(m_pipe->state().start, static_cast<std::size_t>(2 * Second));

    // The numbers fall from 16,000 to 0 and rise to 32,000 within the fades.
    for (std::int64_t i = Second - Fade; i < Second + Fade; ++i) {
        const double step = std::abs(double(sound[static_cast<std::size_t>(i + 1)])
                                     - double(sound[static_cast<std::size_t>(i)]));
        QVERIFY2(step < 0.03, qPrintable(QString::number(step)));
    }
}

void TestPipeSkips::skippedAndTrimmedAreCountedApart()
{
    SoundSettings sound;
    sound.speed = 2;
    m_pipe->prepare(0s, sound, {{1s, 11s}});
    QTRY_VERIFY(m_pipe->state().ready);
    const PcmPipe::State state = m_pipe->state();

    const TimeMap::Saved saved = m_pipe->savedBetween(state.start, state.start + Second);
    QCOMPARE(saved.bySkipping, double(5 * Second));
    QVERIFY(std::abs(saved.bySpeed - Second) < 4);
    QCOMPARE(saved.byTrimming, 0.0);
}

void TestPipeSkips::skipsFarAheadChangeNothingThatIsThere()
{
    m_pipe->prepare(0s);
    QTRY_VERIFY(m_pipe->state().end - m_pipe->state().reader >= 12 * Second);
    const int seeks = m_control->seeks;

    QVERIFY(m_pipe->changeSkips({{30s, 40s}}));
    soundFrom(m_pipe->state().start, static_cast<std::size_t>(25 * Second));
    QTRY_VERIFY(m_pipe->state().end >= 31 * Second);

    QCOMPARE(m_control->seeks.load(), seeks + 1); // over the part
    QCOMPARE(m_pipe->mediaAt(m_pipe->state().start + 30 * Second), 40 * Second);
}

void TestPipeSkips::skipsOfWhatIsDecodedNeedItAnew()
{
    m_pipe->prepare(0s);
    QTRY_VERIFY(m_pipe->state().end - m_pipe->state().reader >= 12 * Second);

    QVERIFY(!m_pipe->changeSkips({{5s, 40s}}));
    m_pipe->prepare(0s, {}, {{5s, 40s}});
    QTRY_VERIFY(m_pipe->state().ready);
    QTRY_COMPARE(m_pipe->mediaAt(m_pipe->state().start + 6 * Second), 41 * Second);

    QVERIFY(!m_pipe->changeSkips({}));
}

void TestPipeSkips::aPartThatFailsToComeIsAFailure()
{
    m_control->failAt = 10 * Second;
    m_pipe->prepare(1s, {}, {{2s, 20s}});

    QTRY_VERIFY(m_pipe->state().failed);
    QCOMPARE(m_pipe->mediaAt(m_pipe->state().end), 2 * Second); // what came before it is kept
}

QTEST_GUILESS_MAIN(TestPipeSkips)
#include "tst_pipeskips.moc"
