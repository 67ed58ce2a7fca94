// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSize>
#include <QString>
#include <QStringList>

#include <array>
#include <cstdint>
#include <optional>

namespace Earmark {

/// A video whose every picture shows its own number as bars, with a tone beside it; made by the
/// ffmpeg program.
struct BarsVideo
{
    QString fileName = QStringLiteral("bars.mp4"); ///< The ending says the container.
    double seconds = 10;
    int fps = 25;
    QSize size{224, 128};
    /// Of picture and sound, as the ffmpeg program is told.
    QStringList encoding{QStringLiteral("-c:v"), QStringLiteral("libx264"),
                         QStringLiteral("-preset"), QStringLiteral("ultrafast")};
    double pictureBegins = 0; ///< s on the file's clock ...
    double soundBegins = 0; ///< ... as this.
};

/// Empty, and a test warning, if ffmpeg could not make it.
QByteArray barsVideo(const BarsVideo &video);

/// The same MP4, whose first track is to be turned: x' = a x + c y, y' = b x + d y; as a, b, c, d.
QByteArray withMatrix(QByteArray mp4, const std::array<qint32, 4> &turn);

/// The number that a picture shows (32 bits a pixel); nothing if it is none of ours, upside down,
/// mirrored or turned.
std::optional<int> barsNumber(const std::uint8_t *pixels, int width, int height, int stride);

} // namespace Earmark
