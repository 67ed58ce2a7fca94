// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ffmpegfixture.h"

#include <QDebug>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace

QByteArray ffmpegFixture(const QString &name, int seconds, const QByteArray &metadata,
                         const QStringList &options, const QByteArray &coverPng)
{
    const QTemporaryDir folder;
    const QString tags = folder.filePath(u"tags.txt"_s);
    const QString cover = folder.filePath(u"cover.png"_s);
    const QString path = folder.filePath(name);
    if (!write(tags, metadata) || !write(cover, coverPng))
        return {};
    QStringList arguments{u"-nostdin"_s,
                          u"-v"_s,
                          u"error"_s,
                          u"-f"_s,
                          u"lavfi"_s,
                          u"-i"_s,
                          u"sine=frequency=440:sample_rate=44100:duration=%1"_s.arg(seconds),
                          u"-f"_s,
                          u"ffmetadata"_s,
                          u"-i"_s,
                          tags};
    if (!coverPng.isEmpty())
        arguments << u"-i"_s << cover << u"-map"_s << u"0:a"_s << u"-map"_s << u"2:v"_s << u"-c:v"_s
                  << u"copy"_s << u"-disposition:v"_s << u"attached_pic"_s;
    else
        arguments << u"-map"_s << u"0:a"_s;
    arguments << u"-map_metadata"_s << u"1"_s << u"-map_chapters"_s << u"1"_s << options << path;

    QProcess ffmpeg;
    ffmpeg.start(u"ffmpeg"_s, arguments);
    QFile made(path);
    if (!ffmpeg.waitForFinished() || ffmpeg.exitCode() != 0 || !made.open(QIODevice::ReadOnly)) {
        qWarning() << "ffmpeg made no" << name << ffmpeg.errorString()
                   << ffmpeg.readAllStandardError();
        return {};
    }
    return made.readAll();
}

QByteArray ffmetadata(const QList<MetadataChapter> &chapters, const QByteArray &title)
{
    QByteArray text = ";FFMETADATA1\n";
    if (!title.isEmpty())
        text += "title=" + title + '\n';
    for (const MetadataChapter &chapter : chapters)
        text += "[CHAPTER]\nTIMEBASE=1/1000\nSTART=" + QByteArray::number(chapter.start)
                + "\nEND=" + QByteArray::number(chapter.end) + "\ntitle=" + chapter.title + '\n';
    return text;
}

} // namespace Earmark
