// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/hostbackoff.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

/// A host that was silent for so long starts again from the shortest pause.
constexpr std::chrono::hours Forgotten{6};

} // namespace

void HostBackoff::failed(const QString &host, const Error &error, Time now, double chance)
{
    if (m_first == 0s)
        return;
    m_hosts.removeIf([now](const auto &entry) { return now - entry.value().until > Forgotten; });
    Host &known = m_hosts[host];
    if (now >= known.until)
        ++known.failures;
    std::chrono::seconds pause = m_first;
    for (int i = 1; i < known.failures && pause < Longest; ++i)
        pause *= 2;
    pause = std::max(std::min(pause, Longest), error.retryAfter);
    const auto more = std::chrono::duration_cast<Time::duration>(pause * 0.25
                                                                 * std::clamp(chance, 0.0, 1.0));
    known.until = std::max(known.until, now + pause + more);
    known.error = error;
}

std::optional<Error> HostBackoff::refusal(const QString &host, Time now) const
{
    const auto known = m_hosts.constFind(host);
    if (known == m_hosts.constEnd() || now >= known->until)
        return std::nullopt;
    Error error = known->error;
    error.retryAfter = std::chrono::ceil<std::chrono::seconds>(known->until - now);
    error.detail += u"; not asked again for %1 s"_s.arg(error.retryAfter.count());
    return error;
}

} // namespace Earmark
