// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace Earmark {

/// Who may talk now: never more than so many requests at once to one host and in all. The most
/// urgent first, then the oldest; a host that is full holds up nobody else. Knows no network: a
/// ticket is whatever number the caller gave.
class HostQueue
{
public:
    using Ticket = std::uint64_t;

    /// Who waits to hear something does not wait for documents of the same host that may never
    /// come: from this urgency on, two more at once are let through.
    static constexpr int PlayingUrgency = 2;
    static constexpr std::size_t MoreForPlaying = 2;

    HostQueue(std::size_t perHost, std::size_t inAll) : m_perHost(perHost), m_inAll(inAll) { }

    /// Each ticket once. The larger the urgency, the sooner.
    void add(Ticket ticket, const std::string &host, int urgency);
    /// Those that may start now; they count as running until leave().
    std::vector<Ticket> takeReady();
    /// The running or waiting ticket is done or gone. Unknown tickets are nothing.
    void leave(Ticket ticket);

    std::size_t running() const { return m_running.size(); }
    std::size_t waiting() const { return m_waiting.size(); }
    std::size_t runningAt(const std::string &host) const;

private:
    struct Waiting
    {
        Ticket ticket = 0;
        std::string host;
    };

    std::size_t m_perHost;
    std::size_t m_inAll;
    std::uint64_t m_arrivals = 0;
    std::map<std::pair<int, std::uint64_t>, Waiting> m_waiting; ///< By (-urgency, arrival).
    std::map<Ticket, std::string> m_running;
    std::map<std::string, std::size_t> m_perHostRunning;
};

} // namespace Earmark
