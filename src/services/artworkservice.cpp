// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/artworkservice.h"

#include "core/addresspolicy.h"
#include "core/async.h"
#include "net/httpclient.h"
#include "services/artworkplan.h"
#include "services/demo.h"

#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Earmark {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int CacheKilobytes = 64 * 1024; // about 400 covers of 200 px
constexpr int MaxPixels = 2048;
constexpr int DecodedAtOnce = 2;
constexpr qint64 TidyEvery = 32LL * 1024 * 1024; ///< bytes written
constexpr auto LongPause = 24h; ///< For what is no picture, or gone: a later run tries again.
const auto OwnScheme = "earmark-image"_L1;

/// The server has spoken, and would say the same in a minute.
bool isFinal(const Error &error)
{
    constexpr int Timeout = 408;
    constexpr int TooMany = 429;
    constexpr int Unauthorized = 401;
    return error.kind == ErrorKind::OwnNetwork || error.kind == ErrorKind::Usage
            || (error.kind == ErrorKind::HttpStatus && error.code >= 400 && error.code < 500
                && error.code != Timeout && error.code != TooMany && error.code != Unauthorized);
}

QByteArray resourceBytes(const QUrl &demo)
{
    QFile file(demoResource(demo));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

struct ArtworkService::Found
{
    QImage image;
    std::optional<ArtworkCache::Entry> entry; ///< Of a picture of the net that is in the cache.
};

struct ArtworkService::Stored
{
    bool isPicture = false;
    QString content;
    qint64 bytes = 0;
    QList<std::pair<Key, QImage>> images; ///< For those who wait.
};

ArtworkService::ArtworkService(HttpClient &http, const QString &folder, ArtworkLimits limits,
                               QObject *parent)
    : QObject(parent), m_http(http), m_limits(limits),
      m_cache(std::make_shared<ArtworkCache>(folder, limits.diskBytes)), m_images(CacheKilobytes)
{
    m_pool.setMaxThreadCount(DecodedAtOnce);
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &ArtworkService::tryAgain);
}

ArtworkService::~ArtworkService()
{
    m_pool.clear();
    m_pool.waitForDone();
}

QImage ArtworkService::square(const QUrl &url, int pixels)
{
    return image({url, {.pixels = qBound(1, pixels, MaxPixels), .isWhole = false}});
}

QImage ArtworkService::whole(const QUrl &url, int pixels)
{
    return image({url, {.pixels = qBound(1, pixels, MaxPixels), .isWhole = true}});
}

QUrl ArtworkService::keep(const QByteArray &picture) const
{
    return QUrl(OwnScheme + u':' + m_cache->keep(picture));
}

QImage ArtworkService::image(const Key &key)
{
    const QUrl &url = key.url;
    if (const QImage *image = m_images.object(key))
        return *image;
    const bool isOurs = isDemoAddress(url) || url.scheme() == OwnScheme;
    const auto trouble = m_troubles.constFind(url);
    const bool isLeftAlone = trouble != m_troubles.cend() && trouble->until;
    if ((isOurs || isFetchable(url)) && !isLeftAlone && !m_loading.contains(key)) {
        m_loading.insert(key);
        load(key);
    }
    return {};
}

void ArtworkService::load(const Key &key)
{
    const auto found = runOnPool(
            [cache = m_cache, key]() -> Found {
                if (isDemoAddress(key.url))
                    return {readPicture(resourceBytes(key.url), key.shape), {}};
                if (key.url.scheme() == OwnScheme)
                    return {cache->read(key.url.path(), key.shape), {}};
                const auto entry = cache->entry(key.url);
                if (!entry)
                    return {};
                return {cache->read(entry->content, key.shape), entry};
            },
            &m_pool);
    onResult(found, this, [this, key](const Found &read) { loaded(key, read); });
}

void ArtworkService::loaded(const Key &key, const Found &found)
{
    const QUrl &url = key.url;
    if (!found.image.isNull()) {
        show(key, found.image);
        const bool asks = found.entry && !m_checked.contains(url) && !m_fetching.contains(url)
                && isDue(found.entry->checked, m_limits.checkEvery,
                         QDateTime::currentDateTimeUtc());
        if (asks) {
            m_checked.insert(url);
            m_fetching.insert(url, {});
            fetch(url, found.entry);
        }
        return;
    }
    if (!isFetchable(url)) {
        giveUp(url, true);
        return;
    }
    const bool isUnderWay = m_fetching.contains(url);
    m_fetching[url].append(key);
    if (!isUnderWay)
        fetch(url, std::nullopt);
}

/// known: what is shown already; its publisher is only asked for news.
void ArtworkService::fetch(const QUrl &url, const std::optional<ArtworkCache::Entry> &known)
{
    const auto request = m_requests
            ? m_requests(url)
            : readyFuture(HttpRequest{.url = url, .reach = Reach::PublicOnly});
    const auto answer = then(request, this, [this, known](HttpRequest allowed) {
        allowed.maxBody = MaxImageBytes;
        allowed.validators = known ? known->validators : HttpValidators();
        return m_http.get(allowed);
    });
    onResult(answer, this, [this, url, known](const Result<HttpResponse> &response) {
        answered(url, known, response);
    });
}

