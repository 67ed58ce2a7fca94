// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/artworkservice.h"

#include "core/addresspolicy.h"
#include "core/async.h"
#include "net/httpclient.h"
#include "services/demo.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QImageReader>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr int CacheKilobytes = 64 * 1024; // about 400 covers of 200 px
constexpr int MaxPixels = 2048;
constexpr int MaxSide = 16384; // a picture that claims more is hostile
constexpr int AllocationLimitMegabytes = 256;

QString sha256(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

/// What a stranger's server may hand us to decode. Not SVG: it is a program.
bool isPicture(const QByteArray &format)
{
    return QList<QByteArray>{"jpeg", "jpg", "png", "gif", "webp", "bmp", "ico"}.contains(format);
}

QImage readSquare(const QString &path, int pixels)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QImageReader reader(&file);
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(true);
    if (!isPicture(reader.format()))
        return {};
    const QSize size = reader.size();
    if (size.isEmpty() || size.width() > MaxSide || size.height() > MaxSide)
        return {};
    const int side = qMin(size.width(), size.height());
    reader.setClipRect(QRect((size.width() - side) / 2, (size.height() - side) / 2, side, side));
    const QImage image = reader.read();
    return image.isNull()
            ? image
            : image.scaled(pixels, pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

bool writeFile(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
}

} // namespace

ArtworkService::ArtworkService(HttpClient &http, QString folder, QObject *parent)
    : QObject(parent), m_http(http), m_folder(std::move(folder)), m_images(CacheKilobytes)
{
    QImageReader::setAllocationLimit(AllocationLimitMegabytes);
}

ArtworkService::~ArtworkService() = default;

QImage ArtworkService::square(const QUrl &url, int pixels)
{
    const Key key{url, qBound(1, pixels, MaxPixels)};
    if (const QImage *image = m_images.object(key))
        return *image;
    const bool isOurs = isDemoAddress(url) || url.scheme() == "earmark-image"_L1;
    if ((isOurs || isFetchable(url)) && !m_unavailable.contains(url) && !m_loading.contains(key)) {
        m_loading.insert(key);
        load(key);
    }
    return {};
}

QUrl ArtworkService::keep(const QByteArray &picture)
{
    const QString name = sha256(picture);
    QUrl url(u"earmark-image:"_s + name);
    runOnPool([folder = m_folder, path = fileFor(url), picture] {
        return QFile::exists(path) || (QDir().mkpath(folder) && writeFile(path, picture));
    });
    return url;
}

QString ArtworkService::fileFor(const QUrl &url) const
{
    if (isDemoAddress(url))
        return demoResource(url);
    return m_folder + u'/' + sha256(url.toEncoded());
}

void ArtworkService::load(const Key &key)
{
    const QString path = fileFor(key.url);
    onResult(runOnPool([path] { return QFile::exists(path); }), this, [this, key](bool exists) {
        if (exists)
            decode(key);
        else if (isFetchable(key.url))
            fetch(key);
        else
            giveUp(key.url);
    });
}

void ArtworkService::fetch(const Key &key)
{
    const bool isUnderWay = m_fetching.contains(key.url);
    m_fetching[key.url].append(key.pixels);
    if (isUnderWay)
        return;
    HttpRequest request;
    request.url = key.url;
    request.maxBody = MaxImageBytes;
    const auto stored = then(
            m_http.get(request), this, [this, url = key.url](const Result<HttpResponse> &response) {
                if (!response)
                    return readyFuture(false);
                return runOnPool([folder = m_folder, path = fileFor(url), body = response->body] {
                    return QDir().mkpath(folder) && writeFile(path, body);
                });
            });
    onResult(stored, this, [this, url = key.url](bool isStored) {
        const QList<int> sizes = m_fetching.take(url);
        if (!isStored) {
            giveUp(url);
            return;
        }
        for (const int pixels : sizes)
            decode({url, pixels});
    });
}

void ArtworkService::decode(const Key &key)
{
    const auto image = runOnPool(
            [path = fileFor(key.url), pixels = key.pixels] { return readSquare(path, pixels); });
    onResult(image, this, [this, key](const QImage &square) {
        m_loading.remove(key);
        if (square.isNull()) {
            giveUp(key.url);
            return;
        }
        m_images.insert(key, new QImage(square), qMax<qsizetype>(1, square.sizeInBytes() / 1024));
        Q_EMIT ready(key.url);
    });
}

void ArtworkService::giveUp(const QUrl &url)
{
    m_unavailable.insert(url);
    for (auto key = m_loading.begin(); key != m_loading.end();)
        key = key->url == url ? m_loading.erase(key) : std::next(key);
}

} // namespace Earmark
