// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/transport.h"

#include "net/exchange.h"

#include <QNetworkAccessManager>
#include <QThread>

#include <utility>

namespace Earmark {

Transport::Transport(const HttpLimits &limits)
    : m_limits(limits), m_queue(std::size_t(limits.perHost), std::size_t(limits.inAll))
{
}

Transport::~Transport()
{
    const QObjectList jobs = children();
    for (QObject *job : jobs) {
        if (job != m_manager)
            delete job;
    }
    delete m_manager;
}

QNetworkAccessManager *Transport::manager()
{
    Q_ASSERT(thread() == QThread::currentThread());
    if (!m_manager) {
        m_manager = new QNetworkAccessManager(this);
        m_manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    }
    return m_manager;
}

HostQueue::Ticket Transport::enter(Exchange *exchange, const QString &host, int urgency)
{
    const HostQueue::Ticket ticket = ++m_lastTicket;
    m_exchanges.insert(ticket, exchange);
    m_queue.add(ticket, host.toLower().toStdString(), urgency);
    startReady();
    return ticket;
}

void Transport::leave(HostQueue::Ticket ticket)
{
    if (m_exchanges.remove(ticket) == 0)
        return;
    m_queue.leave(ticket);
    startReady();
}

void Transport::startReady()
{
    // Later, not here: leave() is called by destructors, also by ours.
    if (std::exchange(m_startPosted, true))
        return;
    QMetaObject::invokeMethod(
            this,
            [this] {
                m_startPosted = false;
                for (const HostQueue::Ticket ticket : m_queue.takeReady()) {
                    if (Exchange *exchange = m_exchanges.value(ticket))
                        exchange->go();
                }
            },
            Qt::QueuedConnection);
}

} // namespace Earmark
