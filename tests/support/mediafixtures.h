// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <functional>

namespace Earmark {

/// Two minutes of the time tone (support/timetone.h), mono, in every format that is played. Made by
/// the ffmpeg program once per build folder; any number of tests may ask at once.
struct MediaFixture
{
    QString name; ///< mp3cbr mp3vbr mp3vbr_noxing m4a opus vorbis flac wav aac webm
    QString fileName;
    QStringList encoding; ///< ffmpeg's options.
};

constexpr int FixtureSeconds = 120;

const QList<MediaFixture> &mediaFixtures();

/// Path of the fixture of this name; empty (and a warning, so a failed test) when it cannot be
/// made.
QString mediaFixture(const QString &name);

/// Makes `fileName` in the fixture folder from `from` by ffmpeg with these options, once.
QString makeFixture(const QString &fileName, const QString &from, const QStringList &options);

QByteArray fixtureBytes(const QString &name);

/// Other sound, encoded as the fixture of this name: wav makes it, once per build folder, of which
/// `sound` is the name.
QString mediaFixtureOf(const QString &sound, const QString &name,
                       const std::function<QByteArray()> &wav);

} // namespace Earmark
