// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

namespace Earmark {

/// A bucket of tokens that decides when more may be fetched. Bytes come first and are counted then,
/// so it may be in debt; what it lets through is the limit over any time longer than a second.
/// Asks no clock.
class RateLimit
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// bytesPerSecond: 0 is no limit. What was taken under another limit is forgotten.
    void set(std::int64_t bytesPerSecond, Time now);
    void took(std::int64_t bytes, Time now);
    /// How long to wait from now on; 0: go on.
    std::chrono::milliseconds wait(Time now) const;

private:
    std::int64_t left(Time now) const; ///< Bytes; negative: a debt.

    std::int64_t m_rate = 0;
    std::int64_t m_left = 0; ///< At m_at.
    Time m_at{};
};

} // namespace Earmark
