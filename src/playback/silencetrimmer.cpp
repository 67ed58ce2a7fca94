// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/silencetrimmer.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace Earmark {
namespace {

constexpr double Fade = 5; // ms
// A window that was found silent may reach so far into a word, and the fade lies behind the last.
constexpr double Edge = 5; // ms
// Of what is kept, before the cut; the larger part leads into the next word, with its breath.
constexpr double FirstShare = 0.35;
constexpr double JudgeLag = 80; // ms
// So long a sound may rise out of the noise or fall back into it.
constexpr int MostDoubtful = 12; // windows
// A chance of the noise does not last so long.
constexpr int SurelySound = 8; // windows
constexpr std::int64_t ToneStep = 4; // windows
constexpr double MusicLasts = 5'000; // ms
constexpr float WeakestTone = 0.01F; // of what is audible: in a line it is heard

double keptMilliseconds(TrimStrength strength)
{
    return static_cast<double>(trimTimes(strength).kept.count());
}

} // namespace

SilenceTrimmer::SilenceTrimmer(int sampleRate, int channels, TrimStrength strength)
    : m_sampleRate(std::max(sampleRate, 2'000)),
      m_channels(std::clamp(channels, 1, int(SilenceJudge::MostChannels))),
      m_off(strength == TrimStrength::Off), m_judge(m_sampleRate, m_channels),
      m_tones(m_sampleRate, m_channels, 60), m_quickTones(m_sampleRate, m_channels, 32),
      m_minimum(framesIn(static_cast<double>(trimTimes(strength).minimum.count()))),
      m_keptFirst(framesIn(keptMilliseconds(strength) * FirstShare)),
      m_keptLast(framesIn(keptMilliseconds(strength) * (1 - FirstShare))), m_edge(framesIn(Edge)),
      m_fade(framesIn(Fade)), m_musicLasts(framesIn(MusicLasts)),
      m_judgeLag(framesIn(JudgeLag) / m_judge.hopFrames()),
      m_toneWindows(1
                    + (m_tones.frames() - m_judge.windowFrames() + m_judge.hopFrames() - 1)
                            / m_judge.hopFrames())
{
}

std::int64_t SilenceTrimmer::framesIn(double milliseconds) const
{
    return std::llround(milliseconds * m_sampleRate / 1'000);
}

std::size_t SilenceTrimmer::samplesIn(std::int64_t frames) const
{
    return static_cast<std::size_t>(frames * m_channels);
}

const float *SilenceTrimmer::frame(std::int64_t at) const
{
    return m_held.data() + samplesIn(at - m_heldFrom);
}

void SilenceTrimmer::setNoiseFloor(double dBFS)
{
    m_judge.setNoiseFloor(dBFS);
}

void SilenceTrimmer::reset()
{
    m_held.clear();
    m_heldFrom = m_input = m_next = 0;
    m_pending.clear();
    m_measured = m_judged = m_toned = m_decided = 0;
    m_runFrom = -1;
    m_runTo = 0;
    m_fading = m_doubtful = 0;
    m_tone = m_toneless = -1;
    m_outgoing.clear();
    m_judge.jump();
}

void SilenceTrimmer::push(std::span<const float> frames, Output &out)
{
    const auto count = static_cast<std::int64_t>(frames.size()) / m_channels;
    if (count == 0)
        return;
    const auto whole = frames.first(samplesIn(count));
    if (m_off) {
        out.samples.insert(out.samples.end(), whole.begin(), whole.end());
        note(m_input, count, out);
        m_input += count;
        return;
    }
    m_held.insert(m_held.end(), whole.begin(), whole.end());
    m_input += count;
    while (m_measured * m_judge.hopFrames() + m_judge.windowFrames() <= m_input) {
        m_pending.push_back({m_judge.measure(frame(m_measured * m_judge.hopFrames()))});
        m_judge.learn(m_pending.back().levels);
        ++m_measured;
        advance(out);
    }
    dropUnneeded();
}

void SilenceTrimmer::finish(Output &out)
{
    if (!m_off) {
        // Zeros behind the end let every window be whole; they teach nothing.
        m_held.resize(m_held.size() + samplesIn(m_judge.windowFrames() + m_tones.frames()));
        for (; m_measured * m_judge.hopFrames() < m_input; ++m_measured)
            m_pending.push_back({m_judge.measure(frame(m_measured * m_judge.hopFrames()))});
        while (m_judged < m_measured)
            judgeOne();
        while (m_toned + m_toneWindows <= m_judged)
            checkTones();
        while (m_decided < m_measured)
            decideOne(out);
        if (m_runFrom >= 0)
            closeRun(std::min(m_runTo, m_input), out);
        give(m_input, out);
    }
    reset();
}

void SilenceTrimmer::advance(Output &out)
{
    if (m_measured - m_judged > m_judgeLag)
        judgeOne();
    if (m_toned + m_toneWindows <= m_judged)
        checkTones();
    // A window is done when no later piece with tones in it can begin at or before it.
    if (m_decided < m_toned)
        decideOne(out);
}

void SilenceTrimmer::judgeOne()
{
    auto at = m_pending.begin() + std::ptrdiff_t(m_judged - m_decided);
    at->verdict = m_judge.judge(at->levels);
    ++m_judged;
    m_doubtful = at->verdict == Verdict::Doubtful ? m_doubtful + 1 : 0;
    if (at->verdict == Verdict::Sound || m_doubtful == SurelySound) {
        m_fading = 0;
        at->verdict = Verdict::Sound;
        for (int i = 0; i < MostDoubtful && at != m_pending.begin(); ++i) {
            if ((--at)->verdict != Verdict::Doubtful)
                break;
            at->verdict = Verdict::Sound;
        }
    } else if (at->verdict == Verdict::Doubtful && m_fading < MostDoubtful) {
        ++m_fading;
        at->verdict = Verdict::Sound;
    } else {
        m_fading = MostDoubtful;
    }
}

void SilenceTrimmer::checkTones()
{
    const auto first = m_pending.begin() + std::ptrdiff_t(m_toned - m_decided);
    const auto last = first + std::ptrdiff_t(m_toneWindows);
    const bool silent = std::none_of(
            first, last, [](const Pending &one) { return one.verdict == Verdict::Sound; });
    if (silent && m_toned % ToneStep == 0) {
        const std::int64_t from = m_toned * m_judge.hopFrames();
        if (m_tones.hasTones(frame(from), m_judge.inaudible() * WeakestTone)) {
            std::for_each(first, last, [](Pending &one) { one.verdict = Verdict::Sound; });
            m_tone = m_toned;
        } else {
            m_toneless = from;
        }
    }
    ++m_toned;
}

void SilenceTrimmer::decideOne(Output &out)
{
    const bool silent = m_pending.front().verdict != Verdict::Sound;
    m_pending.pop_front();
    const std::int64_t from = m_decided++ * m_judge.hopFrames();
    if (silent) {
        if (m_runFrom < 0)
            m_runFrom = std::max(from, m_runTo) + m_edge; // never twice the same sound
        m_runTo = from + m_judge.windowFrames() - m_edge;
    } else if (m_runFrom >= 0) {
        closeRun(std::min(m_runTo, m_input), out);
    }
    if (m_runFrom < 0) {
        give(m_decided * m_judge.hopFrames(), out);
        return;
    }
    // The same whether it becomes a cut or not.
    give(std::min(m_runFrom + m_keptFirst - m_fade, m_decided * m_judge.hopFrames()), out);
    if (m_outgoing.empty() && m_runTo <= m_input && mayCut(m_runTo))
        startCut();
}

bool SilenceTrimmer::mayCut(std::int64_t end)
{
    const std::int64_t length = end - m_runFrom;
    if (length < m_minimum)
        return false;
    if (m_toneless >= m_runFrom - m_edge)
        return true;
    // Too short for a long look: a short one, and none while there is music.
    const bool music = m_tone >= 0 && (m_decided - m_tone) * m_judge.hopFrames() < m_musicLasts;
    if (music || length < m_quickTones.frames())
        return false;
    if (m_quickTones.hasTones(frame(m_runFrom), m_judge.inaudible() * WeakestTone)) {
        m_tone = m_decided;
        return false;
    }
    m_toneless = m_runFrom;
    return true;
}

void SilenceTrimmer::startCut()
{
    const float *const fade = frame(m_runFrom + m_keptFirst - m_fade);
    m_outgoing.assign(fade, fade + samplesIn(m_fade));
}

void SilenceTrimmer::closeRun(std::int64_t end, Output &out)
{
    const std::int64_t cutFrom = m_runFrom + m_keptFirst;
    const std::int64_t cutTo = end - m_keptLast;
    if (m_outgoing.empty() && mayCut(end))
        startCut();
    if (!m_outgoing.empty()) {
        give(cutFrom - m_fade, out);
        const float *const incoming = frame(cutTo - m_fade);
        for (std::int64_t i = 0; i < m_fade; ++i) {
            const float share = (static_cast<float>(i) + 0.5F) / static_cast<float>(m_fade);
            for (std::size_t at = samplesIn(i); at < samplesIn(i + 1); ++at)
                out.samples.push_back(m_outgoing[at] * (1 - share) + incoming[at] * share);
        }
        note(m_next, m_fade, out);
        m_next = cutTo;
        m_outgoing.clear();
    }
    m_runFrom = -1;
}

void SilenceTrimmer::give(std::int64_t to, Output &out)
{
    to = std::min(to, m_input);
    if (to <= m_next)
        return;
    out.samples.insert(out.samples.end(), frame(m_next), frame(to));
    note(m_next, to - m_next, out);
    m_next = to;
}

void SilenceTrimmer::note(std::int64_t from, std::int64_t frames, Output &out) const
{
    if (!out.pieces.empty() && out.pieces.back().from + out.pieces.back().frames == from)
        out.pieces.back().frames += frames;
    else
        out.pieces.push_back({from, frames});
}

void SilenceTrimmer::dropUnneeded()
{
    std::int64_t needed = m_outgoing.empty() ? m_next : m_runTo - m_keptLast - m_fade;
    needed = std::min(needed, m_decided * m_judge.hopFrames());
    // Seldom, so that what stays is not moved at every push.
    if (needed - m_heldFrom < m_sampleRate / 4)
        return;
    m_held.erase(m_held.begin(), m_held.begin() + std::ptrdiff_t(samplesIn(needed - m_heldFrom)));
    m_heldFrom = needed;
}

} // namespace Earmark
