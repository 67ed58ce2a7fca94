// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/httpclient.h"

#include "core/addresspolicy.h"
#include "core/async.h"
#include "net/httpfailure.h"
#include "net/httpjob.h"
#include "net/partmedia.h"
#include "net/remotebytes.h"
#include "net/remotefetch.h"
#include "net/transport.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

/// A name and a password in the address are credentials like any other, and no part of it.
template<typename Request>
Request withoutUserInfo(Request request)
{
    if (!request.credentials && !request.url.userName().isEmpty()) {
        request.credentials = HttpCredentials{request.url.userName(QUrl::FullyDecoded),
                                              request.url.password(QUrl::FullyDecoded)};
    }
    request.url.setUserInfo({});
    return request;
}

MediaRequest toBeAsked(const MediaRequest &asked)
{
    MediaRequest media = withoutUserInfo(asked);
    for (MediaRequest &other : media.otherwise)
        other = withoutUserInfo(other);
    return media;
}

/// By which what is kept of a file is found again, whichever way it came.
const QUrl &nameOf(const MediaRequest &media)
{
    return media.otherwise.empty() ? media.url : media.otherwise.back().url;
}

} // namespace

HttpClient::HttpClient(QString mediaFolder, HttpLimits limits, QObject *parent)
    : QObject(parent), m_mediaFolder(std::move(mediaFolder)), m_limits(limits),
      m_parts(std::make_unique<PartThreads>())
{
    m_thread.setObjectName("network"_L1);
}

HttpClient::~HttpClient()
{
    m_thread.quit();
    m_thread.wait();
    for (const auto &weak : m_stores) {
        if (const auto store = weak.lock())
            store->close("Earmark was closed before the sound came.");
    }
}

Transport *HttpClient::transport()
{
    Q_ASSERT(thread() == QThread::currentThread());
    if (!m_transport) {
        m_transport = new Transport(m_limits, m_lookup);
        m_transport->moveToThread(&m_thread);
        connect(&m_thread, &QThread::finished, m_transport, &QObject::deleteLater);
        m_thread.start();
    }
    return m_transport;
}

QFuture<Result<HttpResponse>> HttpClient::get(const HttpRequest &asked)
{
    if (!isFetchable(asked.url))
        return readyFuture(Result<HttpResponse>(addressFailure(asked.url)));
    const HttpRequest request = withoutUserInfo(asked);
    auto promise = std::make_shared<HttpJob::Promise>();
    promise->start();
    auto future = promise->future();
    Transport *transport = this->transport();
    QMetaObject::invokeMethod(transport, [transport, request, promise] {
        if (promise->isCanceled())
            promise->finish();
        else
            new HttpJob(*transport, request, promise);
    });
    return future;
}

std::shared_ptr<ByteSource> HttpClient::open(const MediaRequest &asked)
{
    const MediaRequest media = toBeAsked(asked);
    auto store = std::make_shared<RemoteStore>(m_mediaFolder);
    if (!isFetchable(media.url)) {
        store->close(addressFailure(media.url).sentence.toStdString());
        return std::make_shared<RemoteBytes>(store);
    }
    fetch(media, store);
    return std::make_shared<RemoteBytes>(store);
}

std::unique_ptr<PartMedia> HttpClient::openPart(const PartRequest &asked)
{
    const MediaRequest media = toBeAsked(asked.media);
    const auto part
            = std::make_shared<PartFile>(asked.path, addressDigest(nameOf(media)), asked.times);
    const auto store = std::make_shared<RemoteStore>(part);
    if (!isFetchable(media.url)) {
        store->refuse(addressFailure(media.url));
        return std::make_unique<PartMedia>(store);
    }
    m_parts->start(part, [weak = std::weak_ptr(store)](const Result<PartMap> &found) {
        if (const auto opened = weak.lock())
            opened->opened(found);
    });
    fetch(media, store);
    return std::make_unique<PartMedia>(store);
}

void HttpClient::fetch(const MediaRequest &media, const std::shared_ptr<RemoteStore> &store)
{
    std::erase_if(m_stores, [](const auto &weak) { return weak.expired(); });
    m_stores.push_back(store);
    Transport *transport = this->transport();
    QMetaObject::invokeMethod(
            transport, [transport, media, store] { new RemoteFetch(*transport, media, store); });
}

} // namespace Earmark
