// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/credentials.h"
#include "core/podcast.h"
#include "core/result.h"

#include <QByteArray>
#include <QFuture>
#include <QList>
#include <QObject>
#include <QString>
#include <QThread>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

class QHostInfo;

namespace Earmark {

class PartMedia;
class PartThreads;
class RemoteStore;
class Transport;
struct PartRequest;

constexpr qint64 MaxFeedBytes = qint64(64) * 1024 * 1024;
constexpr qint64 MaxImageBytes = qint64(20) * 1024 * 1024;

/// Where a request and its redirects may lead.
enum class Reach : quint8 {
    /// The listener's own address, said yes to: everywhere.
    Anywhere,
    /// What a document caused, and every first try: not to the listener's own network. Where it
    /// leads there, nothing is asked and the error is of kind OwnNetwork; whoever asks the listener
    /// then and hears yes tries again with ownHost, or Anywhere.
    PublicOnly,
};

struct HttpRequest
{
    enum class Priority : quint8 {
        Background, ///< Refresh, import.
        Wanted, ///< Somebody waits for it.
        Playing, ///< Sound.
    };

    QUrl url{}; ///< http or https.
    HttpValidators validators{}; ///< Sent back; an unchanged document is then a 304.
    qint64 maxBody = MaxFeedBytes; ///< Bytes after decompression.
    Priority priority = Priority::Background;
    /// Sent to the origin (scheme, host, port) of url only: never after a redirect elsewhere, so
    /// never over a downgrade. Unset: a name and password in url are used the same way.
    std::optional<HttpCredentials> credentials{};
    /// More headers, for the same origin only: keys that an API wants to see.
    QList<std::pair<QByteArray, QByteArray>> originHeaders{};
    Reach reach = Reach::Anywhere;
    bool isInPieces = false; ///< The body comes as HttpResponse::pieces.
    /// With PublicOnly: this one host is allowed all the same. Only for what a feed says that lies
    /// on the listener's own network itself; empty for every other.
    QString ownHost{};
    /// A whole answer that says no (4xx, 5xx) is a response as well.
    bool isRefusalTold = false;
};

/// A media file to be played. The members mean what they mean in HttpRequest.
struct MediaRequest
{
    QUrl url{};
    std::optional<HttpCredentials> credentials{};
    Reach reach = Reach::Anywhere;
    QString ownHost{};
    /// The same file by other ways, asked for in turn while no answer was of any use. What is kept
    /// of it belongs to the last of them.
    std::vector<MediaRequest> otherwise{};

    bool operator==(const MediaRequest &) const = default;
};

struct HttpResponse
{
    /// 2xx or 304; every other status is an error of kind HttpStatus, unless isRefusalTold.
    int status = 0;
    /// Unpacked (also gzip that nobody announced); empty for 304. As long as the server said.
    QByteArray body;
    /// The same in pieces of a MiB, when that was asked for. Who reads them may drop them one by
    /// one: a large document need not be in memory twice.
    std::shared_ptr<QList<QByteArray>> pieces{};
    /// The end of body is certain: by its length, or by a packed stream's own end. Else it may be
    /// cut: Qt 6.4 takes a chunked body with a broken chunk size for whole and tells nobody, and a
    /// body that only ends with the connection has no end to see. A document that ends early then
    /// is no reason to keep its validators, or it would stay cut for ever.
    bool isEndProven = false;
    HttpValidators validators; ///< To be kept; for a 304 without any, those of the request.
    QUrl finalUrl; ///< After redirects: what relative addresses are relative to.
    /// Where it lives now: how far the redirects were permanent (301, 308) before the first that
    /// was not (302 and so on say nothing about the address to keep). Empty: where it always did.
    QUrl permanentUrl;
    QByteArray contentType; ///< Lower case, without parameters, e.g. "application/rss+xml".
    QByteArray charset; ///< Lower case; empty when not told.
    qint64 bytes = 0; ///< Of the body as it came over the wire, perhaps packed; 0 for 304.

    bool notModified() const { return status == 304; }
};

/// How long and how many; tests hand in shorter ones. Sources: issue "Feeds in the wild", Fetching.
struct HttpLimits
{
    std::chrono::milliseconds connect = std::chrono::seconds(15); ///< Name, connection and TLS.
    std::chrono::milliseconds idle = std::chrono::seconds(30); ///< Without a byte.
    std::chrono::milliseconds whole = std::chrono::minutes(5); ///< From its start; not for media.
    int redirects = 10;
    int perHost = 2; ///< Requests at once.
    int inAll = 16;
    /// How long Background requests leave a host alone that asked for it (429, 503) or could not
    /// be reached, the first time (net/hostbackoff.h); they fail at once meanwhile. 0: never.
    std::chrono::seconds hostPause{30};
};

using HostAnswer = std::function<void(const QHostInfo &)>;
/// Finds the addresses of a host, on the network thread; calls the answer there, once.
using HostLookup = std::function<void(const QString &host, HostAnswer answer)>;

/// HTTP with the manners a podcast client owes a server: limits in time, size and number, no
/// cookies, no downgrade from https to http, nothing but http and https.
///
/// Lives on the GUI thread and never blocks it. The network thread (and TLS with it, 124 ms) is
/// made by the first get() or open(). Only the destructor waits, for that thread to fall silent.
class HttpClient : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpClient)

public:
    /// mediaFolder: where bytes of media are kept while they play; made when needed. The files have
    /// no name (O_TMPFILE), so that not even a crash leaves one.
    explicit HttpClient(QString mediaFolder, HttpLimits limits = {}, QObject *parent = nullptr);
    /// Ends every request (its result is an error of kind Cancelled, or its future is cancelled
    /// when it was not begun) and every wait in a ByteSource.
    /// What parts got is on the disk then.
    ~HttpClient() override;

    /// Instead of the system's; before the first request. For tests.
    void setHostLookup(HostLookup lookup) { m_lookup = std::move(lookup); }

    /// One result, unless the future is cancelled, which also ends the request.
    QFuture<Result<HttpResponse>> get(const HttpRequest &asked);

    /// The bytes of a media file, by ranges where the server can. Nothing is asked before the first
    /// read. May be kept longer than the client: reads then fail with a sentence.
    std::shared_ptr<ByteSource> open(const MediaRequest &asked);
    /// The same, but what is fetched stays on the disk, and is gone on with the next time.
    std::unique_ptr<PartMedia> openPart(const PartRequest &asked);

private:
    Transport *transport();
    void fetch(const MediaRequest &media, const std::shared_ptr<RemoteStore> &store);

    QString m_mediaFolder;
    HttpLimits m_limits;
    HostLookup m_lookup;
    QThread m_thread;
    Transport *m_transport = nullptr; ///< On m_thread, which deletes it at its end.
    std::vector<std::weak_ptr<RemoteStore>> m_stores;
    std::unique_ptr<PartThreads> m_parts;
};

} // namespace Earmark
