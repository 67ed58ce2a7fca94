// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/networkwatch.h"

#include <QDBusConnection>
#include <QNetworkInformation>

using namespace Qt::StringLiterals;

namespace Earmark {

NetworkWatch::NetworkWatch(QObject *parent) : QObject(parent)
{
    if (QNetworkInformation::loadDefaultBackend()) {
        auto *network = QNetworkInformation::instance();
        connect(network, &QNetworkInformation::reachabilityChanged, this, &NetworkWatch::changed);
        connect(network, &QNetworkInformation::isMeteredChanged, this, &NetworkWatch::changed);
    }
    // Without the name of the service: asking who owns it would wait for the bus.
    QDBusConnection::systemBus().connect(QString(), u"/org/freedesktop/login1"_s,
                                         u"org.freedesktop.login1.Manager"_s, u"PrepareForSleep"_s,
                                         this, SLOT(prepareForSleep(bool)));
}

NetworkFacts NetworkWatch::facts() const
{
    const auto *network = QNetworkInformation::instance();
    if (network == nullptr)
        return {};
    return {.isOffline = network->reachability() == QNetworkInformation::Reachability::Disconnected,
            .isMetered = network->isMetered()};
}

void NetworkWatch::prepareForSleep(bool begins)
{
    if (!begins)
        Q_EMIT woke();
}

} // namespace Earmark
