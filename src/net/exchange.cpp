// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/exchange.h"

#include "core/addresspolicy.h"
#include "core/version.h"
#include "net/httpfailure.h"
#include "net/transport.h"

#include <QNetworkAccessManager>
#include <QNetworkInterface>
#include <QNetworkRequest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qint64 MediaReadBuffer = qint64(512) * 1024;
constexpr qint64 MostUnwanted = qint64(256) * 1024;

/// Some servers refuse every name they do not know; a browser's plainest name is let in.
QByteArray userAgent(bool plain)
{
    return plain ? QByteArrayLiteral("Mozilla/5.0")
                 : "Earmark/" + version().toLatin1() + " (+podcast player)";
}

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool isOnline()
{
    const QList<QNetworkInterface> all = QNetworkInterface::allInterfaces();
    return std::any_of(all.begin(), all.end(), [](const QNetworkInterface &interface) {
        const auto flags = interface.flags();
        return flags.testFlag(QNetworkInterface::IsRunning)
                && !flags.testFlag(QNetworkInterface::IsLoopBack)
                && !interface.addressEntries().isEmpty();
    });
}

} // namespace

Exchange::Exchange(Transport &transport, Ask ask, QObject *parent)
    : QObject(parent), m_transport(transport), m_ask(std::move(ask)), m_url(m_ask.url)
{
    m_limit.setSingleShot(true);
    m_whole.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this,
            [this] { giveUp(timeFailure(m_sent ? TimeLimit::Idle : TimeLimit::Connect, m_url)); });
    connect(&m_whole, &QTimer::timeout, this,
            [this] { giveUp(timeFailure(TimeLimit::Whole, m_url)); });
}

Exchange::~Exchange()
{
    dropReply();
    if (m_ticket)
        m_transport.leave(*m_ticket);
}

void Exchange::start()
{
    m_seen.insert(m_url);
    // What is already under way goes before what has not begun: it frees its place sooner.
    const int urgency = 2 * int(m_ask.priority) + (m_redirected || m_plainName ? 1 : 0);
    m_ticket = m_transport.enter(this, m_url.host(), urgency);
}

void Exchange::go()
{
    if (!m_ask.media && !m_whole.isActive())
        m_whole.start(m_transport.limits().whole);
    send();
}

void Exchange::send()
{
    QNetworkRequest request(m_url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    request.setRawHeader("User-Agent", userAgent(m_plainName));
    if (m_ask.media)
        request.setRawHeader("Accept-Encoding", "identity");
    for (const auto &[name, value] : m_ask.headers)
        request.setRawHeader(name, value);

    m_sent = false;
    m_status = 0;
    m_sslErrors.clear();
    m_limit.start(m_transport.limits().connect);
    m_reply = m_transport.manager()->get(request);
    if (m_ask.media)
        m_reply->setReadBufferSize(MediaReadBuffer);
    connect(m_reply, &QNetworkReply::requestSent, this, [this] {
        m_sent = true;
        m_limit.start(m_transport.limits().idle);
    });
    connect(m_reply, &QNetworkReply::sslErrors, this,
            [this](const QList<QSslError> &errors) { m_sslErrors = errors; });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Exchange::readHead);
    connect(m_reply, &QNetworkReply::readyRead, this, &Exchange::readMore);
    connect(m_reply, &QNetworkReply::finished, this, &Exchange::replyFinished);
}

bool Exchange::isAnswer() const
{
    return (m_status >= 200 && m_status < 300) || m_status == 304;
}

void Exchange::readHead()
{
    if (!m_reply || m_done)
        return;
    m_status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (!m_paused)
        m_limit.start(m_transport.limits().idle);
    if (!isAnswer() || std::exchange(m_headTold, true))
        return;
    Q_EMIT headCame();
}

