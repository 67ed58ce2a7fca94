// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <QStringView>

#include <stop_token>

namespace Earmark {

/// A file in a folder that is a podcast, by what the file system says of it.
struct FolderFile
{
    QString path; ///< Below the folder: "CD 1/03.mp3".
    qint64 size = 0; ///< bytes
    qint64 modified = 0; ///< ms since 1970, UTC

    bool operator==(const FolderFile &) const = default;
};
using FolderFiles = QList<FolderFile>;

/// What lies in a folder and matters here: sound, video, what may stand beside it, pictures.
struct FolderListing
{
    QString folder; ///< Its path, canonical.
    FolderFiles files; ///< In natural order.
    QStringList folders; ///< Whole paths of those that were looked into, itself first.
    QStringList remarks; ///< What was left out, a sentence each.
};

/// A sound file and what stands beside it under the same name: "X.mp3" and "X.vtt", "X.en.srt",
/// "X.chapters.json", "X.txt".
struct SoundFile
{
    FolderFile file;
    FolderFiles beside;

    bool operator==(const SoundFile &) const = default;
};

namespace FolderLimits {
inline constexpr qsizetype Files = 20'000;
inline constexpr qsizetype Entries = 200'000; ///< Looked at, whatever they are.
inline constexpr int Depth = 8; ///< The folder itself is 1.
} // namespace FolderLimits

/// Looks into the folder and those below it. No link is followed and nothing opened: what is
/// hidden, a link, a pipe or a device is left out. Waits for the disk. Errors: FileSystem,
/// Cancelled.
Result<FolderListing> listFolder(const QString &folder, const std::stop_token &stop);

/// Changes when any file does, comes or goes.
QByteArray fingerprintOf(const FolderListing &listing);

/// The sound and video files of it, in its order.
QList<SoundFile> soundFilesOf(const FolderListing &listing);

/// The name says that it is sound or video that may be played. ("mp3", "m4b" …)
bool isSoundName(QStringView name);
/// The MIME type of a name for which isSoundName() holds.
QString soundTypeOf(QStringView name);

/// Which of them is the folder's picture: cover.jpg, folder.png … in the folder itself; empty:
/// none.
QString coverOf(const FolderListing &listing);

/// "Track 2" before "Track 10", without regard to case; files before folders of the same beginning.
bool isNaturallyBefore(QStringView a, QStringView b);

} // namespace Earmark
