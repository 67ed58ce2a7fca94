// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QString>

#include <optional>

namespace Earmark {

/// Addresses of the two buses; empty: there is none.
struct BusAddresses
{
    QString session;
    QString system;
};

/// As the environment says. Never one that would make libdbus start a bus.
BusAddresses busAddresses();

/// A connection of our own to a bus, until it is destroyed. Made on a thread that may wait: a bus
/// may take its time, or not answer at all. What it gives may be used on any thread.
class BusLink
{
    Q_DISABLE_COPY_MOVE(BusLink)

public:
    explicit BusLink(const QString &address);
    ~BusLink();

    /// Nothing: nobody answered.
    std::optional<QDBusConnection> connection() const;

private:
    QString m_name; ///< Qt's for the connection.
};

} // namespace Earmark
