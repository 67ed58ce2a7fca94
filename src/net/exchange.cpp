// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/exchange.h"

#include "core/addresspolicy.h"
#include "core/ownnetwork.h"
#include "core/version.h"
#include "net/httpfailure.h"
#include "net/transport.h"

#include <QHostInfo>
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

/// A host whose failure says something about the host, not about one of its documents.
bool isTroubleOfHost(const Error &error)
{
    if (error.kind == ErrorKind::HttpStatus)
        return error.code == 429 || error.code == 503;
    return error.kind == ErrorKind::Network && error.code == QNetworkReply::ConnectionRefusedError;
}

bool isOwn(const QHostAddress &address)
{
    bool isIp4 = false;
    const quint32 ip4 = address.toIPv4Address(&isIp4); // also of a mapped one
    if (isIp4)
        return isOwnAddress(ip4);
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    Ip6Address ip6{};
    std::copy(std::begin(bytes.c), std::end(bytes.c), ip6.begin());
    return isOwnAddress(ip6);
}

QByteArray basic(const HttpCredentials &credentials)
{
    return "Basic " + QString(credentials.name + u':' + credentials.password).toUtf8().toBase64();
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
    connect(&m_limit, &QTimer::timeout, this, &Exchange::timeIsUp);
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
    if (m_ask.priority == HttpRequest::Priority::Background) {
        if (const auto refusal = m_transport.refusal(m_url)) {
            giveUp(*refusal);
            return;
        }
    }
    askReach();
}

void Exchange::askReach()
{
    if (m_ask.reach == Reach::Anywhere
        || (!m_ask.ownHost.isEmpty() && isSameHost(m_url.host(), m_ask.ownHost))) {
        send();
        return;
    }
    const HostPlace place = placeOfHost(m_url.host());
    if (place == HostPlace::Own) {
        giveUp(ownNetworkFailure(m_url, m_redirected ? m_ask.url : QUrl()));
        return;
    }
    // A proxy finds the addresses of names by itself: what it may reach is its keeper's word.
    if (place == HostPlace::Internet || m_transport.isProxied(m_url)) {
        send();
        return;
    }
    m_limit.start(m_transport.limits().connect);
    m_transport.lookUp(m_url.host(), this, [this](const QHostInfo &info) { judgeAddresses(info); });
}

/// Qt looks the name up again when it connects, but finds this answer in its cache, where it stays
/// for a minute. What is left to a name that changes its address: the moment in which that minute
/// ends between here and there. Qt 6.4 does not tell to whom a reply is connected.
void Exchange::judgeAddresses(const QHostInfo &info)
{
    if (m_done)
        return;
    const QList<QHostAddress> addresses = info.addresses();
    if (addresses.isEmpty())
        giveUp(networkFailure(QNetworkReply::HostNotFoundError, m_url, info.errorString(),
                              isOnline()));
    else if (std::any_of(addresses.begin(), addresses.end(), isOwn))
        giveUp(ownNetworkFailure(m_url, m_redirected ? m_ask.url : QUrl()));
    else
        send();
}

void Exchange::timeIsUp()
{
    const Error error = timeFailure(m_sent ? TimeLimit::Idle : TimeLimit::Connect, m_url);
    if (m_reply && !m_sent && isOnline())
        m_transport.noteTrouble(m_url, error);
    giveUp(error);
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
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setRawHeader("User-Agent", userAgent(m_plainName));
    // Naming one keeps Qt from unpacking by itself: see bodydecoder.h.
    request.setRawHeader("Accept-Encoding", m_ask.media ? "identity" : "gzip");
    if (m_trusted && m_ask.credentials)
        request.setRawHeader("Authorization", basic(*m_ask.credentials));
    for (const auto &[name, value] : std::as_const(m_ask.originHeaders)) {
        if (m_trusted)
            request.setRawHeader(name, value);
    }
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
    return (m_status >= 200 && m_status < 300) || m_status == 304 || isRefusal();
}

bool Exchange::isRefusal() const
{
    const bool isLast = !isRedirect(m_status) && (m_status != 403 || m_plainName);
    return m_ask.isRefusalTold && m_status >= 300 && m_status != 304 && isLast;
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

std::optional<qint64> Exchange::length() const
{
    bool isNumber = false;
    const qint64 told = header("Content-Length").toLongLong(&isNumber);
    return isNumber && told >= 0 ? std::optional(told) : std::nullopt;
}

bool Exchange::isFramed() const
{
    return m_reply && m_reply->attribute(QNetworkRequest::Http2WasUsedAttribute).toBool();
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
    const bool isCut = error == QNetworkReply::RemoteHostClosedError && m_headTold;
    if (m_status >= 400 && !(isCut && isRefusal())) {
        return statusFailure(
                m_status, m_url,
                retryAfterOf(m_reply->rawHeader("Retry-After"), QDateTime::currentDateTimeUtc()));
    }
    if (error == QNetworkReply::SslHandshakeFailedError && !m_sslErrors.isEmpty())
        return tlsFailure(m_sslErrors, m_url);
    if (isCut)
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
    noteAnswer(error);
    if (m_ticket)
        m_transport.leave(*std::exchange(m_ticket, std::nullopt));
    const bool isTold = isRefusal() && error && error->kind == ErrorKind::HttpStatus;
    Q_EMIT finished(isTold ? std::nullopt : error);
}

void Exchange::noteAnswer(const std::optional<Error> &error)
{
    if (error && isTroubleOfHost(*error))
        m_transport.noteTrouble(m_url, *error);
    else if (m_status != 0)
        m_transport.noteAnswer(m_url);
}

void Exchange::redirect()
{
    const QByteArray location = m_reply->rawHeader("Location").trimmed();
    QUrl next = m_url.resolved(QUrl::fromEncoded(location));
    next.setFragment({});
    next.setUserInfo({});
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
    m_transport.noteAnswer(m_url);
    m_redirected = true;
    m_trusted = m_trusted && isSameOrigin(m_ask.url, next);
    m_isPermanent = m_isPermanent && (m_status == 301 || m_status == 308);
    if (m_isPermanent)
        m_permanentUrl = next;
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
    if (m_reply)
        m_reply->disconnect(this);
    if (m_ticket)
        m_transport.leave(*std::exchange(m_ticket, std::nullopt));
    Q_EMIT finished(error); // who hears it may still read what came
    dropReply();
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
