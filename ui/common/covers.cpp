// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/covers.h"

#include "ui/common/icons.h"
#include "ui/common/initials.h"

#include <QColor>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QTextBoundaryFinder>

#include <algorithm>
#include <array>
#include <cmath>

namespace Earmark {

namespace {

// One lightness and strength around the circle of hues (OKLCH), so that no podcast shouts: white
// has a contrast of 5 on each, and each of 3 to the darkest paper.
constexpr std::array<QRgb, 15> Grounds{0xFFA65758, 0xFFA45A3D, 0xFF996223, 0xFF816D11, 0xFF5E762C,
                                       0xFF377B49, 0xFF097D64, 0xFF007B7B, 0xFF087892, 0xFF3073A6,
                                       0xFF516DAC, 0xFF7065A9, 0xFF895E9C, 0xFF9A5885, 0xFFA3566F};

// Shares of the square's side.
constexpr double OneSign = 0.5;
constexpr double MoreSigns = 0.4;
constexpr double WidestText = 0.76;
constexpr double IconShare = 0.55;
constexpr int SmallestText = 7; ///< pixels

quint32 stableHash(const QString &text)
{
    quint32 hash = 2166136261U; // FNV-1a: qHash is seeded anew in each run
    for (const QChar c : text) {
        hash ^= c.unicode();
        hash *= 16777619U;
    }
    return hash;
}

/// Capitals and digits stand on one line in every cover; other scripts in the middle of theirs.
double baseline(const QFontMetricsF &metrics, const QRectF &square, const QRectF &ink,
                const QString &text)
{
    const bool isPlain = std::all_of(text.cbegin(), text.cend(), [](QChar c) {
        return c.isDigit() || (c.unicode() < 0x250 && c.isUpper());
    });
    const double middle = square.center().y();
    return isPlain ? middle + metrics.capHeight() / 2 : middle - ink.center().y();
}

void paintInitials(QPainter *painter, const QRectF &square, const QString &text)
{
    QFont font = painter->font();
    font.setWeight(QFont::DemiBold);
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0);
    QTextBoundaryFinder signs(QTextBoundaryFinder::Grapheme, text);
    const bool isOneSign = signs.toNextBoundary() == text.size();
    double pixels = square.height() * (isOneSign ? OneSign : MoreSigns);
    const auto inkOf = [&font, &pixels, &text] {
        font.setPixelSize(std::max(SmallestText, int(std::lround(pixels))));
        return QFontMetricsF(font).tightBoundingRect(text);
    };
    QRectF ink = inkOf();
    if (ink.width() > square.width() * WidestText) {
        pixels *= square.width() * WidestText / ink.width();
        ink = inkOf();
    }
    painter->setFont(font);
    painter->setPen(Qt::white);
    const QPointF origin(square.center().x() - ink.center().x(),
                         baseline(QFontMetricsF(font), square, ink, text));
    painter->drawText(origin, text);
}

} // namespace

QColor coverColor(const QString &title)
{
    return QColor::fromRgb(Grounds.at(stableHash(title) % Grounds.size()));
}

void paintGeneratedCover(QPainter *painter, const QRectF &square, const QString &title)
{
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter->fillRect(square, coverColor(title));
    const QString text = initials(title);
    if (text.isEmpty()) {
        QRectF icon(QPointF(), square.size() * IconShare);
        icon.moveCenter(square.center());
        paintIcon(painter, icon, QStringLiteral("podcast"), Qt::white);
    } else {
        paintInitials(painter, square, text);
    }
    painter->restore();
}

QImage generatedCover(const QString &title, int side)
{
    QImage image(side, side, QImage::Format_RGB32);
    QPainter painter(&image);
    paintGeneratedCover(&painter, QRectF(0, 0, side, side), title);
    return image;
}

void paintCover(QPainter *painter, const QRectF &square, int radius, const Cover &cover,
                CoverSource *covers)
{
    const qreal ratio = painter->device()->devicePixelRatioF();
    QPixmap picture;
    for (const QUrl &address : cover.pictures) {
        if (covers != nullptr && !address.isEmpty() && picture.isNull())
            picture = covers->cover(address, int(std::ceil(square.width() * ratio)));
    }

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
        painter->fillPath(path, coverColor(cover.title)); // smooth corners, which no clip has
        painter->setClipPath(path);
        paintGeneratedCover(painter, square.adjusted(1, 1, -1, -1), cover.title);
    }
    painter->restore();
}

} // namespace Earmark
