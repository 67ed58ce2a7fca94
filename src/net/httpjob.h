// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/bodydecoder.h"
#include "net/exchange.h"
#include "net/httpclient.h"

#include <QFutureWatcher>
#include <QObject>
#include <QPromise>

#include <memory>
#include <optional>

namespace Earmark {

/// One HttpClient::get(): gathers the body within its cap and keeps the promise. Deletes itself.
class HttpJob : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpJob)

public:
    using Promise = QPromise<Result<HttpResponse>>;

    HttpJob(Transport &transport, HttpRequest request, std::shared_ptr<Promise> promise);
    ~HttpJob() override;

private:
    void take();
    void finish(const std::optional<Error> &error);
    void keep(const Result<HttpResponse> &result);
    HttpResponse response();
    bool isFault(BodyDecoder::Fault fault);

    HttpRequest m_request;
    std::shared_ptr<Promise> m_promise;
    QFutureWatcher<Result<HttpResponse>> m_watcher;
    Exchange m_exchange;
    std::optional<BodyDecoder> m_decoder; ///< From the head of the answer on.
};

} // namespace Earmark
