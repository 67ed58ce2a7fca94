// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

namespace Earmark {

/// A media file made by the ffmpeg command: `seconds` of a tone with the given ffmetadata (chapters
/// and tags), written as NAME with the output options (`-c:a aac -movflags ...`). Empty, with the
/// reason as a test warning, if ffmpeg could not make it.
QByteArray ffmpegFixture(const QString &name, int seconds, const QByteArray &metadata,
                         const QStringList &options = {}, const QByteArray &coverPng = {});

/// ffmetadata with one chapter per entry, in ms.
struct MetadataChapter
{
    qint64 start = 0;
    qint64 end = 0;
    QByteArray title;
};
QByteArray ffmetadata(const QList<MetadataChapter> &chapters, const QByteArray &title = {});

} // namespace Earmark
