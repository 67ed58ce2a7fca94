// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/mediafixtures.h"

#include "support/timetone.h"

#include <QDir>
#include <QFile>
#include <QLockFile>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace Earmark {

namespace {

constexpr int ToneRate = 44'100;

QString folder()
{
    QString path = QStringLiteral(EARMARK_FIXTURES);
    QDir().mkpath(path);
    return path;
}

QString writtenOnce(const QString &fileName, const std::function<QByteArray()> &wav)
{
    QString path = folder() + u'/' + fileName;
    QLockFile lock(path + u".lock"_s);
    if (!lock.lock() || QFile::exists(path))
        return path;
    QFile file(path + u".new"_s);
    if (!file.open(QIODevice::WriteOnly) || file.write(wav()) < 0 || !file.flush()
        || !file.rename(path))
        qWarning("Sound cannot be written to %s", qPrintable(path));
    return path;
}

} // namespace

const QList<MediaFixture> &mediaFixtures()
{
    static const QList<MediaFixture> all = {
            {u"wav"_s, u"tone.wav"_s, {}},
            {u"mp3cbr"_s, u"mp3cbr.mp3"_s, {u"-c:a"_s, u"libmp3lame"_s, u"-b:a"_s, u"64k"_s}},
            {u"mp3vbr"_s, u"mp3vbr.mp3"_s, {u"-c:a"_s, u"libmp3lame"_s, u"-q:a"_s, u"4"_s}},
            {u"mp3vbr_noxing"_s,
             u"mp3vbr_noxing.mp3"_s,
             {u"-c:a"_s, u"libmp3lame"_s, u"-q:a"_s, u"4"_s, u"-write_xing"_s, u"0"_s}},
            {u"m4a"_s, u"tone.m4a"_s, {u"-c:a"_s, u"aac"_s, u"-b:a"_s, u"64k"_s}},
            {u"opus"_s, u"tone.opus"_s, {u"-c:a"_s, u"libopus"_s, u"-b:a"_s, u"48k"_s}},
            {u"vorbis"_s, u"tone.ogg"_s, {u"-c:a"_s, u"libvorbis"_s, u"-q:a"_s, u"2"_s}},
            {u"flac"_s, u"tone.flac"_s, {u"-c:a"_s, u"flac"_s}},
            {u"aac"_s, u"tone.aac"_s, {u"-c:a"_s, u"aac"_s, u"-b:a"_s, u"64k"_s}},
            {u"webm"_s, u"tone.webm"_s, {u"-c:a"_s, u"libopus"_s, u"-b:a"_s, u"48k"_s}},
    };
    return all;
}

QString makeFixture(const QString &fileName, const QString &from, const QStringList &options)
{
    QString path = folder() + u'/' + fileName;
    QLockFile lock(path + u".lock"_s);
    if (!lock.lock() || QFile::exists(path))
        return path;
    const QString made = folder() + u"/new-"_s + fileName;
    QProcess ffmpeg;
    ffmpeg.start(u"ffmpeg"_s,
                 QStringList{u"-nostdin"_s, u"-loglevel"_s, u"error"_s, u"-y"_s, u"-i"_s, from}
                         + options + QStringList{made});
    if (!ffmpeg.waitForFinished(120'000) || ffmpeg.exitCode() != 0 || !QFile::rename(made, path)) {
        qWarning("ffmpeg cannot make %s: %s", qPrintable(path),
                 ffmpeg.readAllStandardError().constData());
        return {};
    }
    return path;
}

QString mediaFixture(const QString &name)
{
    return mediaFixtureOf({}, name, [] { return timeToneWav(FixtureSeconds, ToneRate, 1); });
}

QString mediaFixtureOf(const QString &sound, const QString &name,
                       const std::function<QByteArray()> &wav)
{
    const QString written = writtenOnce(sound + u"tone.wav"_s, wav);
    for (const MediaFixture &fixture : mediaFixtures()) {
        if (fixture.name == name)
            return fixture.encoding.isEmpty()
                    ? written
                    : makeFixture(sound + fixture.fileName, written, fixture.encoding);
    }
    qWarning("There is no fixture called %s", qPrintable(name));
    return {};
}

QByteArray fixtureBytes(const QString &name)
{
    QFile file(mediaFixture(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace Earmark
