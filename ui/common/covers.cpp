// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/covers.h"

#include "ui/common/format.h"

#include <QColor>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

namespace Earmark {

namespace {

// White initials on each have a contrast of at least 4.5:1.
constexpr std::array<QRgb, 10> Grounds{0xFF34506B, 0xFF8C2F39, 0xFF2F6B4F, 0xFF6A4C93, 0xFF7F5A22,
                                       0xFF1F6F78, 0xFF9A3B6A, 0xFF4A5D23, 0xFF5B5F97, 0xFF8A4B2A};

quint32 stableHash(const QString &text)
{
    quint32 hash = 2166136261U; // FNV-1a: qHash is seeded anew in each run
    for (const QChar c : text) {
        hash ^= c.unicode();
        hash *= 16777619U;
    }
    return hash;
}

} // namespace

QColor coverColor(const QString &title)
{
    return QColor::fromRgb(Grounds.at(stableHash(title) % Grounds.size()));
}

void paintCover(QPainter *painter, const QRectF &square, int radius, const QString &title,
                const QUrl &address, CoverSource *covers)
{
    const qreal ratio = painter->device()->devicePixelRatioF();
    QPixmap picture;
    if (covers != nullptr && !address.isEmpty())
        picture = covers->cover(address, int(std::ceil(square.width() * ratio)));

    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath path;
    path.addRoundedRect(square, radius, radius);
    if (!picture.isNull()) {
        QBrush brush(picture);
        const double scale
                = square.width() / std::max(1, std::min(picture.width(), picture.height()));
        const double device = picture.devicePixelRatio();
        brush.setTransform(QTransform::fromTranslate(square.x(), square.y())
                                   .scale(scale * device, scale * device));
        painter->fillPath(path, brush);
    } else {
        painter->fillPath(path, coverColor(title));
        QFont font = painter->font();
        font.setPixelSize(std::max(7, int(square.height() * 0.36)));
        font.setWeight(QFont::Bold);
        painter->setFont(font);
        painter->setPen(Qt::white);
        painter->drawText(square, Qt::AlignCenter, initials(title));
    }
    painter->restore();
}

} // namespace Earmark
