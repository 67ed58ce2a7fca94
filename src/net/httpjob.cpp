// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpjob.h"

#include "net/httpfailure.h"
#include "net/transport.h"

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qint64 ReadAtOnce = qint64(256) * 1024;

Exchange::Ask askFor(const HttpRequest &request)
{
    Exchange::Ask ask{.url = request.url,
                      .headers = {},
                      .priority = request.priority,
                      .media = false,
                      .credentials = request.credentials,
                      .originHeaders = request.originHeaders,
                      .reach = request.reach,
                      .ownHost = request.ownHost,
                      .isRefusalTold = request.isRefusalTold};
    if (!request.validators.etag.isEmpty())
        ask.headers.emplaceBack("If-None-Match", request.validators.etag);
    if (!request.validators.lastModified.isEmpty())
        ask.headers.emplaceBack("If-Modified-Since", request.validators.lastModified);
    return ask;
}

/// The value of one parameter of a Content-Type, unquoted and in lower case.
QByteArray parameter(const QByteArray &contentType, const QByteArray &name)
{
    const QList<QByteArray> parts = contentType.split(';');
    for (const QByteArray &part : parts.mid(1)) {
        const auto equals = part.indexOf('=');
        if (equals < 0 || part.left(equals).trimmed().toLower() != name)
            continue;
        QByteArray value = part.mid(equals + 1).trimmed().toLower();
        value.replace('"', "").replace('\'', "");
        return value;
    }
    return {};
}

} // namespace

HttpJob::HttpJob(Transport &transport, HttpRequest request, std::shared_ptr<Promise> promise)
    : QObject(&transport), m_request(std::move(request)), m_promise(std::move(promise)),
      m_exchange(transport, askFor(m_request), nullptr)
{
    connect(&m_exchange, &Exchange::headCame, this, &HttpJob::take);
    connect(&m_exchange, &Exchange::bytesCame, this, &HttpJob::take);
    connect(&m_exchange, &Exchange::finished, this, &HttpJob::finish);
    connect(&m_watcher, &QFutureWatcherBase::canceled, this, [this] {
        if (!m_promise)
            return;
        m_promise->finish();
        m_promise.reset();
        deleteLater();
    });
    m_watcher.setFuture(m_promise->future());
    m_exchange.start();
}

HttpJob::~HttpJob()
{
    keep(fail(ErrorKind::Cancelled, u"Earmark was closed before the answer came."_s));
}

void HttpJob::take()
{
    if (!m_promise)
        return;
    if (m_exchange.length().value_or(0) > m_request.maxBody) {
        keep(tooLargeFailure(m_request.maxBody, m_exchange.finalUrl()));
        return;
    }
    if (!m_decoder) {
        m_decoder.emplace(m_request.maxBody, m_exchange.header("Content-Encoding"));
        if (m_request.isInPieces)
            m_decoder->keepPieces();
    }
    for (QByteArray raw = m_exchange.read(ReadAtOnce); !raw.isEmpty();
         raw = m_exchange.read(ReadAtOnce)) {
        if (isFault(m_decoder->add(raw)))
            return;
    }
}

bool HttpJob::isFault(BodyDecoder::Fault fault)
{
    const QUrl &url = m_exchange.finalUrl();
    switch (fault) {
    case BodyDecoder::Fault::None:
        return false;
    case BodyDecoder::Fault::TooLarge:
        keep(tooLargeFailure(m_request.maxBody, url));
        break;
    case BodyDecoder::Fault::Unpackable:
        keep(networkFailure(QNetworkReply::UnknownContentError, url,
                            u"Content-Encoding "_s
                                    + QString::fromLatin1(m_exchange.header("Content-Encoding")),
                            true));
        break;
    case BodyDecoder::Fault::Cut:
        keep(incompleteFailure(url, u"the packed stream has no end"_s));
        break;
    }
    return true;
}

void HttpJob::finish(const std::optional<Error> &error)
{
    if (!m_promise)
        return;
    if (!error || m_decoder)
        take();
    if (!m_promise)
        return;
    // Some say how long the document is before it was packed, and then never send so much.
    if (error && !(m_decoder && error->kind == ErrorKind::Network && m_decoder->isEndProven())) {
        keep(*error);
        return;
    }
    const int status = m_exchange.status();
    if (status == 206 || (status == 304 && m_request.validators == HttpValidators())) {
        keep(unaskedFailure(status, m_exchange.finalUrl()));
        return;
    }
    if (status == 304) {
        keep(response());
        return;
    }
    const auto told = m_exchange.length();
    if (told && *told != m_decoder->rawBytes() && !m_decoder->isEndProven()) {
        keep(incompleteFailure(m_exchange.finalUrl(),
                               u"%1 of %2 bytes"_s.arg(m_decoder->rawBytes()).arg(*told)));
        return;
    }
    if (!isFault(m_decoder->finish()))
        keep(response());
}

HttpResponse HttpJob::response()
{
    const QByteArray type = m_exchange.header("Content-Type");
    HttpResponse response{
            .status = m_exchange.status(),
            .body = {},
            .validators = {m_exchange.header("ETag"), m_exchange.header("Last-Modified")},
            .finalUrl = m_exchange.finalUrl(),
            .permanentUrl = m_exchange.permanentUrl(),
            .contentType = type.split(';').first().trimmed().toLower(),
            .charset = parameter(type, "charset"),
    };
    if (response.notModified()) {
        if (response.validators == HttpValidators())
            response.validators = m_request.validators;
        return response;
    }
    if (m_request.isInPieces)
        response.pieces = std::make_shared<QList<QByteArray>>(m_decoder->takePieces());
    else
        response.body = m_decoder->takeBody();
    response.bytes = m_decoder->rawBytes();
    response.isEndProven
            = m_exchange.length().has_value() || m_exchange.isFramed() || m_decoder->isEndProven();
    return response;
}

void HttpJob::keep(const Result<HttpResponse> &result)
{
    if (!m_promise)
        return;
    m_promise->addResult(result);
    m_promise->finish();
    m_promise.reset();
    deleteLater();
}

} // namespace Earmark
