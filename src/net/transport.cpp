// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/transport.h"

#include "net/exchange.h"

#include <QHostInfo>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QPointer>
#include <QRandomGenerator>
#include <QThread>

#include <utility>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

/// Two servers of one host may well be two people's.
QString serverOf(const QUrl &url)
{
    return u"%1:%2"_s.arg(url.host().toLower()).arg(url.port(-1));
}

} // namespace

Transport::Transport(const HttpLimits &limits, HostLookup lookup)
    : m_limits(limits), m_lookup(std::move(lookup)),
      m_queue(std::size_t(limits.perHost), std::size_t(limits.inAll)), m_backoff(limits.hostPause)
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

std::optional<Error> Transport::refusal(const QUrl &url) const
{
    return m_backoff.refusal(serverOf(url), HostBackoff::Time::clock::now());
}

void Transport::noteTrouble(const QUrl &url, const Error &error)
{
    m_backoff.failed(serverOf(url), error, HostBackoff::Time::clock::now(),
                     QRandomGenerator::global()->generateDouble());
}

void Transport::noteAnswer(const QUrl &url)
{
    m_backoff.answered(serverOf(url));
}

void Transport::lookUp(const QString &host, QObject *context, HostAnswer answer)
{
    if (!m_lookup) {
        QHostInfo::lookupHost(host, context, std::move(answer));
        return;
    }
    m_lookup(host, [guard = QPointer(context), answer = std::move(answer)](const QHostInfo &info) {
        if (guard)
            answer(info);
    });
}

bool Transport::isProxied(const QUrl &url)
{
    const QList<QNetworkProxy> proxies
            = QNetworkProxyFactory::proxyForQuery(QNetworkProxyQuery(url));
    return !proxies.isEmpty() && proxies.first().type() != QNetworkProxy::NoProxy
            && proxies.first().type() != QNetworkProxy::DefaultProxy;
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
