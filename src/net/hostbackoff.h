// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QHash>
#include <QString>

#include <chrono>
#include <optional>

namespace Earmark {

/// Which hosts are left alone for a while, because they asked for it (429, 503) or could not be
/// reached. The first pause is `first`, each further one twice as long, at most half an hour; a
/// server's own wish is never cut short. Up to a quarter is added by chance, so that not all
/// podcasts of a host come back at the same moment. Pure: clock and chance are handed in.
class HostBackoff
{
public:
    using Time = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::seconds Longest = std::chrono::minutes(30);

    /// first: 0 leaves no host alone, whatever it says.
    explicit HostBackoff(std::chrono::seconds first) : m_first(first) { }

    /// error is what the listener may be told about this host meanwhile. chance: 0 to 1. Failing
    /// during a pause does not double the next.
    void failed(const QString &host, const Error &error, Time now, double chance);
    void answered(const QString &host) { m_hosts.remove(host); }

    /// During a pause the error that began it, with retryAfter as what is left of it.
    std::optional<Error> refusal(const QString &host, Time now) const;

    qsizetype size() const { return m_hosts.size(); }

private:
    struct Host
    {
        Error error{};
        int failures = 0;
        Time until{};
    };

    std::chrono::seconds m_first;
    QHash<QString, Host> m_hosts;
};

} // namespace Earmark
