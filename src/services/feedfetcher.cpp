// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/feedfetcher.h"

#include "core/addresspolicy.h"
#include "core/async.h"
#include "core/fingerprint.h"
#include "feed/discovery.h"
#include "services/demo.h"
#include "services/guessedaddress.h"
#include "services/localfolder.h"
#include "storage/feedrow.h"

#include <QFile>
#include <QIODevice>

#include <algorithm>
#include <malloc.h>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

Result<HttpResponse> demoFeed()
{
    QFile file(demoResource(demoFeedAddress()));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorKind::NotFound, u"This Earmark was built without its demo."_s,
                    file.errorString());
    }
    HttpResponse response;
    response.status = 200;
    response.pieces = std::make_shared<QList<QByteArray>>(QList{file.readAll()});
    response.finalUrl = demoFeedAddress();
    return response;
}

HttpRequest httpRequest(const FeedRequest &request)
{
    HttpRequest http;
    http.url = request.url;
    http.validators = request.validators;
    http.credentials = request.credentials;
    http.reach = Reach::PublicOnly;
    http.ownHost = request.ownHost;
    http.isInPieces = true;
    if (request.isWanted)
        http.priority = HttpRequest::Priority::Wanted;
    return http;
}

/// Reads pieces one behind the other, drops those it has read and takes their fingerprint.
class PiecesDevice final : public QIODevice
{
public:
    explicit PiecesDevice(QList<QByteArray> &pieces) : m_pieces(pieces) { open(ReadOnly); }
    bool isSequential() const override { return true; }

    /// Of all pieces, read or not.
    QByteArray digest() const
    {
        Fingerprint all = m_fingerprint;
        for (const QByteArray &piece : std::as_const(m_pieces))
            all.add(QByteArrayView(piece));
        return all.result();
    }

protected:
    qint64 readData(char *data, qint64 most) override
    {
        qint64 done = 0;
        while (done < most && !m_pieces.isEmpty()) {
            const QByteArray &piece = m_pieces.constFirst();
            const qint64 count = std::min(most - done, qint64(piece.size()) - m_at);
            std::copy_n(piece.constData() + m_at, count, data + done);
            done += count;
            m_at += count;
            if (m_at == piece.size()) {
                m_fingerprint.add(QByteArrayView(piece));
                m_pieces.removeFirst();
                m_at = 0;
            }
        }
        return done > 0 ? done : -1;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QList<QByteArray> &m_pieces;
    qint64 m_at = 0; ///< Of the first.
    Fingerprint m_fingerprint; ///< Of those dropped.
};

qint64 sizeOf(const QList<QByteArray> &pieces)
{
    return std::accumulate(pieces.begin(), pieces.end(), qint64(0),
                           [](qint64 sum, const QByteArray &piece) { return sum + piece.size(); });
}

/// Takes the pieces of a feed; those of anything else are left.
Result<FetchedFeed> read(const HttpResponse &response, const QByteArray &knownDigest)
{
    const QList<QByteArray> none;
    const QList<QByteArray> &all = response.pieces ? *response.pieces : none;
    FetchedFeed fetched{.address = response.finalUrl,
                        .permanentUrl = response.permanentUrl,
                        .validators = response.validators,
                        .digest = {},
                        .document = {},
                        .read = {},
                        .status = response.status,
                        .bytes = sizeOf(all)};
    QList<QByteArray> pieces = all;
    PiecesDevice device(pieces);
    if (!knownDigest.isEmpty() && device.digest() == knownDigest) {
        fetched.digest = knownDigest;
        fetched.kind = FetchedFeed::Kind::SameBytes;
        return fetched;
    }
    giveMemoryBack(fetched.bytes);
    const ReadFeedHooks hooks{.isFeed = [&response] { response.pieces->clear(); }, .pack = pack};
    auto feed = readFeed(device, {.baseUrl = response.finalUrl, .httpCharset = response.charset},
                         hooks);
    if (!feed)
        return feed.error();
    fetched.document = feed->document;
    fetched.read = std::make_shared<ReadFeed>(std::move(*feed));
    if (fetched.document.isWhole)
        fetched.digest = device.digest();
    else
        fetched.validators = {};
    return fetched;
}

/// What to subscribe to: where a redirect leads for the moment (302) says nothing about tomorrow.
QUrl lastingAddress(const FetchedFeed &fetched, const QUrl &asked)
{
    return fetched.permanentUrl.isEmpty() ? asked : fetched.permanentUrl;
}

/// Of a document that was no feed.
QByteArray pageOf(const HttpResponse &response)
{
    return response.pieces ? response.pieces->join() : QByteArray();
}

} // namespace

void giveMemoryBack(qint64 bytes)
{
#ifdef __GLIBC__
    constexpr qint64 Large = qint64(8) * 1024 * 1024;
    if (bytes > Large)
        malloc_trim(0);
#else
    Q_UNUSED(bytes)
#endif
}

FeedFetcher::FeedFetcher(HttpClient &http, QObject *parent) : QObject(parent), m_http(http) { }

