// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostilefiles.h"
#include "media/episodeanalyser.h"
#include "media/fileidentifier.h"
#include "media/pausefinder.h"
#include "media/pcmsource.h"
#include "media/soundlevels.h"
#include "support/failonwarning.h"
#include "support/latebytes.h"
#include "support/mediafixtures.h"
#include "support/memorybytes.h"
#include "support/speechlike.h"

#include <QElapsedTimer>
#include <QTest>

#include <cmath>
#include <ebur128.h>
#include <thread>

using namespace Earmark;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

using Noise = SpeechPlan::Noise;
using Samples = std::vector<std::int16_t>;

Samples toPcm(const std::vector<float> &samples)
{
    Samples pcm;
    pcm.reserve(samples.size());
    for (const float sample : samples)
        pcm.push_back(
                static_cast<std::int16_t>(std::lround(std::clamp(sample, -1.0F, 1.0F) * 32'767)));
    return pcm;
}

/// Samples that can be read once; then their end, or a failure.
class PcmSamples final : public PcmSource
{
public:
    PcmSamples(PcmFormat format, Samples samples) : m_format(format), m_samples(std::move(samples))
    {
    }

    bool breaksOff = false;
    std::int64_t repeats = 0; ///< So often all of it again.

    PcmFormat format() const override { return m_format; }
    PcmLength length() const override { return {}; }
    Status seek(std::int64_t, std::stop_token) override { return Status::Ok; }
    Status measure(std::stop_token) override { return Status::Ok; }
    std::string failure() const override { return "It broke off."; }
    Read read(std::span<std::int16_t> into, std::stop_token stop) override
    {
        if (stop.stop_requested())
            return {Status::Cancelled, 0};
        if (m_at == m_samples.size() && repeats-- > 0)
            m_at = 0;
        if (m_at == m_samples.size())
            return {breaksOff ? Status::Failed : Status::End, 0};
        const std::size_t count = std::min(into.size(), m_samples.size() - m_at);
        std::copy_n(m_samples.begin() + std::ptrdiff_t(m_at), count, into.begin());
        m_at += count;
        return {Status::Ok, count / std::size_t(m_format.channels)};
    }

private:
    const PcmFormat m_format;
    const Samples m_samples;
    std::size_t m_at = 0;
};

EpisodeAnalysis analysed(const SpeechLike &speech)
{
    PcmSamples source({speech.sampleRate, speech.channels}, toPcm(speech.samples));
    return *analyseSound(source, {});
}

/// What libebur128 says.
double judged(const std::vector<float> &samples, int sampleRate, int channels)
{
    ebur128_state *state = ebur128_init(static_cast<unsigned>(channels),
                                        static_cast<unsigned long>(sampleRate), EBUR128_MODE_I);
    if (channels == 1)
        ebur128_set_channel(state, 0, EBUR128_DUAL_MONO);
    const Samples pcm = toPcm(samples);
    ebur128_add_frames_short(state, pcm.data(), pcm.size() / std::size_t(channels));
    double loudness = 0;
    ebur128_loudness_global(state, &loudness);
    ebur128_destroy(&state);
    return loudness;
}

constexpr milliseconds Tolerance = 60ms; // a soft ending, and steps of 10 ms

milliseconds timeOf(std::int64_t frames, int sampleRate)
{
    return milliseconds(frames * 1'000 / sampleRate);
}

} // namespace

class TestEpisodeAnalyser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void whatBreaksOffIsNoAnalysis();
    void whatIsTooLongIsRefused();
    void nothingIsRefused();
    void aStopEndsItAtOnce();
    void anOpeningThatIsStoppedIsCancelled();
    void hostileFilesGiveASentenceOrAnAnalysis_data();
    void hostileFilesGiveASentenceOrAnAnalysis();
    void silenceHasAllOfItAsPause();
    void loudnessIsLibebur128s_data();
    void loudnessIsLibebur128s();
    void pausesAreFound_data();
    void pausesAreFound();
    void musicHasNoPauses();
    void noiseAloneHasNoFloor();
    void theFloorIsTheNoise_data();
    void theFloorIsTheNoise();
    void theFloorOfTheNoisyPartHolds();
    void theWaveformRisesWithTheSound();
    void aShortSoundHasFewerBins();
    void everyFormatHasItsLength_data();
    void everyFormatHasItsLength();
    void twelveHoursAreAFewMegabytes();

    void bytesThatDoNotComeAreNoIdentity();
    void theSameBytesAreTheSameFile();
    void anotherFileIsAnother();
    void theHeadNeedsNoMoreThanTheHead();
};

void TestEpisodeAnalyser::whatBreaksOffIsNoAnalysis()
{
    PcmSamples source({8'000, 1}, Samples(80'000, 1'000));
    source.breaksOff = true;
    const auto analysis = analyseSound(source, {});
    QVERIFY(!analysis);
    QCOMPARE(analysis.error().kind, ErrorKind::Media);
    QCOMPARE(analysis.error().sentence, u"It broke off."_s);

    auto bytes = std::make_shared<MemoryBytes>(fixtureBytes(u"mp3cbr"_s));
    bytes->failsFrom = 200'000;
    const auto broken = analyseFile(bytes, {});
    QVERIFY(!broken);
    QVERIFY(!broken.error().sentence.isEmpty());
}

void TestEpisodeAnalyser::whatIsTooLongIsRefused()
{
    PcmSamples source({1'000, 1}, Samples(100'000, 0)); // 100 s
    source.repeats = 864;
    const auto analysis = analyseSound(source, {});
    QVERIFY(!analysis);
    QVERIFY(analysis.error().sentence.contains(u"more than a day"_s));
}

void TestEpisodeAnalyser::nothingIsRefused()
{
    for (const std::size_t samples : {0U, 30U}) {
        PcmSamples source({8'000, 1}, Samples(samples, 1'000));
        QVERIFY(!analyseSound(source, {}));
    }
}

void TestEpisodeAnalyser::aStopEndsItAtOnce()
{
    std::stop_source stop;
    stop.request_stop();
    PcmSamples source({8'000, 1}, Samples(80'000, 1'000));
    QCOMPARE(analyseSound(source, stop.get_token()).error().kind, ErrorKind::Cancelled);
}

void TestEpisodeAnalyser::anOpeningThatIsStoppedIsCancelled()
{
    auto bytes = std::make_shared<LateBytes>(fixtureBytes(u"mp3cbr"_s));
    bytes->stallAt(300'000);
    std::stop_source stop;
    std::jthread stopper([&] {
        while (bytes->reads() < 5)
            std::this_thread::yield();
        stop.request_stop();
    });
    const auto analysis = analyseFile(bytes, stop.get_token());
    QVERIFY(!analysis);
    QCOMPARE(analysis.error().kind, ErrorKind::Cancelled);
}

void TestEpisodeAnalyser::hostileFilesGiveASentenceOrAnAnalysis_data()
{
    QTest::addColumn<QByteArray>("bytes");
    addFilesToRefuse();
    addBrokenFiles();
}

void TestEpisodeAnalyser::hostileFilesGiveASentenceOrAnAnalysis()
{
    QFETCH(const QByteArray, bytes);
    QElapsedTimer timer;
    timer.start();
    const auto analysis = analyseFile(std::make_shared<MemoryBytes>(bytes), {});
    QVERIFY(timer.elapsed() < 20'000);
    if (analysis)
        QVERIFY(analysis->length > 0ms && !analysis->waveform.isEmpty());
    else
        QVERIFY(analysis.error().sentence.endsWith(u'.'));
}

void TestEpisodeAnalyser::silenceHasAllOfItAsPause()
{
    PcmSamples source({44'100, 2}, Samples(std::size_t(2 * 44'100 * 30), 0));
    const auto analysis = analyseSound(source, {});
    QVERIFY(analysis);
    QCOMPARE(analysis->length, 30s);
    QVERIFY(!analysis->loudness && !analysis->noiseFloor);
    QCOMPARE(analysis->pauses, (MediaRanges{{0s, 30s}}));
    QCOMPARE(analysis->waveform, QByteArray(EpisodeAnalysis::WaveformBins, '\0'));
}

void TestEpisodeAnalyser::loudnessIsLibebur128s_data()
{
    QTest::addColumn<int>("rate");
    QTest::addColumn<int>("channels");
    QTest::addColumn<double>("level");
    for (const int rate : {8'000, 22'050, 44'100, 48'000}) {
        for (const int channels : {1, 2})
            QTest::addRow("%d Hz, %d", rate, channels) << rate << channels << -20.0;
    }
    QTest::newRow("quiet") << 44'100 << 2 << -45.0;
    QTest::newRow("loud") << 44'100 << 1 << -8.0;
}

void TestEpisodeAnalyser::loudnessIsLibebur128s()
{
    QFETCH(const int, rate);
    QFETCH(const int, channels);
    QFETCH(const double, level);
    SpeechLike speech = makeSpeech({.sampleRate = rate,
                                    .channels = channels,
                                    .level = level,
                                    .noise = Noise::Hum,
                                    .noiseFloor = level - 35});
    for (std::size_t i = 1; channels == 2 && i < speech.samples.size(); i += 2)
        speech.samples[i] *= 0.3F; // not the same in both
    const double expected = judged(speech.samples, rate, channels);
    const EpisodeAnalysis analysis = analysed(speech);
    QVERIFY(analysis.loudness);
    QVERIFY2(std::abs(*analysis.loudness - expected) < 0.1,
             qPrintable(u"%1 instead of %2"_s.arg(*analysis.loudness).arg(expected)));
}

void TestEpisodeAnalyser::pausesAreFound_data()
{
    QTest::addColumn<int>("noise");
    QTest::addColumn<double>("floor");
    QTest::addColumn<int>("rate");
    QTest::newRow("digital silence") << int(Noise::None) << -90.0 << 48'000;
    QTest::newRow("hiss at -60") << int(Noise::Hiss) << -60.0 << 44'100;
    QTest::newRow("hiss at -45") << int(Noise::Hiss) << -45.0 << 44'100;
    QTest::newRow("hum at -45") << int(Noise::Hum) << -45.0 << 44'100;
    QTest::newRow("hiss at -60, 16 kHz") << int(Noise::Hiss) << -60.0 << 16'000;
}

void TestEpisodeAnalyser::pausesAreFound()
{
    QFETCH(const int, noise);
    QFETCH(const double, floor);
    QFETCH(const int, rate);
    const SpeechLike speech = makeSpeech({.sampleRate = rate,
                                          .seconds = 120,
                                          .noise = static_cast<Noise>(noise),
                                          .noiseFloor = floor,
                                          .shortestPause = 300});
    const EpisodeAnalysis analysis = analysed(speech);
    int found = 0;
    for (const auto &pause : speech.pauses) {
        const milliseconds start = timeOf(pause.from, rate);
        const milliseconds end = timeOf(pause.from + pause.frames, rate);
        found += int(std::ranges::any_of(analysis.pauses, [&](const MediaRange &one) {
            return std::chrono::abs(one.start - start) <= 2 * Tolerance
                    && std::chrono::abs(one.end - end) <= Tolerance;
        }));
    }
    const auto real = int(speech.pauses.size());
    QVERIFY2(found >= real * 95 / 100, qPrintable(u"%1 of %2"_s.arg(found).arg(real)));
    // And no more than there are, but for the gaps of plosives.
    QVERIFY2(int(analysis.pauses.size()) <= real * 105 / 100 + 2,
             qPrintable(u"%1 instead of %2"_s.arg(analysis.pauses.size()).arg(real)));
}

void TestEpisodeAnalyser::musicHasNoPauses()
{
    const auto music = makeMusic(44'100, 2, 60, -20);
    PcmSamples source({44'100, 2}, toPcm(music));
    const auto analysis = analyseSound(source, {});
    QVERIFY(analysis);
    QVERIFY2(analysis->pauses.size() <= 1, qPrintable(QString::number(analysis->pauses.size())));
}

void TestEpisodeAnalyser::noiseAloneHasNoFloor()
{
    PcmSamples source({44'100, 1}, toPcm(makeNoise(Noise::Hiss, 44'100, 1, 30, -40)));
    const auto analysis = analyseSound(source, {});
    QVERIFY(analysis);
    QVERIFY(!analysis->noiseFloor);
}

void TestEpisodeAnalyser::theFloorIsTheNoise_data()
{
    QTest::addColumn<int>("noise");
    QTest::addColumn<double>("floor");
    for (const double floor : {-75.0, -60.0, -50.0, -40.0}) {
        QTest::addRow("hiss at %.0f", floor) << int(Noise::Hiss) << floor;
        QTest::addRow("hum at %.0f", floor) << int(Noise::Hum) << floor;
    }
}

void TestEpisodeAnalyser::theFloorIsTheNoise()
{
    QFETCH(const int, noise);
    QFETCH(const double, floor);
    const EpisodeAnalysis analysis
            = analysed(makeSpeech({.noise = static_cast<Noise>(noise), .noiseFloor = floor}));
    QVERIFY(analysis.noiseFloor);
    // What lies below 80 Hz is no noise to the ear: a hum is a little quieter than it is.
    QVERIFY2(*analysis.noiseFloor > floor - 6 && *analysis.noiseFloor < floor + 2,
             qPrintable(QString::number(*analysis.noiseFloor)));
}

void TestEpisodeAnalyser::theFloorOfTheNoisyPartHolds()
{
    // A guest on a bad line for a third of it: trimming must find his pauses too.
    SpeechLike speech = makeSpeech({.seconds = 120});
    const SpeechLike noisy
            = makeSpeech({.seconds = 60, .noise = Noise::Hiss, .noiseFloor = -50, .seed = 2});
    speech.samples.insert(speech.samples.end(), noisy.samples.begin(), noisy.samples.end());
    const EpisodeAnalysis analysis = analysed(speech);
    QVERIFY(analysis.noiseFloor);
    QVERIFY2(std::abs(*analysis.noiseFloor + 50) < 3,
             qPrintable(QString::number(*analysis.noiseFloor)));
}

void TestEpisodeAnalyser::theWaveformRisesWithTheSound()
{
    Samples samples(std::size_t(8'000 * 60), 0);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double loud = double(i) / double(samples.size());
        samples[i] = static_cast<std::int16_t>(20'000 * loud * std::sin(double(i) * 0.8));
    }
    PcmSamples source({8'000, 1}, samples);
    const auto analysis = analyseSound(source, {});
    QVERIFY(analysis);
    const QByteArray &waveform = analysis->waveform;
    QCOMPARE(waveform.size(), EpisodeAnalysis::WaveformBins);
    const auto height = [&](double at) {
        return int(uchar(waveform.at(qsizetype(at * double(waveform.size() - 1)))));
    };
    QVERIFY(height(0) < 10 && height(1) > 245);
    QVERIFY(height(0.25) < height(0.5) && height(0.5) < height(0.75));
}

void TestEpisodeAnalyser::aShortSoundHasFewerBins()
{
    PcmSamples source({8'000, 1}, Samples(8'000, 1'000));
    QCOMPARE(analyseSound(source, {})->waveform.size(), 100);
}

void TestEpisodeAnalyser::everyFormatHasItsLength_data()
{
    QTest::addColumn<QString>("name");
    for (const MediaFixture &fixture : mediaFixtures())
        QTest::addRow("%s", qPrintable(fixture.name)) << fixture.name;
}

void TestEpisodeAnalyser::everyFormatHasItsLength()
{
    QFETCH(const QString, name);
    const auto analysis = analyseFile(std::make_shared<MemoryBytes>(fixtureBytes(name)), {});
    QVERIFY(analysis);
    QVERIFY2(std::chrono::abs(analysis->length - std::chrono::seconds(FixtureSeconds)) < 60ms,
             qPrintable(QString::number(analysis->length.count())));
    QVERIFY(analysis->loudness);
}

void TestEpisodeAnalyser::twelveHoursAreAFewMegabytes()
{
#ifdef __SANITIZE_ADDRESS__
    constexpr std::size_t Minutes = 20;
#else
    constexpr std::size_t Minutes = 720;
#endif
    SoundLevels levels({8'000, 1});
    const Samples minute = toPcm(makeSpeech({.sampleRate = 8'000, .seconds = 60}).samples);
    for (std::size_t i = 0; i < Minutes; ++i)
        levels.add(minute);
    levels.finish();
    QCOMPARE(levels.total().size() / 100, minute.size() * Minutes / 8'000);
    QVERIFY(levels.total().capacity() + levels.high().capacity() < std::size_t(24) * 1024 * 1024);
    QVERIFY(levels.loudness());
    QVERIFY(findPauses(levels).pauses.size() > 10 * Minutes);
    QCOMPARE(drawWaveform(levels).size(), EpisodeAnalysis::WaveformBins);
}

void TestEpisodeAnalyser::bytesThatDoNotComeAreNoIdentity()
{
    MemoryBytes empty{QByteArray()};
    QVERIFY(!identify(empty, {}));
    LateBytes unknown(QByteArray(100'000, 'x'));
    unknown.setSizeKnown(false);
    QVERIFY(!identify(unknown, {}));
    MemoryBytes broken(QByteArray(1'000'000, 'x'));
    broken.failsFrom = 500'000;
    const auto failed = identify(broken, {});
    QVERIFY(!failed);
    QCOMPARE(failed.error().sentence, u"The test's server broke off."_s);
    std::stop_source stop;
    stop.request_stop();
    MemoryBytes whole(QByteArray(1'000'000, 'x'));
    QCOMPARE(identify(whole, stop.get_token()).error().kind, ErrorKind::Cancelled);
}

void TestEpisodeAnalyser::theSameBytesAreTheSameFile()
{
    const QByteArray sound = fixtureBytes(u"mp3cbr"_s);
    MemoryBytes here(sound);
    LateBytes there(sound);
    const auto one = identify(here, {});
    const auto other = identify(there, {});
    QVERIFY(one && other);
    QCOMPARE(*one, *other);
    QCOMPARE(one->size, sound.size());
    QVERIFY(here.bytesRead < 250'000);
    MemoryBytes tiny("x");
    QVERIFY(identify(tiny, {}));
}

void TestEpisodeAnalyser::anotherFileIsAnother()
{
    const QByteArray sound = fixtureBytes(u"mp3cbr"_s);
    MemoryBytes source(sound);
    const FileIdentity before = *identify(source, {});
    // Another title, other advertisements in the middle or at the end, of the same length.
    for (const qsizetype at : {qsizetype(100), sound.size() / 2, sound.size() - 10}) {
        QByteArray swapped = sound;
        std::fill_n(swapped.begin() + at, std::min<qsizetype>(sound.size() - at, 250'000), 'x');
        MemoryBytes other(swapped);
        QVERIFY(*identify(other, {}) != before);
    }
    MemoryBytes longer(sound + 'x');
    QVERIFY(*identify(longer, {}) != before);
}

void TestEpisodeAnalyser::theHeadNeedsNoMoreThanTheHead()
{
    const QByteArray sound = fixtureBytes(u"mp3cbr"_s);
    MemoryBytes whole(sound);
    MemoryBytes begun(sound);
    begun.failsFrom = IdentityHead;
    const auto head = identifyHead(begun, {});
    QVERIFY(head);
    QCOMPARE(head->head, identify(whole, {})->head);
    QCOMPARE(head->size, sound.size());
    QVERIFY(head->digest.isEmpty());
}

QTEST_GUILESS_MAIN(TestEpisodeAnalyser)
#include "tst_episodeanalyser.moc"