void Exchange::readMore()
{
    if (!m_reply || m_done || m_paused)
        return;
    m_limit.start(m_transport.limits().idle);
    if (isAnswer()) {
        if (m_headTold)
            Q_EMIT bytesCame();
        return;
    }
    m_unwanted += m_reply->readAll().size();
    if (m_unwanted > MostUnwanted)
        replyFinished();
}

QByteArray Exchange::read(qint64 most)
{
    return m_reply && m_reply->isOpen() ? m_reply->read(most) : QByteArray();
}

QByteArray Exchange::header(const char *name) const
{
    return m_reply ? m_reply->rawHeader(name) : QByteArray();
}

void Exchange::pause()
{
    m_paused = true;
    m_limit.stop();
    if (m_ticket)
        m_transport.leave(*std::exchange(m_ticket, std::nullopt));
}

void Exchange::resume()
{
    if (!std::exchange(m_paused, false) || m_done)
        return;
    m_limit.start(m_transport.limits().idle);
    readMore();
}

std::optional<Error> Exchange::judge() const
{
    const QNetworkReply::NetworkError error = m_reply->error();
    if (m_status >= 400) {
        return statusFailure(
                m_status, m_url,
                retryAfterOf(m_reply->rawHeader("Retry-After"), QDateTime::currentDateTimeUtc()));
    }
    if (error == QNetworkReply::SslHandshakeFailedError && !m_sslErrors.isEmpty())
        return tlsFailure(m_sslErrors, m_url);
    if (error == QNetworkReply::RemoteHostClosedError && m_headTold)
        return incompleteFailure(m_url, m_reply->errorString());
    if (error != QNetworkReply::NoError)
        return networkFailure(error, m_url, m_reply->errorString(), isOnline());
    if (!isAnswer()) {
        return networkFailure(QNetworkReply::ProtocolFailure, m_url, u"status %1"_s.arg(m_status),
                              true);
    }
    return std::nullopt;
}

void Exchange::replyFinished()
{
    if (!m_reply || m_done)
        return;
    m_limit.stop();
    m_status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (isRedirect(m_status)) {
        redirect();
        return;
    }
    if (m_status == 403 && !std::exchange(m_plainName, true)) {
        dropReply();
        m_transport.leave(*std::exchange(m_ticket, std::nullopt));
        start();
        return;
    }
    if (isAnswer() && !std::exchange(m_headTold, true))
        Q_EMIT headCame();
    if (m_done)
        return;
    m_done = true;
    m_whole.stop();
    const std::optional<Error> error = judge();
    if (m_ticket)
        m_transport.leave(*std::exchange(m_ticket, std::nullopt));
    Q_EMIT finished(error);
}

void Exchange::redirect()
{
    const QByteArray location = m_reply->rawHeader("Location").trimmed();
    QUrl next = m_url.resolved(QUrl::fromEncoded(location));
    next.setFragment({});
    std::optional<BadRedirect> bad;
    if (location.isEmpty() || !isFetchable(next))
        bad = BadRedirect::Nowhere;
    else if (m_url.scheme() == "https"_L1 && next.scheme() == "http"_L1)
        bad = BadRedirect::Downgrade;
    else if (m_seen.contains(next))
        bad = BadRedirect::Circle;
    else if (m_seen.size() > m_transport.limits().redirects)
        bad = BadRedirect::TooMany;
    if (bad) {
        giveUp(redirectFailure(*bad, m_url, next));
        return;
    }
    m_redirected = true;
    m_permanent = m_permanent && (m_status == 301 || m_status == 308);
    m_url = next;
    dropReply();
    m_transport.leave(*std::exchange(m_ticket, std::nullopt));
    start();
}

void Exchange::giveUp(const Error &error)
{
    if (std::exchange(m_done, true))
        return;
    m_limit.stop();
    m_whole.stop();
    dropReply();
    if (m_ticket)
        m_transport.leave(*std::exchange(m_ticket, std::nullopt));
    Q_EMIT finished(error);
}

void Exchange::dropReply()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    m_reply->abort();
    m_reply->deleteLater();
    m_reply.clear();
}

} // namespace Earmark
