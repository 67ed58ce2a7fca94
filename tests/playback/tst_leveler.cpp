// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/leveler.h"
#include "support/failonwarning.h"
#include "support/speechlike.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <ebur128.h>
#include <limits>
#include <map>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

struct Measure
{
    double loudness = 0; ///< LUFS
    double truePeak = -200; ///< dBTP
};

/// As the standard has it; mono sounds from two speakers.
Measure measured(std::span<const float> samples, int sampleRate, int channels)
{
    auto *state = ebur128_init(unsigned(channels), unsigned(sampleRate),
                               EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK);
    if (channels == 1)
        ebur128_set_channel(state, 0, EBUR128_DUAL_MONO);
    ebur128_add_frames_float(state, samples.data(), samples.size() / std::size_t(channels));
    Measure measure;
    ebur128_loudness_global(state, &measure.loudness);
    for (int channel = 0; channel < channels; ++channel) {
        double peak = 0;
        ebur128_true_peak(state, unsigned(channel), &peak);
        measure.truePeak = std::max(measure.truePeak, 20 * std::log10(peak + 1e-12));
    }
    ebur128_destroy(&state);
    return measure;
}

std::vector<float> leveled(Leveler &leveler, std::span<const float> samples, std::size_t perPush)
{
    std::vector<float> out;
    for (std::size_t at = 0; at < samples.size(); at += perPush)
        leveler.push(samples.subspan(at, std::min(perPush, samples.size() - at)), out);
    leveler.finish(out);
    return out;
}

std::vector<float> speechAt(double loudness, int sampleRate, int channels, double seconds)
{
    // One sound for all tests: making it takes longer than leveling it.
    static std::map<std::pair<int, int>, std::pair<std::vector<float>, double>> made;
    auto &[sound, is] = made[{sampleRate, channels}];
    if (sound.empty()) {
        sound = makeSpeech({.sampleRate = sampleRate,
                            .channels = channels,
                            .seconds = 30,
                            .noise = SpeechPlan::Noise::Hiss,
                            .noiseFloor = -70})
                        .samples;
        is = measured(sound, sampleRate, channels).loudness;
    }
    const auto count = std::size_t(seconds * sampleRate * channels);
    std::vector<float> samples(sound.begin(), sound.begin() + std::ptrdiff_t(count));
    for (float &sample : samples)
        sample *= float(std::pow(10, (loudness - is) / 20));
    return samples;
}

/// What the limiter hates: clicks, square waves, tones a quarter of the rate whose peaks lie
/// between the samples.
std::vector<float> peaky(int sampleRate, int channels, double height)
{
    std::vector<float> samples;
    for (int i = 0; i < sampleRate * 4; ++i) {
        const double time = double(i) / sampleRate;
        double value = 0.05 * std::sin(6.2832 * 180 * time);
        if (time > 1 && i % (sampleRate / 3) < 3)
            value = height;
        else if (time > 2 && time < 2.3)
            value = std::sin(6.2832 * 110 * time) > 0 ? height : -height;
        else if (time > 3 && time < 3.4)
            value = height * std::sin(1.5708 * i + 0.7854);
        for (int channel = 0; channel < channels; ++channel)
            samples.push_back(float(channel == 0 ? value : value / 3));
    }
    return samples;
}

} // namespace

class TestLeveler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void brokenSamplesBecomeSilence();
    void nothingComesOutOfNothing();
    void silenceStaysSilence();
    void noiseAloneIsMadeLittleLouder();
    void everyInputComesOutEquallyLoud_data();
    void everyInputComesOutEquallyLoud();
    void monoAndStereoAreEquallyLoud();
    void theTruePeakStaysBelowTheCeiling_data();
    void theTruePeakStaysBelowTheCeiling();
    void theGainNeverMovesFast();
    void knownLoudnessIsASteadyGain();
    void loudnessThatIsLearntLaterIsGoneToSlowly();
    void aSeekKeepsTheGain();
    void theSplitOfThePushesChangesNothing();
    void littleIsHeldBack();
};

