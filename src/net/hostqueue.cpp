// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/hostqueue.h"

#include <algorithm>

namespace Earmark {

void HostQueue::add(Ticket ticket, const std::string &host, int urgency)
{
    m_waiting.emplace(std::pair(-urgency, m_arrivals++), Waiting{ticket, host});
}

std::vector<HostQueue::Ticket> HostQueue::takeReady()
{
    std::vector<Ticket> ready;
    for (auto it = m_waiting.begin(); it != m_waiting.end() && m_running.size() < m_inAll;) {
        const Waiting &next = it->second;
        const bool isPlaying = -it->first.first >= PlayingUrgency;
        if (runningAt(next.host) >= m_perHost + (isPlaying ? MoreForPlaying : 0)) {
            ++it;
            continue;
        }
        ready.push_back(next.ticket);
        m_running.emplace(next.ticket, next.host);
        ++m_perHostRunning[next.host];
        it = m_waiting.erase(it);
    }
    return ready;
}

void HostQueue::leave(Ticket ticket)
{
    if (const auto running = m_running.find(ticket); running != m_running.end()) {
        const auto count = m_perHostRunning.find(running->second);
        if (--count->second == 0)
            m_perHostRunning.erase(count);
        m_running.erase(running);
        return;
    }
    const auto waiting = std::find_if(m_waiting.begin(), m_waiting.end(), [&](const auto &entry) {
        return entry.second.ticket == ticket;
    });
    if (waiting != m_waiting.end())
        m_waiting.erase(waiting);
}

std::size_t HostQueue::runningAt(const std::string &host) const
{
    const auto count = m_perHostRunning.find(host);
    return count == m_perHostRunning.end() ? 0 : count->second;
}

} // namespace Earmark
