// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "services/artworkcache.h"

#include <QCache>
#include <QFuture>
#include <QHash>
#include <QImage>
#include <QObject>
#include <QSet>
#include <QThreadPool>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace Earmark {

class HttpClient;
struct Error;
struct HttpRequest;
struct HttpResponse;

/// How much and how often; tests hand in others.
struct ArtworkLimits
{
    qint64 diskBytes = 256LL * 1024 * 1024;
    /// How old a picture may be before its publisher is asked whether it has changed.
    std::chrono::seconds checkEvery = std::chrono::days(7);
    /// Before a picture that could not be had is tried again, the first time (artworkplan.h).
    std::chrono::milliseconds firstPause = std::chrono::seconds(30);
};

/// Pictures of podcasts, episodes and chapters: fetched once, scaled off the GUI thread, kept on
/// disk under the profile's cache (artworkcache.h), asked for again once a week when they are
/// looked at. Judged by content, never SVG (pictures.h). Feeds' artwork is fetched without asking;
/// pictures in notes and chapters only after the listener allowed them for the podcast: the caller
/// decides.
class ArtworkService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ArtworkService)

public:
    ArtworkService(HttpClient &http, const QString &folder, ArtworkLimits limits = {},
                   QObject *parent = nullptr);
    /// Waits for what is being decoded.
    ~ArtworkService() override;

    /// What a request for a picture may do (services/podcastaccess.h). Unset: what a stranger's
    /// may.
    using Requests = std::function<QFuture<HttpRequest>(const QUrl &picture)>;
    void setRequests(Requests requests) { m_requests = std::move(requests); }
    /// What could not be had is tried again: a login is known, or the listener allowed more.
    void forgetFailures();
    /// What failed on the way is tried again at once; what a server said no to is not.
    void networkIsBack();

    /// The picture, cropped to a square of `pixels` (device pixels), when it is in memory; else
    /// null, and ready(url) follows when it is worth asking again: it is there, or it could not be
    /// had and may now be tried once more.
    QImage square(const QUrl &url, int pixels);
    /// As square(), but the whole picture: as it is, or smaller, so that no side is longer.
    QImage whole(const QUrl &url, int pixels);
    /// Keeps a picture that stood in a sound file; answers its `earmark-image:<sha256>` address.
    /// On any thread that may wait: it hashes megabytes, and writes before it answers.
    QUrl keep(const QByteArray &picture) const;
    /// It lies on the listener's own network, and he has not allowed it.
    bool isRefused(const QUrl &url) const { return m_refused.contains(url); }

Q_SIGNALS:
    void ready(const QUrl &url);
    /// Its publisher has another one now: what was got for this address is no longer right.
    void changed(const QUrl &url);
    void refused(const QUrl &url); ///< isRefused() from now on.

private:
    struct Key
    {
        QUrl url;
        PictureShape shape;
        bool operator==(const Key &) const = default;
        friend size_t qHash(const Key &key, size_t seed = 0)
        {
            return qHashMulti(seed, key.url, key.shape);
        }
    };
    struct Trouble
    {
        int tries = 0;
        bool isFinal = false;
        std::optional<std::chrono::steady_clock::time_point> until; ///< Unset: may be tried.
    };
    struct Found;
    struct Stored;

    QImage image(const Key &key);
    void load(const Key &key);
    void loaded(const Key &key, const Found &found);
    void fetch(const QUrl &url, const std::optional<ArtworkCache::Entry> &known);
    void nothingCame(const QUrl &url, const std::optional<ArtworkCache::Entry> &known,
                     const Result<HttpResponse> &response);
    void answered(const QUrl &url, const std::optional<ArtworkCache::Entry> &known,
                  const Result<HttpResponse> &response);
    void stored(const QUrl &url, const QString &knownContent, const Stored &stored);
    void show(const Key &key, const QImage &image);
    void dropFromMemory(const QUrl &url);
    void giveUp(const QUrl &url, bool isFinal);
    void waitForNext();
    void tryAgain();
    void tidySometimes(qint64 written);

    HttpClient &m_http;
    Requests m_requests;
    ArtworkLimits m_limits;
    std::shared_ptr<ArtworkCache> m_cache;
    QThreadPool m_pool; ///< Two at once: a picture may take 160 MB for the moment.
    QCache<Key, QImage> m_images;
    QSet<Key> m_loading;
    QHash<QUrl, QList<Key>> m_fetching; ///< What waits for the bytes; empty: only looks for news.
    QSet<QUrl> m_checked; ///< Asked for news in this run.
    QHash<QUrl, Trouble> m_troubles;
    QSet<QUrl> m_refused;
    QTimer m_retry;
    qint64 m_untidied = 0; ///< Bytes written since the last tidying.
    bool m_hasTidied = false;
};

} // namespace Earmark
