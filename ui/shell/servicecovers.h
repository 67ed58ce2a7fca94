// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/covers.h"

#include <QCache>

namespace Earmark {

class ArtworkService;

/// Artwork from the artwork service, as pixmaps ready to be painted.
class ServiceCovers : public CoverSource
{
    Q_OBJECT

public:
    explicit ServiceCovers(ArtworkService &artwork, QObject *parent = nullptr);

    QPixmap cover(const QUrl &address, int side) override;

private:
    using Key = std::pair<QUrl, int>;

    ArtworkService &m_artwork;
    QCache<Key, QPixmap> m_pixmaps; ///< Cost in KiB.
};

} // namespace Earmark
