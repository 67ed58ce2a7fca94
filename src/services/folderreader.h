// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/folderfeed.h"
#include "services/folderlisting.h"

#include <QByteArray>
#include <QString>

#include <stop_token>

namespace Earmark {

// What stands in the files of a folder. All of these wait for the disk.

/// Fails for what is no sound, whatever its name says, and Cancelled.
Result<SoundFacts> readSound(const QString &folder, const SoundFile &sound,
                             const std::stop_token &stop);

/// The picture of a folder: its cover's bytes, else those in the first of these files that has one.
/// Empty: none, or nothing that is a picture.
QByteArray readFolderPicture(const FolderListing &listing, const QList<SoundFacts> &facts,
                             const std::stop_token &stop);

/// The file of this canonical path with what stands beside it. Error: FileSystem.
Result<SoundFile> soundFileAt(const QString &path);

} // namespace Earmark
