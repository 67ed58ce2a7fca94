// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/bench.h"
#include "bench/soundstage.h"

#include <QTemporaryDir>

#include <memory>

namespace Earmark {

/// What the whole program with its window needs to be heard, and what it costs: the latter in a
/// process of its own (`--sound-child`), in which nobody records.
class SoundWindow
{
    Q_DISABLE_COPY_MOVE(SoundWindow)

public:
    SoundWindow(SoundScale scale, std::shared_ptr<SoundStage> stage);
    ~SoundWindow();

    /// ms from Return on an episode in the list until it is heard, over those of a bare sink.
    Result<Outcome> clickToSound();
    Result<Outcome> seekToSound(); ///< ms, likewise.
    Result<Outcome> nextGap(); ///< ms of silence between an episode and the next of the queue.
    Result<Outcome> longestStall(); ///< ms of the GUI thread.
    Result<Outcome> cpuPlain(); ///< % of a core.
    Result<Outcome> cpuWithAll();
    Result<Outcome> analysisOfAnHour(); ///< s of CPU.
    Result<Outcome> memoryAtTheEndOfTwelveHours(); ///< MiB, the most it ever had.

private:
    /// As often as all is measured: what runSoundChild() prints.
    Result<Outcome> inChild(const QString &work, const QString &file,
                            const QString &reference = {});
    Result<QString> speechFile();
    Result<QString> hourFile();
    Result<QString> twelveHourFile();

    SoundScale m_scale;
    std::shared_ptr<SoundStage> m_stage;
    QTemporaryDir m_folder;
};

/// `earmark_bench --sound-child WORK SECONDS FILE`: cpu, cpuall (plays FILE for so long), bare (a
/// bare sink), memory (plays FILE at 11:59:00), analysis (of FILE), stall. Prints one number.
int runSoundChild(int argc, char **argv);

} // namespace Earmark
