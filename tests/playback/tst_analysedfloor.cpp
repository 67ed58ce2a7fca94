// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/pausefinder.h"
#include "media/soundlevels.h"
#include "playback/silencetrimmer.h"
#include "support/failonwarning.h"
#include "support/speechlike.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

using Noise = SpeechPlan::Noise;

SilenceTrimmer::Output trimmed(const SpeechLike &speech, std::optional<double> floor)
{
    SilenceTrimmer trimmer(speech.sampleRate, speech.channels, TrimStrength::Strong);
    if (floor)
        trimmer.setNoiseFloor(*floor);
    SilenceTrimmer::Output out;
    trimmer.push(speech.samples, out);
    trimmer.finish(out);
    return out;
}

/// Of what could be saved.
double savedShare(const SpeechLike &speech, const SilenceTrimmer::Output &out)
{
    double possible = 0;
    for (const auto &pause : speech.pauses)
        possible += double(pause.frames);
    const double frames = double(speech.samples.size()) / speech.channels;
    return (frames - double(out.samples.size()) / speech.channels) / possible;
}

/// Of the first 50 ms of the word that loses most, dB.
double onsetLoss(const SpeechLike &speech, const SilenceTrimmer::Output &out)
{
    std::vector<bool> kept(speech.samples.size() / std::size_t(speech.channels), false);
    for (const auto &piece : out.pieces)
        std::fill_n(kept.begin() + piece.from, piece.frames, true);
    double worst = 0;
    for (const auto &word : speech.words) {
        double before = 1e-30;
        double after = 1e-30;
        for (std::int64_t i = word.from; i < word.from + speech.sampleRate / 20; ++i) {
            const double sample = speech.samples[std::size_t(i * speech.channels)];
            before += sample * sample;
            after += kept[std::size_t(i)] ? sample * sample : 0;
        }
        worst = std::max(worst, 10 * std::log10(before / after));
    }
    return worst;
}

} // namespace

/// The noise floor that the analysis of a whole file tells is what the trimmer means by it.
class TestAnalysedFloor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void itTrimsAsWellAsWhatIsLearnt_data();
    void itTrimsAsWellAsWhatIsLearnt();
};

void TestAnalysedFloor::itTrimsAsWellAsWhatIsLearnt_data()
{
    QTest::addColumn<int>("noise");
    QTest::addColumn<double>("level");
    QTest::addColumn<double>("floor");
    QTest::newRow("digital silence") << int(Noise::None) << -20.0 << -90.0;
    QTest::newRow("hiss at -60") << int(Noise::Hiss) << -20.0 << -60.0;
    QTest::newRow("hiss at -40") << int(Noise::Hiss) << -20.0 << -40.0;
    QTest::newRow("hum at -40") << int(Noise::Hum) << -20.0 << -40.0;
    QTest::newRow("loud") << int(Noise::Hiss) << -12.0 << -50.0;
    QTest::newRow("quiet") << int(Noise::Hiss) << -40.0 << -75.0;
}

void TestAnalysedFloor::itTrimsAsWellAsWhatIsLearnt()
{
    QFETCH(const int, noise);
    QFETCH(const double, level);
    QFETCH(const double, floor);
    const SpeechLike speech = makeSpeech({.sampleRate = 44'100,
                                          .seconds = 30,
                                          .level = level,
                                          .noise = static_cast<Noise>(noise),
                                          .noiseFloor = floor});
    std::vector<std::int16_t> samples;
    samples.reserve(speech.samples.size());
    for (const float sample : speech.samples)
        samples.push_back(
                static_cast<std::int16_t>(std::lround(std::clamp(sample, -1.0F, 1.0F) * 32'767)));
    SoundLevels levels({speech.sampleRate, speech.channels});
    levels.add(samples);
    levels.finish();
    const auto found = findPauses(levels).noiseFloor;
    QVERIFY(found);

    const auto told = trimmed(speech, found);
    QVERIFY(savedShare(speech, told) > 0.9);
    QVERIFY2(savedShare(speech, told) >= savedShare(speech, trimmed(speech, {})) - 0.002,
             qPrintable(QString::number(savedShare(speech, told))));
    QVERIFY2(onsetLoss(speech, told) <= 1, qPrintable(QString::number(onsetLoss(speech, told))));
}

QTEST_GUILESS_MAIN(TestAnalysedFloor)
#include "tst_analysedfloor.moc"
