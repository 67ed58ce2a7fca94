// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/soundbench.h"

#include "bench/soundfigures.h"
#include "bench/soundwindow.h"

using namespace Qt::StringLiterals;

namespace Earmark {

QList<Bench> soundBenches(SoundScale scale)
{
    const auto stage = std::make_shared<SoundStage>();
    const auto engine = std::make_shared<SoundFigures>(scale, stage);
    const auto window = std::make_shared<SoundWindow>(scale, stage);
    QList<Bench> benches;
    const auto add = [&benches](const QString &name, const QString &unit, double limit,
                                const std::function<Result<Outcome>()> &run) {
        benches.append(
                {u"sound."_s + name, u"sound"_s, unit, limit, BenchNeeds::DisplayAndSound, run});
    };
    const auto addHeard = [&](const char *name, const char *unit, double limit,
                              Result<Outcome> (SoundFigures::*measure)()) {
        add(QString::fromLatin1(name), QString::fromLatin1(unit), limit,
            [engine, measure] { return (engine.get()->*measure)(); });
    };
    const auto addShown = [&](const char *name, const char *unit, double limit,
                              Result<Outcome> (SoundWindow::*measure)()) {
        add(QString::fromLatin1(name), QString::fromLatin1(unit), limit,
            [window, measure] { return (window.get()->*measure)(); });
    };
    QStringList formats{u"mp3cbr"_s, u"mp3vbr"_s, u"mp3vbr_noxing"_s, u"m4a"_s,
                        u"opus"_s,   u"vorbis"_s, u"flac"_s,          u"wav"_s};
    if (scale.isShort)
        formats = formats.first(2); // The tests of the player have them all.
    for (const QString &format : std::as_const(formats))
        add(u"seek_error_max."_s + format, u"ms"_s, 100,
            [engine, format] { return engine->seekError(format); });
    addHeard("speed_slope_error_max", "%", 0.5, &SoundFigures::speedSlopeError);
    addHeard("pitch_error_max", "%", 0.5, &SoundFigures::pitchError);
    addHeard("position_error_max", "ms", 100, &SoundFigures::positionError);
    addHeard("speed_change_gap", "ms", 80, &SoundFigures::speedChangeGap);
    addHeard("speed_change_heard", "ms", 150, &SoundFigures::speedChangeHeard);
    addHeard("trim_saved_error", "%", 2, &SoundFigures::trimSavedError);
    addHeard("onset_loss_max", "dB", 1, &SoundFigures::onsetLoss);
    addHeard("loudness_spread", "LU", 2, &SoundFigures::loudnessSpread);
    addHeard("true_peak_max", "dBTP", -1, &SoundFigures::truePeak);
    addShown("click_to_sound", "ms", 100, &SoundWindow::clickToSound);
    addShown("seek_to_sound", "ms", 80, &SoundWindow::seekToSound);
    addShown("next_gap", "ms", 300, &SoundWindow::nextGap);
    addShown("stall_max", "ms", 50, &SoundWindow::longestStall);
    addShown("cpu_1x", "%", 3, &SoundWindow::cpuPlain);
    addShown("cpu_all_2x", "%", 8, &SoundWindow::cpuWithAll);
    addShown("analysis_hour_cpu", "s", 6, &SoundWindow::analysisOfAnHour);
    addShown("memory_12h", "MiB", 150, &SoundWindow::memoryAtTheEndOfTwelveHours);
    return benches;
}

} // namespace Earmark
