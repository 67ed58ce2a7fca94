// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/medianame.h"
#include "core/result.h"
#include "core/storedmedia.h"

#include <QSet>
#include <QString>
#include <QStringList>

#include <stop_token>

// What is done to the files in the downloads' folder. Everything here waits for a disk: on a thread
// of its own, one at a time. Paths are below the folder; what isSafeMediaPath() refuses is not
// touched, and no file that is there already is ever written over.

namespace Earmark {

/// Of what came whole.
struct CheckedMedia
{
    qint64 bytes = 0;
    QString container{}; ///< libavformat's name.
    bool hasPictures = false;
};

struct MediaCheck
{
    qint64 size = 0; ///< That the file must have.
    QString integrity{}; ///< Enclosure::integrity
    bool isSizeTold = true; ///< Else its own structure has to say that it ends where it does.
};

/// What the folder and the library say of each other.
struct MediaFindings
{
    bool isFolderThere = true; ///< Else nothing is said of any file: its disk may not be.
    bool isExpected = false; ///< The folder: the library knows of files in it.
    QList<EpisodeId> missing{}; ///< Whole, says the library, and not there or of another size.
    QList<EpisodeId> arrived{}; ///< Parts that got their name in the moment the program ended.
    QList<std::pair<EpisodeId, qint64>> parts{}; ///< Bytes that are there of each part.
    QStringList foreign{}; ///< Files that are nobody's, where ours would lie.

    bool operator==(const MediaFindings &) const = default;
};

/// Where what was deleted waits for an undo.
const QString MediaTrash = QStringLiteral(".deleted");

/// A name that is free in the library (its keys: taken) and on the disk; its folder is made.
Result<QString> newMediaPath(const QString &folder, const MediaNaming &naming,
                             const QSet<QString> &taken);
/// So that a part can be opened there.
Result<> makeMediaFolder(const QString &folder, const QString &path);
/// Whether the part is a whole sound file. ErrorKind::Media: it is none.
Result<CheckedMedia> checkMedia(const QString &folder, const QString &path, const MediaCheck &check,
                                const std::stop_token &stop);
/// The part gets its name: to. Durable.
Result<> nameMedia(const QString &folder, const QString &path, const QString &to);
/// The file, its part and its map; nothing there is no error.
Result<> eraseMedia(const QString &folder, const QString &path);
/// Nothing that is kept is in the trash any longer than this program.
Result<> trashMedia(const QString &folder, const QString &path, const QString &name);
Result<> untrashMedia(const QString &folder, const QString &name, const QString &path);
void emptyMediaTrash(const QString &folder, const QStringList &names);
void emptyMediaTrash(const QString &folder);

MediaFindings lookAtMedia(const QString &folder, const StoredMediaList &known);

} // namespace Earmark
