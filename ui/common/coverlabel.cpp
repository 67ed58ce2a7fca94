// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/coverlabel.h"

#include "ui/common/theme.h"

#include <QPainter>

#include <algorithm>

namespace Earmark {

CoverLabel::CoverLabel(QWidget *parent) : QWidget(parent)
{
    setSide(52, Radius::Card);
}

void CoverLabel::setSide(int side, int radius)
{
    setFixedSize(side, side);
    m_radius = radius;
}

void CoverLabel::setCovers(CoverSource *covers)
{
    if (m_covers != nullptr)
        disconnect(m_covers, nullptr, this, nullptr);
    m_covers = covers;
    if (covers != nullptr) {
        connect(covers, &CoverSource::coverArrived, this, [this](const QUrl &address) {
            if (m_cover.pictures.contains(address))
                update();
        });
    }
    update();
}

void CoverLabel::setCover(const Cover &cover)
{
    if (cover == m_cover)
        return;
    m_cover = cover;
    setAccessibleName(cover.title.isEmpty() ? QString() : tr("Artwork of %1").arg(cover.title));
    update();
}

void CoverLabel::paintEvent(QPaintEvent *)
{
    const bool hasPicture
            = std::ranges::any_of(m_cover.pictures, [](const QUrl &url) { return !url.isEmpty(); });
    if (m_cover.title.isEmpty() && !hasPicture)
        return;
    QPainter painter(this);
    paintCover(&painter, rect(), m_radius, m_cover, m_covers);
}

} // namespace Earmark
