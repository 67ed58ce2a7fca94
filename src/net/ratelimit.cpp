// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/ratelimit.h"

#include <algorithm>

namespace Earmark {
namespace {

/// What may be saved up while nothing comes: little, or every pause would be followed by a flood.
constexpr std::int64_t burstOf(std::int64_t rate)
{
    return rate / 4;
}

} // namespace

void RateLimit::set(std::int64_t bytesPerSecond, Time now)
{
    if (bytesPerSecond == m_rate)
        return;
    m_rate = std::max<std::int64_t>(bytesPerSecond, 0);
    m_left = burstOf(m_rate);
    m_at = now;
}

std::int64_t RateLimit::left(Time now) const
{
    using Seconds = std::chrono::duration<double>;
    const double seconds = std::max(Seconds(now - m_at).count(), 0.0);
    const double most = double(burstOf(m_rate));
    return std::int64_t(std::min(double(m_left) + seconds * double(m_rate), most));
}

void RateLimit::took(std::int64_t bytes, Time now)
{
    if (m_rate == 0)
        return;
    m_left = left(now) - bytes;
    m_at = std::max(m_at, now);
}

std::chrono::milliseconds RateLimit::wait(Time now) const
{
    const std::int64_t debt = m_rate == 0 ? 0 : -left(now);
    if (debt <= 0)
        return std::chrono::milliseconds(0);
    return std::chrono::milliseconds(debt * 1000 / m_rate + 1);
}

} // namespace Earmark
