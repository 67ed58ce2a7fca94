// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpjob.h"

#include "net/httpfailure.h"
#include "net/transport.h"

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

Exchange::Ask askFor(const HttpRequest &request)
{
    Exchange::Ask ask{.url = request.url, .headers = {}, .priority = request.priority};
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
    bool isNumber = false;
    const qint64 told = m_exchange.header("Content-Length").toLongLong(&isNumber);
    if (isNumber && told > m_request.maxBody) {
        keep(tooLargeFailure(m_request.maxBody, m_exchange.finalUrl()));
        return;
    }
    // Never more than the cap at once: what comes packed may unpack to a thousand times its size.
    m_body += m_exchange.read(m_request.maxBody + 1 - m_body.size());
    if (m_body.size() > m_request.maxBody)
        keep(tooLargeFailure(m_request.maxBody, m_exchange.finalUrl()));
}

void HttpJob::finish(const std::optional<Error> &error)
{
    if (!m_promise)
        return;
    if (error) {
        keep(*error);
        return;
    }
    take();
    if (!m_promise)
        return;
    const int status = m_exchange.status();
    if (status == 206 || (status == 304 && m_request.validators == HttpValidators())) {
        keep(incompleteFailure(m_exchange.finalUrl(), u"unasked status %1"_s.arg(status)));
        return;
    }
    bool isNumber = false;
    const qint64 told = m_exchange.header("Content-Length").toLongLong(&isNumber);
    const bool packed = !m_exchange.header("Content-Encoding").isEmpty();
    if (isNumber && !packed && status != 304 && told != m_body.size()) {
        keep(incompleteFailure(m_exchange.finalUrl(),
                               u"%1 of %2 bytes"_s.arg(m_body.size()).arg(told)));
        return;
    }
    keep(response());
}

HttpResponse HttpJob::response() const
{
    const QByteArray type = m_exchange.header("Content-Type");
    HttpResponse response{
            .status = m_exchange.status(),
            .body = m_body,
            .validators = {m_exchange.header("ETag"), m_exchange.header("Last-Modified")},
            .finalUrl = m_exchange.finalUrl(),
            .permanentUrl = m_exchange.permanentUrl(),
            .contentType = type.split(';').first().trimmed().toLower(),
            .charset = parameter(type, "charset"),
    };
    if (response.notModified() && response.validators == HttpValidators())
        response.validators = m_request.validators;
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
