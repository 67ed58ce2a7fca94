// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/hostbackoff.h"
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
    Transport(const HttpLimits &limits, HostLookup lookup);
    ~Transport() override;

    const HttpLimits &limits() const { return m_limits; }
    QNetworkAccessManager *manager();

    /// Calls exchange->go() when there is a place for it, never before it returns.
    HostQueue::Ticket enter(Exchange *exchange, const QString &host, int urgency);
    void leave(HostQueue::Ticket ticket);

    /// Set: the host of url is to be left alone now, and why.
    std::optional<Error> refusal(const QUrl &url) const;
    void noteTrouble(const QUrl &url, const Error &error);
    void noteAnswer(const QUrl &url); ///< Any answer that asks for no rest.

    /// Calls answer, but not when context is gone.
    void lookUp(const QString &host, QObject *context, HostAnswer answer);
    static bool isProxied(const QUrl &url);

private:
    void startReady();

    HttpLimits m_limits;
    HostLookup m_lookup;
    HostQueue m_queue;
    HostBackoff m_backoff;
    HostQueue::Ticket m_lastTicket = 0;
    QHash<HostQueue::Ticket, Exchange *> m_exchanges;
    QNetworkAccessManager *m_manager = nullptr;
    bool m_startPosted = false;
};

} // namespace Earmark
