// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/bench.h"
#include "bench/feedcorpus.h"

#include <memory>

namespace Earmark {

class FeedStage;

/// The figures of fetching, each measured at the real program against a server in a process of its
/// own. What one run of the program gives (wall and CPU) is measured once and told by two figures.
class FeedFigures
{
    Q_DISABLE_COPY_MOVE(FeedFigures)

public:
    explicit FeedFigures(FeedScale scale);
    ~FeedFigures();

    Result<Outcome> importWall();
    Result<Outcome> importCpu();
    Result<Outcome> refreshWall();
    Result<Outcome> refreshBytes();
    Result<Outcome> refreshCpu();
    Result<Outcome> hugeWall();
    Result<Outcome> hugeAgainWall();
    /// In a window, while everything above happens in it: these need a display.
    Result<Outcome> longestStall();
    Result<Outcome> peakMemory();

private:
    struct Measured;

    Result<FeedStage *> stage();
    Result<> measureImports();
    Result<> measureHuge();
    Result<> measureWindow();

    FeedScale m_scale;
    std::unique_ptr<FeedStage> m_stage;
    std::unique_ptr<Measured> m_measured;
};

} // namespace Earmark
