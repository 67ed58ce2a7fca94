// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/buslink.h"

#include <QFileInfo>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

QString addressIn(const char *variable, const QString &socket)
{
    QString set = qEnvironmentVariable(variable);
    if (!set.isEmpty())
        return set;
    return QFileInfo::exists(socket) ? u"unix:path="_s + socket : QString();
}

} // namespace

BusAddresses busAddresses()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return {.session = addressIn("DBUS_SESSION_BUS_ADDRESS",
                                 runtime.isEmpty() ? QString() : runtime + u"/bus"_s),
            .system = addressIn("DBUS_SYSTEM_BUS_ADDRESS", u"/run/dbus/system_bus_socket"_s)};
}

BusLink::BusLink(const QString &address)
    : m_name(u"earmark-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces))
{
    if (!address.isEmpty())
        QDBusConnection::connectToBus(address, m_name);
}

BusLink::~BusLink()
{
    QDBusConnection::disconnectFromBus(m_name);
}

std::optional<QDBusConnection> BusLink::connection() const
{
    const QDBusConnection known(m_name);
    return known.isConnected() ? std::optional(known) : std::nullopt;
}

} // namespace Earmark
