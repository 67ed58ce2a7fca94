// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/seekhistory.h"

using std::chrono::milliseconds;

namespace Earmark {

std::optional<Jump> SeekHistory::jumped(const Jump &jump, milliseconds now)
{
    const bool isMore = m_lastJump && now - *m_lastJump <= OneJump && !m_back.isEmpty();
    const Jump whole{.from = isMore ? m_back.last() : jump.from, .to = jump.to};
    const bool isNothing = std::chrono::abs(whole.to - whole.from) < Shortest;
    if (isNothing && !isMore)
        return {};
    m_lastJump = now;
    m_forward.clear();
    if (isMore)
        m_back.removeLast();
    if (isNothing) { // there and back again
        m_lastJump.reset();
        return {};
    }
    m_back.append(whole.from);
    if (m_back.size() > Depth)
        m_back.removeFirst();
    return whole;
}

std::optional<milliseconds> SeekHistory::back(milliseconds position)
{
    if (m_back.isEmpty())
        return {};
    m_lastJump.reset();
    m_forward.append(position);
    return m_back.takeLast();
}

std::optional<milliseconds> SeekHistory::forward(milliseconds position)
{
    if (m_forward.isEmpty())
        return {};
    m_lastJump.reset();
    m_back.append(position);
    return m_forward.takeLast();
}

} // namespace Earmark
