// SPDX-License-Identifier: GPL-3.0-or-later
// SoundFigures: silences shortened, loudness made even.
#include "bench/soundmeasured.h"
#include "media/episodeanalyser.h"
#include "playback/player.h"
#include "support/memorybytes.h"
#include "support/soundmeasure.h"
#include "support/speechlike.h"
#include "support/wavbytes.h"
#include "support/wordfinder.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

constexpr int Rate = SoundRecorder::SampleRate; // so that nothing on the way changes a sample
constexpr int Timeout = 60'000; // ms

struct Loudness
{
    double integrated = 0; ///< LUFS, mono as from two speakers.
    double truePeak = 0; ///< dBTP
};

/// By ffmpeg's ebur128.
Result<Loudness> measured(const QByteArray &wav)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"heard.wav"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(wav) != wav.size())
        return fail(ErrorKind::FileSystem, u"There is no room for a recording."_s, path);
    file.close();
    QProcess ffmpeg;
    ffmpeg.start(u"ffmpeg"_s,
                 {u"-nostdin"_s, u"-hide_banner"_s, u"-i"_s, path, u"-af"_s,
                  u"ebur128=peak=true:dualmono=true:framelog=verbose"_s, u"-f"_s, u"null"_s,
                  u"-"_s});
    // In the event loop: what records would lose sound if nobody took it.
    const bool ended
            = SoundStage::waitUntil([&ffmpeg] { return ffmpeg.state() == QProcess::NotRunning; },
                                    Timeout)
            && ffmpeg.exitCode() == 0;
    const QString said = QString::fromUtf8(ffmpeg.readAllStandardError());
    static const QRegularExpression loudness(u"I:\\s+(-?[\\d.]+) LUFS"_s);
    static const QRegularExpression peak(u"Peak:\\s+(-?[\\d.]+) dBFS"_s);
    const auto foundLoudness = loudness.match(said, said.lastIndexOf(u"Summary:"));
    const auto foundPeak = peak.match(said, said.lastIndexOf(u"Summary:"));
    if (!ended || !foundLoudness.hasMatch() || !foundPeak.hasMatch())
        return fail(ErrorKind::Media, u"ffmpeg measured no loudness."_s, said.right(400));
    return Loudness{foundLoudness.captured(1).toDouble(), foundPeak.captured(1).toDouble()};
}

/// Speech of this loudness; what is louder than full scale is cut off, as loud episodes are.
Result<QByteArray> speechAt(double loudness, double seconds, quint32 seed)
{
    auto samples = makeSpeech({.sampleRate = Rate,
                               .seconds = seconds,
                               .noise = SpeechPlan::Noise::Hiss,
                               .noiseFloor = -70,
                               .seed = seed})
                           .samples;
    QByteArray wav;
    for (int step = 0; step < 6; ++step) { // cutting off takes some away
        wav = wavOf(samples, Rate, 1);
        const auto is = measured(wav);
        if (!is)
            return is.error();
        const auto factor = float(std::pow(10, (loudness - is->integrated) / 20));
        if (std::abs(loudness - is->integrated) < 0.2)
            break;
        for (float &sample : samples)
            sample = std::clamp(sample * factor, -1.5F, 1.5F);
    }
    return wav;
}

} // namespace

/// Plays speech until its end and looks for its words.
Result<> SoundFigures::measureTrimming(TrimStrength strength, quint32 seed)
{
    const auto there = stage();
    if (!there)
        return there.error();
    SoundRecorder &recorder = (*there)->recorder();
    const SpeechLike speech = makeSpeech({.sampleRate = Rate,
                                          .seconds = std::max(2.5 * m_scale.seconds, 6.0),
                                          .noise = SpeechPlan::Noise::Hiss,
                                          .noiseFloor = -60,
                                          .seed = seed});
    Player player;
    SoundSettings sound;
    sound.trim = strength;
    const double since = recorder.now();
    const auto source = std::make_shared<MemoryBytes>(wavOf(speech.samples, Rate, 1));
    if (const auto begun = (*there)->begin(player, source, 0ms, sound); !begun)
        return begun.error();
    if (!(*there)->waitUntil([&] { return player.state() == Player::State::Ended; }, Timeout))
        return unheard(u"the end of shortened speech"_s);
    const TimeSaved told = player.takeTimeSaved();
    (*there)->listen(0.5);

    const auto from = std::size_t(since * Rate);
    const auto words = findWords(speech, recorder.samples().subspan(from), 0, 3);
    if (!words)
        return unheard(u"a word of shortened speech"_s);
    const double spoken = double(speech.words.back().from - speech.words.front().from) / Rate;
    const double saved = spoken - (words->back().at - words->front().at);
    const double due = savedFrames(speech, strength, false) / Rate;
    const double dueInAll = savedFrames(speech, strength, true) / Rate;
    const double toldSeconds = std::chrono::duration<double>(told.byTrimming).count();
    m_measured->trimErrors.append((saved / due - 1) * 100);
    m_measured->trimErrors.append((toldSeconds / dueInAll - 1) * 100);
    double worst = 0;
    for (const FoundWord &word : *words)
        worst = std::max(worst, word.gain - word.onsetGain);
    m_measured->onsetLosses.append(worst);
    qCDebug(soundBench,
            "trim %d: %.2f s saved of %.2f, %.2f told of %.2f; onsets lose %.2f dB of %zu words",
            int(strength), saved, due, toldSeconds, dueInAll, worst, words->size());
    return {};
}

