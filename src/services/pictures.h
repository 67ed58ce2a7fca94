// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QImage>

namespace Earmark {

/// What a stranger's server may hand us to decode. Not SVG: it is a program.
enum class PictureKind : quint8 { None, Jpeg, Png, Gif, WebP };

/// By the first bytes alone: what a server says, or a name, is no matter.
PictureKind pictureKind(const QByteArray &bytes);

/// How a picture is wanted: a square of `pixels`, cropped from the middle, or the whole of it, as
/// it is or smaller, so that no side is longer.
struct PictureShape
{
    int pixels = 0; ///< Device pixels, 1 to 2048.
    bool isWhole = false;

    bool operator==(const PictureShape &) const = default;
    friend size_t qHash(const PictureShape &shape, size_t seed = 0)
    {
        return qHashMulti(seed, shape.pixels, shape.isWhole);
    }
};

/// Decodes the first frame; null for what is no picture, is broken, has more than 20 megapixels or
/// a side of more than 16,384, or would take long to decode by design. Up to 160 MB of memory for
/// the moment; runs on any thread.
QImage readPicture(const QByteArray &bytes, const PictureShape &shape);

} // namespace Earmark
