// SPDX-License-Identifier: GPL-3.0-or-later
// Player: how the episode sounds, which parts of it are left out and what that saved.
#include "playback/player.h"

#include <algorithm>
#include <cmath>

using namespace std::chrono_literals;

namespace Earmark {

namespace {

// Positions are rounded down to milliseconds twice on their way from the pipe.
constexpr auto Rounding = 2ms;

std::chrono::milliseconds timeOf(double frames, int sampleRate)
{
    return std::chrono::milliseconds(std::llround(frames * 1'000 / std::max(sampleRate, 1)));
}

} // namespace

void Player::setSound(const SoundSettings &sound)
{
    if (sound == m_sound)
        return;
    m_sound = sound;
    remake();
}

void Player::setSkips(const MediaRanges &skips)
{
    if (skips == m_skips)
        return;
    m_skips = skips;
    if (m_pipe != nullptr && !m_pipe->changeSkips(skipsWanted()))
        remake();
}

void Player::setAnalysis(const EpisodeAnalysis &analysis)
{
    m_analysis = analysis;
    tellAnalysis();
}

void Player::tellAnalysis()
{
    if (m_pipe != nullptr && m_analysis)
        m_pipe->setKnown(m_analysis->loudness, m_analysis->noiseFloor);
}

/// What is in the ring shall be otherwise: it is made anew from where the listener is.
void Player::remake()
{
    if (m_pipe == nullptr || m_state == State::Failed || m_state == State::Ended)
        return;
    if (m_state == State::Playing)
        advance(heardPosition());
    aim(m_position);
}

void Player::prepare(std::chrono::milliseconds position)
{
    m_pipe->prepare(position, m_sound, skipsWanted());
}

/// All but the one that the listener jumped into.
MediaRanges Player::skipsWanted() const
{
    MediaRanges wanted = m_skips;
    if (m_chosen)
        std::erase_if(wanted, [&](const MediaRange &part) { return part.contains(*m_chosen); });
    return wanted;
}

/// Playing came to this position.
void Player::advance(std::chrono::milliseconds position)
{
    const auto from = m_position;
    for (const MediaRange &part : skipsWanted()) {
        if (from <= part.start && position + Rounding >= part.end)
            Q_EMIT skipped(part);
    }
    if (m_position == from)
        setPosition(position);
}

/// Until what is heard now.
void Player::countSaved()
{
    if (m_state != State::Playing)
        return;
    const int rate = m_pipe->state().format.sampleRate;
    countSaved(heardOutput().count() * rate / 1'000, rate);
}

void Player::countSaved(std::int64_t until, int sampleRate)
{
    if (until <= m_counted)
        return;
    const TimeMap::Saved saved = m_pipe->savedBetween(m_counted, until);
    m_counted = until;
    const double frame = 1'000.0 / std::max(sampleRate, 1);
    m_saved.bySpeed += saved.bySpeed * frame;
    m_saved.byTrimming += saved.byTrimming * frame;
    m_saved.bySkipping += saved.bySkipping * frame;
}

/// The end was heard. What is left out right before it has nothing behind it that would count it.
void Player::countEnd()
{
    const PcmPipe::State pipe = m_pipe->state();
    countSaved(pipe.end, pipe.format.sampleRate);
    const std::chrono::milliseconds at
            = mediaAt(timeOf(static_cast<double>(pipe.end), pipe.format.sampleRate));
    const double rest = static_cast<double>((m_duration - at).count()) / m_sound.speed;
    const MediaRanges skips = skipsWanted();
    const bool isSkipped = std::any_of(skips.begin(), skips.end(), [&](const MediaRange &part) {
        return part.contains(at + Rounding) && part.end + Rounding >= m_duration;
    });
    if (isSkipped)
        m_saved.bySkipping += rest;
    else if (m_sound.trim != TrimStrength::Off && m_durationExact && at + Rounding < m_duration)
        m_saved.byTrimming += rest;
}

TimeSaved Player::takeTimeSaved()
{
    countSaved();
    // What is less than a millisecond waits for the next time.
    const auto taken = [](double &saved) {
        const std::chrono::milliseconds whole(std::llround(saved));
        saved -= static_cast<double>(whole.count());
        return whole;
    };
    return {taken(m_saved.bySpeed), taken(m_saved.byTrimming), taken(m_saved.bySkipping)};
}

} // namespace Earmark
