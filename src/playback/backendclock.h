// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <optional>

namespace Earmark {

/// What is heard now, from what QMediaPlayer says of its position now and then (Qt 6.4: each 100
/// ms) and the time since it was set going: what it said last is up to 100 ms old. Output time.
///
/// Qt 6.4's clock counts in 32 bits of microseconds and says -2147483 ms after 35 min 47 s without
/// a seek (measured); from there on time itself counts, kept near to what the backend reads.
class BackendClock
{
public:
    using Time = std::chrono::milliseconds;

    /// It is believed while it is this near to what the time since its start says.
    static constexpr std::chrono::seconds Slack{3};
    /// Measured: the backend reads 0.5 to 1.2 s ahead of the sound.
    static constexpr Time MostReadAhead{1'500};
    /// Measured at the sound server's monitor: Qt counts sound as heard when it is handed over.
    static constexpr Time HandedOverAhead{95};
    /// A step of more than this is no trembling: it waited for something.
    static constexpr Time Step{250};

    void start(Time anchor)
    {
        m_anchor = anchor;
        m_ahead.reset();
        m_since.start();
    }

    /// It says so at this moment; elapsed since start().
    void tell(Time told) { tell(told, elapsed()); }
    void tell(Time told, Time elapsed)
    {
        if (told <= m_anchor)
            return; // it does not move yet
        const Time ahead = told - m_anchor - elapsed;
        const bool isSane = ahead > -Slack && ahead < Slack;
        if (!isSane)
            return;
        if (!m_ahead || std::chrono::abs(ahead - *m_ahead) > Step)
            m_ahead = ahead;
        else
            *m_ahead += (ahead - *m_ahead) / 4;
    }

    /// read: how far the backend has read. Never before start()'s anchor.
    Time position(Time read) const { return position(read, elapsed()); }
    Time position(Time read, Time elapsed) const
    {
        if (!m_ahead && elapsed < Slack)
            return m_anchor;
        Time heard = m_anchor + elapsed + m_ahead.value_or(Time(0)) - HandedOverAhead;
        if (!m_ahead) // it never said anything that can be true
            heard = std::max(heard, read - MostReadAhead);
        return std::max(std::min(heard, read), m_anchor);
    }

private:
    Time elapsed() const { return Time(m_since.isValid() ? m_since.elapsed() : 0); }

    Time m_anchor{0}; ///< Where it was last set going ...
    QElapsedTimer m_since; ///< ... and how long ago.
    std::optional<Time> m_ahead; ///< Its word, compared with that.
};

} // namespace Earmark
