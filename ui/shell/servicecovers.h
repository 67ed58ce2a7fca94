// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/covers.h"

#include <QCache>

#include <utility>

namespace Earmark {

class ArtworkService;

/// Artwork from the artwork service, as pixmaps ready to be painted.
class ServiceCovers : public CoverSource
{
    Q_OBJECT

public:
    explicit ServiceCovers(ArtworkService &artwork, QObject *parent = nullptr);

    QPixmap cover(const QUrl &address, int side) override;
    QPixmap picture(const QUrl &address, int side) override;
    bool isRefused(const QUrl &address) const override;

private:
    using Key = std::pair<QUrl, int>;
    using Pixmaps = QCache<Key, QPixmap>; ///< Cost in KiB.
    using Read = QImage (ArtworkService::*)(const QUrl &, int);

    void forget(const QUrl &address);
    QPixmap pixmap(Pixmaps &known, const Key &key, Read read);

    ArtworkService &m_artwork;
    Pixmaps m_covers;
    Pixmaps m_pictures;
};

} // namespace Earmark
