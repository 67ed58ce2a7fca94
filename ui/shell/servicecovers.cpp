// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/servicecovers.h"

#include "services/artworkservice.h"

namespace Earmark {

namespace {
constexpr qsizetype MostCovers = 24LL * 1024; ///< KiB: some hundred at twice the pixels.
constexpr qsizetype MostPictures = 8LL * 1024; ///< KiB: those of one episode's notes.
} // namespace

ServiceCovers::ServiceCovers(ArtworkService &artwork, QObject *parent)
    : CoverSource(parent), m_artwork(artwork), m_covers(MostCovers), m_pictures(MostPictures)
{
    connect(&artwork, &ArtworkService::ready, this, &CoverSource::coverArrived);
    connect(&artwork, &ArtworkService::refused, this, &CoverSource::coverRefused);
    connect(&artwork, &ArtworkService::changed, this, &ServiceCovers::forget);
}

void ServiceCovers::forget(const QUrl &address)
{
    for (Pixmaps *known : {&m_covers, &m_pictures}) {
        const QList<Key> keys = known->keys();
        for (const Key &key : keys) {
            if (key.first == address)
                known->remove(key);
        }
    }
}

QPixmap ServiceCovers::cover(const QUrl &address, int side)
{
    return pixmap(m_covers, {address, side}, &ArtworkService::square);
}

QPixmap ServiceCovers::picture(const QUrl &address, int side)
{
    return pixmap(m_pictures, {address, side}, &ArtworkService::whole);
}

bool ServiceCovers::isRefused(const QUrl &address) const
{
    return m_artwork.isRefused(address);
}

QPixmap ServiceCovers::pixmap(Pixmaps &known, const Key &key, Read read)
{
    if (const QPixmap *there = known.object(key))
        return *there;
    const QImage image = (m_artwork.*read)(key.first, key.second);
    if (image.isNull())
        return {};
    QPixmap pixmap = QPixmap::fromImage(image);
    known.insert(key, new QPixmap(pixmap), image.sizeInBytes() / 1024 + 1);
    return pixmap;
}

} // namespace Earmark
