// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesource.h"
#include "core/podcast.h"
#include "core/result.h"

#include <QByteArray>
#include <QFuture>
#include <QObject>
#include <QThread>
#include <QUrl>

#include <chrono>
#include <memory>
#include <vector>

namespace Earmark {

class RemoteStore;
class Transport;

constexpr qint64 MaxFeedBytes = qint64(64) * 1024 * 1024;
constexpr qint64 MaxImageBytes = qint64(20) * 1024 * 1024;

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
};

struct HttpResponse
{
    int status = 0; ///< 2xx or 304; every other status is an error of kind HttpStatus.
    /// Decompressed; empty for 304. As long as the server said. What Qt 6.4 hides from us and
    /// takes for whole: a chunked body with a broken chunk size, a gzip stream that ends early
    /// although all bytes came. Whoever replaces good data with it checks its end.
    QByteArray body;
    HttpValidators validators; ///< To be kept; for a 304 without any, those of the request.
    QUrl finalUrl; ///< After redirects: what relative addresses are relative to.
    QUrl permanentUrl; ///< Where it lives now, when every redirect was permanent (301, 308).
    QByteArray contentType; ///< Lower case, without parameters, e.g. "application/rss+xml".
    QByteArray charset; ///< Lower case; empty when not told.

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
};

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
    ~HttpClient() override;

    /// One result, unless the future is cancelled, which also ends the request.
    QFuture<Result<HttpResponse>> get(const HttpRequest &request);

    /// The bytes of a media file, by ranges where the server can. Nothing is asked before the first
    /// read. May be kept longer than the client: reads then fail with a sentence.
    std::shared_ptr<ByteSource> open(const QUrl &media);

private:
    Transport *transport();

    QString m_mediaFolder;
    HttpLimits m_limits;
    QThread m_thread;
    Transport *m_transport = nullptr; ///< On m_thread, which deletes it at its end.
    std::vector<std::weak_ptr<RemoteStore>> m_stores;
};

} // namespace Earmark
