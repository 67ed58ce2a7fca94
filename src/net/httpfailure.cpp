// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpfailure.h"

#include "core/addresspolicy.h"
#include "core/privateaddress.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

constexpr int OfflineCode = QNetworkReply::NetworkSessionFailedError;

QString named(const QUrl &url)
{
    return url.host().isEmpty() ? u"the server"_s : url.host();
}

/// What Qt says, without the addresses in it.
QString withoutAddresses(const QString &text)
{
    QStringList words = text.split(u' ');
    for (QString &word : words) {
        if (word.contains(u'/'))
            word = u"…"_s;
    }
    return words.join(u' ');
}

Error ofNetwork(QNetworkReply::NetworkError code, const QString &sentence, const QUrl &url,
                const QString &text)
{
    return fail(ErrorKind::Network, sentence, addressForLog(url) + u": "_s + withoutAddresses(text),
                code);
}

QString statusSentence(int status, const QString &host)
{
    switch (status) {
    case 401:
    case 407:
        return u"%1 asks for a name and a password."_s.arg(host);
    case 403:
        return u"%1 does not allow this address to be read."_s.arg(host);
    case 404:
        return u"%1 has nothing at this address (404); check it, or try again later."_s.arg(host);
    case 410:
        return u"%1 says that this is gone for good (410)."_s.arg(host);
    case 416:
        return u"%1 sent no such part of the file (416)."_s.arg(host);
    case 429:
        return u"%1 was asked too often; Earmark tries again later (429)."_s.arg(host);
    case 503:
        return u"%1 is busy or being repaired; try again later (503)."_s.arg(host);
    default:
        break;
    }
    if (status >= 500)
        return u"%1 has a fault of its own (%2); try again later."_s.arg(host).arg(status);
    return u"%1 refused to answer (%2)."_s.arg(host).arg(status);
}

bool isUnreachable(QNetworkReply::NetworkError error)
{
    return error == QNetworkReply::HostNotFoundError || error == QNetworkReply::UnknownNetworkError
            || error == QNetworkReply::TemporaryNetworkFailureError
            || error == QNetworkReply::NetworkSessionFailedError;
}

bool isLoopback(const QString &host)
{
    return host == "localhost"_L1 || host.startsWith("127."_L1) || host == "::1"_L1;
}

} // namespace

QString addressForLog(const QUrl &url)
{
    return looksPrivate(url) ? shownAddress(url, true) : displayAddress(url);
}

Error timeFailure(TimeLimit limit, const QUrl &url)
{
    const QString host = named(url);
    switch (limit) {
    case TimeLimit::Connect:
        return ofNetwork(QNetworkReply::TimeoutError,
                         u"%1 could not be reached in time; try again later."_s.arg(host), url,
                         u"connect limit"_s);
    case TimeLimit::Idle:
        return ofNetwork(QNetworkReply::TimeoutError,
                         u"%1 stopped answering; try again later."_s.arg(host), url,
                         u"idle limit"_s);
    case TimeLimit::Whole:
        break;
    }
    return ofNetwork(QNetworkReply::TimeoutError,
                     u"%1 answers too slowly to wait for it; try again later."_s.arg(host), url,
                     u"whole limit"_s);
}

Error networkFailure(QNetworkReply::NetworkError error, const QUrl &url, const QString &text,
                     bool online)
{
    const QString host = named(url);
    if (isUnreachable(error) && !online && !isLoopback(url.host())) {
        return fail(ErrorKind::Network, u"This computer is offline."_s,
                    addressForLog(url) + u": "_s + withoutAddresses(text), OfflineCode);
    }
    QString sentence;
    switch (error) {
    case QNetworkReply::HostNotFoundError:
        sentence = u"There is no server named %1; check the address or the network."_s;
        break;
    case QNetworkReply::ConnectionRefusedError:
        sentence = u"%1 refuses connections; try again later."_s;
        break;
    case QNetworkReply::RemoteHostClosedError:
        sentence = u"%1 broke the connection; try again later."_s;
        break;
    case QNetworkReply::SslHandshakeFailedError:
        sentence = u"No safe connection to %1 could be made, so nothing was read."_s;
        break;
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
        sentence = u"%1 answered with something that is not a web page."_s;
        break;
    case QNetworkReply::UnknownContentError:
        sentence = u"%1 sent something that could not be unpacked."_s;
        break;
    default:
        sentence = error >= QNetworkReply::ProxyConnectionRefusedError
                        && error <= QNetworkReply::UnknownProxyError
                ? u"The proxy set on this computer does not lead to %1."_s
                : u"%1 could not be read; try again later."_s;
    }
    return ofNetwork(error, sentence.arg(host), url, text);
}

