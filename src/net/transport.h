// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/hostqueue.h"
#include "net/httpclient.h"

#include <QHash>
#include <QObject>

class QNetworkAccessManager;

namespace Earmark {

class Exchange;

/// What all requests share: the one QNetworkAccessManager, the places at the hosts, the limits.
/// Lives on the network thread; its children are the jobs. Made elsewhere and moved there, so it
/// makes the manager on first use.
class Transport : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Transport)

public:
    explicit Transport(const HttpLimits &limits);
    ~Transport() override;

    const HttpLimits &limits() const { return m_limits; }
    QNetworkAccessManager *manager();

    /// Calls exchange->go() when there is a place for it, never before it returns.
    HostQueue::Ticket enter(Exchange *exchange, const QString &host, int urgency);
    void leave(HostQueue::Ticket ticket);

private:
    void startReady();

    HttpLimits m_limits;
    HostQueue m_queue;
    HostQueue::Ticket m_lastTicket = 0;
    QHash<HostQueue::Ticket, Exchange *> m_exchanges;
    QNetworkAccessManager *m_manager = nullptr;
    bool m_startPosted = false;
};

} // namespace Earmark
