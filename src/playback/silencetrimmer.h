// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/soundsettings.h"
#include "playback/silencejudge.h"
#include "playback/tonecheck.h"

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace Earmark {

/// Shortens silences: one of at least trimTimes().minimum to trimTimes().kept, with a cross-fade at
/// the cut. What is silence is judged against the episode's own noise floor, in all channels, and
/// quiet music is none. Interleaved floats, full scale 1, one or two channels. What it does depends
/// on the sound only, not on how it is cut into pushes. Holds back 0.7 s at most. One thread.
class SilenceTrimmer
{
public:
    /// A run of input that is played: frames [from, from + frames) counted from reset().
    struct Piece
    {
        std::int64_t from = 0;
        std::int64_t frames = 0;

        bool operator==(const Piece &) const = default;
    };
    /// samples are exactly the pieces, in order, but for the last 5 ms before a cut, which are
    /// blended into what follows. Pieces never touch each other.
    struct Output
    {
        std::vector<float> samples;
        std::vector<Piece> pieces;
    };

    SilenceTrimmer(int sampleRate, int channels, TrimStrength strength);

    void reset(); ///< Other sound follows; what is known of the noise floor stays.
    void setNoiseFloor(double dBFS); ///< From a whole-file analysis; see SilenceJudge.
    void push(std::span<const float> frames, Output &out); ///< Appends. Whole frames.
    void finish(Output &out); ///< The end: gives out what is held back. As reset() then.

private:
    using Verdict = SilenceJudge::Verdict;
    struct Pending
    {
        SilenceJudge::Window levels;
        Verdict verdict = Verdict::Silent;
    };

    void advance(Output &out);
    void judgeOne();
    void checkTones();
    void decideOne(Output &out);
    void closeRun(std::int64_t end, Output &out);
    void startCut();
    bool mayCut(std::int64_t end);
    void give(std::int64_t to, Output &out);
    void note(std::int64_t from, std::int64_t frames, Output &out) const;
    void dropUnneeded();
    const float *frame(std::int64_t at) const;
    std::int64_t framesIn(double milliseconds) const;
    std::size_t samplesIn(std::int64_t frames) const;

    const int m_sampleRate;
    const int m_channels;
    const bool m_off;
    SilenceJudge m_judge;
    ToneCheck m_tones;
    ToneCheck m_quickTones;
    const std::int64_t m_minimum; ///< In frames, as all below.
    const std::int64_t m_keptFirst;
    const std::int64_t m_keptLast;
    const std::int64_t m_edge;
    const std::int64_t m_fade;
    const std::int64_t m_musicLasts;
    const std::int64_t m_judgeLag; ///< Windows: what comes next tells much about the floor.
    const std::int64_t m_toneWindows; ///< A piece for m_tones spans this many.

    std::vector<float> m_held; ///< Input from m_heldFrom on.
    std::int64_t m_heldFrom = 0;
    std::int64_t m_input = 0; ///< Came in since reset().
    std::int64_t m_next = 0; ///< All before is given out or cut.
    std::deque<Pending> m_pending; ///< Windows from m_decided on.
    std::int64_t m_measured = 0; ///< Windows; those before it are measured, ...
    std::int64_t m_judged = 0; ///< ... found silent or not by their levels, ...
    std::int64_t m_tone = -1; ///< The last window in which a tone was found, ...
    std::int64_t m_toneless = -1; ///< ... the last frame from which none was; -1: none yet.
    int m_doubtful = 0; ///< Doubtful windows in a row.
    int m_fading = 0; ///< Doubtful windows since the last that sounded.
    std::int64_t m_toned = 0; ///< ... looked through for tones, ...
    std::int64_t m_decided = 0; ///< ... and done.
    std::int64_t m_runFrom = -1; ///< The silence being looked at, -1: none.
    std::int64_t m_runTo = 0;
    std::vector<float> m_outgoing; ///< What fades out at the cut; not empty: a cut has begun.
};

} // namespace Earmark