void TestLeveler::brokenSamplesBecomeSilence()
{
    std::vector<float> samples = speechAt(-20, 16'000, 1, 6);
    for (std::size_t i = 0; i < samples.size(); i += 1'000) {
        samples[i] = std::numeric_limits<float>::quiet_NaN();
        samples[i + 1] = std::numeric_limits<float>::infinity();
        samples[i + 2] = -1e30F;
    }
    Leveler leveler(16'000, 1);
    const auto out = leveled(leveler, samples, 1'024);
    QCOMPARE(out.size(), samples.size());
    QVERIFY(std::all_of(out.begin(), out.end(), [](float one) { return std::abs(one) < 0.9; }));
    QVERIFY(std::isfinite(leveler.gainDb()));
    Leveler other(16'000, 1);
    other.setLoudness(std::numeric_limits<double>::quiet_NaN());
    QCOMPARE(other.gainDb(), 0.0);
    other.setLoudness(-std::numeric_limits<double>::infinity());
    QCOMPARE(other.gainDb(), 0.0);
}

void TestLeveler::nothingComesOutOfNothing()
{
    Leveler leveler(48'000, 2);
    std::vector<float> out;
    leveler.push({}, out);
    leveler.finish(out);
    QVERIFY(out.empty());
    const std::vector<float> tiny(6, 0.1F);
    leveler.push(tiny, out);
    leveler.finish(out);
    QCOMPARE(out.size(), 6U);
}

void TestLeveler::silenceStaysSilence()
{
    const std::vector<float> silence(240'000, 0);
    Leveler leveler(48'000, 1);
    QCOMPARE(leveled(leveler, silence, 4'096), silence);
    QCOMPARE(leveler.gainDb(), 0.0);
}

void TestLeveler::noiseAloneIsMadeLittleLouder()
{
    Leveler leveler(48'000, 1);
    leveled(leveler, makeNoise(SpeechPlan::Noise::Hiss, 48'000, 1, 30, -58), 4'096);
    QVERIFY2(std::abs(leveler.gainDb()) < 3, qPrintable(QString::number(leveler.gainDb())));
}

void TestLeveler::everyInputComesOutEquallyLoud_data()
{
    QTest::addColumn<int>("sampleRate");
    QTest::addColumn<int>("channels");
    QTest::addColumn<bool>("known");
    for (const int sampleRate : {48'000, 44'100, 16'000}) {
        for (const bool known : {false, true})
            QTest::addRow("%d Hz, %s", sampleRate, known ? "known" : "estimated")
                    << sampleRate << (sampleRate == 44'100 ? 2 : 1) << known;
    }
}

void TestLeveler::everyInputComesOutEquallyLoud()
{
    QFETCH(int, sampleRate);
    QFETCH(int, channels);
    QFETCH(bool, known);
    double least = 0;
    double most = -100;
    for (const double loudness : {-30.0, -23.0, -14.0, -9.0}) {
        const auto samples = speechAt(loudness, sampleRate, channels, 30);
        Leveler leveler(sampleRate, channels);
        if (known)
            leveler.setLoudness(loudness);
        const auto out = leveled(leveler, samples, 4'096);
        QCOMPARE(out.size(), samples.size());
        // The estimate has settled after 15 s; what is known is right from the first sample.
        const auto skipped = known ? 0 : std::size_t(15 * sampleRate * channels);
        const auto result = measured(std::span(out).subspan(skipped), sampleRate, channels);
        least = std::min(least, result.loudness);
        most = std::max(most, result.loudness);
        QVERIFY2(std::abs(result.loudness - Leveler::Target) < 1,
                 qPrintable(QString::number(result.loudness)));
        QVERIFY(measured(out, sampleRate, channels).truePeak <= -1);
    }
    QVERIFY2(most - least <= 1, qPrintable(u"%1 to %2"_s.arg(least).arg(most)));
}

void TestLeveler::monoAndStereoAreEquallyLoud()
{
    const auto mono = speechAt(-25, 48'000, 1, 20);
    std::vector<float> stereo;
    for (const float sample : mono)
        stereo.insert(stereo.end(), {sample, sample});
    Leveler one(48'000, 1);
    Leveler two(48'000, 2);
    const auto alone = leveled(one, mono, 4'096);
    const auto both = leveled(two, stereo, 4'096);
    QVERIFY(std::abs(one.gainDb() - two.gainDb()) < 0.05);
    for (std::size_t i = 0; i < alone.size(); ++i)
        QVERIFY(std::abs(alone[i] - both[2 * i]) < 0.01);
}

void TestLeveler::theTruePeakStaysBelowTheCeiling_data()
{
    QTest::addColumn<int>("sampleRate");
    QTest::addColumn<double>("gain");
    for (const int sampleRate : {48'000, 44'100, 22'050, 16'000, 8'000}) {
        for (const double gain : {6.0, 20.0})
            QTest::addRow("%d Hz, %+.0f dB", sampleRate, gain) << sampleRate << gain;
    }
}

void TestLeveler::theTruePeakStaysBelowTheCeiling()
{
    QFETCH(int, sampleRate);
    QFETCH(double, gain);
    std::vector<std::vector<float>> inputs{
            peaky(sampleRate, 1, 1.0), makeMusic(sampleRate, 1, 3, -12),
            makeNoise(SpeechPlan::Noise::Hiss, sampleRate, 1, 3, -10)};
    for (const auto &samples : inputs) {
        Leveler leveler(sampleRate, 1);
        leveler.setLoudness(Leveler::Target - gain);
        const auto out = leveled(leveler, samples, 1'000);
        QCOMPARE(out.size(), samples.size());
        const double peak = measured(out, sampleRate, 1).truePeak;
        QVERIFY2(peak <= -1, qPrintable(QString::number(peak)));
    }
}

void TestLeveler::theGainNeverMovesFast()
{
    // Loud, then quiet, then loud: and at no moment faster than 1 dB/s.
    std::vector<float> samples = speechAt(-9, 16'000, 1, 10);
    const auto quiet = speechAt(-33, 16'000, 1, 10);
    samples.insert(samples.end(), quiet.begin(), quiet.end());
    samples.insert(samples.end(), samples.begin(), samples.begin() + 160'000);
    Leveler leveler(16'000, 1);
    std::vector<float> out;
    std::vector<double> gains;
    for (std::size_t at = 0; at + 800 <= samples.size(); at += 800) { // 50 ms
        leveler.push(std::span(samples).subspan(at, 800), out);
        gains.push_back(leveler.gainDb());
    }
    double fastest = 0;
    for (std::size_t i = 22; i < gains.size(); ++i)
        fastest = std::max(fastest, std::abs(gains[i] - gains[i - 20]));
    QVERIFY2(fastest <= 1, qPrintable(QString::number(fastest)));
    QVERIFY(fastest > 0.5);
    // The samples say the same: where nothing is limited, out / in is the gain.
    leveler.finish(out);
    for (std::size_t i = 32'000; i < out.size(); ++i) {
        if (std::abs(samples[i]) < 0.02 || std::abs(samples[i]) > 0.1)
            continue;
        const double now = 20 * std::log10(out[i] / samples[i]);
        QVERIFY(std::abs(now) < 21);
    }
}

void TestLeveler::knownLoudnessIsASteadyGain()
{
    const auto samples = speechAt(-22, 48'000, 1, 8);
    Leveler leveler(48'000, 1);
    leveler.setLoudness(-22);
    QCOMPARE(leveler.gainDb(), 6.0);
    const auto out = leveled(leveler, samples, 3'000);
    const float factor = float(std::pow(10, 6.0 / 20));
    for (std::size_t i = 0; i < out.size(); ++i)
        QVERIFY(std::abs(out[i] - samples[i] * factor) < 1e-5F);
}

void TestLeveler::loudnessThatIsLearntLaterIsGoneToSlowly()
{
    const auto samples = speechAt(-30, 16'000, 1, 30);
    Leveler leveler(16'000, 1);
    std::vector<float> out;
    leveler.push(std::span(samples).first(16'000), out);
    const double before = leveler.gainDb();
    leveler.setLoudness(-36);
    QCOMPARE(leveler.gainDb(), before);
    leveler.push(std::span(samples).subspan(16'000, 16'000), out);
    QVERIFY(leveler.gainDb() > before + 0.8);
    QVERIFY(leveler.gainDb() <= before + 1);
    leveler.push(std::span(samples).subspan(32'000), out);
    QVERIFY(std::abs(leveler.gainDb() - 20) < 0.1);
}

void TestLeveler::aSeekKeepsTheGain()
{
    const auto samples = speechAt(-28, 16'000, 1, 25);
    Leveler leveler(16'000, 1);
    std::vector<float> out;
    leveler.push(samples, out);
    const double gain = leveler.gainDb();
    QVERIFY(gain > 10);
    leveler.reset();
    out.clear();
    leveler.push(std::span(samples).first(16'000), out);
    leveler.finish(out);
    QCOMPARE(out.size(), 16'000U);
    QVERIFY(std::abs(leveler.gainDb() - gain) < 0.5);
    const double heard = measured(out, 16'000, 1).loudness;
    const double was = measured(std::span(samples).first(16'000), 16'000, 1).loudness;
    QVERIFY(std::abs(heard - was - gain) < 0.5);
}

void TestLeveler::theSplitOfThePushesChangesNothing()
{
    auto samples = speechAt(-12, 16'000, 2, 6);
    const auto peaks = peaky(16'000, 2, 1);
    samples.insert(samples.end(), peaks.begin(), peaks.end());
    Leveler leveler(16'000, 2);
    const auto whole = leveled(leveler, samples, samples.size());
    for (const std::size_t perPush : {2U, 46U, 1'000U, 30'000U}) {
        Leveler other(16'000, 2);
        const auto parts = leveled(other, samples, perPush);
        QCOMPARE(parts.size(), whole.size());
        for (std::size_t i = 0; i < whole.size(); ++i)
            QVERIFY(std::abs(parts[i] - whole[i]) < 1e-6F);
    }
}

void TestLeveler::littleIsHeldBack()
{
    const auto samples = speechAt(-20, 48'000, 1, 3);
    Leveler leveler(48'000, 1);
    std::vector<float> out;
    for (std::size_t at = 0; at + 480 <= samples.size(); at += 480) {
        leveler.push(std::span(samples).subspan(at, 480), out);
        const std::size_t held = at + 480 - out.size();
        QVERIFY(held <= (at + 480 < 4'800 ? 4'800 : 240));
    }
}

QTEST_APPLESS_MAIN(TestLeveler)
#include "tst_leveler.moc"