Error tlsFailure(const QList<QSslError> &errors, const QUrl &url)
{
    QString sentence = u"No safe connection to %1 could be made, so nothing was read."_s;
    QString text;
    for (const QSslError &error : errors) {
        text += error.errorString() + u"; "_s;
        switch (error.error()) {
        case QSslError::SelfSignedCertificate:
        case QSslError::SelfSignedCertificateInChain:
            sentence = u"%1 vouches only for itself (a self-signed certificate), so nothing was "
                       u"read."_s;
            break;
        case QSslError::CertificateExpired:
            sentence = u"The certificate of %1 has expired, so nothing was read."_s;
            break;
        case QSslError::HostNameMismatch:
            sentence = u"The server that answers for %1 is a different one, so nothing was read."_s;
            break;
        case QSslError::UnableToGetLocalIssuerCertificate:
        case QSslError::UnableToVerifyFirstCertificate:
        case QSslError::CertificateUntrusted:
            sentence = u"Nobody this computer trusts vouches for %1, so nothing was read."_s;
            break;
        default:
            continue;
        }
        break;
    }
    return ofNetwork(QNetworkReply::SslHandshakeFailedError, sentence.arg(named(url)), url, text);
}

Error statusFailure(int status, const QUrl &url, std::chrono::seconds retryAfter)
{
    Error error = fail(ErrorKind::HttpStatus, statusSentence(status, named(url)),
                       addressForLog(url) + u": HTTP %1"_s.arg(status), status);
    error.retryAfter = retryAfter;
    return error;
}

Error tooLargeFailure(qint64 limit, const QUrl &url)
{
    return ofNetwork(QNetworkReply::UnknownContentError,
                     u"What %1 sends is larger than %2, so it was not read."_s.arg(
                             named(url), QLocale::c().formattedDataSize(limit, 0)),
                     url, u"more than %1 bytes"_s.arg(limit));
}

Error incompleteFailure(const QUrl &url, const QString &detail)
{
    return ofNetwork(QNetworkReply::RemoteHostClosedError,
                     u"%1 sent only a part of it; try again later."_s.arg(named(url)), url, detail);
}

Error unaskedFailure(int status, const QUrl &url)
{
    const QString sentence = status == 304
            ? u"%1 says that nothing has changed, which it was not asked; try again later."_s
            : u"%1 sent a part of it although all was asked for; try again later."_s;
    return ofNetwork(QNetworkReply::ProtocolFailure, sentence.arg(named(url)), url,
                     u"unasked status %1"_s.arg(status));
}

Error ownNetworkFailure(const QUrl &url, const QUrl &from)
{
    const QString sentence = from.isEmpty()
            ? u"%1 is on your own network, where what comes from the internet may not lead."_s.arg(
                    named(url))
            : u"%1 sends on to %2, which is on your own network, so it was not asked."_s.arg(
                    named(from), named(url));
    return fail(ErrorKind::OwnNetwork, sentence, addressForLog(url),
                from.isEmpty() ? 0 : RedirectedToOwnNetwork);
}

Error addressFailure(const QUrl &url)
{
    return fail(ErrorKind::Network,
                u"This is not a web address (http or https), so it is not opened."_s,
                u"scheme %1"_s.arg(url.scheme()), QNetworkReply::ProtocolUnknownError);
}

Error redirectFailure(BadRedirect why, const QUrl &from, const QUrl &to)
{
    const QString host = named(from);
    const QString text = u"redirected to "_s + (isFetchable(to) ? to.host() : to.scheme());
    switch (why) {
    case BadRedirect::Circle:
        return ofNetwork(QNetworkReply::TooManyRedirectsError,
                         u"%1 sends in a circle: the address leads back to itself."_s.arg(host),
                         from, text);
    case BadRedirect::TooMany:
        return ofNetwork(QNetworkReply::TooManyRedirectsError,
                         u"%1 sends on from address to address without an end."_s.arg(host), from,
                         text);
    case BadRedirect::Downgrade:
        return ofNetwork(QNetworkReply::InsecureRedirectError,
                         u"%1 sends on to an address without encryption, which is not "
                         u"followed."_s.arg(host),
                         from, text);
    case BadRedirect::Nowhere:
        break;
    }
    return ofNetwork(QNetworkReply::ProtocolFailure,
                     u"%1 sends on to an address that cannot be opened."_s.arg(host), from, text);
}

bool isOffline(const Error &error)
{
    return error.kind == ErrorKind::Network && error.code == OfflineCode;
}

bool isWithoutConnection(const Error &error)
{
    if (error.kind != ErrorKind::Network)
        return false;
    switch (error.code) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::RemoteHostClosedError: // in the middle of the handshake
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::TimeoutError:
    case QNetworkReply::UnknownNetworkError: // a firewall that says so
        return true;
    default:
        return false;
    }
}

std::chrono::seconds retryAfterOf(const QByteArray &header, const QDateTime &now)
{
    constexpr std::chrono::seconds Longest = 24h;
    bool isNumber = false;
    qint64 seconds = header.trimmed().toLongLong(&isNumber);
    if (!isNumber) {
        QDateTime then = QLocale::c().toDateTime(QString::fromLatin1(header.trimmed()),
                                                 u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
        then.setTimeSpec(Qt::UTC);
        seconds = then.isValid() ? now.secsTo(then) : 0;
    }
    return std::clamp(std::chrono::seconds(seconds), 0s, Longest);
}

} // namespace Earmark