Result<> SoundFigures::measureTrimming()
{
    if (!m_measured->onsetLosses.isEmpty())
        return {};
    constexpr TrimStrength Strengths[]{TrimStrength::Normal, TrimStrength::Strong,
                                       TrimStrength::Gentle};
    for (int run = 0; run < m_scale.runs; ++run) {
        if (const auto done = measureTrimming(Strengths[run % 3], quint32(run + 1)); !done)
            return done;
    }
    return {};
}

/// Plays it until its end. An episode that was analysed sounds right from its beginning; of one
/// that was not, what is heard behind the first `found` seconds counts.
Result<> SoundFigures::measureLoudness(const QByteArray &wav, bool isAnalysed)
{
    constexpr double Found = 20; // s
    const auto there = stage();
    if (!there)
        return there.error();
    SoundRecorder &recorder = (*there)->recorder();
    const auto source = std::make_shared<MemoryBytes>(wav);
    if (!(*there)->waitForSilence())
        return unheard(u"silence before a beginning"_s);
    const auto analysis = analyseFile(source, {});
    if (!analysis)
        return analysis.error();
    Player player;
    SoundSettings sound;
    sound.evenLoudness = true;
    player.setSound(sound);
    const double since = recorder.now() + (isAnalysed ? 0 : Found);
    player.load(source, 0ms, true);
    if (isAnalysed)
        player.setAnalysis(*analysis);
    if (!(*there)->waitUntil([&] { return player.state() == Player::State::Ended; }, Timeout))
        return unheard(u"the end of speech made even"_s);
    (*there)->listen(0.5);
    const auto heard
            = measured(wavOf(recorder.samples().subspan(std::size_t(since * Rate)), Rate, 1));
    if (!heard)
        return heard.error();
    qCDebug(soundBench, "made even, %s: %.1f LUFS, true peak %.1f dBTP",
            isAnalysed ? "analysed" : "by ear", heard->integrated, heard->truePeak);
    m_measured->loudnesses.append(heard->integrated);
    m_measured->peaks.append(heard->truePeak);
    return {};
}

Result<> SoundFigures::measureLoudness()
{
    if (!m_measured->spreads.isEmpty())
        return {};
    const QList<double> all{-30, -9, -23, -14};
    const QList<double> inputs = m_scale.isShort ? all.first(2) : all;
    const int byEar = m_scale.isShort ? 0 : 1; // runs: they are long
    for (int run = 0; run < m_scale.runs + byEar; ++run) {
        const bool isAnalysed = run < m_scale.runs;
        const double seconds = std::max(m_scale.seconds * (isAnalysed ? 0.6 : 2.5), 5.0);
        m_measured->loudnesses.clear();
        for (const double loudness : inputs) {
            const auto wav = speechAt(loudness, seconds, quint32(run + 1));
            if (!wav)
                return wav.error();
            if (const auto done = measureLoudness(*wav, isAnalysed); !done)
                return done;
        }
        const auto [least, most] = std::minmax_element(m_measured->loudnesses.cbegin(),
                                                       m_measured->loudnesses.cend());
        m_measured->spreads.append(*most - *least);
    }
    return {};
}

Result<Outcome> SoundFigures::trimSavedError()
{
    return measureTrimming().transform([this] {
        return Outcome{largest(m_measured->trimErrors), 0, int(m_measured->onsetLosses.size())};
    });
}

Result<Outcome> SoundFigures::onsetLoss()
{
    return measureTrimming().transform([this] {
        return Outcome{largest(m_measured->onsetLosses), 0, int(m_measured->onsetLosses.size())};
    });
}

Result<Outcome> SoundFigures::loudnessSpread()
{
    return measureLoudness().transform([this] {
        return Outcome{largest(m_measured->spreads), 0, int(m_measured->spreads.size())};
    });
}

Result<Outcome> SoundFigures::truePeak()
{
    return measureLoudness().transform([this] {
        const auto &peaks = m_measured->peaks;
        return Outcome{*std::max_element(peaks.cbegin(), peaks.cend()), 0, int(peaks.size())};
    });
}

} // namespace Earmark