/// Nothing new came: the server said so, or it failed.
void ArtworkService::nothingCame(const QUrl &url, const std::optional<ArtworkCache::Entry> &known,
                                 const Result<HttpResponse> &response)
{
    // Somebody may have come to wait for a size that is not there, when news was asked for.
    const bool isWaitedFor = !m_fetching.value(url).isEmpty();
    const bool isAnswer = response || isFinal(response.error());
    if (known && isAnswer) {
        ArtworkCache::Entry entry = *known;
        entry.checked = QDateTime::currentDateTimeUtc();
        m_pool.start([cache = m_cache, url, entry] { cache->setEntry(url, entry); });
    }
    if (known && isWaitedFor) {
        fetch(url, std::nullopt);
        return;
    }
    m_fetching.remove(url);
    if (!known)
        giveUp(url, !response && isAnswer);
    if (!response && response.error().kind == ErrorKind::OwnNetwork) {
        m_refused.insert(url);
        Q_EMIT refused(url);
    }
}

void ArtworkService::answered(const QUrl &url, const std::optional<ArtworkCache::Entry> &known,
                              const Result<HttpResponse> &response)
{
    if (!response || response->notModified()) {
        nothingCame(url, known, response);
        return;
    }
    ArtworkCache::Entry entry{.content = {},
                              .validators = response->validators,
                              .checked = QDateTime::currentDateTimeUtc()};
    if (!response->isEndProven)
        entry.validators = {}; // it may be cut, and shall not stay so
    const auto kept = runOnPool(
            [cache = m_cache, url, entry, body = response->body, keys = m_fetching.take(url)] {
                Stored result{.isPicture = pictureKind(body) != PictureKind::None,
                              .content = {},
                              .bytes = body.size(),
                              .images = {}};
                if (result.isPicture) {
                    ArtworkCache::Entry now = entry;
                    now.content = result.content = cache->keep(body);
                    cache->setEntry(url, now);
                }
                for (const Key &key : keys)
                    result.images.append({key, cache->read(result.content, key.shape)});
                return result;
            },
            &m_pool);
    const QString content = known ? known->content : QString();
    onResult(kept, this,
             [this, url, content](const Stored &result) { stored(url, content, result); });
}

void ArtworkService::stored(const QUrl &url, const QString &knownContent, const Stored &stored)
{
    const bool isNews
            = stored.isPicture && !knownContent.isEmpty() && stored.content != knownContent;
    if (isNews) {
        dropFromMemory(url);
        Q_EMIT changed(url);
    }
    for (const auto &[key, image] : stored.images) {
        if (!image.isNull())
            show(key, image);
        else
            giveUp(url, true);
    }
    if (isNews && stored.images.isEmpty())
        Q_EMIT ready(url);
    if (stored.isPicture)
        tidySometimes(stored.bytes);
}

void ArtworkService::show(const Key &key, const QImage &image)
{
    m_loading.remove(key);
    m_troubles.remove(key.url);
    m_images.insert(key, new QImage(image), qMax<qsizetype>(1, image.sizeInBytes() / 1024));
    Q_EMIT ready(key.url);
}

void ArtworkService::dropFromMemory(const QUrl &url)
{
    const QList<Key> keys = m_images.keys();
    for (const Key &key : keys) {
        if (key.url == url)
            m_images.remove(key);
    }
}

void ArtworkService::giveUp(const QUrl &url, bool isFinal)
{
    m_loading.removeIf([&url](const Key &key) { return key.url == url; });
    Trouble &trouble = m_troubles[url];
    ++trouble.tries;
    trouble.isFinal = isFinal;
    trouble.until = SteadyClock::now()
            + (isFinal ? LongPause : pauseAfter(trouble.tries, m_limits.firstPause));
    waitForNext();
}

void ArtworkService::waitForNext()
{
    std::optional<SteadyClock::time_point> next;
    for (const Trouble &trouble : std::as_const(m_troubles)) {
        if (trouble.until && (!next || *trouble.until < *next))
            next = trouble.until;
    }
    if (!next) {
        m_retry.stop();
        return;
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*next - SteadyClock::now());
    m_retry.start(std::max(left, 1ms));
}

/// Says that it is worth asking: only what somebody still shows is fetched again.
void ArtworkService::tryAgain()
{
    QList<QUrl> due;
    const auto now = SteadyClock::now();
    for (auto trouble = m_troubles.begin(); trouble != m_troubles.end(); ++trouble) {
        if (trouble->until && *trouble->until <= now) {
            trouble->until.reset();
            due.append(trouble.key());
        }
    }
    waitForNext();
    for (const QUrl &url : due)
        Q_EMIT ready(url);
}

void ArtworkService::forgetFailures()
{
    const QList<QUrl> failed = m_troubles.keys();
    m_troubles.clear();
    m_refused.clear();
    m_retry.stop();
    for (const QUrl &url : failed)
        Q_EMIT ready(url);
}

void ArtworkService::networkIsBack()
{
    for (Trouble &trouble : m_troubles) {
        if (trouble.until && !trouble.isFinal)
            trouble = {.tries = 0, .isFinal = false, .until = SteadyClock::now()};
    }
    tryAgain();
}

void ArtworkService::tidySometimes(qint64 written)
{
    m_untidied += written;
    if (m_hasTidied && m_untidied < std::min(TidyEvery, m_limits.diskBytes / 10))
        return;
    m_hasTidied = true;
    m_untidied = 0;
    m_pool.start([cache = m_cache] { cache->tidy(QDateTime::currentDateTimeUtc()); });
}

} // namespace Earmark
