// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/timemap.h"

#include <algorithm>
#include <cmath>

namespace Earmark {

namespace {

/// a × b ÷ c for counts of frames, to the nearest: 48 hours at 48 kHz are 2^33.
std::int64_t scaled(std::int64_t a, std::int64_t b, std::int64_t c)
{
    return c == 0 ? 0
                  : std::llround(static_cast<double>(a) * static_cast<double>(b)
                                 / static_cast<double>(c));
}

} // namespace

void TimeMap::restart(std::int64_t output, std::int64_t media)
{
    *this = TimeMap();
    m_output = output;
    m_media = m_origin = media;
}

void TimeMap::append(std::int64_t media, std::int64_t mediaFrames, double speed,
                     std::int64_t skipped)
{
    const std::int64_t overlap = std::max<std::int64_t>(m_media - media, 0);
    media += overlap;
    mediaFrames -= overlap;
    if (mediaFrames <= 0 || !(speed > 0))
        return;
    const double exact = static_cast<double>(mediaFrames) / speed + m_fraction;
    const auto frames = static_cast<std::int64_t>(std::floor(exact));
    m_fraction = exact - static_cast<double>(frames);
    const bool goesOn = !m_runs.empty() && speed == m_speed && media == m_runs.back().mediaEnd();
    if (goesOn) {
        m_runs.back().outputFrames += frames;
        m_runs.back().mediaFrames += mediaFrames;
    } else {
        const std::int64_t leftOut = media - m_media;
        skipped = std::clamp<std::int64_t>(skipped, 0, leftOut);
        m_runs.push_back({m_output, frames, media, mediaFrames, leftOut - skipped, skipped});
    }
    m_speed = speed;
    m_output += frames;
    m_media = media + mediaFrames;
}

void TimeMap::forgetBefore(std::int64_t output)
{
    while (m_runs.size() > 1 && m_runs.front().outputEnd() <= output) {
        m_origin = m_runs.front().mediaEnd();
        m_runs.pop_front();
    }
}

std::int64_t TimeMap::toMedia(std::int64_t output) const
{
    if (m_runs.empty())
        return m_media;
    const auto next = std::upper_bound(
            m_runs.begin(), m_runs.end(), output,
            [](std::int64_t wanted, const Run &run) { return wanted < run.output; });
    const Run &run = next == m_runs.begin() ? *next : *std::prev(next);
    const std::int64_t into = std::max<std::int64_t>(output - run.output, 0);
    if (into < run.outputFrames)
        return run.media + scaled(into, run.mediaFrames, run.outputFrames);
    return run.mediaEnd() + (next == m_runs.end() ? into - run.outputFrames : 0);
}

std::optional<std::int64_t> TimeMap::toOutput(std::int64_t media) const
{
    if (m_runs.empty() || media < m_origin)
        return std::nullopt;
    const auto run = std::upper_bound(
            m_runs.begin(), m_runs.end(), media,
            [](std::int64_t wanted, const Run &each) { return wanted < each.mediaEnd(); });
    if (run == m_runs.end())
        return std::nullopt;
    const std::int64_t into = std::max<std::int64_t>(media - run->media, 0);
    return run->output + scaled(into, run->outputFrames, run->mediaFrames);
}

TimeMap::Saved TimeMap::savedBetween(std::int64_t from, std::int64_t to) const
{
    Saved saved;
    for (const Run &run : m_runs) {
        const std::int64_t heard = std::min(to, run.outputEnd()) - std::max(from, run.output);
        if (heard <= 0)
            continue;
        const double speed
                = static_cast<double>(run.mediaFrames) / static_cast<double>(run.outputFrames);
        saved.bySpeed += static_cast<double>(heard) * (speed - 1);
        if (run.output < from)
            continue;
        saved.byTrimming += static_cast<double>(run.trimmed) / speed;
        saved.bySkipping += static_cast<double>(run.skipped) / speed;
    }
    return saved;
}

} // namespace Earmark