QFuture<Result<FetchedFeed>> FeedFetcher::fetch(const FeedRequest &request)
{
    if (isDemoAddress(request.url))
        return parsed(demoFeed(), request.bodyDigest);
    if (isLocalAddress(request.url) && m_folders)
        return orCancelled(m_folders(request), this);
    return then(get(httpRequest(request)), this,
                [this, request](const Result<HttpResponse> &response) {
                    return then(parsed(response, request.bodyDigest), this,
                                [request](Result<FetchedFeed> fetched) {
                                    if (fetched) {
                                        fetched->address = request.url;
                                        fetched->isOnOwnNetwork = !request.ownHost.isEmpty();
                                    }
                                    return fetched;
                                });
                });
}

QFuture<Result<FetchedFeed>> FeedFetcher::fetchPage(const FeedRequest &request,
                                                    bool isOwnNetworkAllowed)
{
    if (isDemoAddress(request.url))
        return fetch(request);
    if (!request.isGuess)
        return fetchPageAt(request, isOwnNetworkAllowed);
    return askGuessed(request.url, request.credentials.has_value(), this,
                      [this, request, isOwnNetworkAllowed](const QUrl &url) {
                          FeedRequest there = request;
                          there.url = url;
                          return fetchPageAt(there, isOwnNetworkAllowed);
                      });
}

QFuture<Result<FetchedFeed>> FeedFetcher::fetchPageAt(const FeedRequest &request,
                                                      bool isOwnNetworkAllowed)
{
    HttpRequest http = httpRequest(request);
    http.priority = HttpRequest::Priority::Wanted;
    return then(fetchPageFrom(http, false), this,
                [this, http, isOwnNetworkAllowed](const Result<FetchedFeed> &fetched) {
                    const bool isRefused
                            = !fetched && fetched.error().kind == ErrorKind::OwnNetwork;
                    if (!isRefused || !isOwnNetworkAllowed)
                        return readyFuture(fetched);
                    HttpRequest again = http;
                    again.reach = Reach::Anywhere;
                    return fetchPageFrom(again, true);
                });
}

QFuture<Result<FetchedFeed>> FeedFetcher::fetchPageFrom(const HttpRequest &request,
                                                        bool isOnOwnNetwork)
{
    return then(get(request), this,
                [this, request, isOnOwnNetwork](const Result<HttpResponse> &response) {
                    return then(parsed(response, {}), this,
                                [this, request, response,
                                 isOnOwnNetwork](Result<FetchedFeed> document) {
                                    if (document) {
                                        document->address = lastingAddress(*document, request.url);
                                        document->isOnOwnNetwork = isOnOwnNetwork;
                                    }
                                    if (document || !response)
                                        return readyFuture(document);
                                    return fetchNamed(*response, document, request, isOnOwnNetwork);
                                });
                });
}

/// The feed that a page names; what reading the page as a feed gave when it names none.
QFuture<Result<FetchedFeed>> FeedFetcher::fetchNamed(const HttpResponse &page,
                                                     const Result<FetchedFeed> &read,
                                                     const HttpRequest &request,
                                                     bool isOnOwnNetwork)
{
    const auto named = runOnPool([page] {
        const auto feeds = discoverFeeds(pageOf(page), page.finalUrl);
        return feeds.isEmpty() ? QUrl() : feeds.first().url;
    });
    return then(named, this,
                [this, read, request, isOnOwnNetwork, from = page.finalUrl](const QUrl &feed) {
                    if (feed.isEmpty() || feed == from)
                        return readyFuture(read);
                    return fetch({.url = feed,
                                  .ownHost = isOnOwnNetwork ? request.url.host() : QString(),
                                  .credentials = isSameOrigin(feed, request.url)
                                          ? request.credentials
                                          : std::nullopt,
                                  .isWanted = true});
                });
}

QFuture<Result<HttpResponse>> FeedFetcher::get(const HttpRequest &request)
{
    const auto answer = m_http.get(request);
    m_requests.append(answer);
    return then(orCancelled(answer, this), this, [this](const Result<HttpResponse> &response) {
        m_requests.removeIf([](const auto &one) { return one.isFinished(); });
        return response;
    });
}

QFuture<Result<FetchedFeed>> FeedFetcher::parsed(const Result<HttpResponse> &response,
                                                 const QByteArray &knownDigest)
{
    if (!response)
        return readyFuture(Result<FetchedFeed>(response.error()));
    if (response->notModified()) {
        return readyFuture(Result<FetchedFeed>(FetchedFeed{.address = response->finalUrl,
                                                           .permanentUrl = response->permanentUrl,
                                                           .validators = response->validators,
                                                           .digest = {},
                                                           .document = {},
                                                           .read = {},
                                                           .kind = FetchedFeed::Kind::NotModified,
                                                           .status = response->status}));
    }
    return runOnPool([response = *response, knownDigest] { return read(response, knownDigest); });
}

void FeedFetcher::cancel()
{
    for (auto &request : m_requests)
        request.cancel();
}

} // namespace Earmark
