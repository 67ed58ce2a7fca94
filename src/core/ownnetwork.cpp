// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ownnetwork.h"

#include <QByteArray>
#include <QList>
#include <QStringView>

#include <algorithm>
#include <arpa/inet.h>
#include <iterator>
#include <optional>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

struct Net4
{
    std::uint32_t address;
    int bits;
};

constexpr Net4 OwnNets4[]{
        {0x00000000, 8}, // this network
        {0x0a000000, 8}, // private
        {0x64400000, 10}, // shared by a provider's customers
        {0x7f000000, 8}, // this computer
        {0xa9fe0000, 16}, // link-local, also the metadata servers of clouds
        {0xac100000, 12}, // private
        {0xc0000000, 24}, // for protocols
        {0xc0a80000, 16}, // private
        {0xe0000000, 3}, // multicast, reserved, broadcast
};

struct Net6
{
    Ip6Address address;
    int bits;
};

constexpr Net6 OwnNets6[]{
        {{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48}, // NAT64 of one's own choice
        {{0x01, 0x00}, 64}, // discarded
        {{0xfc}, 7}, // unique local
        {{0xfe, 0x80}, 10}, // link-local
        {{0xfe, 0xc0}, 10}, // site-local, once
        {{0xff}, 8}, // multicast
};

/// Where in an IPv6 address an IPv4 address stands.
struct Holder
{
    std::size_t at;
    Net6 net;
    std::uint32_t mask; ///< Teredo turns every bit round.
};

constexpr Holder Holders[]{
        {12, {{}, 96}, 0}, // compatible; :: and ::1 become 0.0.0.0 and 0.0.0.1
        {12, {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 0}, // mapped
        {12, {{0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 0}, // translated
        {12, {{0x00, 0x64, 0xff, 0x9b}, 96}, 0}, // NAT64
        {2, {{0x20, 0x02}, 16}, 0}, // 6to4
        {12, {{0x20, 0x01, 0x00, 0x00}, 32}, 0xffffffff}, // Teredo
};

constexpr QLatin1StringView OwnSuffixes[]{
        "local"_L1,    "localhost"_L1, "localdomain"_L1, "home.arpa"_L1,
        "internal"_L1, "intranet"_L1,  "lan"_L1,
};

bool isWithin(const Ip6Address &address, const Net6 &net)
{
    const auto whole = std::ptrdiff_t(net.bits / 8);
    if (!std::equal(net.address.begin(), net.address.begin() + whole, address.begin()))
        return false;
    const int rest = net.bits % 8;
    if (rest == 0)
        return true;
    const auto last = std::size_t(whole);
    return address[last] >> (8 - rest) == net.address[last] >> (8 - rest);
}

std::uint32_t ip4At(const Ip6Address &address, std::size_t at)
{
    std::uint32_t ip4 = 0;
    for (std::size_t i = 0; i < 4; ++i)
        ip4 = ip4 << 8 | address[at + i];
    return ip4;
}

/// "10", "0xA", "012": what a C library reads. Nothing when it is no number at all.
std::optional<quint64> numberOf(const QString &label)
{
    bool isNumber = false;
    const bool isHex = label.startsWith("0x"_L1);
    if (isHex && label.size() == 2)
        return 0;
    const int base = isHex ? 16 : label.size() > 1 && label.startsWith(u'0') ? 8 : 10;
    const bool isPlain = std::all_of(label.begin(), label.end(), [](QChar c) {
        return c.unicode() < 128 && c.isLetterOrNumber();
    });
    quint64 value = (isHex ? label.mid(2) : label).toULongLong(&isNumber, base);
    if (!isNumber && base == 8) // "08": some read it as decimal
        value = label.toULongLong(&isNumber, 10);
    return isPlain && isNumber ? std::optional(value) : std::nullopt;
}

/// The place of a host whose last label is a number: an IPv4 address, or nothing that anybody
/// could mean.
HostPlace placeOfNumbers(const QList<QString> &labels)
{
    if (labels.size() > 4)
        return HostPlace::Own;
    quint64 address = 0;
    for (qsizetype i = 0; i < labels.size(); ++i) {
        const auto part = numberOf(labels[i]);
        const bool isLast = i + 1 == labels.size();
        const int bits = isLast ? int(8 * (4 - i)) : 8;
        if (!part || *part >> bits != 0)
            return HostPlace::Own;
        address = address << bits | *part;
    }
    return isOwnAddress(std::uint32_t(address)) ? HostPlace::Own : HostPlace::Internet;
}

HostPlace placeOfIp6(const QString &host)
{
    const QByteArray text = host.section(u'%', 0, 0).toLatin1(); // without fe80::1%eth0's interface
    Ip6Address address{};
    if (inet_pton(AF_INET6, text.constData(), address.data()) != 1 || isOwnAddress(address))
        return HostPlace::Own;
    return HostPlace::Internet;
}

/// As it is compared: lower case, no brackets, no dot at the end, other scripts' digits and dots
/// made ASCII.
QString comparable(const QString &host)
{
    QString plain = host.normalized(QString::NormalizationForm_KC).toLower();
    plain.replace(QChar(u'\u3002'), u'.');
    if (plain.startsWith(u'[') && plain.endsWith(u']'))
        plain = plain.mid(1, plain.size() - 2);
    while (plain.endsWith(u'.'))
        plain.chop(1);
    return plain;
}

} // namespace

bool isOwnAddress(std::uint32_t ip4)
{
    return std::any_of(std::begin(OwnNets4), std::end(OwnNets4), [ip4](const Net4 &net) {
        return ip4 >> (32 - net.bits) == net.address >> (32 - net.bits);
    });
}

bool isOwnAddress(const Ip6Address &ip6)
{
    if (std::any_of(std::begin(OwnNets6), std::end(OwnNets6),
                    [&](const Net6 &net) { return isWithin(ip6, net); }))
        return true;
    return std::any_of(std::begin(Holders), std::end(Holders), [&](const Holder &holder) {
        return isWithin(ip6, holder.net) && isOwnAddress(ip4At(ip6, holder.at) ^ holder.mask);
    });
}

HostPlace placeOfHost(const QString &host)
{
    const QString plain = comparable(host);
    if (plain.contains(u':'))
        return placeOfIp6(plain);
    const QList<QString> labels = plain.split(u'.');
    if (numberOf(labels.last()))
        return placeOfNumbers(labels);
    if (labels.size() < 2)
        return HostPlace::Own;
    const bool isOwn = std::any_of(
            std::begin(OwnSuffixes), std::end(OwnSuffixes), [&](QLatin1StringView suffix) {
                return plain == suffix || plain.endsWith(QString(u'.' + suffix));
            });
    return isOwn ? HostPlace::Own : HostPlace::Unknown;
}

bool isSameHost(const QString &one, const QString &other)
{
    return comparable(one) == comparable(other);
}

} // namespace Earmark
