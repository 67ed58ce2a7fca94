// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/coverlabel.h"

#include "ui/common/theme.h"

#include <QPainter>

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
            if (address == m_address)
                update();
        });
    }
    update();
}

void CoverLabel::setCover(const QString &title, const QUrl &address)
{
    if (title == m_title && address == m_address)
        return;
    m_title = title;
    m_address = address;
    setAccessibleName(title.isEmpty() ? QString() : tr("Artwork of %1").arg(title));
    update();
}

void CoverLabel::paintEvent(QPaintEvent *)
{
    if (m_title.isEmpty() && m_address.isEmpty())
        return;
    QPainter painter(this);
    paintCover(&painter, rect(), m_radius, m_title, m_address, m_covers);
}

} // namespace Earmark
