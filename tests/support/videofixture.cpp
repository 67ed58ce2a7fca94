// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/videofixture.h"

#include <QDebug>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

// A white bar, the bits of the number (the highest first), a black bar; the lowest quarter of the
// picture is its own negative.
constexpr int Bits = 12;
constexpr int Bars = Bits + 2;

bool isWhite(int bar, int number, bool isNegative)
{
    const bool isLit = bar == 0 || (bar <= Bits && ((number >> (Bits - bar)) & 1) != 0);
    return isLit != isNegative;
}

QByteArray grayPicture(QSize size, int number)
{
    QByteArray picture;
    picture.reserve(qsizetype{size.width()} * size.height());
    QByteArray upper(size.width(), '\0');
    QByteArray lower(size.width(), '\0');
    for (int x = 0; x < size.width(); ++x) {
        const int bar = x * Bars / size.width();
        upper[x] = isWhite(bar, number, false) ? '\xeb' : '\x10';
        lower[x] = isWhite(bar, number, true) ? '\xeb' : '\x10';
    }
    for (int y = 0; y < size.height(); ++y)
        picture += y < size.height() * 3 / 4 ? upper : lower;
    return picture;
}

QByteArray runFfmpeg(const QTemporaryDir &folder, const QStringList &arguments,
                     const QString &fileName)
{
    const QString path = folder.filePath(fileName);
    QProcess ffmpeg;
    ffmpeg.start(u"ffmpeg"_s,
                 QStringList{u"-nostdin"_s, u"-v"_s, u"error"_s} + arguments + QStringList{path});
    QFile made(path);
    if (!ffmpeg.waitForFinished(120'000) || ffmpeg.exitCode() != 0
        || !made.open(QIODevice::ReadOnly)) {
        qWarning() << "ffmpeg made no" << fileName << ffmpeg.errorString()
                   << ffmpeg.readAllStandardError();
        return {};
    }
    return made.readAll();
}

} // namespace

QByteArray barsVideo(const BarsVideo &video)
{
    const QTemporaryDir folder;
    const QString raw = folder.filePath(u"pictures.raw"_s);
    QFile file(raw);
    if (!file.open(QIODevice::WriteOnly))
        return {};
    for (int number = 0; number < video.seconds * video.fps; ++number)
        file.write(grayPicture(video.size, number));
    file.close();
    const QStringList arguments{
            u"-itsoffset"_s,
            QString::number(video.pictureBegins),
            u"-f"_s,
            u"rawvideo"_s,
            u"-pix_fmt"_s,
            u"gray"_s,
            u"-s"_s,
            u"%1x%2"_s.arg(video.size.width()).arg(video.size.height()),
            u"-framerate"_s,
            QString::number(video.fps),
            u"-i"_s,
            raw,
            u"-itsoffset"_s,
            QString::number(video.soundBegins),
            u"-f"_s,
            u"lavfi"_s,
            u"-i"_s,
            u"sine=frequency=440:sample_rate=44100:duration=%1"_s.arg(video.seconds),
            u"-map"_s,
            u"0:v"_s,
            u"-map"_s,
            u"1:a"_s,
            u"-fps_mode"_s,
            u"passthrough"_s,
            u"-pix_fmt"_s,
            u"yuv420p"_s};
    return runFfmpeg(folder, arguments + video.encoding, video.fileName);
}

QByteArray withMatrix(QByteArray mp4, const std::array<qint32, 4> &turn)
{
    constexpr qsizetype MatrixInBox = 44; // bytes behind the name's first
    const qsizetype box = mp4.indexOf("tkhd");
    if (box < 0 || mp4.at(box + 4) != 0) // version
        return {};
    const std::array<qint32, 9> matrix{
            turn[0] * 0x10000, turn[1] * 0x10000, 0, turn[2] * 0x10000, turn[3] * 0x10000, 0, 0, 0,
            0x40000000};
    for (std::size_t i = 0; i < matrix.size(); ++i)
        qToBigEndian(matrix.at(i), mp4.data() + box + MatrixInBox + static_cast<qsizetype>(i) * 4);
    return mp4;
}

std::optional<int> barsNumber(const std::uint8_t *pixels, int width, int height, int stride)
{
    const auto isLit = [&](int bar, int y) {
        const int x = (2 * bar + 1) * width / (2 * Bars);
        return pixels[qsizetype{y} * stride + qsizetype{x} * 4 + 1] > 127; // green
    };
    int number = 0;
    for (int bar = 0; bar < Bars; ++bar) {
        const bool bit = isLit(bar, height / 3);
        if (bit == isLit(bar, height * 7 / 8))
            return {};
        number = number << 1 | (bit ? 1 : 0);
    }
    const bool hasFrame = (number >> (Bits + 1)) == 1 && (number & 1) == 0;
    return hasFrame ? std::optional((number >> 1) & ((1 << Bits) - 1)) : std::nullopt;
}

} // namespace Earmark
