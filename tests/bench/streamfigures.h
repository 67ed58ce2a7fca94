// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/bench.h"
#include "bench/soundstage.h"

#include <memory>

namespace Earmark {

class ListeningWindow;
class StreamStage;
struct StreamLine;

/// How much is fetched, and how often.
struct StreamScale
{
    qint64 episode = 60'000'000; ///< bytes
    qint64 bulk = 600'000'000; ///< bytes, where the line has no limit.
    double played = 10; ///< s, before the jump and behind it.
    int runs = 5;

    static StreamScale shortened()
    {
        return {.episode = 8'000'000, .bulk = 20'000'000, .played = 2, .runs = 1};
    }
};

/// The figures of streaming: the program against a server in a process of its own. What one run
/// gives is measured once and told by several figures.
class StreamFigures
{
    Q_DISABLE_COPY_MOVE(StreamFigures)

public:
    StreamFigures(StreamScale scale, std::shared_ptr<SoundStage> sound);
    ~StreamFigures();

    /// ms from Return on an episode of which nothing is there until it is heard; the reference is a
    /// bare sink.
    Result<Outcome> clickToSound();
    Result<Outcome> seekToSound(); ///< ms, likewise, to the middle, which is not there.
    Result<Outcome> bytesOfAJump(); ///< MB the server sent until both places were played.
    Result<Outcome> bytesTwice(); ///< Then all the rest is downloaded.
    Result<Outcome> throughput(); ///< curl's time in Earmark's, until the bytes are on the disk.
    Result<Outcome> throughputFaraway(); ///< The same with latency.
    Result<Outcome> cpu(); ///< % of a core at 100 Mbit/s: of `earmark download`, all of it.
    Result<Outcome> longestStall(); ///< ms, of a window that plays, jumps and downloads.

private:
    struct Measured;

    Result<> measureListening();
    Result<> listenOnce(ListeningWindow &window, int run);
    Result<> downloadTheRest(ListeningWindow &window, int run);
    Result<Outcome> throughputOf(StreamStage &stage, const StreamLine &line);
    Result<StreamStage *> stage();
    Result<StreamStage *> bulkStage();

    StreamScale m_scale;
    std::shared_ptr<SoundStage> m_sound;
    std::unique_ptr<StreamStage> m_stage;
    std::unique_ptr<StreamStage> m_bulk;
    std::unique_ptr<Measured> m_measured;
};

/// Every figure of label `streaming`.
QList<Bench> streamBenches(StreamScale scale);

} // namespace Earmark
