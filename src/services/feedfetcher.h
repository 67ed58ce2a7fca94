// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/feeddocument.h"
#include "core/podcast.h"
#include "core/result.h"
#include "net/httpclient.h"
#include "services/feedpreparation.h"

#include <QFuture>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace Earmark {

/// A feed to be asked for, and what is known of it from last time.
struct FeedRequest
{
    QUrl url{};
    HttpValidators validators{};
    QByteArray bodyDigest{}; ///< A document of this digest is not read again.
    QString ownHost{}; ///< Of a podcast that may lie on the listener's own network.
    std::optional<HttpCredentials> credentials{};
    bool isWanted = false; ///< Somebody waits for it.
    bool isGuess = false; ///< For fetchPage(): core/addresspolicy.h, TypedAddress.
};

/// What came.
struct FetchedFeed
{
    enum class Kind : quint8 {
        Read,
        NotModified, ///< 304
        SameBytes, ///< A document, but the one of last time; it was not parsed.
    };

    QUrl address; ///< Of the feed; another one than asked for when a page named it.
    QUrl permanentUrl; ///< Where it lives now, when every redirect was permanent.
    /// These two are empty when the document broke off: it is then asked for again.
    HttpValidators validators;
    QByteArray digest;
    FeedDocument document; ///< Without its episodes.
    std::shared_ptr<ReadFeed>
            read; ///< With them; who merges it takes them. Null: nothing was read.
    Kind kind = Kind::Read;
    int status = 0;
    qint64 bytes = 0; ///< Of the document, decompressed.
    bool isOnOwnNetwork = false; ///< It was reached there, by the listener's word.

    bool hasEpisodes() const { return read && !read->guids.isEmpty(); }
};

/// What was freed and is still kept goes back to the system, where a document was so large that it
/// matters: before it is read and when it was stored. Milliseconds; for the pool.
void giveMemoryBack(qint64 bytes);

/// Addresses become feed documents: asks (net), parses (on the pool), and finds the feed that a web
/// page names. Lives on the GUI thread.
class FeedFetcher : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FeedFetcher)

public:
    /// Reads a podcast that is a folder (services/localfolder.h).
    using FolderReader = std::function<QFuture<Result<FetchedFeed>>(const FeedRequest &)>;

    explicit FeedFetcher(HttpClient &http, QObject *parent = nullptr);

    void setFolders(FolderReader reader) { m_folders = std::move(reader); }

    /// Never to the listener's own network, but for request.ownHost.
    QFuture<Result<FetchedFeed>> fetch(const FeedRequest &request);
    /// What the listener typed: a feed's address, or that of a page that names its feed. Where it
    /// leads to the own network the error is of kind OwnNetwork, unless that is allowed.
    QFuture<Result<FetchedFeed>> fetchPage(const FeedRequest &request, bool isOwnNetworkAllowed);
    /// Ends what runs; the results are errors of kind Cancelled.
    void cancel();

private:
    QFuture<Result<FetchedFeed>> fetchPageAt(const FeedRequest &request, bool isOwnNetworkAllowed);
    QFuture<Result<FetchedFeed>> fetchPageFrom(const HttpRequest &request, bool isOnOwnNetwork);
    QFuture<Result<FetchedFeed>> fetchNamed(const HttpResponse &page,
                                            const Result<FetchedFeed> &read,
                                            const HttpRequest &request, bool isOnOwnNetwork);
    QFuture<Result<HttpResponse>> get(const HttpRequest &request);
    QFuture<Result<FetchedFeed>> parsed(const Result<HttpResponse> &response,
                                        const QByteArray &knownDigest);

    HttpClient &m_http;
    FolderReader m_folders;
    QList<QFuture<Result<HttpResponse>>> m_requests;
};

} // namespace Earmark
