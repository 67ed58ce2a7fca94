// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pictures.h"

#include <QBuffer>
#include <QImageIOHandler>
#include <QImageReader>
#include <QPainter>

#include <algorithm>

namespace Earmark {
namespace {

constexpr int MaxSide = 16'384; // a picture that claims more is hostile
constexpr qint64 MaxPixels = 20'000'000;
/// 20 megapixels of 8 bytes each, and a little.
constexpr int AllocationLimitMegabytes = 168;
/// A progressive JPEG has some ten scans; each costs a pass over all of the picture, and thousands
/// fit into a few kilobytes.
constexpr int MaxScans = 100;

const char *formatName(PictureKind kind)
{
    switch (kind) {
    case PictureKind::Jpeg:
        return "jpeg";
    case PictureKind::Png:
        return "png";
    case PictureKind::Gif:
        return "gif";
    case PictureKind::WebP:
        return "webp";
    case PictureKind::None:
        break;
    }
    return "";
}

bool hasTooManyScans(const QByteArray &jpeg)
{
    int scans = 0;
    for (qsizetype at = jpeg.indexOf("\xFF\xDA"); at >= 0; at = jpeg.indexOf("\xFF\xDA", at + 2)) {
        if (++scans > MaxScans)
            return true;
    }
    return false;
}

QSize wantedSize(const QSize &size, const PictureShape &shape)
{
    const QSize room(shape.pixels, shape.pixels);
    return size.scaled(room, shape.isWhole ? Qt::KeepAspectRatio : Qt::KeepAspectRatioByExpanding);
}

/// What publishers draw on: a hole in a dark window would be none of their making.
QImage onWhite(const QImage &image)
{
    QImage ground(image.size(), QImage::Format_RGB32);
    ground.fill(Qt::white);
    QPainter(&ground).drawImage(0, 0, image);
    return ground;
}

QImage middleSquare(const QImage &image, int pixels)
{
    const int side = std::min(image.width(), image.height());
    const QImage square
            = image.copy((image.width() - side) / 2, (image.height() - side) / 2, side, side)
                      .scaled(pixels, pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    return square.hasAlphaChannel() ? onWhite(square) : square;
}

} // namespace

PictureKind pictureKind(const QByteArray &bytes)
{
    if (bytes.startsWith("\xFF\xD8\xFF"))
        return PictureKind::Jpeg;
    if (bytes.startsWith("\x89PNG\r\n\x1A\n"))
        return PictureKind::Png;
    if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a"))
        return PictureKind::Gif;
    return bytes.startsWith("RIFF") && bytes.mid(8, 4) == "WEBP" ? PictureKind::WebP
                                                                 : PictureKind::None;
}

QImage readPicture(const QByteArray &bytes, const PictureShape &shape)
{
    const PictureKind kind = pictureKind(bytes);
    if (kind == PictureKind::None || (kind == PictureKind::Jpeg && hasTooManyScans(bytes)))
        return {};
    QBuffer buffer;
    buffer.setData(bytes);
    if (!buffer.open(QIODevice::ReadOnly))
        return {};
    // Of the whole program: no decoder anywhere needs more.
    if (QImageReader::allocationLimit() != AllocationLimitMegabytes)
        QImageReader::setAllocationLimit(AllocationLimitMegabytes);
    QImageReader reader(&buffer, formatName(kind));
    reader.setAutoDetectImageFormat(false);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (size.isEmpty() || std::max(size.width(), size.height()) > MaxSide
        || qint64(size.width()) * size.height() > MaxPixels)
        return {};
    // Decoded at twice the wanted size where the format can: sharp, and an eighth of the work.
    const QSize twice = wantedSize(size, {.pixels = shape.pixels * 2, .isWhole = shape.isWhole});
    if (reader.supportsOption(QImageIOHandler::ScaledSize) && twice.width() < size.width()
        && !twice.isEmpty())
        reader.setScaledSize(twice);
    const QImage image = reader.read();
    if (image.isNull())
        return {};
    if (!shape.isWhole)
        return middleSquare(image, shape.pixels);
    const bool fits = std::max(image.width(), image.height()) <= shape.pixels;
    return fits ? image
                : image.scaled(shape.pixels, shape.pixels, Qt::KeepAspectRatio,
                               Qt::SmoothTransformation);
}

} // namespace Earmark
