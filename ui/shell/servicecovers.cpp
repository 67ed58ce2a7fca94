// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/servicecovers.h"

#include "services/artworkservice.h"

namespace Earmark {

namespace {
constexpr qsizetype MostKiB = 24LL * 1024; ///< Some hundred covers at twice the pixels.
}

ServiceCovers::ServiceCovers(ArtworkService &artwork, QObject *parent)
    : CoverSource(parent), m_artwork(artwork), m_pixmaps(MostKiB)
{
    connect(&artwork, &ArtworkService::ready, this, &CoverSource::coverArrived);
}

QPixmap ServiceCovers::cover(const QUrl &address, int side)
{
    const Key key(address, side);
    if (const QPixmap *known = m_pixmaps.object(key))
        return *known;
    const QImage image = m_artwork.square(address, side);
    if (image.isNull())
        return {};
    QPixmap pixmap = QPixmap::fromImage(image);
    m_pixmaps.insert(key, new QPixmap(pixmap), image.sizeInBytes() / 1024 + 1);
    return pixmap;
}

} // namespace Earmark
