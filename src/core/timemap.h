// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

namespace Earmark {

/// Output time (the sound that really comes out) ↔ media time (the episode's own, everywhere
/// outside `playback`), both counted in frames of the episode's sample rate. Piecewise linear:
/// a run for each stretch of media that is played at one speed; what lies between two runs in
/// media time (a shortened silence, a skipped chapter) is not played and takes no output time.
/// Both times only go forward. Exact to a frame. Pure; Qt-free.
class TimeMap
{
public:
    struct Run
    {
        std::int64_t output = 0; ///< Frames [output, output + outputFrames) ...
        std::int64_t outputFrames = 0;
        std::int64_t media = 0; ///< ... sound like [media, media + mediaFrames).
        std::int64_t mediaFrames = 0;
        std::int64_t trimmed = 0; ///< Media frames left out before it ...
        std::int64_t skipped = 0; ///< ... for the one reason and for the other.

        std::int64_t outputEnd() const { return output + outputFrames; }
        std::int64_t mediaEnd() const { return media + mediaFrames; }
        bool operator==(const Run &) const = default;
    };

    /// What was not spent, in output frames: a second left out at 2× saves half of one. At speeds
    /// below 1 bySpeed is negative.
    struct Saved
    {
        double bySpeed = 0;
        double byTrimming = 0;
        double bySkipping = 0;
    };

    /// Begins anew: the next run lies at this output time.
    void restart(std::int64_t output, std::int64_t media);

    /// The media [media, media + mediaFrames) follows at this speed. Media before the end of what
    /// is there already is moved to it. The fractions of a frame are carried on, so that many
    /// short runs are as long as one. skipped: that many of the frames left out before it were
    /// skipped, the others trimmed.
    void append(std::int64_t media, std::int64_t mediaFrames, double speed,
                std::int64_t skipped = 0);

    /// Forgets the runs that end at or before this output time.
    void forgetBefore(std::int64_t output);

    /// Before the first run, where that begins; behind the last, as if it went on at speed 1.
    std::int64_t toMedia(std::int64_t output) const;

    /// Where this moment is heard; of one that is not played, where the next one is. Nothing:
    /// before the first run, or at or behind the end of the last.
    std::optional<std::int64_t> toOutput(std::int64_t media) const;

    /// By hearing output frames [from, to), of the runs that are there. What was left out counts
    /// where the run behind it begins.
    Saved savedBetween(std::int64_t from, std::int64_t to) const;

    std::int64_t outputEnd() const { return m_output; }
    const std::deque<Run> &runs() const { return m_runs; }

private:
    std::deque<Run> m_runs; ///< With media in each; touching in output time.
    std::int64_t m_output = 0; ///< Where the next run begins.
    std::int64_t m_media = 0;
    double m_fraction = 0; ///< Of an output frame, owed to the next run; in [0, 1).
    double m_speed = 0; ///< Of the last run.
    std::int64_t m_origin = 0; ///< Media where the first run that is still there was to begin.
};

} // namespace Earmark
