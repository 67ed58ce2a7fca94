// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/silencetrimmer.h"
#include "support/failonwarning.h"
#include "support/speechlike.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

using namespace Earmark;
using namespace Qt::StringLiterals;

namespace {

using Output = SilenceTrimmer::Output;
using Noise = SpeechPlan::Noise;

struct Trial
{
    const char *name;
    SpeechPlan plan;
};

const std::vector<Trial> &trials()
{
    constexpr auto Hiss = Noise::Hiss;
    constexpr auto Hum = Noise::Hum;
    static const std::vector<Trial> all{
            {"digital silence, 48 kHz", {}},
            {"digital silence, 44.1 kHz stereo", {.sampleRate = 44'100, .channels = 2}},
            {"digital silence, 16 kHz", {.sampleRate = 16'000}},
            {"digital silence, 8 kHz", {.sampleRate = 8'000}},
            {"hiss at -60, 48 kHz", {.noise = Hiss, .noiseFloor = -60}},
            {"hiss at -50, 44.1 kHz stereo",
             {.sampleRate = 44'100, .channels = 2, .noise = Hiss, .noiseFloor = -50}},
            {"hiss at -40, 48 kHz", {.noise = Hiss, .noiseFloor = -40}},
            {"hiss at -50, 16 kHz", {.sampleRate = 16'000, .noise = Hiss, .noiseFloor = -50}},
            {"hum at -40, 44.1 kHz", {.sampleRate = 44'100, .noise = Hum, .noiseFloor = -40}},
            {"hum at -45, 22.05 kHz", {.sampleRate = 22'050, .noise = Hum, .noiseFloor = -45}},
            {"loud, hiss at -50", {.level = -12, .noise = Hiss, .noiseFloor = -50}},
            {"quiet, hiss at -75", {.level = -40, .noise = Hiss, .noiseFloor = -75}},
            {"quiet words among loud ones", {.quiet = 15, .noise = Hiss, .noiseFloor = -60}},
    };
    return all;
}

constexpr std::array Strengths{TrimStrength::Gentle, TrimStrength::Normal, TrimStrength::Strong};

Output trimmed(SilenceTrimmer &trimmer, const std::vector<float> &samples, std::size_t perPush)
{
    Output out;
    for (std::size_t at = 0; at < samples.size(); at += perPush)
        trimmer.push(std::span(samples).subspan(at, std::min(perPush, samples.size() - at)), out);
    trimmer.finish(out);
    return out;
}

Output trimmed(const std::vector<float> &samples, int sampleRate, int channels,
               TrimStrength strength)
{
    SilenceTrimmer trimmer(sampleRate, channels, strength);
    return trimmed(trimmer, samples, 4'096 * std::size_t(channels));
}

std::int64_t played(const Output &out)
{
    std::int64_t frames = 0;
    for (const auto &piece : out.pieces)
        frames += piece.frames;
    return frames;
}

/// Which frames of the input are played.
std::vector<bool> playedFrames(const Output &out, std::size_t frames)
{
    std::vector<bool> kept(frames, false);
    for (const auto &piece : out.pieces)
        std::fill_n(kept.begin() + piece.from, piece.frames, true);
    return kept;
}

/// How much of the energy of these frames is lost, dB.
double lost(const SpeechLike &speech, const std::vector<bool> &kept, std::int64_t from,
            std::int64_t frames)
{
    double before = 0;
    double after = 0;
    for (std::int64_t i = from; i < from + frames; ++i) {
        const double sample = speech.samples[std::size_t(i * speech.channels)];
        before += sample * sample;
        after += kept[std::size_t(i)] ? sample * sample : 0;
    }
    return 10 * std::log10(before / std::max(after, 1e-30));
}

/// Frames saved, were every pause of the minimum cut down to what is kept.
double expectedSaving(const SpeechLike &speech, TrimStrength strength)
{
    const double minimum = double(trimTimes(strength).minimum.count()) * speech.sampleRate / 1'000;
    const double kept = double(trimTimes(strength).kept.count()) * speech.sampleRate / 1'000;
    double frames = 0;
    for (const auto &pause : speech.pauses)
        frames += double(pause.frames) >= minimum ? double(pause.frames) - kept : 0;
    return frames;
}

/// Empty: the pieces are in order, apart, within the input, and what the samples say.
QString faultOf(const Output &out, const std::vector<float> &input, int channels, std::int64_t fade)
{
    const std::int64_t total = std::int64_t(input.size()) / channels;
    if (played(out) * channels != std::int64_t(out.samples.size()))
        return u"samples are not the pieces"_s;
    std::int64_t end = -1;
    std::size_t at = 0;
    for (const auto &piece : out.pieces) {
        // The end of each may be faded.
        if (piece.from <= end || piece.frames <= 0 || piece.from + piece.frames > total)
            return u"a piece at %1 is out of order"_s.arg(piece.from);
        end = piece.from + piece.frames;
        const std::int64_t same = (piece.frames - fade) * channels;
        for (std::int64_t i = 0; i < same; ++i) {
            if (out.samples[at + std::size_t(i)] != input[std::size_t(piece.from * channels + i)])
                return u"the piece at %1 has other samples"_s.arg(piece.from);
        }
        at += std::size_t(piece.frames * channels);
    }
    return {};
}

// Sanitized it takes minutes: a part is enough to see that nothing is read or written wrongly.
#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t EachTrial = 5;
#else
constexpr std::size_t EachTrial = 1;
#endif

} // namespace

class TestSilenceTrimmer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void nothingComesOutOfNothing();
    void brokenSamplesPassAsTheyAre();
    void offPassesEverythingAtOnce();
    void savesWhatTheSilencesAreLong_data();
    void savesWhatTheSilencesAreLong();
    void piecesAndSamplesAgree();
    void theSplitOfThePushesChangesNothing();
    void cutsDoNotClick();
    void musicUnderSpeechLosesNothing_data();
    void musicUnderSpeechLosesNothing();
    void musicThatFadesInIsKept();
    void breathsAreKept();
    void noiseAloneIsKept();
    void aSilenceOfOneChannelIsNone();
    void longSilenceIsNotHeldBack();
    void theFloorIsRememberedOverASeek();
    void aGivenFloorKeepsWhatIsFarAboveIt();
};

void TestSilenceTrimmer::nothingComesOutOfNothing()
{
    SilenceTrimmer trimmer(48'000, 2, TrimStrength::Strong);
    Output out;
    trimmer.push({}, out);
    trimmer.finish(out);
    QVERIFY(out.samples.empty());
    QVERIFY(out.pieces.empty());
    const std::vector<float> tiny(6, 0.1F);
    trimmer.push(tiny, out);
    trimmer.finish(out);
    QCOMPARE(out.samples, tiny);
    QCOMPARE(out.pieces, (std::vector<SilenceTrimmer::Piece>{{0, 3}}));
}

void TestSilenceTrimmer::brokenSamplesPassAsTheyAre()
{
    std::vector<float> samples(48'000, 0.1F);
    for (std::size_t i = 0; i < samples.size(); i += 400)
        samples[i] = i % 800 == 0 ? std::numeric_limits<float>::quiet_NaN()
                                  : std::numeric_limits<float>::infinity();
    const Output out = trimmed(samples, 48'000, 1, TrimStrength::Strong);
    QCOMPARE(out.samples.size(), samples.size());
}

void TestSilenceTrimmer::offPassesEverythingAtOnce()
{
    SilenceTrimmer trimmer(48'000, 1, TrimStrength::Off);
    const std::vector<float> silence(1'000, 0);
    Output out;
    trimmer.push(silence, out);
    QCOMPARE(played(out), 1'000);
    trimmer.push(silence, out);
    QCOMPARE(out.pieces, (std::vector<SilenceTrimmer::Piece>{{0, 2'000}}));
    Output rest;
    trimmer.finish(rest);
    QVERIFY(rest.samples.empty());
}

void TestSilenceTrimmer::savesWhatTheSilencesAreLong_data()
{
    QTest::addColumn<int>("trial");
    QTest::addColumn<int>("strength");
    for (std::size_t trial = 0; trial < trials().size(); trial += EachTrial) {
        for (const auto strength : Strengths)
            QTest::addRow("%s, strength %d", trials()[trial].name, int(strength))
                    << int(trial) << int(strength);
    }
}

void TestSilenceTrimmer::savesWhatTheSilencesAreLong()
{
    QFETCH(int, trial);
    QFETCH(int, strength);
    static std::vector<SpeechLike> made(trials().size());
    SpeechLike &speech = made[std::size_t(trial)];
    if (speech.samples.empty())
        speech = makeSpeech(trials()[std::size_t(trial)].plan);
    const auto eager = TrimStrength(strength);
    const Output out = trimmed(speech.samples, speech.sampleRate, speech.channels, eager);

    const auto frames = std::int64_t(speech.samples.size()) / speech.channels;
    const double expected = expectedSaving(speech, eager);
    const double error = (double(frames - played(out)) - expected) / expected;
    QVERIFY2(std::abs(error) <= 0.02, qPrintable(u"saved %1 %"_s.arg(100 + 100 * error)));

    const std::vector<bool> kept = playedFrames(out, std::size_t(frames));
    double worst = 0;
    for (const auto &word : speech.words) {
        const std::int64_t first = std::min<std::int64_t>(word.frames, speech.sampleRate / 20);
        worst = std::max(worst, lost(speech, kept, word.from, first));
        // The end may fade into the noise, but no more.
        worst = std::max(worst, lost(speech, kept, word.from + word.frames - first, first));
    }
    QVERIFY2(worst <= 1, qPrintable(u"%1 dB lost"_s.arg(worst)));
}

void TestSilenceTrimmer::piecesAndSamplesAgree()
{
    for (const int channels : {1, 2}) {
        const auto speech = makeSpeech(
                {.sampleRate = 16'000, .channels = channels, .seconds = 20, .noise = Noise::Hiss});
        for (const auto strength : Strengths) {
            const Output out = trimmed(speech.samples, 16'000, channels, strength);
            QVERIFY(out.pieces.size() > 5);
            QCOMPARE(faultOf(out, speech.samples, channels, 80), QString());
        }
    }
}

void TestSilenceTrimmer::theSplitOfThePushesChangesNothing()
{
    const auto speech = makeSpeech(
            {.sampleRate = 16'000, .channels = 2, .seconds = 15, .noise = Noise::Hiss});
    for (const auto strength : Strengths) {
        SilenceTrimmer trimmer(16'000, 2, strength);
        const Output whole = trimmed(trimmer, speech.samples, speech.samples.size());
        for (const std::size_t perPush : {2U, 46U, 1'000U, 30'000U}) {
            SilenceTrimmer other(16'000, 2, strength);
            const Output parts = trimmed(other, speech.samples, perPush);
            QCOMPARE(parts.samples, whole.samples);
            QCOMPARE(parts.pieces, whole.pieces);
        }
    }
}

void TestSilenceTrimmer::cutsDoNotClick()
{
    // Hum is the worst: a cut without a fade jumps by its whole height.
    const auto speech = makeSpeech({.seconds = 20, .noise = Noise::Hum, .noiseFloor = -40});
    const Output out = trimmed(speech.samples, 48'000, 1, TrimStrength::Strong);
    QVERIFY(out.pieces.size() > 5);
    std::size_t at = 0;
    for (const auto &piece : out.pieces) {
        at += std::size_t(piece.frames);
        if (at >= out.samples.size())
            break;
        for (std::size_t i = at - 300; i < at + 100; ++i)
            QVERIFY(std::abs(out.samples[i] - out.samples[i - 1]) < 0.004);
    }
}

void TestSilenceTrimmer::musicUnderSpeechLosesNothing_data()
{
    QTest::addColumn<int>("sampleRate");
    QTest::addColumn<double>("level");
    for (const int sampleRate : {16'000, 44'100, 48'000}) {
        if (EachTrial > 1 && sampleRate > 16'000)
            break;
        for (const double level : {-25.0, -35.0, -45.0})
            QTest::addRow("%d Hz, %.0f dB", sampleRate, level) << sampleRate << level;
    }
}

void TestSilenceTrimmer::musicUnderSpeechLosesNothing()
{
    QFETCH(int, sampleRate);
    QFETCH(double, level);
    auto speech = makeSpeech(
            {.sampleRate = sampleRate, .seconds = 40, .noise = Noise::Hiss, .noiseFloor = -65});
    static std::map<int, std::vector<float>> made;
    std::vector<float> &music = made[sampleRate];
    if (music.empty())
        music = makeMusic(sampleRate, 1, 40, 0);
    for (std::size_t i = 0; i < music.size(); ++i)
        speech.samples[i] += music[i] * float(std::pow(10, level / 20));
    for (const auto strength : Strengths) {
        const Output out = trimmed(speech.samples, sampleRate, 1, strength);
        QCOMPARE(out.pieces.size(), 1U);
        QCOMPARE(out.samples, speech.samples);
    }
}

void TestSilenceTrimmer::musicThatFadesInIsKept()
{
    auto speech = makeSpeech({.seconds = 20, .noise = Noise::Hiss, .noiseFloor = -60});
    auto music = makeMusic(48'000, 1, 10, -20);
    for (std::size_t i = 0; i < music.size(); ++i) {
        const double share = double(i) / double(music.size());
        music[i] *= float(std::pow(10, -3 * (1 - share))); // from -80 dBFS
    }
    const auto from = std::int64_t(speech.samples.size());
    const auto noise = makeNoise(Noise::Hiss, 48'000, 1, 10, -60, 3);
    for (std::size_t i = 0; i < music.size(); ++i)
        speech.samples.push_back(music[i] + noise[i]);
    // From where it is as loud as the noise, nothing of it is missing.
    const Output out = trimmed(speech.samples, 48'000, 1, TrimStrength::Normal);
    const auto kept = playedFrames(out, speech.samples.size());
    for (std::size_t i = std::size_t(from) + 144'000; i < kept.size(); ++i)
        QVERIFY(kept[i]);
}

void TestSilenceTrimmer::breathsAreKept()
{
    const auto speech = makeSpeech({.noise = Noise::Hiss, .noiseFloor = -65, .breaths = true});
    const Output out = trimmed(speech.samples, 48'000, 1, TrimStrength::Strong);
    const auto kept = playedFrames(out, speech.samples.size());
    int breaths = 0;
    for (std::size_t i = 0; i + 1 < speech.pauses.size(); ++i) {
        const std::int64_t from = speech.pauses[i].from + speech.pauses[i].frames;
        const auto next = std::find_if(speech.words.begin(), speech.words.end(),
                                       [&](const auto &word) { return word.from >= from; });
        if (next == speech.words.end() || next->from == from)
            continue;
        ++breaths;
        QVERIFY(lost(speech, kept, from, next->from - from) < 0.2);
    }
    QVERIFY(breaths > 10);
}

void TestSilenceTrimmer::noiseAloneIsKept()
{
    // Rain is not the noise floor of anything.
    for (const double level : {-60.0, -45.0, -25.0}) {
        const auto noise = makeNoise(Noise::Hiss, 48'000, 1, 20, level);
        const Output out = trimmed(noise, 48'000, 1, TrimStrength::Strong);
        QCOMPARE(out.samples, noise);
    }
}

void TestSilenceTrimmer::aSilenceOfOneChannelIsNone()
{
    auto left = makeSpeech({.seconds = 20});
    const auto right = makeMusic(48'000, 1, 20, -25);
    std::vector<float> both;
    for (std::size_t i = 0; i < left.samples.size(); ++i) {
        both.push_back(left.samples[i]);
        both.push_back(right[i]);
    }
    const Output out = trimmed(both, 48'000, 2, TrimStrength::Strong);
    QCOMPARE(out.pieces.size(), 1U);
    QCOMPARE(out.samples, both);
}

void TestSilenceTrimmer::longSilenceIsNotHeldBack()
{
    const auto speech = makeSpeech({.sampleRate = 16'000, .seconds = 10, .noise = Noise::Hiss});
    for (const auto strength : Strengths) {
        SilenceTrimmer trimmer(16'000, 1, strength);
        Output out;
        std::int64_t pushed = 0;
        for (std::size_t at = 0; at + 160 <= speech.samples.size(); at += 160) {
            trimmer.push(std::span(speech.samples).subspan(at, 160), out);
            pushed += 160;
            const bool inWord
                    = std::any_of(speech.words.begin(), speech.words.end(), [&](const auto &word) {
                          return pushed > word.from + 6'400 && pushed < word.from + word.frames;
                      });
            // In the middle of a word no more is held than what it takes to judge it.
            const std::int64_t given
                    = out.pieces.empty() ? 0 : out.pieces.back().from + out.pieces.back().frames;
            if (inWord)
                QVERIFY(pushed - given < 9'600);
        }
    }
}

void TestSilenceTrimmer::theFloorIsRememberedOverASeek()
{
    const auto speech = makeSpeech({.seconds = 20, .noise = Noise::Hiss, .noiseFloor = -45});
    SilenceTrimmer trimmer(48'000, 1, TrimStrength::Normal);
    Output before;
    trimmer.push(speech.samples, before);
    trimmer.reset();
    // A second of noise, then the end: known to be silence only from what was before.
    const auto noise = makeNoise(Noise::Hiss, 48'000, 1, 1, -45, 9);
    Output out;
    trimmer.push(noise, out);
    trimmer.finish(out);
    QCOMPARE(out.pieces.front().from, 0);
    QVERIFY(played(out) < 48'000 / 3);
    QVERIFY(played(out) > 48'000 / 5);
}

void TestSilenceTrimmer::aGivenFloorKeepsWhatIsFarAboveIt()
{
    // Room tone in one place of an episode that is clean otherwise.
    const auto speech = makeSpeech({.seconds = 20, .noise = Noise::Hiss, .noiseFloor = -45});
    SilenceTrimmer trimmer(48'000, 1, TrimStrength::Normal);
    trimmer.setNoiseFloor(-75);
    const Output out = trimmed(trimmer, speech.samples, 4'800);
    QCOMPARE(out.samples, speech.samples);
    SilenceTrimmer right(48'000, 1, TrimStrength::Normal);
    right.setNoiseFloor(-45);
    QVERIFY(trimmed(right, speech.samples, 4'800).samples.size() < speech.samples.size() * 9 / 10);
}

QTEST_APPLESS_MAIN(TestSilenceTrimmer)
#include "tst_silencetrimmer.moc"
