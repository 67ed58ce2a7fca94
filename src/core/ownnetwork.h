// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <array>
#include <cstdint>

namespace Earmark {

// What lies on the listener's own network (this computer, the router, what stands in the same
// house) and is therefore never asked because a document of the internet names it. Pure: resolves
// no name. Sources: the IANA special-purpose address registries; RFC 6761, 6762, 8375 for names.

/// In the byte order of the network.
using Ip6Address = std::array<std::uint8_t, 16>;

/// Everything that is not a unicast address of the internet: this computer, private, shared
/// (100.64/10), link-local, multicast, reserved, unspecified. 10.1.2.3 is 0x0a010203.
bool isOwnAddress(std::uint32_t ip4);
/// As above, with fc00::/7 and site-local. An IPv4 address within it (mapped, compatible, NAT64,
/// 6to4, Teredo) is judged as that.
bool isOwnAddress(const Ip6Address &ip6);

enum class HostPlace : std::uint8_t {
    Own, ///< Certainly on the own network, or no host at all.
    Internet, ///< An IP address of the internet.
    Unknown, ///< A name that says nothing: its addresses decide.
};

/// By the host of a URL alone. IPv4 in every spelling that a resolver may understand (0x7f.1,
/// 2130706433, 0177.0.0.1); names of one label, localhost, .local and their like.
HostPlace placeOfHost(const QString &host);

inline bool isOwnNetwork(const QString &host)
{
    return placeOfHost(host) == HostPlace::Own;
}

/// The same host, whatever the case and a dot at the end.
bool isSameHost(const QString &one, const QString &other);

} // namespace Earmark
